"""How soon every door can be reached from one place: one search serves many items. Pure.

Where an item stands, only the runs that leave from there depend on the hour; what follows stays
the same until the next of them leaves. So a tree of journeys is good for a span of time.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from kt1.law.calendars.rules import VIETNAM, DayKind, NoCalendarError
from kt1.network.routes.rules import HORIZON_DAYS, Journey, Leg, Ride, Timetable

KindOf = Callable[[date], DayKind]
_DAY = timedelta(days=1)
#: Until a board with passings has told how many rides it has.
_RIDES_MOST = 1 << 30


class Passing(NamedTuple):
    """One ride passing its start on one day; sorts by the moment it leaves."""

    leaves: datetime
    arrives: datetime
    end: int
    n: int
    ride: Ride
    rides: int  # how many rides this board has in all

    @property
    def leg(self) -> Leg:
        return Leg(
            route=self.ride.route,
            start=self.ride.start,
            leaves=self.leaves,
            end=self.end,
            arrives=self.arrives,
        )


class Boards:
    """The departure boards of all places, made once a place and day and kept.

    Days without a calendar have an empty board and are remembered in `unknown`.
    """

    def __init__(self, table: Timetable, kind_of: KindOf) -> None:
        self.table = table
        self.unknown: set[date] = set()
        self._kind_of = kind_of
        self._kinds: dict[date, DayKind | None] = {}
        self._boards: dict[tuple[str, int, date], list[Passing]] = {}
        self._rounds: dict[int, list[Ride]] = {}
        for rides in table.delivery.values():
            for ride in rides:
                self._rounds.setdefault(ride.start, []).append(ride)

    def trunk(self, place: int, day: date) -> list[Passing]:
        return self._board("trunk", place, day, self.table.trunk.get(place, ()))

    def collection(self, place: int, day: date) -> list[Passing]:
        return self._board("collection", place, day, self.table.collection.get(place, ()))

    def to_door(self, door: int, day: date) -> list[Passing]:
        return self._board("door", door, day, self.table.delivery.get(door, ()))

    def rounds(self, place: int, day: date) -> list[Passing]:
        return self._board("rounds", place, day, self._rounds.get(place, ()))

    def _board(self, what: str, place: int, day: date, rides: Sequence[Ride]) -> list[Passing]:
        """Passings of their start during this day, whichever day the run set out."""
        if not rides:
            return []
        key = (what, place, day)
        if key not in self._boards:
            self._boards[key] = sorted(self._passings(rides, day), key=_leaves)
        return self._boards[key]

    def _passings(self, rides: Sequence[Ride], day: date) -> Iterable[Passing]:
        for n, ride in enumerate(rides):
            nights = ride.offset // _DAY
            for begun in (day - nights * _DAY, day - (nights + 1) * _DAY):
                leaves = datetime.combine(begun, ride.run.leaves, VIETNAM) + ride.offset
                if leaves.date() == day and self._runs(ride, begun):
                    yield Passing(leaves, leaves + ride.takes, ride.end, n, ride, len(rides))

    def _runs(self, ride: Ride, day: date) -> bool:
        if day < ride.valid_from or (ride.valid_to is not None and day > ride.valid_to):
            return False
        if day not in self._kinds:
            try:
                self._kinds[day] = self._kind_of(day)
            except NoCalendarError:
                self._kinds[day] = None
                self.unknown.add(day)
        return self._kinds[day] in ride.run.day_kinds


@dataclass(slots=True)
class Reach:
    """The legs by which each site is reached first by an item that is there after the run
    before (`since`, not included) and until the next one leaves (`until`, included)."""

    since: datetime
    until: datetime
    legs: Mapping[int, tuple[Leg, ...]]
    found: dict[frozenset[int], tuple[Leg, ...] | None] = field(default_factory=dict)

    def holds_at(self, moment: datetime) -> bool:
        return self.since < moment <= self.until


def reach(boards: Boards, *, origins: AbstractSet[int], after: datetime) -> Reach:
    """Every site that runs lead to from these places, earliest arrival first."""
    start, order = after.astimezone(VIETNAM), count()
    open_: list[tuple[datetime, int, int, tuple[Leg, ...]]] = [
        (start, next(order), place, ()) for place in sorted(origins)
    ]
    settled: dict[int, tuple[Leg, ...]] = {}
    best: dict[int, datetime] = {}  # a way that arrives no earlier is not worth keeping

    def board(one: Passing, legs: tuple[Leg, ...]) -> None:
        known = best.get(one.end)
        if one.end not in settled and (known is None or one.arrives < known):
            best[one.end] = one.arrives
            heappush(open_, (one.arrives, next(order), one.end, (*legs, one.leg)))

    while open_:
        when, _, place, legs = heappop(open_)
        if place in settled:
            continue
        settled[place] = legs
        ready = when + boards.table.handling.get(place, timedelta(0)) if legs else when
        for one in _next(boards.trunk, place, ready, start):
            board(one, legs)
        if not legs:  # a collection run is boarded only where the item waits
            for one in _next(boards.collection, place, ready, start):
                board(one, ())
    since, until = _span(boards, origins, start)
    return Reach(since, until, settled)


def _next(
    board: Callable[[int, date], list[Passing]], place: int, ready: datetime, start: datetime
) -> Iterable[Passing]:
    """The first passing of each ride at or after `ready`, within the horizon."""
    seen: set[int] = set()
    day, last = ready.date(), start.date() + HORIZON_DAYS * _DAY
    first = bisect_left(board(place, day), ready, key=_leaves)
    rides = _RIDES_MOST
    while day <= last and len(seen) < rides:
        passings = board(place, day)
        for one in passings[first:]:
            if one.n not in seen:
                seen.add(one.n)
                yield one
        if passings:
            rides = passings[0].rides
        first, day = 0, day + _DAY


def _leaves(one: Passing) -> datetime:
    return one.leaves


def finish(
    boards: Boards, tree: Reach, *, goals: frozenset[int], after: datetime
) -> Journey | None:
    """The journey to the first of `goals`, by a tree that holds at `after`; kept in the tree.

    Raises:
        NoCalendarError: the answer depends on a day that has no calendar.
    """
    start = after.astimezone(VIETNAM)
    if goals not in tree.found:
        ways = [way for goal in sorted(goals) for way in _ways(boards, tree, goal, start)]
        tree.found[goals] = min(ways, key=_arrival, default=None)
    legs = tree.found[goals]
    best = None if legs is None else Journey(after=start, legs=legs)
    unknown = {day for day in boards.unknown if day >= start.date()}
    if unknown and (best is None or best.arrives.date() >= min(unknown)):
        raise NoCalendarError([day.isoformat() for day in sorted(unknown)])
    return best


def _arrival(legs: tuple[Leg, ...]) -> float:
    return legs[-1].arrives.timestamp() if legs else 0.0


def _ways(boards: Boards, tree: Reach, goal: int, start: datetime) -> Iterable[tuple[Leg, ...]]:
    if goal in tree.legs:
        yield tree.legs[goal]
    for round_start in {ride.start for ride in boards.table.delivery.get(goal, ())}:
        legs = tree.legs.get(round_start)
        if legs is None:
            continue
        ready = start
        if legs:
            handling = boards.table.handling.get(round_start, timedelta(0))
            ready = legs[-1].arrives + handling
        for one in _next(boards.to_door, goal, ready, start):
            if one.ride.start == round_start:
                yield (*legs, one.leg)


def _span(boards: Boards, origins: AbstractSet[int], start: datetime) -> tuple[datetime, datetime]:
    """Between which two departures from the origins `start` lies; a day each way at most."""
    since, until = start - _DAY, start + _DAY
    for place in origins:
        for board in (boards.trunk, boards.collection, boards.rounds):
            for day in (start.date() - _DAY, start.date(), start.date() + _DAY):
                for one in board(place, day):
                    if one.leaves < start:
                        since = max(since, one.leaves)
                    else:
                        until = min(until, one.leaves)
    return since, until
