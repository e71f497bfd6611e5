"""Reads of runs, always from an actor's point of view."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from kt1.custody.trips.acts import HeldTrip
from kt1.custody.trips.models import Trip
from kt1.custody.trips.rules import TripState
from kt1.network.agencies.models import AgencyPoint
from kt1.network.routes.models import RouteStop
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor

UNDER_WAY = (TripState.PLANNED, TripState.DEPARTED, TripState.ARRIVED)


class UnknownTripError(LookupError):
    """There is none that the actor may know of."""


def seen_by(actor: Actor) -> QuerySet[Trip]:
    """A courier sees the runs they ride; the post those that start, pass or end in its province."""
    found = Trip.objects.select_related("route", "vehicle", "courier", "escort")
    if actor.role is Role.COURIER:
        return found.filter(Q(courier=actor.user_id) | Q(escort=actor.user_id))
    if actor.is_post:
        passing = RouteStop.objects.filter(place__province=actor.province_id).values("route")
        return found.filter(
            Q(route__province=actor.province_id)
            | Q(route__end__province=actor.province_id)
            | Q(route__in=passing)
        )
    return found.none()


def under_way(actor: Actor) -> QuerySet[Trip]:
    """Runs not closed yet, in the order they leave."""
    return seen_by(actor).filter(state__in=UNDER_WAY).order_by("leaves_at", "number")


def coming_to(actor: Actor, on: date) -> QuerySet[Trip]:
    """Who comes today: the runs of a day that pass a door of this body.

    A body must be able to tell its courier from an impostor: number of the card, title, hour.
    """
    if not actor.is_agency:
        return Trip.objects.none()
    doors = AgencyPoint.objects.filter(agency=actor.agency_id).values("point")
    return (
        Trip.objects.select_related("courier", "escort")
        .filter(
            route__in=RouteStop.objects.filter(place__in=doors).values("route"),
            day=on,
            state__in=UNDER_WAY,
        )
        .order_by("leaves_at", "number")
    )


def lock(trip_id: UUID, *, by: Actor) -> HeldTrip:
    """Lock one run.

    Raises:
        UnknownTripError: there is none that `by` may know of.
    """
    known = seen_by(by).filter(pk=trip_id).values("pk")
    trip = Trip.objects.select_for_update(of=("self",)).filter(pk__in=known).first()
    if trip is None:
        raise UnknownTripError(str(trip_id))
    return HeldTrip(
        id=trip.pk,
        number=trip.number,
        state=trip.state,
        courier=trip.courier_id,
        escort=trip.escort_id,
        dedicated=trip.dedicated,
    )


def serving(user_ids: Sequence[int], *, at: datetime) -> dict[int, set[int]]:
    """Of these people the couriers and controllers on duty now, with the provinces they serve."""
    found: dict[int, set[int]] = {}
    for user, province in Duty.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=at),
        user__in=user_ids,
        user__is_active=True,
        role__in=[Role.COURIER, Role.CONTROLLER],
        valid_from__lte=at,
    ).values_list("user_id", "place__province_id"):
        if province is not None:
            found.setdefault(user, set()).add(province)
    return found


_STILL_CARRIED = """
SELECT u.code FROM custody_handover h
JOIN custody_handover_line l ON l.handover = h.id
JOIN custody_unit u ON u.id = l.unit_id
WHERE h.trip = %s AND h.outcome IN ('taken', 'partly') AND NOT l.refused
  AND u.person_id = h.taker_person_id AND u.person_id = ANY(%s)
  AND u.state IN ('in_post', 'returning', 'held', 'open', 'sealed')
ORDER BY u.code LIMIT %s
"""
_OPEN_OFFERS = "SELECT count(*) FROM custody_handover WHERE trip = %s AND outcome = 'offered'"
_ANY_TAKEN = """
SELECT EXISTS (SELECT FROM custody_handover WHERE trip = %s AND outcome IN ('taken', 'partly'))
"""


def still_carried(trip: HeldTrip, *, most: int = 20) -> list[str]:
    """Codes of units taken on this run that its courier or escort still holds."""
    crew = [p for p in (trip.courier, trip.escort) if p is not None]
    with connection.cursor() as cursor:
        cursor.execute(_STILL_CARRIED, [trip.id, crew, most])
        return [row[0] for row in cursor.fetchall()]


def open_offers(trip: HeldTrip) -> int:
    """Hand-overs of this run that nobody settled yet."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN_OFFERS, [trip.id])
        return int(cursor.fetchone()[0])


def carries(trip: HeldTrip) -> bool:
    """Whether anything was taken on this run."""
    with connection.cursor() as cursor:
        cursor.execute(_ANY_TAKEN, [trip.id])
        return bool(cursor.fetchone()[0])
