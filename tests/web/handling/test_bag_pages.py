"""Bags: packed by scan, sealed, opened by what the seal looks like, packed anew when it broke."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kt1.custody.deliveries.models import Irregularity
from kt1.custody.units.models import Unit
from kt1.custody.units.rules import State
from kt1.people.actor import Actor
from tests.custody import doing
from tests.custody.world import World
from tests.web.conftest import content, text
from tests.web.handling.sending import scan, send

pytestmark = pytest.mark.django_db
As = Callable[[Actor], Client]


def at_counter(world: World, number: int) -> list[str]:
    return doing.accepted(world, number, by=world.controller)


def test_a_scan_goes_into_the_bag_and_can_be_undone(world: World, as_: As) -> None:
    (item,) = at_counter(world, 1)
    client = as_(world.controller)
    made = send(client, "/tui/moi", kind="bag")
    bag = made.url.rsplit("/", 1)[1]
    said = text(scan(client, f"/tui/{bag}/dong", item))
    assert 'data-result="good"' in said
    assert doing.unit(item).inside == Unit.objects.get(code=bag)
    undone = text(send(client, f"/tui/{bag}/lay-ra", undone=item))
    assert 'data-result="good"' in undone
    assert doing.unit(item).inside is None


@pytest.mark.parametrize("code", ["ABC", "0000000000000000X", "not a code at all"])
def test_what_is_no_code_is_said_and_does_nothing(world: World, as_: As, code: str) -> None:
    bag = doing.bag_of([], world.controller)
    answer = scan(as_(world.controller), f"/tui/{bag}/dong", code)
    assert answer.status_code == 200
    assert 'data-result="bad"' in text(answer)


def test_an_item_of_another_holder_is_not_packed(world: World, as_: As) -> None:
    (item,) = doing.accepted(world, 1)  # in the courier's hands
    bag = doing.bag_of([], world.controller)
    assert 'data-result="bad"' in text(scan(as_(world.controller), f"/tui/{bag}/dong", item))
    assert doing.unit(item).inside is None


def test_a_seal_closes_the_bag_and_a_strange_one_is_an_irregularity(world: World, as_: As) -> None:
    bag = doing.bag_of(at_counter(world, 2), world.controller)
    doing.issued(["MH0000001"], world.controller, world.controller)
    client, form = as_(world.controller), {"destination": str(world.far_centre.pk)}
    wrong = send(client, f"/tui/{bag}/niem-phong", number="XX9", lock="K-01", **form)
    assert wrong.status_code == 422
    assert Irregularity.objects.get().kind == "seal_unknown"
    assert 'value="K-01"' in text(wrong)
    assert doing.unit(bag).state == State.OPEN
    right = send(client, f"/tui/{bag}/niem-phong", number="mh0000001", **form)
    assert right.status_code == 302
    assert doing.unit(bag).state == State.SEALED


def test_the_number_of_a_seal_on_a_bag_is_on_no_page(world: World, as_: As) -> None:
    bag = doing.bag_of(at_counter(world, 2), world.controller, seal="MH0000001")
    doing.moved([bag], world.controller, world.second_controller, seal="MH0000001")
    client = as_(world.second_controller)
    for page in ("", "/mo", "/nhan.pdf"):
        assert b"MH0000001" not in content(client.get(f"/tui/{bag}{page}"))
    assert "MH0000001" not in text(client.get("/niem-phong?q=MH"))
    assert client.get("/niem-phong/so/MH0000001").status_code == 403


def test_a_whole_seal_leads_to_the_count_and_one_act(world: World, as_: As) -> None:
    items = at_counter(world, 3)
    bag = doing.bag_of(items, world.controller, seal="MH0000001")
    client = as_(world.controller)
    seen = send(client, f"/tui/{bag}/mo", number="mh 0000001", state="nguyen")
    assert seen.url == f"/tui/{bag}/dem"
    for item in items:
        assert 'data-result="good"' in text(scan(client, f"/tui/{bag}/dem", item))
    assert 'data-result="bad"' in text(scan(client, f"/tui/{bag}/dem", items[0]))
    send(client, f"/tui/{bag}/dem/xong")
    assert not Irregularity.objects.exists()
    assert {doing.unit(item).inside for item in items} == {None}


def test_a_count_that_differs_is_asked_about_once_and_then_said(world: World, as_: As) -> None:
    items = at_counter(world, 3)
    bag = doing.bag_of(items, world.controller, seal="MH0000001")
    client = as_(world.controller)
    send(client, f"/tui/{bag}/mo", number="MH0000001", state="nguyen")
    for item in items[:2]:
        scan(client, f"/tui/{bag}/dem", item)
    asked = send(client, f"/tui/{bag}/dem/xong")
    assert asked.status_code == 422
    assert doing.unit(bag).state == State.SEALED
    send(client, f"/tui/{bag}/dem/xong", sure="1")
    assert Irregularity.objects.get().findings == {items[2]: ["missing"]}


@pytest.mark.parametrize(
    "said", [{"number": "MH0000001", "state": "hong"}, {"number": "MH9", "state": "nguyen"}]
)
def test_a_broken_seal_is_a_fact_at_once_and_the_covers_go_on(
    world: World, as_: As, said: dict[str, str]
) -> None:
    items = at_counter(world, 3)
    bag = doing.bag_of(items, world.controller, seal="MH0000001", destination_id=world.office.pk)
    new = doing.bag_of([], world.controller)
    doing.issued(["MH0000002"], world.controller, world.controller)
    client = as_(world.controller)
    assert send(client, f"/tui/{bag}/mo", **said).url == f"/tui/{bag}/dong-lai"
    assert Irregularity.objects.get().kind == "seal_broken"
    for item in items:
        scan(client, f"/tui/{bag}/dong-lai", item)
    leader = world.dispatcher.name
    form = {"new_bag": new, "number": "MH0000002", "told": leader, "torn": [items[2]]}
    no_minutes = send(client, f"/tui/{bag}/dong-lai/xong", **form, minutes="")
    assert no_minutes.status_code == 422
    strange = {**form, "number": "XX9", "minutes": "12/BB-TT"}
    assert send(client, f"/tui/{bag}/dong-lai/xong", **strange).status_code == 422
    assert Irregularity.objects.filter(kind="seal_unknown").count() == 1
    done = send(client, f"/tui/{bag}/dong-lai/xong", **form, minutes="12/BB-TT")
    assert done.url == f"/tui/{new}"
    assert doing.unit(items[2]).state == State.HELD
    assert doing.unit(items[0]).inside == Unit.objects.get(code=new)
    paper = client.get(f"/tui/{new}/bien-ban.pdf")
    assert content(paper).startswith(b"%PDF")
    assert client.get(f"/tui/{new}").status_code == 200


@pytest.mark.parametrize(
    "address", ["/tui", "/tui?o=day", "/tui?o=den&tt=niem-phong", "/tui?tt=rong"]
)
def test_the_list_answers(world: World, as_: As, address: str) -> None:
    doing.bag_of(at_counter(world, 1), world.controller)
    assert as_(world.controller).get(address).status_code == 200


def test_the_page_of_a_bag_asks_as_much_for_fifty_as_for_five(world: World, as_: As) -> None:
    client, counts = as_(world.controller), []
    for number in (5, 50):
        bag = doing.bag_of(at_counter(world, number), world.controller)
        client.get(f"/tui/{bag}")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(f"/tui/{bag}")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_stranger_finds_nothing(world: World, as_: As) -> None:
    bag = doing.bag_of([], world.far_controller)
    assert as_(world.controller).get(f"/tui/{bag}").status_code == 404
    assert as_(world.clerk).get(f"/tui/{bag}").status_code == 403


def test_a_bag_can_be_found_by_its_code(world: World, as_: As) -> None:
    bag = doing.bag_of([], world.controller)
    answer = as_(world.controller).get("/tim", {"q": bag})
    assert answer.headers["Location"] == f"/tui/{bag}"
