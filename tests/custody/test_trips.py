"""Planning, crewing and riding runs, and what their manifests show to whom."""

from typing import Any
from uuid import UUID

import pytest

from kt1.custody.handovers import actions as handovers
from kt1.custody.trips import actions, queries
from kt1.custody.trips.manifests import Copy, manifest
from kt1.custody.trips.models import Trip
from kt1.custody.trips.queries import UnknownTripError
from kt1.custody.units.rules import NotPossibleError
from kt1.people.accounts.rules import Role
from kt1.people.actor import NotAllowedError
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.factories import AFTERNOON, MORNING, NOON, at, once
from tests.custody.world import World

pytestmark = pytest.mark.django_db


def _planned(world: World, **more: Any) -> UUID:
    said: dict[str, Any] = {
        "route_id": world.trunk.pk,
        "vehicle_id": world.vehicle.pk,
        "courier_id": world.courier.user_id,
        "leaves_at": NOON,
        "by": world.dispatcher,
        "at": MORNING,
        "once": once(),
    }
    return UUID(actions.plan(**{**said, **more})["trip"])


def test_a_run_is_numbered_by_route_day_and_serial(world: World) -> None:
    first, second = _planned(world), _planned(world)

    numbers = [Trip.objects.get(pk=key).number for key in (first, second)]
    assert numbers == ["24-75-260114-01", "24-75-260114-02"]
    # Half past midnight in Vietnam is the next day, though not yet in UTC.
    late = _planned(world, leaves_at=at("2026-01-15", "00:30"))
    assert Trip.objects.get(pk=late).number == "24-75-260115-01"


def test_a_vehicle_that_is_not_dedicated_rides_with_an_escort(world: World) -> None:
    with pytest.raises(NotPossibleError):
        _planned(world, vehicle_id=world.hired.pk)
    with pytest.raises(NotPossibleError):
        _planned(world, vehicle_id=world.hired.pk, escort_id=world.courier.user_id)

    key = _planned(world, vehicle_id=world.hired.pk, escort_id=world.escort.user_id)

    trip = Trip.objects.get(pk=key)
    assert (trip.dedicated, trip.escort_id) == (False, world.escort.user_id)
    world.hired.dedicated = True
    world.hired.save()
    trip.refresh_from_db()
    assert not trip.dedicated  # as it was registered when the run was planned


def test_who_plans_what(world: World) -> None:
    for stranger in (world.courier, world.clerk, world.far_controller):
        with pytest.raises(NotAllowedError):
            _planned(world, by=stranger)
    for wrong in (
        {"route_id": 10**9},
        {"vehicle_id": world.centre.pk},
        {"courier_id": world.far_courier.user_id},
        {"courier_id": world.counter.user_id},
    ):
        with pytest.raises(NotPossibleError):
            _planned(world, **wrong)
    for planner in (world.controller, world.counter):
        _planned(world, by=planner)


def test_the_crew_changes_until_the_run_leaves(world: World) -> None:
    key = _planned(world)
    change: dict[str, Any] = {"trip_id": key, "courier_id": world.escort.user_id, "at": NOON}
    with pytest.raises(NotAllowedError):
        actions.change_crew(by=world.courier, once=once(), **change)

    actions.change_crew(by=world.dispatcher, once=once(), **change)

    assert Trip.objects.get().courier_id == world.escort.user_id
    with pytest.raises(UnknownTripError):  # it is another's run now
        actions.depart(trip_id=key, by=world.courier, at=NOON, once=once())
    actions.depart(trip_id=key, by=world.escort, at=NOON, once=once())
    with pytest.raises(NotPossibleError):
        actions.change_crew(by=world.dispatcher, once=once(), **change)


def test_a_run_departs_arrives_and_is_closed_in_this_order(world: World) -> None:
    key = _planned(world)
    ride: dict[str, Any] = {"trip_id": key, "by": world.courier, "at": NOON}
    for early in (actions.arrive, actions.close):
        with pytest.raises(NotPossibleError):
            early(once=once(), **ride)
    with pytest.raises(UnknownTripError):
        actions.depart(trip_id=key, by=world.escort, at=NOON, once=once())

    actions.depart(once=once(), **ride)
    actions.arrive(once=once(), **{**ride, "at": AFTERNOON})
    actions.close(once=once(), **{**ride, "at": AFTERNOON})

    trip = Trip.objects.get()
    assert (trip.state, trip.departed_at, trip.arrived_at) == ("closed", NOON, AFTERNOON)
    assert doing.last_entry("trip.closed").subject == "trip:24-75-260114-01"
    with pytest.raises(NotPossibleError):
        actions.depart(once=once(), **ride)


def test_a_run_is_cancelled_while_nothing_is_given_on_it(world: World) -> None:
    codes = doing.accepted(world)
    doing.moved(codes, world.courier, world.controller)
    empty, loaded = _planned(world), _planned(world)
    handover = doing.given(codes, world.controller, world.courier, trip=loaded)
    with pytest.raises(NotAllowedError):
        actions.cancel(trip_id=empty, by=world.courier, at=NOON, once=once())

    actions.cancel(trip_id=empty, by=world.dispatcher, at=NOON, once=once())

    assert Trip.objects.get(pk=empty).state == "cancelled"
    with pytest.raises(NotPossibleError):
        actions.cancel(trip_id=loaded, by=world.dispatcher, at=NOON, once=once())
    doing.taken(handover, world.courier, codes, when=NOON)
    with pytest.raises(NotPossibleError):
        actions.cancel(trip_id=loaded, by=world.dispatcher, at=NOON, once=once())


