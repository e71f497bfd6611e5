"""What people do with runs. The only code that writes them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kt1.custody.clock.steps import day_of
from kt1.custody.trips import acts, permissions, queries
from kt1.custody.trips.acts import HeldTrip, Plan
from kt1.custody.trips.models import Trip
from kt1.custody.trips.rules import TripState, escort_missing
from kt1.custody.units.ids import act_id
from kt1.custody.units.rules import NotPossibleError
from kt1.custody.units.steps import Once, write
from kt1.ledger.requests.rules import RequestKey
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.network.routes.models import Route
from kt1.people.actor import Actor, NotAllowedError


def plan(
    *,
    route_id: int,
    vehicle_id: int,
    courier_id: int,
    escort_id: int | None = None,
    leaves_at: datetime,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> dict[str, Any]:
    """Plan a run on a route. Its number is made of the route, the day and a serial number.

    Raises:
        NotPossibleError: route or vehicle is not in use, a person is not on duty here, or the
            vehicle is not dedicated and no other person goes along; or the vetting or training
            of one of them does not reach the hour it leaves.
    """
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        # Its row is locked: two runs of one route and day never draw the same number.
        routes = Route.objects.select_for_update(no_key=True)
        route = routes.filter(pk=route_id, valid_to=None).first()
        if route is None:
            raise NotPossibleError(_("There is no such route in use."))
        if reason := permissions.why_not_plan(by, route.province_id):
            raise NotAllowedError(reason)
        vehicle = _vehicle(vehicle_id, route)
        _must_ride(courier_id, escort_id, dedicated=bool(vehicle.dedicated))
        _must_serve(courier_id, escort_id, route.province_id, at, leaves_at)
        day = day_of(leaves_at)
        serial = Trip.objects.filter(route=route, day=day).count() + 1
        planned = Plan(
            id=act_id(once, by=by, at=at),
            number=acts.number_of(route.code, day, serial),
            route=route.pk,
            vehicle=vehicle.pk,
            courier=courier_id,
            escort=escort_id,
            dedicated=bool(vehicle.dedicated),
            day=day,
            leaves_at=leaves_at,
        )
        write(acts.planned(planned), by=by, at=at)
        return act.store({"trip": str(planned.id), "number": planned.number})


def _vehicle(vehicle_id: int, route: Route) -> Place:
    found = Place.objects.filter(
        pk=vehicle_id, kind=PlaceKind.VEHICLE, valid_to=None, province=route.province_id
    ).first()
    if found is None:
        raise NotPossibleError(_("There is no such vehicle in this province."))
    return found


def _must_ride(courier: int, escort: int | None, *, dedicated: bool) -> None:
    if escort_missing(dedicated=dedicated, escort=escort):
        raise NotPossibleError(_("This vehicle is not dedicated: it rides with an escort."))
    if courier == escort:
        raise NotPossibleError(_("Courier and escort are two persons."))


def _must_serve(
    courier: int, escort: int | None, province: int, at: datetime, leaves_at: datetime
) -> None:
    crew = [courier] if escort is None else [courier, escort]
    serving = queries.serving(crew, at=at)
    if any(province not in serving.get(person, set()) for person in crew):
        raise NotPossibleError(_("Courier and escort are on duty in the province of the run."))
    if reason := permissions.why_not_crew(crew, max(at, leaves_at)):
        raise NotPossibleError(reason)


def change_crew(
    *,
    trip_id: UUID,
    courier_id: int,
    escort_id: int | None = None,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> dict[str, Any]:
    """Another courier or escort before the run leaves."""
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        trip, province = _lock(trip_id, by)
        if reason := permissions.why_not_plan(by, province):
            raise NotAllowedError(reason)
        _must_ride(courier_id, escort_id, dedicated=trip.dedicated)
        leaves_at = Trip.objects.values_list("leaves_at", flat=True).get(pk=trip_id)
        _must_serve(courier_id, escort_id, province, at, leaves_at)
        write(acts.crewed(trip, courier=courier_id, escort=escort_id), by=by, at=at)
        return act.store({"trip": str(trip.id), "number": trip.number})


def _lock(trip_id: UUID, by: Actor) -> tuple[HeldTrip, int]:
    trip = queries.lock(trip_id, by=by)
    return trip, Trip.objects.values_list("route__province_id", flat=True).get(pk=trip_id)


def depart(*, trip_id: UUID, by: Actor, at: datetime, once: RequestKey) -> dict[str, Any]:
    """The run leaves. What was offered for it and not taken is said in the answer, not refused:
    the vehicle is on the road, and the record must say so."""
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        trip = _ridden(trip_id, by)
        if reason := permissions.why_not_depart(by, trip, at):
            raise NotAllowedError(reason)
        write(acts.went_on(trip, TripState.DEPARTED, at=at), by=by, at=at)
        return act.store({**_said(trip, TripState.DEPARTED), "open": queries.open_offers(trip)})


def arrive(*, trip_id: UUID, by: Actor, at: datetime, once: RequestKey) -> dict[str, Any]:
    """The run reaches its end."""
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        trip = _ridden(trip_id, by)
        write(acts.went_on(trip, TripState.ARRIVED, at=at), by=by, at=at)
        return act.store({**_said(trip, TripState.ARRIVED), "open": queries.open_offers(trip)})


def close(*, trip_id: UUID, by: Actor, at: datetime, once: RequestKey) -> dict[str, Any]:
    """The run is over: everything taken on it was delivered or handed on.

    Raises:
        NotPossibleError: its courier or escort still holds some of it, or an offer is open.
    """
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        trip = _ridden(trip_id, by)
        if carried := queries.still_carried(trip):
            raise NotPossibleError(
                _("Still in the hands of this run: %(codes)s.") % {"codes": ", ".join(carried)}
            )
        if queries.open_offers(trip):
            raise NotPossibleError(_("A hand-over of this run is not settled yet."))
        write(acts.went_on(trip, TripState.CLOSED, at=at), by=by, at=at)
        return act.store(_said(trip, TripState.CLOSED))


def cancel(*, trip_id: UUID, by: Actor, at: datetime, once: RequestKey) -> dict[str, Any]:
    """The planned run does not take place.

    Raises:
        NotPossibleError: it has left, or something was taken on it or is offered for it.
    """
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        trip, province = _lock(trip_id, by)
        if reason := permissions.why_not_plan(by, province):
            raise NotAllowedError(reason)
        if queries.carries(trip) or queries.open_offers(trip):
            raise NotPossibleError(_("Something is given on this run already."))
        write(acts.went_on(trip, TripState.CANCELLED, at=at), by=by, at=at)
        return act.store(_said(trip, TripState.CANCELLED))


def _ridden(trip_id: UUID, by: Actor) -> HeldTrip:
    trip = queries.lock(trip_id, by=by)
    if reason := permissions.why_not_ride(by, trip):
        raise NotAllowedError(reason)
    return trip


def _said(trip: HeldTrip, state: TripState) -> dict[str, Any]:
    return {"trip": str(trip.id), "number": trip.number, "state": state.value}
