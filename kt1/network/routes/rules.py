"""Routes, timetables, and the next run that can carry an item. Pure.

Two times are never mixed: the legal maximum is the clock's; what is worked out here is the
expected time by the next run, for work lists and alarms (practice: W11).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from heapq import heappop, heappush
from itertools import count

from kt1.law.calendars.rules import VIETNAM, DayKind, NoCalendarError

#: A run is looked for on the day itself and this many days on: Tết is over by then.
HORIZON_DAYS = 14


class RouteKind(StrEnum):
    """What a run is for."""

    TRUNK = "trunk"
    DELIVERY = "delivery"
    COLLECTION = "collection"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class RunFacts:
    """One line of a timetable as a form or a file states it."""

    leaves: time
    arrives: time
    nights: int = 0
    day_kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteFacts:
    """A route as a form or a file states it; places are named by their codes."""

    code: str
    name: str
    kind: str
    province: str
    start: str
    end: str = ""
    stops: tuple[tuple[str, int], ...] = ()
    runs: tuple[RunFacts, ...] = ()
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One line of a timetable: the hours, and the kinds of day it leaves on."""

    day_kinds: frozenset[DayKind]
    leaves: time
    takes: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A route as travelled: start, stops with their minutes after leaving, end or back."""

    code: str
    kind: RouteKind
    start: int
    end: int | None
    stops: tuple[tuple[int, timedelta], ...]
    runs: tuple[Run, ...]
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ride:
    """What one run of a route offers between two places on its way."""

    route: str
    start: int
    end: int
    run: Run
    offset: timedelta  # from the route's leaving to passing `start`
    takes: timedelta
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One ride taken: from where and when, to where and when."""

    route: str
    start: int
    leaves: datetime
    end: int
    arrives: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """The way by the next runs, leg by leg. Without a leg the item is there already."""

    after: datetime
    legs: tuple[Leg, ...]

    @property
    def arrives(self) -> datetime:
        return self.legs[-1].arrives if self.legs else self.after


@dataclass(frozen=True, slots=True)
class Timetable:
    """All rides, by what they are good for.

    A trunk ride may be taken anywhere on the way; a collection ride only from the door where the
    item waits; a delivery ride only to the door it goes to.
    """

    trunk: Mapping[int, Sequence[Ride]]
    collection: Mapping[int, Sequence[Ride]]
    delivery: Mapping[int, Sequence[Ride]]
    handling: Mapping[int, timedelta] = field(default_factory=dict)


def timetable(paths: Iterable[Path], handling: Mapping[int, timedelta]) -> Timetable:
    """Put the rides of all paths where a search finds them.

    Args:
        paths: the routes.
        handling: for each site, the time from a run's arrival to the next run it can make.
    """
    trunk: dict[int, list[Ride]] = {}
    collection: dict[int, list[Ride]] = {}
    delivery: dict[int, list[Ride]] = {}
    for path in paths:
        for ride in rides_of(path):
            if path.kind is RouteKind.TRUNK:
                trunk.setdefault(ride.start, []).append(ride)
            elif path.kind is RouteKind.COLLECTION:
                collection.setdefault(ride.start, []).append(ride)
            else:
                delivery.setdefault(ride.end, []).append(ride)
    return Timetable(trunk, collection, delivery, handling)


def rides_of(path: Path) -> list[Ride]:
    """Between which places each run of a path can carry something."""
    return [
        Ride(
            route=path.code,
            start=start,
            end=end,
            run=run,
            offset=out,
            takes=back - out,
            valid_from=path.valid_from,
            valid_to=path.valid_to,
        )
        for run in path.runs
        for (start, out), (end, back) in _pairs(path, run.takes)
        if start != end and back >= out
    ]


_Point = tuple[int, timedelta]


