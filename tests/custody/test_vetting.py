"""Nobody takes whose vetting has lapsed, from that minute; what they hold they still bring home."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kt1.custody.deliveries import actions as deliveries
from kt1.custody.deliveries import changes
from kt1.custody.handovers import actions as handovers
from kt1.custody.handovers import central
from kt1.custody.handovers.rules import Seen, Witness
from kt1.custody.handovers.scanning import unscan
from kt1.custody.items import actions as items
from kt1.custody.items import pickups
from kt1.custody.items.rules import Declaration, Refusal
from kt1.custody.shifts import queries as shifts
from kt1.custody.trips import actions as trips
from kt1.custody.trips import uncovered
from kt1.custody.units import book
from kt1.custody.units.rules import NotPossibleError
from kt1.custody.units.taking import why_not_take
from kt1.network.places.rules import PlaceKind
from kt1.people.accounts.models import User
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.vetting.models import Standing
from kt1.people.vetting.rules import StandingKind
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.factories import MORNING, NOON, at, once
from tests.custody.world import World

pytestmark = pytest.mark.django_db
ONE_PAST = NOON + timedelta(minutes=1)
ALMOST = NOON - timedelta(minutes=1)


def lapses(actor: Actor, when: datetime = NOON, kind: StandingKind = StandingKind.VETTING) -> None:
    Standing.objects.filter(user=actor.user_id, kind=kind).update(valid_to=when)


def _taking(world: World, offer: UUID, codes: list[str], when: datetime) -> dict[str, Any]:
    return handovers.settle(
        handover_id=offer,
        seen=[Seen(code=code) for code in codes],
        by=world.controller,
        at=when,
        once=once(),
    )


@pytest.mark.parametrize("kind", [StandingKind.VETTING, StandingKind.TRAINING])
def test_who_lapses_at_noon_takes_no_bag_at_a_minute_past(world: World, kind: StandingKind) -> None:
    codes = doing.accepted(world, 2, by=world.second_controller)
    bag = doing.bag_of(codes, world.second_controller, seal="S-1")
    offer = doing.given([bag], world.second_controller, world.controller)
    lapses(world.controller, kind=kind)

    with pytest.raises(NotAllowedError) as refused:
        handovers.settle(
            handover_id=offer,
            seen=[Seen(code=bag, seal="S-1")],
            by=world.controller,
            at=ONE_PAST,
            once=once(),
        )

    assert "12:00 14/01/2026" in str(refused.value)
    assert doing.unit(bag).person_id == world.second_controller.user_id
    with pytest.raises(NotAllowedError):
        handovers.scan(handover_id=offer, code=bag, by=world.controller, at=ONE_PAST)


def test_the_last_minute_still_counts(world: World) -> None:
    codes = doing.accepted(world, 1)
    offer = doing.given(codes, world.courier, world.controller)
    lapses(world.controller)
    assert _taking(world, offer, codes, ALMOST)["outcome"] == "taken"


def test_what_is_in_hand_is_given_delivered_and_handed_back(world: World) -> None:
    given, delivered, back = (doing.accepted(world, 1) for _ in range(3))
    lapses(world.courier)

    doing.moved(given, world.courier, world.controller, when=ONE_PAST)
    doing.delivered(world, delivered, when=ONE_PAST)
    changes.recall(codes=back, paper="BG-1", by=world.clerk, at=ONE_PAST, once=once())
    deliveries.give_back(
        codes=back, signed=doing.SIGNED, by=world.courier, at=ONE_PAST, once=once()
    )

    assert doing.unit(given[0]).person_id == world.controller.user_id
    assert [doing.unit(code[0]).state for code in (delivered, back)] == ["awaiting", "returned"]


def test_an_offer_made_before_is_taken_back_after(world: World) -> None:
    codes = doing.accepted(world, 1)
    offer = doing.given(codes, world.courier, world.controller)
    lapses(world.courier)
    handovers.take_back(handover_id=offer, by=world.courier, at=ONE_PAST, once=once())
    assert doing.unit(codes[0]).person_id == world.courier.user_id


def test_nothing_is_accepted_at_the_counter_or_at_a_desk(world: World) -> None:
    codes = doing.declared(world)
    for taker in (world.courier, world.counter):
        lapses(taker)
        with pytest.raises(NotAllowedError):
            items.accept(codes=codes, checks=doing.CHECKS, by=taker, at=ONE_PAST, once=once())
        with pytest.raises(NotAllowedError):
            items.accept_new(
                declarations=[Declaration(receiver=world.receiver.pk)],
                desk_id=make.desk(world.sender).pk,
                checks=doing.CHECKS,
                by=taker,
                at=ONE_PAST,
                once=once(),
            )
    assert doing.unit(codes[0]).state == "declared"


def test_not_to_accept_a_cover_is_no_taking(world: World) -> None:
    codes = doing.declared(world)
    lapses(world.courier)
    desk = make.desk(world.sender)
    said = items.refuse(
        reason=next(iter(Refusal)),
        desk_id=desk.pk,
        code=codes[0],
        by=world.courier,
        at=ONE_PAST,
        once=once(),
    )
    assert said["entry"]


def test_a_scan_made_before_is_taken_back_after(world: World) -> None:
    codes = doing.accepted(world, 1)
    offer = doing.given(codes, world.courier, world.controller)
    handovers.scan(handover_id=offer, code=codes[0], by=world.controller, at=ALMOST)
    lapses(world.controller)
    assert unscan(handover_id=offer, code=codes[0], by=world.controller)


def test_nothing_is_taken_over_from_the_central_network(world: World) -> None:
    node = make.place(PlaceKind.CENTRAL, "CPT-1")
    lapses(world.controller)
    with pytest.raises(NotAllowedError):
        central.take_over(
            codes=["X"],
            giver_place_id=node.pk,
            seen=[],
            sheet="1",
            by=world.controller,
            at=ONE_PAST,
            once=once(),
        )


# --- runs -----------------------------------------------------------------------------------


def _planned(world: World, leaves: datetime, **more: Any) -> UUID:
    said: dict[str, Any] = {
        "route_id": world.round.pk,
        "vehicle_id": world.vehicle.pk,
        "courier_id": world.courier.user_id,
        "leaves_at": leaves,
        "by": world.dispatcher,
        "at": MORNING,
        "once": once(),
    }
    return UUID(trips.plan(**{**said, **more})["trip"])


def test_nobody_rides_whose_vetting_does_not_reach_the_hour(world: World) -> None:
    lapses(world.courier)
    lapses(world.escort)
    for crew in (
        {"courier_id": world.courier.user_id},
        {"courier_id": world.far_courier.user_id, "escort_id": world.escort.user_id},
    ):
        with pytest.raises(NotPossibleError):
            _planned(world, ONE_PAST, **crew)
    early = _planned(world, ALMOST)
    late = _planned(world, ONE_PAST, courier_id=world.controller.user_id)
    with pytest.raises(NotPossibleError) as refused:
        trips.change_crew(
            trip_id=late,
            courier_id=world.courier.user_id,
            by=world.dispatcher,
            at=MORNING,
            once=once(),
        )
    assert world.courier.name in str(refused.value)
    trips.depart(trip_id=early, by=world.courier, at=ALMOST, once=once())
    # The run that left comes home.
    trips.arrive(trip_id=early, by=world.courier, at=ONE_PAST, once=once())


def test_a_run_does_not_leave_with_who_lapsed_since(world: World) -> None:
    trip = _planned(world, ALMOST, vehicle_id=world.hired.pk, escort_id=world.escort.user_id)
    lapses(world.escort)
    for by in (world.courier, world.escort, world.dispatcher):
        with pytest.raises(NotAllowedError) as refused:
            trips.depart(trip_id=trip, by=by, at=ONE_PAST, once=once())
        assert world.escort.name in str(refused.value)


def test_uncovered_runs_are_shown_to_the_dispatcher_alone(world: World) -> None:
    ridden, other = _planned(world, NOON), _planned(world, NOON, courier_id=world.escort.user_id)
    lapses(world.courier)
    assert [trip.pk for trip in uncovered.runs(world.dispatcher, MORNING)] == [ridden]
    assert not uncovered.runs(world.controller, MORNING).exists()
    lapses(world.escort, at("2026-01-10"))
    found = {trip.pk for trip in uncovered.runs(world.dispatcher, MORNING)}
    assert found == {ridden, other}


def test_a_route_is_uncovered_when_its_last_courier_lapses(world: World) -> None:
    within = timedelta(days=90)
    lapses(world.courier, at("2026-02-01"))
    assert world.round.pk not in uncovered.gaps(world.dispatcher, MORNING, within)

    lapses(world.escort, at("2026-03-01"))
    found = uncovered.gaps(world.dispatcher, MORNING, within)

    assert found[world.round.pk] == uncovered.Gap(at("2026-03-01"), 2)
    (route,) = uncovered.routes(found).filter(pk=world.round.pk)
    told = [getattr(route, name) for name in ("since", "couriers", "points")]
    assert told == [at("2026-03-01"), 2, 2]
    stops = uncovered.points(world.dispatcher, found)
    assert {stop.place_id for stop in stops} == {world.door.pk, world.sender_door.pk}
    assert uncovered.gaps(world.controller, MORNING, within) == {}

    # A second round from a site that keeps a courier passes one of the doors.
    make.actor(world.courier.role, where=world.office)
    make.route("24-PH2", world.office, world.door)
    found = uncovered.gaps(world.dispatcher, MORNING, within)
    # Couriers of an office stand in for the centre around it.
    assert world.round.pk not in found


def test_a_point_that_another_round_passes_stays_covered(world: World) -> None:
    alone = make.place(PlaceKind.POST_OFFICE, "24-BC77")
    make.actor(world.courier.role, where=alone)
    make.route("24-PH7", alone, world.door)
    for one in (world.courier, world.escort):
        lapses(one, at("2026-03-01"))
    found = uncovered.gaps(world.dispatcher, MORNING, timedelta(days=90))
    assert {stop.place_id for stop in uncovered.points(world.dispatcher, found)} == {
        world.sender_door.pk
    }


def test_uncovered_asks_the_same_however_many_routes(world: World) -> None:
    counts = []
    for number in (1, 1, 20):
        for _n in range(number):
            site = make.place(PlaceKind.POST_OFFICE)
            lapses(make.actor(world.courier.role, where=site), at("2026-02-01"))
            make.route(f"24-{site.code}", site, world.door)
        with CaptureQueriesContext(connection) as captured:
            found = uncovered.gaps(world.dispatcher, MORNING, timedelta(days=90))
            list(uncovered.routes(found))
            list(uncovered.points(world.dispatcher, found))
            list(uncovered.runs(world.dispatcher, MORNING))
        counts.append(len(captured))
    assert counts[1] == counts[2], counts


# --- who is chosen --------------------------------------------------------------------------


def test_a_pickup_goes_to_who_may_take(world: World) -> None:
    asked = pickups.request_pickup(
        pieces=1, wanted_at=NOON, by=world.clerk, at=MORNING, once=once()
    )
    lapses(world.courier)
    with pytest.raises(NotPossibleError):
        pickups.assign_pickup(
            pickup_id=UUID(asked["pickup"]),
            courier_id=world.courier.user_id,
            by=world.dispatcher,
            at=ONE_PAST,
            once=once(),
        )


def test_a_shift_is_handed_to_who_may_take(world: World) -> None:
    assert shifts.successors(world.controller, ALMOST).filter(user=world.second_controller.user_id)
    lapses(world.second_controller)
    assert not shifts.successors(world.controller, ONE_PAST).filter(
        user=world.second_controller.user_id
    )


def test_a_taker_without_a_session_is_known_by_the_card(world: World) -> None:
    """On the giver's device and from paper: a card named is a worker who must be vetted."""
    User.objects.filter(pk=world.courier.user_id).update(card_number="BT-0001")
    User.objects.filter(pk=world.controller.user_id).update(card_number="KT-0002")
    lapses(world.courier)
    codes = doing.accepted(world, 3, by=world.controller)
    offers = [
        handovers.offer(
            codes=[code], taker_place_id=world.vehicle.pk, by=world.controller, at=ALMOST,
            once=once(),
        )["handover"]
        for code in codes
    ]  # fmt: skip

    def sign(n: int, signed_by: str, when: datetime, **more: Any) -> str:
        how = {"witness": Witness.ONE_DEVICE, **more}
        done = handovers.settle_for_taker(
            handover_id=UUID(str(offers[n])), seen=[Seen(code=codes[n])], signed_by=signed_by,
            by=world.controller, at=when, once=once(), **how,
        )  # fmt: skip
        return str(done["outcome"])

    for how in ({}, {"witness": Witness.PAPER, "sheet": "PG000001"}):
        with pytest.raises(NotAllowedError, match="BT-0001"):
            sign(0, "Bưu tá thay (thẻ bt-0001)", ONE_PAST, **how)
    with pytest.raises(NotAllowedError):
        sign(0, "Khai thác viên, thẻ KT-0002", ALMOST)  # the giver's own card
    assert sign(0, "Bưu tá thay (thẻ bt-0001)", ALMOST) == "taken"
    assert sign(1, "Bưu tá thay, thẻ 12", ONE_PAST) == "taken", "a card nobody here carries"
    assert sign(2, "", ONE_PAST) == "taken"


# --- what it costs --------------------------------------------------------------------------


def test_a_history_in_memory_asks_once(world: World) -> None:
    lapses(world.courier)
    with book.opened(book.Book()):
        assert why_not_take(world.courier, ALMOST) is None
        with CaptureQueriesContext(connection) as captured:
            assert why_not_take(world.courier, ONE_PAST) is not None
            assert why_not_take(world.controller, ONE_PAST) is None
        assert [q for q in captured if "people_standing" in q["sql"]] == []


def test_each_act_of_taking_asks_one_question_more(world: World) -> None:
    codes = doing.declared(world)
    asked = []
    with CaptureQueriesContext(connection) as captured:
        items.accept(codes=codes, checks=[], by=world.courier, at=MORNING, once=once())
    asked.append(captured)
    offer = doing.given(codes, world.courier, world.controller)
    with CaptureQueriesContext(connection) as captured:
        _taking(world, offer, codes, MORNING)
    asked.append(captured)
    with CaptureQueriesContext(connection) as captured:
        doing.given(codes, world.controller, world.courier)
    none_for_giving = captured
    assert [sum("people_standing" in q["sql"] for q in one) for one in asked] == [1, 1]
    assert not any("people_standing" in q["sql"] for q in none_for_giving)
