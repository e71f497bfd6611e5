"""When somebody must be able to sign at a door, and when nobody is. Pure.

A door's *need* is when mail for a body goes there: on the kinds of days and at the hours that the
network says, as the runs read it. A *gap* is need without anybody who may sign. Coverage and gaps
together are the need, always.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeAlias

from kt1.law.calendars.rules import VIETNAM, Calendar, DayKind
from kt1.network.agencies.rules import ANY_DAY, Hours
from kt1.people.rosters.rules import Span, merge, minus

#: Working hours of a day in minutes since midnight, as the parameter `working_hours` says them.
Office: TypeAlias = tuple[tuple[int, int], ...]
#: On which kind of day and at which hours a door stands for a body.
When: TypeAlias = tuple[str, str]

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A body at a delivery point, and when the point stands for it."""

    agency_id: int
    point_id: int
    whens: frozenset[When]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorGaps:
    """When nobody may sign for a body at a door; `point_id` None: no door stands for it then."""

    agency_id: int
    point_id: int | None
    gaps: tuple[Span, ...]

    @property
    def lasts(self) -> timedelta:
        return total(self.gaps)


def total(spans: Iterable[Span]) -> timedelta:
    return sum((one.ends - one.begins for one in spans), timedelta())


def midnight(of: date) -> datetime:
    return datetime.combine(of, time(0, 0), VIETNAM)


def day_of(moment: datetime) -> date:
    return moment.astimezone(VIETNAM).date()


@lru_cache(maxsize=1024)
def need(
    whens: frozenset[When], *, span: Span, calendar: Calendar, office: Office
) -> tuple[Span, ...]:
    """When mail for the body goes to the door, within the span, merged.

    Raises:
        NoCalendarError: the calendar does not cover a day of the span: no answer is guessed.
    """
    found = []
    on = day_of(span.begins)
    while (begins := midnight(on)) < span.ends:
        kind = calendar.kind_of(on)
        hours = {hours for days, hours in whens if days in {ANY_DAY, kind.value}}
        worked = kind in {DayKind.WORKING, DayKind.MAKE_UP}
        parts = _hours_of(begins, hours, office if worked else ())
        found += [part for one in parts if (part := one.within(span)) is not None]
        on += _ONE_DAY
    return merge(found)


def _hours_of(begins: datetime, hours: Collection[str], office: Office) -> tuple[Span, ...]:
    whole = Span(begins, midnight(day_of(begins) + _ONE_DAY))
    inside = tuple(
        Span(begins + timedelta(minutes=start), begins + timedelta(minutes=end))
        for start, end in office
    )
    if Hours.ANY in hours or {Hours.WORKING, Hours.OFF} <= set(hours):
        return (whole,)
    if Hours.WORKING in hours:
        return inside
    return minus((whole,), inside) if Hours.OFF in hours else ()


def gaps_at(needed: tuple[Span, ...], covered: tuple[Span, ...]) -> tuple[Span, ...]:
    """Need without coverage."""
    return minus(needed, covered)


def doorless(doors: Iterable[tuple[Span, ...]], *, span: Span) -> tuple[Span, ...]:
    """When no door of a body stands for it, from the needs of its doors."""
    return minus((span,), merge(one for needed in doors for one in needed))


def uncovered(
    doors: Iterable[tuple[tuple[Span, ...], tuple[Span, ...]]], *, span: Span
) -> tuple[Span, ...]:
    """When a body cannot be delivered to at all: at no door that stands for it may anybody sign.

    Args:
        doors: need and coverage of each of its doors.
    """
    served = merge(
        part
        for needed, covered in doors
        for one in needed
        for other in covered
        if (part := one.within(other)) is not None
    )
    return minus((span,), served)


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """Days off in a row with a public holiday among them, weekends beside them included."""

    first: date
    last: date
    name: str
    is_tet: bool

    @property
    def key(self) -> str:
        return self.first.isoformat()

    def span(self, office: Office) -> Span:
        """From the end of the last working hour before to the first one after."""
        closes = timedelta(minutes=office[-1][1])
        opens = timedelta(minutes=office[0][0])
        return Span(
            midnight(self.first - _ONE_DAY) + closes, midnight(self.last + _ONE_DAY) + opens
        )


def breaks(calendar: Calendar, *, since: date, until: date) -> tuple[Break, ...]:
    """Those that begin by `until` and have not ended before `since`, in the order of time.

    A break at the edge of what the calendar covers ends there.
    """
    found = []
    on = since
    while _is_off(calendar, on - _ONE_DAY) and _is_off(calendar, on):
        on -= _ONE_DAY
    while on <= until:
        run = []
        while _is_off(calendar, on):
            run.append(on)
            on += _ONE_DAY
        if (one := _break_of(calendar, run)) is not None:
            found.append(one)
        on += _ONE_DAY
    return tuple(found)


def _is_off(calendar: Calendar, on: date) -> bool:
    return on.year in calendar.years and not calendar.is_working(on)


def _break_of(calendar: Calendar, run: list[date]) -> Break | None:
    named = [
        day
        for on in run
        if (day := calendar.declared.get(on)) and day.kind in {DayKind.HOLIDAY, DayKind.TET}
    ]
    if not named:
        return None
    names = dict.fromkeys(day.name.removeprefix("bù ") for day in named)
    is_tet = any(day.kind is DayKind.TET for day in named)
    return Break(first=run[0], last=run[-1], name=", ".join(names), is_tet=is_tet)


def due_step(days_left: int, steps: Collection[int]) -> int | None:
    """Which step of the cascade holds so many days before: the least that is not past."""
    return min((step for step in steps if days_left <= step), default=None)


def by_agency(found: Iterable[DoorGaps]) -> Mapping[int, tuple[DoorGaps, ...]]:
    grouped: dict[int, list[DoorGaps]] = {}
    for one in found:
        grouped.setdefault(one.agency_id, []).append(one)
    return {agency: tuple(ones) for agency, ones in grouped.items()}
