"""The visits of one day, with the tries and runs they are counted from."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kt1.assurance.quality.frequency.queries import minutes_apart
from kt1.assurance.quality.frequency.rules import apart
from kt1.custody.deliveries.models import Attempt
from kt1.custody.items.listed import seen_by
from kt1.custody.trips.models import Trip
from kt1.law.calendars.rules import VIETNAM
from kt1.network.places.models import Place
from kt1.network.routes.models import RouteStop
from kt1.network.routes.rules import RouteKind
from kt1.people.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One coming to a point: its tries in order of time."""

    point: Place
    first: datetime
    tries: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """`known`: items whose number the actor may know; `stops`: points on the route of each run."""

    visits: tuple[Visit, ...]
    runs: tuple[Trip, ...]
    stops: dict[int, tuple[str, ...]]
    known: frozenset[int]


def coming(actor: Actor, points: Collection[int], on: date, *, with_items: bool) -> Coming:
    """What happened on a day at these points. Four queries."""
    begins = datetime.combine(on, time(), VIETNAM)
    rows = Attempt.objects.filter(
        point__in=points, corrected_at=None, at__gte=begins, at__lt=begins + timedelta(days=1)
    )
    by_point: dict[int, list[Attempt]] = {}
    for row in rows.select_related("unit", "point").order_by("at", "unit_id"):
        by_point.setdefault(row.point_id, []).append(row)
    units = {row.unit_id for found in by_point.values() for row in found}
    stops: dict[int, list[str]] = {}
    for route, name in (
        RouteStop.objects.filter(place__in=points, route__kind=RouteKind.DELIVERY)
        .order_by("n")
        .values_list("route_id", "place__name")
    ):
        stops.setdefault(route, []).append(name)
    runs = Trip.objects.filter(day=on, departed_at__isnull=False, route__in=stops)
    known = seen_by(actor).filter(pk__in=units).values_list("pk", flat=True) if with_items else ()
    return Coming(
        visits=tuple(sorted(_visits(by_point, on), key=lambda one: one.first)),
        runs=tuple(runs.select_related("route").order_by("departed_at")),
        stops={route: tuple(names) for route, names in stops.items()},
        known=frozenset(known),
    )


def _visits(by_point: dict[int, list[Attempt]], on: date) -> list[Visit]:
    minutes = minutes_apart(on)
    return [
        Visit(
            point=tries[0].point,
            first=moments[0],
            tries=tuple(one for one in tries if moments[0] <= one.at <= moments[-1]),
        )
        for tries in by_point.values()
        for moments in apart([one.at for one in tries], minutes)
    ]
