"""Lists of items: whose they are, what is late and at risk, in the order of work."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kt1.custody.clock.models import Clock
from kt1.people.actor import Actor
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import content, text

pytestmark = pytest.mark.django_db
Browsing = Callable[[Actor], Client]


def shown(client: Client, address: str) -> str:
    return text(client.get(address)).replace("-", "")


def test_each_body_sees_its_own_side(world: World, browsing: Browsing) -> None:
    (code,) = doing.accepted(world)
    assert code in shown(browsing(world.clerk), "/buu-gui/gui-di")
    assert code not in shown(browsing(world.clerk), "/buu-gui/nhan-ve")
    assert code in shown(browsing(world.receiving_clerk), "/buu-gui/nhan-ve")
    assert code not in shown(browsing(world.neighbour_clerk), "/buu-gui")
    assert code in shown(browsing(world.dispatcher), "/buu-gui")
    assert code not in shown(browsing(world.far_controller), "/buu-gui")


def test_a_receiver_is_not_told_of_what_is_only_declared(world: World, browsing: Browsing) -> None:
    (code,) = doing.declared(world)
    assert code not in shown(browsing(world.receiving_clerk), "/buu-gui/nhan-ve")


def test_late_and_at_risk_are_told_apart(world: World, browsing: Browsing) -> None:
    late, risk, calm = doing.accepted(world, 3, when=make.at("2026-01-12", "09:00"))
    _clock(late, expected="2026-01-12", deadline="2026-01-13")
    _clock(risk, expected="2026-01-13", deadline="2026-01-20")
    _clock(calm, expected="2026-01-16", deadline="2026-01-20")
    client = browsing(world.dispatcher)
    assert [code in shown(client, "/buu-gui/dang-di?tre=1") for code in (late, risk, calm)] == [
        True, False, False,
    ]  # fmt: skip
    at_risk = shown(client, "/buu-gui/dang-di?nguy_co=1")
    assert [code in at_risk for code in (late, risk, calm)] == [False, True, False]
    home = text(client.get("/"))
    assert "Bưu gửi có nguy cơ trễ, theo giờ phát dự kiến" in home


def test_work_goes_by_the_expected_time_and_not_by_the_legal_one(
    world: World, browsing: Browsing
) -> None:
    soon, later = doing.accepted(world, 2)
    _clock(soon, expected="2026-01-15", deadline="2026-01-23")
    _clock(later, expected="2026-01-16", deadline="2026-01-20")
    page = shown(browsing(world.dispatcher), "/buu-gui/dang-di")
    assert page.index(soon) < page.index(later)


def _clock(code: str, *, expected: str, deadline: str) -> None:
    Clock.objects.filter(unit__code=code).update(
        expected_at=make.at(expected), deadline=make.at(deadline)
    )


def test_filters_find_a_body_without_accents(world: World, browsing: Browsing) -> None:
    (one,) = doing.accepted(world)
    (two,) = doing.accepted(world, receiver=world.neighbour.pk)
    page = shown(browsing(world.clerk), "/buu-gui/gui-di?nhan=so+thu+hai")
    assert two in page
    assert one not in page


def test_a_file_has_both_bodies_in_columns_of_their_own(world: World, browsing: Browsing) -> None:
    doing.accepted(world)
    file = content(browsing(world.counter).get("/buu-gui?xuat=csv")).decode("utf-8-sig")
    heading = next(line for line in file.splitlines() if "Nơi gửi" in line)
    assert "Nơi nhận" in heading
    assert "Hạn toàn trình tối đa" in heading


@pytest.mark.parametrize("address", ["/buu-gui/gui-di", "/buu-gui", "/"])
def test_a_list_asks_as_much_for_many(world: World, browsing: Browsing, address: str) -> None:
    client = browsing(world.clerk)
    asked = []
    for many in (1, 20):
        doing.accepted(world, many)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        asked.append(len(queries))
    assert asked[0] == asked[1]