def _pairs(path: Path, takes: timedelta) -> list[tuple[_Point, _Point]]:
    first = (path.start, timedelta(0))
    last = (path.start if path.end is None else path.end, takes)
    if path.kind is RouteKind.DELIVERY:
        return [(first, stop) for stop in path.stops]
    if path.kind is RouteKind.COLLECTION:
        return [(stop, last) for stop in path.stops]
    points = [first, *path.stops, last]
    return [(points[i], later) for i in range(len(points)) for later in points[i + 1 :]]


def next_run(
    table: Timetable,
    *,
    origins: AbstractSet[int],
    goals: AbstractSet[int],
    after: datetime,
    kind_of: Callable[[date], DayKind],
) -> Journey | None:
    """The journey that reaches one of `goals` first, leaving one of `origins` at or after `after`.

    A run that leaves exactly at `after` is caught. At a place on the way the item needs that
    place's handling time before the next run; where it starts it is taken to be ready.

    Returns:
        None when no runs of the next days lead there.

    Raises:
        NoCalendarError: the answer depends on a day that has no calendar.
    """
    search = _Search(table, goals, after, kind_of)
    found = search.from_(origins)
    if search.unknown and (found is None or found.arrives.date() >= min(search.unknown)):
        raise NoCalendarError([day.isoformat() for day in sorted(search.unknown)])
    return found


class _Search:
    """Earliest arrival first: the place reached soonest is settled, then the rides from it."""

    def __init__(
        self,
        table: Timetable,
        goals: AbstractSet[int],
        after: datetime,
        kind_of: Callable[[date], DayKind],
    ) -> None:
        self.table = table
        self.goals = goals
        self.after = after.astimezone(VIETNAM)
        self.unknown: set[date] = set()
        self._last = self.after.date() + timedelta(days=HORIZON_DAYS)
        self._kind_of = kind_of
        self._kinds: dict[date, DayKind | None] = {}
        self._last_rides: dict[int, list[Ride]] = {}
        for goal in goals:
            for ride in table.delivery.get(goal, ()):
                self._last_rides.setdefault(ride.start, []).append(ride)

    def from_(self, origins: AbstractSet[int]) -> Journey | None:
        order = count()
        reached = [(self.after, next(order), place, ()) for place in sorted(origins)]
        open_: list[tuple[datetime, int, int, tuple[Leg, ...]]] = list(reached)
        settled: set[int] = set()
        while open_:
            when, _, place, legs = heappop(open_)
            if place in self.goals:
                return Journey(after=self.after, legs=legs)
            if place in settled:
                continue
            settled.add(place)
            ready = when + self.table.handling.get(place, timedelta(0)) if legs else when
            for ride in self._rides(place, first=not legs):
                leg = self._leg(ride, ready)
                if leg is not None and leg.end not in settled:
                    heappush(open_, (leg.arrives, next(order), leg.end, (*legs, leg)))
        return None

    def _rides(self, place: int, *, first: bool) -> Iterable[Ride]:
        if first:
            yield from self.table.collection.get(place, ())
        yield from self.table.trunk.get(place, ())
        yield from self._last_rides.get(place, ())

    def _leg(self, ride: Ride, ready: datetime) -> Leg | None:
        """The first time this ride passes its start at or after `ready`."""
        day = (ready - ride.offset).date()
        while day <= self._last:
            leaves = datetime.combine(day, ride.run.leaves, VIETNAM) + ride.offset
            if leaves >= ready and self._runs(ride, day):
                return Leg(
                    route=ride.route,
                    start=ride.start,
                    leaves=leaves,
                    end=ride.end,
                    arrives=leaves + ride.takes,
                )
            day += timedelta(days=1)
        return None

    def _runs(self, ride: Ride, day: date) -> bool:
        if day < ride.valid_from or (ride.valid_to is not None and day > ride.valid_to):
            return False
        return self._kind(day) in ride.run.day_kinds

    def _kind(self, day: date) -> DayKind | None:
        if day not in self._kinds:
            try:
                self._kinds[day] = self._kind_of(day)
            except NoCalendarError:
                self._kinds[day] = None
                self.unknown.add(day)
        return self._kinds[day]
