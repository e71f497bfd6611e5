"""What the reader of the ledger asks of the register and the norms, read once a portion."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from heapq import heappop, heappush
from uuid import UUID

from kt1.assurance.gaps.rules import Sort
from kt1.custody.units.rules import micros, moment
from kt1.law.calendars.queries import calendar
from kt1.law.calendars.rules import VIETNAM, Calendar, NoCalendarError
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import active_norms
from kt1.law.parameters.rules import UnsetNormError, count_of
from kt1.network.places.models import Place
from kt1.network.places.rules import SITES, PlaceKind
from kt1.network.revisions.queries import current
from kt1.network.routes.queries import Network, network

_HOUR = 3_600_000_000
#: No norm of resting is looked for longer than this: Tết is over by then.
_DAYS_MOST = 60
#: The central network carries on its own from the node where it took a bag to the node where it
#: gives it: when it left there is not known, so the way is measured from site to site of ours.
_OWN_SITES = SITES - {PlaceKind.CENTRAL}
_SORTS: Mapping[str, Sort] = {
    PlaceKind.POST_OFFICE: Sort.SITE,
    PlaceKind.CENTRE: Sort.SITE,
    PlaceKind.COUNTER: Sort.SITE,
    PlaceKind.SAFE: Sort.SITE,
    PlaceKind.VEHICLE: Sort.VEHICLE,
    PlaceKind.CENTRAL: Sort.CENTRAL,
    PlaceKind.DELIVERY_POINT: Sort.DOOR,
}


@dataclass(slots=True)
class Register:
    """Places, least times between sites, and norms by day; the `Ground` of the reader."""

    kinds: Mapping[int, tuple[str, int | None]]
    roads: Network
    days: Calendar
    _norms: dict[tuple[date, Key, str], int | None] = field(default_factory=dict)
    _least: dict[int, Mapping[int, timedelta]] = field(default_factory=dict)

    def site_of(self, place: int) -> int | None:
        kind, parent = self.kinds.get(place, ("", None))
        if kind in _OWN_SITES:
            return place
        return parent if kind in {PlaceKind.COUNTER, PlaceKind.SAFE} else None

    def is_vehicle(self, place: int) -> bool:
        return self.kinds.get(place, ("", None))[0] == PlaceKind.VEHICLE

    def least(self, start: int, end: int, at: int) -> int | None:
        if start not in self._least:
            self._least[start] = _reached(self.roads, start)
        way = self._least[start].get(end)
        percent = self._norm(at, Key.FASTEST_PERCENT)
        if way is None or percent is None:
            return None
        return int(way.total_seconds()) // 60 * percent // 100

    def rests_until(self, place: int, since: int) -> int | None:
        sort = _SORTS.get(self.kinds.get(place, ("", None))[0])
        if sort is None or (hours := self._norm(since, Key.DWELL_HOURS, sort)) is None:
            return None
        if sort is Sort.VEHICLE:
            return since + hours * _HOUR
        return _working(self.days, since, hours * _HOUR)

    def late_from(self, deadline: int) -> int | None:
        hours = self._norm(deadline, Key.INCIDENT_DELAY_HOURS)
        return None if hours is None else deadline + hours * _HOUR

    def waits(self, at: int) -> int | None:
        hours = self._norm(at, Key.GAP_WAIT_HOURS)
        return None if hours is None else hours * _HOUR

    def day_of(self, at: int) -> str:
        return _day(at).isoformat()

    def _norm(self, at: int, key: Key, scope: str = "") -> int | None:
        asked = (_day(at), key, scope)
        if asked not in self._norms:
            self._norms[asked] = _count(*asked)
        return self._norms[asked]


def register() -> Register:
    """As they stand, from what the process keeps of places, network, calendar and norms."""
    token = current()
    kinds = _read() if token is None else _kept(token)
    return Register(kinds=kinds, roads=network(), days=calendar())


@lru_cache(maxsize=2)
def _kept(_token: UUID) -> Mapping[int, tuple[str, int | None]]:
    """Places change seldom: read once a revision of the network."""
    return _read()


def _read() -> Mapping[int, tuple[str, int | None]]:
    rows = Place.objects.values_list("pk", "kind", "parent_id")
    return {pk: (kind, parent) for pk, kind, parent in rows}


def _count(on: date, key: Key, scope: str) -> int | None:
    try:
        found = active_norms(on).find(key, scope)
    except UnsetNormError:
        return None
    return None if found is None or found.value is None else count_of(found)


@lru_cache(maxsize=4_000)
def _day_by_hour(hour: int) -> date:
    return moment(hour * _HOUR).astimezone(VIETNAM).date()


def _day(at: int) -> date:
    return _day_by_hour(at // _HOUR)


def _working(days: Calendar, since: int, length: int) -> int | None:
    """`length` later, of which only working days count; None where a day has no calendar."""
    day, left, now = _day(since), length, since
    for _n in range(_DAYS_MOST):
        midnight = _midnight(day + timedelta(days=1))
        try:
            working = days.is_working(day)
        except NoCalendarError:
            return None
        if working:
            if now + left <= midnight:
                return now + left
            left -= midnight - now
        now, day = midnight, day + timedelta(days=1)
    return None


@lru_cache(maxsize=1_000)
def _midnight(day: date) -> int:
    return micros(datetime.combine(day, time.min, VIETNAM))


def _reached(roads: Network, start: int) -> dict[int, timedelta]:
    """The least time to every site by the timetables, without any waiting."""
    best: dict[int, timedelta] = {start: timedelta(0)}
    queue = [(timedelta(0), start)]
    while queue:
        so_far, here = heappop(queue)
        if so_far > best[here]:
            continue
        for ride in roads.timetable.trunk.get(here, ()):
            there = so_far + ride.takes
            if ride.end not in best or there < best[ride.end]:
                best[ride.end] = there
                heappush(queue, (there, ride.end))
    return best
