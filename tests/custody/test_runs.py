"""The courier's run: the next doors in order, and who may sign there now."""

from uuid import UUID

import pytest

from kt1.custody.deliveries import changes
from kt1.custody.trips import actions
from kt1.custody.trips.runs import run_of, trip_now
from kt1.network.agencies.rules import Hours
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.factories import AFTERNOON, MORNING, NIGHT, NOON, at, once
from tests.custody.world import NIGHT_HOURS, World

pytestmark = pytest.mark.django_db


def _riding(world: World) -> UUID:
    answer = actions.plan(
        route_id=world.round.pk,
        vehicle_id=world.vehicle.pk,
        courier_id=world.courier.user_id,
        leaves_at=MORNING,
        by=world.dispatcher,
        at=MORNING,
        once=once(),
    )
    actions.depart(trip_id=UUID(answer["trip"]), by=world.courier, at=MORNING, once=once())
    return UUID(answer["trip"])


def test_doors_come_in_the_order_of_the_routes_stops(world: World) -> None:
    off_route = make.agency()
    elsewhere = make.point(off_route)
    doing.accepted(world, receiver=off_route.pk)
    back = doing.accepted(world)
    changes.recall(codes=back, paper="BG-1", by=world.clerk, at=NOON, once=once())
    doing.accepted(world, 2)
    _riding(world)

    run = run_of(world.courier, AFTERNOON)

    assert run.trip is not None
    assert [door.place for door in run.doors] == [world.door, world.sender_door, elsewhere]
    assert [len(door.items) for door in run.doors] == [2, 1, 1]
    assert run.doors[1].items[0].goes_back
    assert run.doors[0].passes_at == make.at("2026-01-14", "09:10")
    assert run.doors[2].passes_at is None


def test_a_door_tells_who_may_sign_there_now_for_each_body(world: World) -> None:
    doing.accepted(world)
    doing.accepted(world, receiver=world.neighbour.pk)

    by_day = run_of(world.courier, AFTERNOON).doors[0].may_sign
    at_night = run_of(world.courier, NIGHT).doors[0].may_sign

    assert {a.people[0].title for a in by_day.values()} == {"Đầu mối trong giờ"}
    assert at_night[world.receiver.pk].people[0].title == "Phòng trực"
    assert at_night[world.neighbour.pk].gap
    assert "giữ lại" in at_night[world.neighbour.pk].path[-1]


def test_at_night_the_door_is_the_one_named_for_the_night(world: World) -> None:
    body = make.agency()
    by_day = make.point(body, hours=Hours.WORKING)
    by_night = make.point(body, hours=Hours.OFF)
    make.receiver(by_night, body, hours=NIGHT_HOURS)
    asked_for = make.point(body)
    doing.accepted(world, receiver=body.pk)

    assert run_of(world.courier, AFTERNOON).doors[0].place == by_day
    assert run_of(world.courier, NIGHT).doors[0].place == by_night
    doing.accepted(world, receiver=body.pk, point=asked_for.pk)
    assert {d.place for d in run_of(world.courier, NIGHT).doors} == {by_night, asked_for}


def test_expected_and_deadline_are_the_earliest_at_the_door(world: World) -> None:
    doing.accepted(world)
    doing.accepted(world, urgency="HT")

    (door,) = run_of(world.courier, AFTERNOON).doors

    assert door.deadline == at("2026-01-16", "00:00")
    assert door.expected == at("2026-01-15", "08:40")


def test_only_what_is_loose_in_ones_own_hands_is_on_the_run(world: World) -> None:
    codes = doing.accepted(world, 3)
    doing.moved(codes[:1], world.courier, world.controller)
    doing.delivered(world, codes[1:2], when=AFTERNOON)

    (door,) = run_of(world.courier, AFTERNOON).doors
    assert [item.code for item in door.items] == codes[2:]
    assert run_of(world.escort, AFTERNOON).doors == ()


def test_items_of_a_body_without_a_door_are_still_shown(world: World) -> None:
    doing.accepted(world, receiver=make.agency().pk)

    (door,) = run_of(world.courier, AFTERNOON).doors

    assert (door.place, len(door.items), door.may_sign) == (None, 1, {})


def test_a_year_without_a_calendar_still_shows_the_doors(world: World) -> None:
    doing.accepted(world)

    (door,) = run_of(world.courier, at("2031-01-14", "09:00")).doors

    assert door.may_sign[world.receiver.pk].gap


def test_the_run_that_left_comes_before_one_that_is_planned(world: World) -> None:
    assert trip_now(world.courier, MORNING) is None
    left = _riding(world)
    actions.plan(
        route_id=world.trunk.pk,
        vehicle_id=world.vehicle.pk,
        courier_id=world.courier.user_id,
        leaves_at=MORNING,
        by=world.dispatcher,
        at=MORNING,
        once=once(),
    )

    now = trip_now(world.courier, NOON)

    assert now is not None
    assert now.pk == left
