"""How soon every door can be reached from one place: one search serves many items. Pure.

Where an item stands, only the runs that leave from there depend on the hour; what follows stays
the same until the next of them leaves. So a tree of journeys is good for a span of time.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from threading import Lock
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
        #: Where an item may come to before its last leg; doors are not among them.
        self.sites = frozenset(
            ride.end
            for rides in (*table.trunk.values(), *table.collection.values())
            for ride in rides
        )
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


class Reach:
    """The legs by which each site is reached first by an item that is there after the run
    before (`since`, not included) and until the next one leaves (`until`, included).

    The search goes on only as far as it is asked to: the way to a door of the same province
    needs no departure of the other one.
    """

    def __init__(self, boards: Boards, origins: AbstractSet[int], after: datetime) -> None:
        self._boards, self._start = boards, after.astimezone(VIETNAM)
        self._reachable = boards.sites | origins
        self._order = count()
        self._open: list[tuple[datetime, int, int, tuple[Leg, ...]]] = [
            (self._start, next(self._order), place, ()) for place in sorted(origins)
        ]
        # A way that arrives no earlier than one known is not worth keeping.
        self._best: dict[int, datetime] = {}
        self._searching = Lock()  # trees are kept by the process, for all of its threads
        self.since, self.until = _span(boards, origins, self._start)
        self.legs: dict[int, tuple[Leg, ...]] = {}
        self.found: dict[frozenset[int], tuple[Leg, ...] | None] = {}

    def holds_at(self, moment: datetime) -> bool:
        return self.since < moment <= self.until

    def search(self, sites: AbstractSet[int]) -> None:
        """Go on until `legs` has each of these sites that runs lead to, earliest arrival first."""
        with self._searching:
            missing = set(sites & self._reachable) - self.legs.keys()
            while missing and self._open:
                missing.discard(self._settle())

    def _settle(self) -> int:
        """Take the next site that is reached, and board every ride that leaves from it."""
        when, _, place, legs = heappop(self._open)
        if place in self.legs:
            return place
        boards = self._boards
        ready = when + boards.table.handling.get(place, timedelta(0)) if legs else when
        for one in _next(boards.trunk, place, ready, self._start):
            self._board(one, legs)
        if not legs:  # a collection run is boarded only where the item waits
            for one in _next(boards.collection, place, ready, self._start):
                self._board(one, ())
        self.legs[place] = legs
        return place

    def _board(self, one: Passing, legs: tuple[Leg, ...]) -> None:
        known = self._best.get(one.end)
        if one.end not in self.legs and (known is None or one.arrives < known):
            self._best[one.end] = one.arrives
            heappush(self._open, (one.arrives, next(self._order), one.end, (*legs, one.leg)))


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
        rounds = {ride.start for goal in goals for ride in boards.table.delivery.get(goal, ())}
        tree.search(goals | rounds)
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
