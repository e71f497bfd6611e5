"""Who stands when: standing windows, rotations, temporary schedules and one-off overrides. Pure.

The layers, from the lowest: a *standing window* of the register; a *rotation*, whose turn hides
the windows of the same rank; a *temporary schedule* (the Tết roster), which replaces both for its
span, whoever it names; a one-off *override*, which takes the place of one person or of everybody
of its rank. A turn of someone who may not stand (the paper naming them no longer holds) is no
turn: what lies beneath stands again, and beneath a temporary schedule there is nothing.

All spans are half-open, so no moment belongs to two turns of one rotation.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from kt1.law.calendars.rules import VIETNAM, Calendar, NoCalendarError
from kt1.people.focal_points.rules import DayOfDuty, Rank, Receiver, days_of_duty
from kt1.people.rosters.spans import Span, merge, minus

__all__ = [
    "ALWAYS",
    "FOREVER",
    "Override",
    "Register",
    "Rotation",
    "Schedule",
    "Shift",
    "Source",
    "Span",
    "Turn",
    "covered",
    "gaps",
    "merge",
    "minus",
    "same_person",
    "turns",
    "window_of",
    "windows",
]

_ONE_DAY = timedelta(days=1)
#: Later than any moment that is asked about.
FOREVER = datetime(9000, 1, 1, tzinfo=VIETNAM)
#: All of time that a register can speak of.
ALWAYS = Span(datetime(2000, 1, 1, tzinfo=VIETNAM), FOREVER)


class Source(StrEnum):
    """From which layer a turn comes."""

    WINDOW = "window"
    ROTATION = "rotation"
    SCHEDULE = "schedule"
    OVERRIDE = "override"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """People who stand in turn in one window of hours, each for `days_each` days of the calendar.

    Counted in days from `starts_on`, whatever kind of day they are: a change of the calendar
    changes which days are served, never whose turn a day is.
    """

    id: int
    title: str
    rank: Rank
    days: AbstractSet[DayOfDuty]
    from_time: time
    to_time: time  # at or before from_time: on the next day
    days_each: int
    starts_on: date
    holds: Span  # from the paper, until it is ended
    members: tuple[Receiver, ...]

    def on(self, day: date) -> Receiver | None:
        """Whose turn begins on this day; None before the first."""
        passed = (day - self.starts_on).days
        if passed < 0 or not self.members:
            return None
        return self.members[passed // self.days_each % len(self.members)]

    def stands(self, day: date, moment: datetime, calendar: Calendar) -> bool:
        """Whether the window that begins on this day is served and holds the moment."""
        window = window_of(day, (self.from_time, self.to_time))
        served = not self.days.isdisjoint(_duties(day, calendar))
        return served and window.holds(moment) and self.holds.holds(moment)


@dataclass(frozen=True, slots=True)
class Shift:
    """One person from one moment to another, as a temporary schedule lists them."""

    span: Span
    receiver: Receiver
    rank: Rank


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A temporary schedule: for its span nothing else of the register counts."""

    id: int
    title: str
    span: Span
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """For one span somebody stands in the place of another, or of all of the rank."""

    id: int
    span: Span
    receiver: Receiver
    rank: Rank
    instead_of: Receiver | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """All that is known of one agency at one point. Overrides in the order they were made."""

    agency_id: int
    point_id: int
    receivers: tuple[Receiver, ...] = ()
    rotations: tuple[Rotation, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    overrides: tuple[Override, ...] = ()

    @property
    def has_rosters(self) -> bool:
        return bool(self.rotations or self.schedules or self.overrides)


@dataclass(frozen=True, slots=True)
class Turn:
    """Someone stands from one moment to another, and which layer says so."""

    span: Span
    receiver: Receiver
    rank: Rank
    source: Source
    roster: int = 0  # the rotation, schedule or override; 0 for a standing window
    title: str = ""  # of the roster


def turns(register: Register, *, span: Span, calendar: Calendar) -> tuple[Turn, ...]:
    """Who stands when, in the order of time, after all layers. Clipped to the span.

    A day without a calendar is served by no window and no rotation; what a schedule or an
    override says in so many hours holds there too.
    """
    found = list(_standing(register.receivers, span, calendar))
    for rotation in register.rotations:
        rotated = list(_rotated(rotation, span, calendar))
        found = _without(found, merge(turn.span for turn in rotated), _below(rotation.rank))
        found += rotated
    for schedule in register.schedules:
        found = _without(found, (schedule.span,), lambda _turn: True)
        found += _scheduled(schedule, span)
    for override in register.overrides:
        overriding = list(_overriding(override, span))
        spans = tuple(turn.span for turn in overriding)
        found = _without(found, spans, _replaced(override)) + overriding
    return tuple(sorted(found, key=_in_order))


def covered(register: Register, *, span: Span, calendar: Calendar) -> tuple[Span, ...]:
    """When anybody stands: the union of the turns, merged.

    Kept by shape: offices with the same windows have the same answer, so 17,000 registers without
    rosters cost a few dozen calculations.
    """
    if register.has_rosters:
        return merge(turn.span for turn in turns(register, span=span, calendar=calendar))
    shape = frozenset(
        (frozenset(one.days), one.from_time, one.to_time, *_validity(one, span))
        for one in register.receivers
    )
    return _covered_by(shape, span, calendar)


def gaps(register: Register, *, span: Span, calendar: Calendar) -> tuple[Span, ...]:
    """When nobody stands: the span minus what is covered."""
    return minus((span,), covered(register, span=span, calendar=calendar))


def windows(
    days: AbstractSet[DayOfDuty], hours: tuple[time, time], span: Span, calendar: Calendar
) -> tuple[Span, ...]:
    """Each window of these hours on these kinds of days that touches the span; not clipped."""
    return _windows(frozenset(days), hours, span, calendar)


def same_person(one: Receiver, other: Receiver) -> bool:
    """The register has one row a window: the morning's and the afternoon's row are one person."""
    return (one.kind, one.name, one.title) == (other.kind, other.name, other.title)


@lru_cache(maxsize=4096)
def _windows(
    days: frozenset[DayOfDuty], hours: tuple[time, time], span: Span, calendar: Calendar
) -> tuple[Span, ...]:
    found = []
    last = span.ends.astimezone(VIETNAM).date()
    # A night belongs to the day it begins on: the first may have begun the day before.
    on = span.begins.astimezone(VIETNAM).date() - _ONE_DAY
    while on <= last:
        window = window_of(on, hours)
        if not days.isdisjoint(_duties(on, calendar)) and window.within(span):
            found.append(window)
        on += _ONE_DAY
    return tuple(found)


def window_of(on: date, hours: tuple[time, time]) -> Span:
    """The hours as they begin on this day; ending at or before their beginning, on the next."""
    from_time, to_time = hours
    end = on if to_time > from_time else on + _ONE_DAY
    return Span(datetime.combine(on, from_time, VIETNAM), datetime.combine(end, to_time, VIETNAM))


@lru_cache(maxsize=4096)
def _duties(on: date, calendar: Calendar) -> frozenset[DayOfDuty]:
    try:
        return days_of_duty(on, calendar)
    except NoCalendarError:
        return frozenset()


def _validity(one: Receiver, span: Span) -> tuple[datetime, datetime]:
    """As far as it matters for the span, so that registers of one shape are alike."""
    return max(one.valid_from, span.begins), min(one.valid_to or FOREVER, span.ends)


@lru_cache(maxsize=4096)
def _covered_by(
    shape: frozenset[tuple[frozenset[DayOfDuty], time, time, datetime, datetime]],
    span: Span,
    calendar: Calendar,
) -> tuple[Span, ...]:
    spans = (
        found.within(Span(since, until))
        for days, from_time, to_time, since, until in shape
        for found in _windows(days, (from_time, to_time), span, calendar)
    )
    return merge(found for found in spans if found is not None)


def _standing(receivers: Iterable[Receiver], span: Span, calendar: Calendar) -> Iterator[Turn]:
    for one in receivers:
        held = Span(*_validity(one, span))
        for window in windows(one.days, (one.from_time, one.to_time), span, calendar):
            if (part := window.within(held)) is not None:
                yield Turn(part, one, one.rank, Source.WINDOW)


def _rotated(rotation: Rotation, span: Span, calendar: Calendar) -> Iterator[Turn]:
    hours = (rotation.from_time, rotation.to_time)
    for window in windows(rotation.days, hours, span, calendar):
        one = rotation.on(window.begins.astimezone(VIETNAM).date())
        part = window.within(rotation.holds)
        if one is not None and part and (held := part.within(Span(*_validity(one, span)))):
            yield Turn(held, one, rotation.rank, Source.ROTATION, rotation.id, rotation.title)


def _scheduled(schedule: Schedule, span: Span) -> Iterator[Turn]:
    for shift in schedule.shifts:
        part = shift.span.within(schedule.span)
        if part and (held := part.within(Span(*_validity(shift.receiver, span)))):
            yield Turn(
                held, shift.receiver, shift.rank, Source.SCHEDULE, schedule.id, schedule.title
            )


def _overriding(override: Override, span: Span) -> Iterator[Turn]:
    if held := override.span.within(Span(*_validity(override.receiver, span))):
        yield Turn(held, override.receiver, override.rank, Source.OVERRIDE, override.id)


def _below(rank: Rank) -> Callable[[Turn], bool]:
    return lambda turn: turn.source is Source.WINDOW and turn.rank is rank


def _replaced(override: Override) -> Callable[[Turn], bool]:
    def goes(turn: Turn) -> bool:
        if turn.rank is not override.rank:
            return False
        replaced = override.instead_of
        return replaced is None or same_person(turn.receiver, replaced)

    return goes


def _without(found: list[Turn], taken: Sequence[Span], goes: Callable[[Turn], bool]) -> list[Turn]:
    """The turns, those that go cut out of the spans taken."""
    if not taken:
        return found
    kept = []
    for turn in found:
        if not goes(turn):
            kept.append(turn)
            continue
        kept += [replace(turn, span=left) for left in minus((turn.span,), taken)]
    return kept


def _in_order(turn: Turn) -> tuple[datetime, datetime, int, str, int]:
    ranks = list(Rank)
    one = turn.receiver
    return turn.span.begins, turn.span.ends, ranks.index(turn.rank), one.title, one.id
