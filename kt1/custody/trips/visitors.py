"""Who comes to a body's doors on a day, and whether it is somebody else than last time.

Three queries beside the runs themselves, however many run.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kt1.custody.trips.models import Trip
from kt1.custody.trips.queries import coming_to
from kt1.custody.trips.rules import TripState
from kt1.network.agencies.models import AgencyPoint
from kt1.network.places.models import Place
from kt1.network.routes.models import RouteStop
from kt1.people.accounts.models import User
from kt1.people.actor import Actor
from kt1.people.visits.models import Announcement
from kt1.people.visits.queries import announced


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One run past one door of the body."""

    trip: Trip
    door: Place
    passes_at: datetime
    usual: User | None  # who rode this route the last time
    announcement: Announcement | None

    @property
    def changed(self) -> bool:
        """Another courier than the last time."""
        return self.usual is not None and self.usual.pk != self.trip.courier_id

    @property
    def told(self) -> bool:
        return self.announcement is not None and (
            self.announcement.courier_id == self.trip.courier_id
        )

    @property
    def is_strange(self) -> bool:
        """Changed without a word, or not the one who was announced: ring the post first."""
        return (self.changed or self.announcement is not None) and not self.told


def visits_to(actor: Actor, on: date) -> list[Visit]:
    """The runs of a day that pass the body's doors, in the order they pass."""
    trips = list(coming_to(actor, on))
    routes = {trip.route_id for trip in trips}
    doors = AgencyPoint.objects.filter(agency=actor.agency_id or 0).values("point")
    stops: dict[int, list[RouteStop]] = {}
    for stop in RouteStop.objects.filter(route__in=routes, place__in=doors).select_related("place"):
        stops.setdefault(stop.route_id, []).append(stop)
    usual, told = _rode_before(routes, on), announced(routes, on)
    found = [
        Visit(
            trip=trip,
            door=stop.place,
            passes_at=(trip.departed_at or trip.leaves_at) + timedelta(minutes=stop.minutes),
            usual=usual.get(trip.route_id),
            announcement=told.get(trip.route_id),
        )
        for trip in trips
        for stop in stops.get(trip.route_id, ())
    ]
    return sorted(found, key=lambda one: (one.passes_at, one.trip.number))


def _rode_before(routes: set[int], on: date) -> dict[int, User]:
    """Who rode each route on the last day before this one that it was ridden."""
    rows = (
        Trip.objects.filter(route__in=routes, day__lt=on)
        .exclude(state=TripState.CANCELLED)
        .order_by("route_id", "-day", "-leaves_at")
        .distinct("route_id")
        .select_related("courier")
    )
    return {trip.route_id: trip.courier for trip in rows}
