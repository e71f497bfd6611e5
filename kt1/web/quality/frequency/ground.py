"""The bodies and points of a question of frequency, and when the post came to them.

A bounded number of queries, however many bodies, points and days.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kt1.assurance.quality.frequency import queries
from kt1.assurance.quality.frequency.queries import ByPoint
from kt1.assurance.quality.frequency.rules import Frequency, Owed, frequency, together
from kt1.assurance.quality.permissions import OF_BODY, OF_PROVINCE
from kt1.custody.items.listed import agencies_called
from kt1.network.agencies.models import Agency
from kt1.network.places.models import Place
from kt1.network.routes.models import RouteStop
from kt1.network.routes.rules import RouteKind
from kt1.people.actor import Actor
from kt1.web.quality.asking import POINT, ROUTE, SINCE, UNTIL
from kt1.web.quality.frequency.asking import (
    AT_EACH,
    BY_AGENCY,
    BY_MONTH,
    BY_POINT,
    BY_ROUTE,
    CODE,
    Asking,
)
from kt1.web.tariff.forms import month_text


@dataclass(frozen=True, slots=True)
class Named:
    """A body or a point, as a line names it."""

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table, and how the address asks for it alone."""

    name: str
    found: Frequency
    alone: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """`bodies` in Vietnamese order, each with those of its points that are asked for."""

    bodies: Mapping[int, Named]
    points_of: Mapping[int, frozenset[int]]
    came: ByPoint
    due: Owed

    @property
    def points(self) -> frozenset[int]:
        return frozenset().union(*self.points_of.values())


def ground(actor: Actor, one: Asking) -> Ground:
    """What the actor may know: a body its own points, the post and the Department a province's."""
    bodies = _bodies(actor, one)
    registered = queries.points_of(bodies)
    asked = None if one.points is None else frozenset(one.points)
    points_of = {
        body: frozenset(registered[body] if asked is None else registered[body] & asked)
        for body in bodies
        if body in registered
    }
    points_of = {body: points for body, points in points_of.items() if points}
    points = frozenset().union(*points_of.values())
    return Ground(
        bodies=bodies,
        points_of=points_of,
        came=queries.visits(points, one.first, one.last),
        due=queries.owed(one.first, one.last),
    )


def _bodies(actor: Actor, one: Asking) -> dict[int, Named]:
    rows = Agency.objects.none()
    if actor.role in OF_PROVINCE and actor.province_id is not None:
        rows = Agency.objects.filter(province=actor.province_id)
    elif actor.role in OF_BODY and actor.agency_id is not None:
        rows = Agency.objects.filter(pk=actor.agency_id)
    if one.body:
        rows = rows.filter(pk__in=agencies_called(one.body).values("pk"))
    if one.code:
        rows = rows.filter(code=one.code)
    found = rows.order_by("sort_key", "pk").values_list("pk", "name", "code")
    return {pk: Named(name, code) for pk, name, code in found}


def lines(here: Ground, by: str) -> list[Line]:
    """The most seldom visited first; months in their order."""
    if by == BY_MONTH:
        return _by_month(here)
    found = {BY_AGENCY: _by_body, BY_POINT: _by_point, BY_ROUTE: _by_route}[by](here)
    return sorted(found, key=lambda line: (line.found.rate or 0, line.found.visits))


def whole(here: Ground, by: str) -> Frequency:
    """All lines together; a point that lies on two routes counts once."""
    if by in AT_EACH:
        return queries.at_each(here.points, here.came, here.due)
    return together(one.found for one in _by_body(here))


def _by_body(here: Ground) -> list[Line]:
    return [
        Line(
            here.bodies[body].name,
            frequency(queries.at_any(points, here.came), here.due),
            {CODE: here.bodies[body].code},
        )
        for body, points in here.points_of.items()
    ]


def named_points(points: frozenset[int]) -> dict[int, Named]:
    rows = Place.objects.filter(pk__in=points).order_by("sort_key", "pk")
    return {pk: Named(name, code) for pk, name, code in rows.values_list("pk", "name", "code")}


def _by_point(here: Ground) -> list[Line]:
    return [
        Line(one.name, frequency(here.came.get(point, {}), here.due), {POINT: one.code})
        for point, one in named_points(here.points).items()
    ]


def _by_route(here: Ground) -> list[Line]:
    """Delivery routes that stop at a point asked for: each of these stops is owed each day."""
    stops: dict[tuple[str, str], set[int]] = {}
    rows = RouteStop.objects.filter(place__in=here.points, route__kind=RouteKind.DELIVERY)
    for name, code, place in rows.order_by("route__sort_key").values_list(
        "route__name", "route__code", "place_id"
    ):
        stops.setdefault((name, code), set()).add(place)
    return [
        Line(name, queries.at_each(points, here.came, here.due), {ROUTE: code})
        for (name, code), points in stops.items()
    ]


def _by_month(here: Ground) -> list[Line]:
    """Bodies of each month together; visits are told apart by month in one look."""
    came: dict[date, dict[int, dict[date, int]]] = defaultdict(lambda: defaultdict(dict))
    for point, found in here.came.items():
        for day, n in found.items():
            came[day.replace(day=1)][point][day] = n
    due: dict[date, dict[date, int | None]] = defaultdict(dict)
    for day, norm in here.due.items():
        due[day.replace(day=1)][day] = norm
    return [_month(here, month, came[month], due[month]) for month in sorted({*came, *due})]


def _month(here: Ground, month: date, came: ByPoint, due: Owed) -> Line:
    of_bodies = (frequency(queries.at_any(points, came), due) for points in here.points_of.values())
    text = month_text(month)
    return Line(text, together(of_bodies), {SINCE: text, UNTIL: text})