def test_a_run_is_closed_when_nothing_of_it_is_left_in_hand(world: World) -> None:
    codes = doing.accepted(world, 2)
    doing.moved(codes, world.courier, world.controller)
    key = _planned(world)
    late = doing.given([codes[1]], world.controller, world.courier, trip=key)
    doing.moved([codes[0]], world.controller, world.courier, trip=key)
    ride: dict[str, Any] = {"trip_id": key, "by": world.courier}

    assert actions.depart(at=NOON, once=once(), **ride)["open"] == 1
    actions.arrive(at=AFTERNOON, once=once(), **ride)
    with pytest.raises(NotPossibleError, match=codes[0]):
        actions.close(at=AFTERNOON, once=once(), **ride)
    doing.moved([codes[0]], world.courier, world.far_controller, when=AFTERNOON)
    with pytest.raises(NotPossibleError):  # an offer is still open
        actions.close(at=AFTERNOON, once=once(), **ride)
    handovers.take_back(handover_id=late, by=world.controller, at=AFTERNOON, once=once())
    actions.close(at=AFTERNOON, once=once(), **ride)


def test_a_hand_over_names_a_run_that_one_of_its_sides_rides(world: World) -> None:
    codes = doing.accepted(world)
    doing.moved(codes, world.courier, world.controller)
    key = _planned(world, courier_id=world.escort.user_id)

    with pytest.raises(NotPossibleError):
        doing.given(codes, world.controller, world.courier, trip=key)
    actions.cancel(trip_id=key, by=world.dispatcher, at=NOON, once=once())
    with pytest.raises(NotPossibleError):
        doing.given(codes, world.controller, world.escort, trip=key)


def test_who_sees_which_runs(world: World) -> None:
    key = _planned(world)

    for one in (world.courier, world.counter, world.dispatcher, world.far_controller):
        assert queries.under_way(one).get().pk == key
    for other in (world.escort, world.far_courier, world.clerk, make.actor(Role.ADMIN)):
        assert not queries.seen_by(other).exists()


def test_a_body_knows_who_comes_today(world: World) -> None:
    key = _planned(world, route_id=world.round.pk)
    day = Trip.objects.get().day

    assert queries.coming_to(world.receiving_clerk, day).get().pk == key
    assert not queries.coming_to(world.far_clerk, day).exists()
    assert not queries.coming_to(world.courier, day).exists()


def test_the_takers_copy_never_has_the_seals(world: World) -> None:
    codes = doing.accepted(world, 2)
    doing.moved(codes, world.courier, world.controller)
    bag = doing.bag_of(codes[:1], world.controller, seal="S-1", lock="K-1")
    key = _planned(world)
    handover = doing.given([bag, codes[1]], world.controller, world.courier, trip=key)

    given = manifest(key, copy=Copy.GIVER, by=world.controller).legs[0]
    assert given.lines is not None
    by_code = {line.code: line for line in given.lines}
    assert (by_code[bag].seal, by_code[bag].lock, by_code[bag].pieces) == ("S-1", "K-1", 1)
    assert by_code[codes[1]].seal == ""
    for_taker = manifest(key, copy=Copy.TAKER, by=world.controller).legs[0]
    assert for_taker.lines is not None
    assert {(line.seal, line.lock) for line in for_taker.lines} == {("", "")}
    # While it is open the dispatcher sees no seal, and the taker the numbers alone.
    watched = manifest(key, copy=Copy.GIVER, by=world.far_controller).legs[0]
    assert watched.lines is not None
    assert {line.seal for line in watched.lines} == {""}
    told = manifest(key, copy=Copy.GIVER, by=world.courier).legs[0]
    assert (told.items, told.bags, told.lines) == (1, 1, None)

    doing.taken(handover, world.courier, [bag, codes[1]], seal="S-1")
    after = manifest(key, copy=Copy.GIVER, by=world.courier).legs[0]
    assert after.lines is not None
    assert {line.seal for line in after.lines} == {"S-1", ""}
    with pytest.raises(UnknownTripError):
        manifest(key, copy=Copy.TAKER, by=world.far_courier)


def test_a_manifest_tells_each_leg_and_what_was_found_there(world: World) -> None:
    codes = doing.accepted(world, 2)
    doing.moved(codes, world.courier, world.controller)
    key = _planned(world)
    doing.moved(codes, world.controller, world.courier, trip=key)
    last = doing.given(codes, world.courier, world.far_controller, trip=key, when=NOON)
    doing.taken(last, world.far_controller, codes[:1], when=AFTERNOON)

    legs = manifest(key, copy=Copy.GIVER, by=world.courier).legs

    assert [leg.outcome for leg in legs] == ["taken", "partly"]
    assert legs[1].taker == world.far_centre.name
    assert legs[1].lines is not None
    findings = {line.code: line.findings for line in legs[1].lines}
    assert findings == {codes[0]: (), codes[1]: ("missing",)}
