"""Reading routes: the next run, the office that serves a door, and the lists of the pages.

Timetables change seldom and are asked for at every acceptance, so the whole network is read once
for each of its revisions and kept by the process.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from kt1.law.calendars.rules import Calendar, DayKind
from kt1.network.agencies.models import AgencyPoint
from kt1.network.names.queries import called
from kt1.network.places.models import Place
from kt1.network.places.rules import INSIDE_A_SITE, PlaceKind
from kt1.network.revisions.queries import current
from kt1.network.routes import rules
from kt1.network.routes.models import Departure, Route, RouteStop
from kt1.network.routes.reach import Boards, Reach, finish
from kt1.network.routes.rules import Journey, Path, RouteKind, Run, Timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """All that the next run depends on, at one revision."""

    timetable: Timetable
    nodes: Mapping[int, frozenset[int]]  # a desk, counter or safe: the doors or site it stands for
    communes: Mapping[int, frozenset[int]]  # a commune: the doors in it

    def nodes_of(self, place_id: int) -> frozenset[int]:
        return self.nodes.get(place_id, frozenset({place_id}))

    def office_of(self, nodes: Iterable[int]) -> int | None:
        """The site most delivery rides to these doors start from."""
        starts = [ride.start for node in nodes for ride in self.timetable.delivery.get(node, ())]
        return max(sorted(set(starts)), key=starts.count, default=None)


def next_run(
    *,
    from_place: int,
    to_place: int | None = None,
    to_commune: int | None = None,
    after: datetime,
    calendar: Calendar,
) -> Journey | None:
    """How the next runs bring an item from a place to a place, or to any door of a commune.

    A desk stands for its agency's delivery points, a counter, safe or vehicle for its site.
    None when the timetables do not lead there.

    Raises:
        NoCalendarError: the answer depends on a day that has no calendar.
    """
    net = network()
    goals = net.communes.get(to_commune, frozenset()) if to_commune is not None else frozenset()
    if to_place is not None:
        goals = net.nodes_of(to_place)
    return rules.next_run(
        net.timetable,
        origins=net.nodes_of(from_place),
        goals=goals,
        after=after,
        kind_of=calendar.kind_of,
    )


def next_runs(
    pairs: Iterable[tuple[int, int]], *, after: datetime, calendar: Calendar
) -> dict[tuple[int, int], Journey | None]:
    """`next_run` for many (from place, to place) at once; one look at the database."""
    net = network()
    boards = _boards_of(net, calendar)
    trees: dict[int, Reach] = {}
    found: dict[tuple[int, int], Journey | None] = {}
    for start, end in set(pairs):
        if start not in trees:
            trees[start] = boards.tree(net.nodes_of(start), after)
        found[start, end] = finish(
            boards.boards, trees[start], goals=net.nodes_of(end), after=after
        )
    return found


#: Of one place: about the departures of a day.
_TREES_KEPT = 12


class _Kept:
    """Boards and trees of one network and one calendar, kept by the process."""

    def __init__(self, net: Network, calendar: Calendar) -> None:
        self.net, self.calendar = net, calendar
        self.boards = Boards(net.timetable, calendar.kind_of)
        self._trees: dict[frozenset[int], list[Reach]] = {}

    def tree(self, origins: frozenset[int], after: datetime) -> Reach:
        kept = self._trees.setdefault(origins, [])
        for one in kept:
            if one.holds_at(after):
                return one
        made = Reach(self.boards, origins, after)
        kept[:] = [made, *kept[: _TREES_KEPT - 1]]
        return made


_kept_boards: list[_Kept] = []


def _boards_of(net: Network, calendar: Calendar) -> _Kept:
    """Another revision is another object: its boards begin anew. The last two are kept."""
    for one in _kept_boards:
        if one.net is net and one.calendar is calendar:
            return one
    made = _Kept(net, calendar)
    _kept_boards[:] = [made, *_kept_boards[:1]]
    return made


def serving_office(place_id: int) -> Place | None:
    """The post office or centre whose couriers deliver to a place; None when no route passes."""
    net = network()
    site = net.office_of(net.nodes_of(place_id))
    return None if site is None else Place.objects.get(pk=site)


def office_of_commune(commune_id: int) -> Place | None:
    """The post office or centre that delivers in a commune."""
    net = network()
    site = net.office_of(net.communes.get(commune_id, frozenset()))
    return None if site is None else Place.objects.get(pk=site)


def in_force(on: date) -> QuerySet[Route]:
    """The routes of `on` with how many stops and runs they have, in Vietnamese order."""
    return (
        Route.objects.filter(valid_from__lte=on)
        .filter(Q(valid_to=None) | Q(valid_to__gte=on))
        .annotate(
            stop_count=Count("stops", distinct=True), run_count=Count("departures", distinct=True)
        )
        .order_by("sort_key", "pk")
    )


def matching(rows: QuerySet[Route], text: str) -> QuerySet[Route]:
    """Those whose name holds every word of `text`, accents or not, or whose code it is."""
    return rows.filter(called(text) | Q(code=text.strip().upper()))


def network() -> Network:
    """The network as it stands, read at most once for each revision."""
    token = current()
    return _read() if token is None else _kept(token)


@lru_cache(maxsize=4)
def _kept(_token: UUID) -> Network:
    return _read()


def _read() -> Network:
    places = list(
        Place.objects.values_list("id", "kind", "parent_id", "commune_id", "handling_minutes")
    )
    desks = dict(Place.objects.filter(kind=PlaceKind.AGENCY_DESK).values_list("agency_id", "id"))
    nodes: dict[int, set[int]] = {}
    for agency_id, point_id in AgencyPoint.objects.values_list("agency_id", "point_id"):
        if agency_id in desks:
            nodes.setdefault(desks[agency_id], set()).add(point_id)
    communes: dict[int, set[int]] = {}
    for place_id, kind, parent_id, commune_id, _ in places:
        if kind in INSIDE_A_SITE and parent_id is not None:
            nodes[place_id] = {parent_id}
        if kind == PlaceKind.DELIVERY_POINT and commune_id is not None:
            communes.setdefault(commune_id, set()).add(place_id)
    handling = {row[0]: timedelta(minutes=row[4]) for row in places if row[4]}
    return Network(
        timetable=rules.timetable(paths(), handling),
        nodes={place: frozenset(doors) for place, doors in nodes.items()},
        communes={commune: frozenset(doors) for commune, doors in communes.items()},
    )


def paths() -> list[Path]:
    """Every route with its stops and runs."""
    stops: dict[int, list[tuple[int, timedelta]]] = {}
    for route_id, place_id, minutes in RouteStop.objects.order_by("route_id", "n").values_list(
        "route_id", "place_id", "minutes"
    ):
        stops.setdefault(route_id, []).append((place_id, timedelta(minutes=minutes)))
    runs: dict[int, list[Run]] = {}
    for departure in Departure.objects.order_by("route_id", "leaves"):
        runs.setdefault(departure.route_id, []).append(_run(departure))
    return [
        Path(
            code=route.code,
            kind=RouteKind(route.kind),
            start=route.start_id,
            end=route.end_id,
            stops=tuple(stops.get(route.pk, ())),
            runs=tuple(runs.get(route.pk, ())),
            valid_from=route.valid_from,
            valid_to=route.valid_to,
        )
        for route in Route.objects.order_by("code")
    ]


def _run(departure: Departure) -> Run:
    return Run(
        day_kinds=frozenset(DayKind(kind) for kind in departure.day_kinds),
        leaves=departure.leaves,
        takes=_since_midnight(departure.arrives)
        - _since_midnight(departure.leaves)
        + timedelta(days=departure.nights),
    )


def _since_midnight(hour: time) -> timedelta:
    day = date.min
    return datetime.combine(day, hour) - datetime.combine(day, time.min)
