"""Who may sign at a door at a moment, answered from the registers of its bodies. Pure.

The path names titles, rosters and papers, never private names: it outlives the names.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from kt1.law.calendars.rules import VIETNAM, Calendar
from kt1.people.focal_points.rules import Answer, Receiver, Standing, answer, described
from kt1.people.rosters.rules import Register, Source, Turn, turns
from kt1.people.rosters.spans import Span

_INSTANT = timedelta(microseconds=1)


def who_signs(
    registers: Iterable[Register],
    *,
    point: str,
    moment: datetime,
    calendar: Calendar,
    only_focal: bool,
) -> Answer:
    """Who may sign at this door now: focal point, deputy, named in writing, else hold.

    Args:
        registers: of each body that is asked about at this door, holding what touches the moment.
        point: the name of the door, for the path.
        only_focal: the door takes no substitute, ever ("chỉ đầu mối").
    """
    known = list(registers)
    standing = [
        Standing(turn.receiver, turn.rank, _words(turn))
        for register in known
        for turn in standing_at(register, moment, calendar)
    ]
    return answer(
        point=point,
        moment=moment,
        calendar=calendar,
        standing=standing,
        only_focal=only_focal,
        notes=[note for register in known for note in _notes(register, moment, calendar)],
    )


def standing_at(register: Register, moment: datetime, calendar: Calendar) -> tuple[Turn, ...]:
    """The turns that hold at this moment, in whatever zone it is said."""
    local = moment.astimezone(VIETNAM)
    return turns(register, span=Span(local, local + _INSTANT), calendar=calendar)


def _words(turn: Turn) -> str:
    one = turn.receiver
    if turn.source is Source.WINDOW:
        return described(one)
    by = {
        Source.ROTATION: f"trực luân phiên “{turn.title}”",
        Source.SCHEDULE: f"lịch trực tạm thời “{turn.title}”",
        Source.OVERRIDE: "trực thay đã ghi trong lịch trực",
    }[turn.source]
    return f"{one.title} ({by}), theo văn bản {one.authority}"


def _notes(register: Register, moment: datetime, calendar: Calendar) -> Iterator[str]:
    for schedule in register.schedules:
        if schedule.span.holds(moment):
            yield (
                f"Lịch trực tạm thời “{schedule.title}” ({_span(schedule.span)}) thay lịch "
                "thường: chỉ người có tên trong lịch này."
            )
    for one in _called(register, moment, calendar):
        yield from _lapsed(one, moment)
    for override in register.overrides:
        if override.span.holds(moment):
            replaced = override.instead_of
            whom = f" thay {replaced.title}" if replaced is not None else ""
            yield f"Trực thay ({_span(override.span)}): {override.receiver.title}{whom}."


def _called(register: Register, moment: datetime, calendar: Calendar) -> Iterator[Receiver]:
    """Whom a roster calls at this moment, whether or not their paper still holds."""
    local = moment.astimezone(VIETNAM)
    for schedule in register.schedules:
        if schedule.span.holds(moment):
            yield from (one.receiver for one in schedule.shifts if one.span.holds(moment))
    for rotation in register.rotations:
        for day in (local.date(), local.date() - timedelta(days=1)):
            one = rotation.on(day)
            if one is not None and rotation.stands(day, moment, calendar):
                yield one
    for override in register.overrides:
        if override.span.holds(moment):
            yield override.receiver


def _lapsed(one: Receiver, moment: datetime) -> Iterator[str]:
    """Someone who would stand but whose paper no longer holds is left out, and it is said."""
    if one.valid_to is not None and one.valid_to <= moment:
        ended = one.valid_to.astimezone(VIETNAM)
        yield f"{one.title}: văn bản hết hiệu lực từ {ended:%H:%M %d/%m/%Y}, không tính."


def _span(span: Span) -> str:
    begins, ends = (moment.astimezone(VIETNAM) for moment in (span.begins, span.ends))
    return f"{begins:%H:%M %d/%m/%Y} – {ends:%H:%M %d/%m/%Y}"
