"""What people say when they make a roster. Pure shapes, and what is wrong with them."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from kt1.law.calendars.rules import VIETNAM
from kt1.people.focal_points.rules import DayOfDuty, Rank
from kt1.people.rosters.spans import Span

#: The longest temporary schedule: a Tết break and both its weekends, twice over.
SCHEDULE_DAYS_MAX = 62
SHIFTS_MAX = 1_000
MEMBERS_MAX = 60
DAYS_EACH_MAX = 31
OVERRIDE_DAYS_MAX = 31


@dataclass(frozen=True, slots=True)
class Person:
    """Someone the register does not know yet. Without a name it is a duty post."""

    name: str
    title: str
    phone: str = ""


#: A row of the register, or someone new.
Who = int | Person


@dataclass(frozen=True, slots=True)
class Paper:
    """The signed paper that sets the roster."""

    number: str
    on: date


@dataclass(frozen=True, slots=True)
class NewShift:
    who: Who
    rank: Rank
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSchedule:
    title: str
    span: Span
    shifts: Sequence[NewShift]
    paper: Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRotation:
    """Members in the order they stand; the same one may stand twice in it."""

    title: str
    rank: Rank
    days: AbstractSet[DayOfDuty]
    from_time: time
    to_time: time
    days_each: int
    begins: datetime
    ends: datetime | None
    members: Sequence[Who]
    paper: Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOverride:
    """From a row of the register, somebody stands in: for one person, or for all of the rank."""

    who: int
    rank: Rank
    span: Span
    instead_of: int | None


def two_at_once(shifts: Sequence[NewShift]) -> NewShift | None:
    """The first shift whose person already stands then: nobody stands twice at once."""
    by_person: dict[Who, list[NewShift]] = {}
    for shift in shifts:
        by_person.setdefault(shift.who, []).append(shift)
    for theirs in by_person.values():
        theirs.sort(key=lambda shift: shift.span)
        for before, after in pairwise(theirs):
            if after.span.begins < before.span.ends:
                return after
    return None


def cut_at(span: Span, hours: Sequence[time]) -> tuple[Span, ...]:
    """The span cut at these hours of each day: the turns of a roster to be filled."""
    edges = {span.begins, span.ends}
    on = span.begins.astimezone(VIETNAM).date()
    while on <= span.ends.astimezone(VIETNAM).date():
        edges |= {datetime.combine(on, hour, VIETNAM) for hour in hours}
        on += timedelta(days=1)
    inside = sorted(edge for edge in edges if span.begins <= edge <= span.ends)
    return tuple(Span(begins, ends) for begins, ends in pairwise(inside))


def lasts_too_long(span: Span, days: int) -> bool:
    return span.ends - span.begins > timedelta(days=days)
