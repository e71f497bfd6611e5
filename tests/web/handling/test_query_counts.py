"""However many lines a page shows, it asks the database as much."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kt1.people.actor import Actor
from tests.custody import doing
from tests.custody.world import World
from tests.web.handling.sending import scan, send

pytestmark = pytest.mark.django_db
As = Callable[[Actor], Client]


def asked(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("number", [5, 50])
def test_a_list_of_what_is_given(world: World, as_: As, number: int) -> None:
    client = as_(world.controller)
    for code in doing.accepted(world, number, by=world.controller):
        scan(client, "/giao-nhan/giao/quet", code)
    assert asked(client, "/giao-nhan/giao") <= 22


@pytest.mark.parametrize("number", [5, 50])
def test_a_count_under_way_and_its_balance(world: World, as_: As, number: int) -> None:
    client = as_(world.controller)
    for code in doing.accepted(world, number, by=world.controller):
        scan(client, "/kiem-ca/dem", code)
    assert asked(client, "/kiem-ca/dem") <= 18
    done = send(client, "/kiem-ca/chot", empties="0", seals="0", successor="")
    assert asked(client, done.headers["Location"]) <= 14


@pytest.mark.parametrize("number", [5, 50])
def test_an_irregularity_and_its_hand_over(world: World, as_: As, number: int) -> None:
    loose = doing.accepted(world, number, by=world.controller)
    made = doing.given(loose, world.controller, world.second_controller)
    doing.taken(made, world.second_controller, loose[:1])
    client = as_(world.controller)
    assert asked(client, f"/giao-nhan/{made}") <= 16
    assert asked(client, "/su-vu") <= 14


@pytest.mark.parametrize("number", [5, 50])
def test_the_lists(world: World, as_: As, number: int) -> None:
    for code in doing.accepted(world, number, by=world.controller):
        doing.bag_of([code], world.controller)
    client = as_(world.controller)
    for address in ("/tui", "/giao-nhan", "/chuyen", "/kiem-ca"):
        assert asked(client, address) <= 14
