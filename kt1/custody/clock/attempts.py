"""Which attempt at delivery stops the legal clock. Pure.

In working hours the right place is the address on the item; out of them it is the point the
agency named. An attempt anywhere else is recorded like any other and stops nothing, so a
knock at a shut gate at 23:50 does not meet the norm.

Source: TT16-2017 Đ.4.4.a, Đ.4.4.h, Đ.18.5; W4
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kt1.law.calendars.rules import VIETNAM, Calendar
from kt1.law.parameters.keys import Key
from kt1.law.parameters.rules import Norms, minute_of_day, spans_of, word_of

Spans = tuple[tuple[int, int], ...]


class Where(StrEnum):
    """Where the courier stood. One door may be both."""

    ADDRESS = "address"
    DESIGNATED_POINT = "designated_point"


class Counts(StrEnum):
    """Which attempts stop the clock: the values of the parameter `attempt_counts`."""

    RIGHT_PLACE = "right_place"
    ANY_PLACE = "any_place"


class Judgement(StrEnum):
    AT_THE_ADDRESS = "AT_THE_ADDRESS"  # counts
    AT_THE_POINT = "AT_THE_POINT"  # counts
    ANYWHERE_COUNTS = "ANYWHERE_COUNTS"  # counts: the norms in force ask no place
    NOT_AT_THE_ADDRESS = "NOT_AT_THE_ADDRESS"
    NOT_AT_THE_POINT = "NOT_AT_THE_POINT"
    NOBODY_NAMED = "NOBODY_NAMED"  # off hours, and the agency named no point


COUNTING = frozenset({Judgement.AT_THE_ADDRESS, Judgement.AT_THE_POINT, Judgement.ANYWHERE_COUNTS})


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptAnswer:
    """Whether the attempt stops the clock, and where it should have been made."""

    judgement: Judgement
    in_hours: bool
    expected: Where
    parameters: tuple[str, ...]

    @property
    def counts(self) -> bool:
        return self.judgement in COUNTING

    @property
    def due_to_receiver(self) -> bool:
        """Shown as "do nơi nhận": the agency left nobody to go to."""
        return self.judgement is Judgement.NOBODY_NAMED


def valid_attempt(
    *,
    at: datetime,
    where: AbstractSet[Where],
    point_named: bool,
    norms: Norms,
    calendar: Calendar,
    hours: Spans | None = None,
) -> AttemptAnswer:
    """Judge one attempt by its moment and place.

    Args:
        at: the moment of the attempt, aware.
        where: what the door was: the address on the item, the point named, both or neither.
        point_named: whether the agency named a point for this moment off hours.
        norms: as they hold on that day.
        calendar: of the working days.
        hours: the agency's own working hours in minutes since midnight; without them the
            parameter `working_hours`. An opening minute is in hours, a closing minute is not.

    Raises:
        UnsetNormError, NoCalendarError: as in `derive`.

    Source: TT16-2017 Đ.4.4.h; W4
    """
    counting, office, inside, outside = norms.require(
        (Key.ATTEMPT_COUNTS, ""),
        (Key.WORKING_HOURS, ""),
        (Key.ATTEMPT_PLACE, "in_hours"),
        (Key.ATTEMPT_PLACE, "off_hours"),
    )
    in_hours = is_in_hours(at, calendar=calendar, hours=hours or spans_of(office))
    place = inside if in_hours else outside
    expected = Where(word_of(place))
    used = [counting.id, place.id]
    if hours is None:
        used.append(office.id)
    return AttemptAnswer(
        judgement=_judge(Counts(word_of(counting)), expected, where, point_named=point_named),
        in_hours=in_hours,
        expected=expected,
        parameters=tuple(used),
    )


def is_in_hours(at: datetime, *, calendar: Calendar, hours: Spans) -> bool:
    """Whether the moment falls into working hours of a working day."""
    local = at.astimezone(VIETNAM)
    if not calendar.is_working(local.date()):
        return False
    minute = minute_of_day(local.time())
    return any(start <= minute < end for start, end in hours)


def _judge(
    counting: Counts, expected: Where, where: AbstractSet[Where], *, point_named: bool
) -> Judgement:
    if counting is Counts.ANY_PLACE and where:
        return Judgement.ANYWHERE_COUNTS
    if expected is Where.ADDRESS:
        return Judgement.AT_THE_ADDRESS if expected in where else Judgement.NOT_AT_THE_ADDRESS
    if not point_named:
        return Judgement.NOBODY_NAMED
    return Judgement.AT_THE_POINT if expected in where else Judgement.NOT_AT_THE_POINT
