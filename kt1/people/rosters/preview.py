"""The register as it would be, and what that changes: shown before anything is written. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from kt1.law.calendars.rules import VIETNAM, Calendar
from kt1.network.names.rules import spelling
from kt1.people.focal_points.rules import Rank, Receiver, ReceiverKind
from kt1.people.rosters.facts import NewOverride, NewRotation, NewSchedule, NewShift, Person, Who
from kt1.people.rosters.rules import (
    FOREVER,
    Override,
    Register,
    Rotation,
    Schedule,
    Shift,
    Span,
    Turn,
    turns,
)

_ONE_DAY = timedelta(days=1)


class NotNamedThenError(LookupError):
    """Somebody of the roster is not named by any paper in its span."""


@dataclass(frozen=True, slots=True)
class DayChange:
    """One day on which other people would stand: who now, who then."""

    on: date
    before: tuple[Turn, ...]
    after: tuple[Turn, ...]


def with_schedule(known: Register, new: NewSchedule, *, replaces: int | None) -> Register:
    """As if the schedule stood."""
    people = receivers_of(known, (shift.who for shift in new.shifts), new)
    schedule = Schedule(
        id=0,
        title=new.title,
        span=new.span,
        shifts=tuple(Shift(one.span, people[one.who], one.rank) for one in new.shifts),
    )
    kept = tuple(one for one in known.schedules if one.id != replaces)
    return replace(known, schedules=(*kept, schedule))


def with_rotation(known: Register, new: NewRotation, *, replaces: int | None) -> Register:
    """As if the rotation stood."""
    people = receivers_of(known, new.members, new)
    rotation = Rotation(
        id=0,
        title=new.title,
        rank=new.rank,
        days=frozenset(new.days),
        from_time=new.from_time,
        to_time=new.to_time,
        days_each=new.days_each,
        starts_on=new.begins.astimezone(VIETNAM).date(),
        holds=Span(new.begins, new.ends or FOREVER),
        members=tuple(people[who] for who in new.members),
    )
    kept = tuple(one for one in known.rotations if one.id != replaces)
    return replace(known, rotations=(*kept, rotation))


def with_override(known: Register, new: NewOverride) -> Register:
    """As if somebody stood in."""
    replaced = None if new.instead_of is None else _row(known, new.instead_of)
    override = Override(
        id=0, span=new.span, receiver=_row(known, new.who), rank=new.rank, instead_of=replaced
    )
    return replace(known, overrides=(*known.overrides, override))


def differences(
    before: Register, after: Register, *, span: Span, calendar: Calendar
) -> tuple[DayChange, ...]:
    """The days of the span on which anybody else would stand, or at another hour."""
    old = _by_day(turns(before, span=span, calendar=calendar))
    new = _by_day(turns(after, span=span, calendar=calendar))
    return tuple(
        DayChange(on, old.get(on, ()), new.get(on, ()))
        for on in sorted(old.keys() | new.keys())
        if _said(old.get(on, ())) != _said(new.get(on, ()))
    )


def days_of(span: Span) -> list[date]:
    """Every day of which some moment lies in the span."""
    on, last = span.begins.astimezone(VIETNAM).date(), span.ends - timedelta(microseconds=1)
    days = []
    while on <= last.astimezone(VIETNAM).date():
        days.append(on)
        on += _ONE_DAY
    return days


def by_day(found: Iterable[Turn]) -> dict[date, tuple[Turn, ...]]:
    """Turns under the day they begin on, as people read a roster."""
    return _by_day(found)


def recognised(known: Register, shifts: Iterable[NewShift], span: Span) -> tuple[NewShift, ...]:
    """Whom the register knows by the same name and title for the whole span is not named anew."""
    rows = {
        (spelling(one.name), spelling(one.title)): one.id
        for one in reversed(known.receivers)
        if one.valid_from <= span.begins and (one.valid_to is None or one.valid_to >= span.ends)
    }

    def of(who: Who) -> Who:
        if not isinstance(who, Person):
            return who
        return rows.get((spelling(who.name), spelling(who.title)), who)

    return tuple(replace(shift, who=of(shift.who)) for shift in shifts)


def receivers_of(
    known: Register, said: Iterable[Who], new: NewSchedule | NewRotation
) -> dict[Who, Receiver]:
    """Rows of the register, and those who would be named by the roster's paper.

    Raises:
        NotNamedThenError: a row of the register does not hold at any moment of the span.
    """
    found: dict[Who, Receiver] = {}
    for who in said:
        if isinstance(who, Person):
            found.setdefault(who, _new(known, who, new, -len(found) - 1))
        else:
            found[who] = _row(known, who)
    return found


def _row(known: Register, wanted: int) -> Receiver:
    found = next((one for one in known.receivers if one.id == wanted), None)
    if found is None:
        raise NotNamedThenError
    return found


def _new(known: Register, one: Person, new: NewSchedule | NewRotation, number: int) -> Receiver:
    begins, ends = (
        (new.begins, new.ends) if isinstance(new, NewRotation) else (new.span.begins, new.span.ends)
    )
    return Receiver(
        id=number,
        agency_id=known.agency_id,
        kind=ReceiverKind.PERSON if one.name else ReceiverKind.DUTY_POST,
        rank=Rank.FOCAL,
        name=one.name,
        title=one.title,
        phone=one.phone,
        days=frozenset(),
        from_time=time.min,
        to_time=time.min,
        valid_from=begins,
        valid_to=ends,
        authority=f"{new.paper.number} ngày {new.paper.on:%d/%m/%Y}",
    )


def _by_day(found: Iterable[Turn]) -> dict[date, tuple[Turn, ...]]:
    days: dict[date, list[Turn]] = {}
    for turn in found:
        days.setdefault(turn.span.begins.astimezone(VIETNAM).date(), []).append(turn)
    return {on: tuple(listed) for on, listed in days.items()}


def _said(found: Iterable[Turn]) -> set[tuple[Span, str, str, str]]:
    return {(t.span, t.rank.value, t.receiver.name, t.receiver.title) for t in found}
