"""Working days of a calendar, and why each day is one or is not. Pure.

A working day is Monday to Friday, minus public holidays, minus days swapped off, plus the
Saturdays declared as make-up. A day outside the years a calendar covers has no answer: the
question is refused, never guessed.

Source: BLLD-2019 Đ.111.3, Đ.112; TB6150-2024; TB9441-2025; CV12729-2025; NQ28-2026
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

#: The zone of every legal day: UTC+7, no summer time.
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_SATURDAY = 5
_SUNDAY = 6
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_ONE_DAY = timedelta(days=1)


class DayKind(StrEnum):
    WORKING = "working"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"
    TET = "tet"
    SWAPPED_OFF = "swapped_off"
    MAKE_UP = "make_up"


#: The kinds a row of the calendar can have; the others follow from the day of the week.
DECLARED = frozenset({DayKind.HOLIDAY, DayKind.TET, DayKind.SWAPPED_OFF, DayKind.MAKE_UP})
WORKED = frozenset({DayKind.WORKING, DayKind.MAKE_UP})


class NoCalendarError(LookupError):
    """A day lies outside the years that the calendar covers."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__("no calendar for " + ", ".join(missing))
        self.missing = missing


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredDay:
    """A day that is not what its day of the week would make it, and who said so."""

    on: date
    kind: DayKind
    name: str
    pair: date | None = None  # of a swap: the day given for this one
    source: str = ""
    confirmed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredYear:
    """A year the calendar speaks for, and the last of its days that no notice can still move."""

    year: int
    settled_to: date
    note: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class Calendar:
    """The calendar of one body of people, such as the officials of the State (CBCC).

    Compared and hashed by identity: a revision of the law makes a new object.
    """

    code: str
    years: Mapping[int, CoveredYear]
    declared: Mapping[date, DeclaredDay]

    @staticmethod
    def of(code: str, years: Iterable[CoveredYear], declared: Iterable[DeclaredDay]) -> "Calendar":
        return Calendar(
            code=code,
            years=MappingProxyType({year.year: year for year in years}),
            declared=MappingProxyType({day.on: day for day in declared}),
        )

    def kind_of(self, on: date) -> DayKind:
        """What this day is.

        Raises:
            NoCalendarError: the calendar does not cover its year.
        """
        if on.year not in self.years:
            raise NoCalendarError([on.isoformat()])
        declared = self.declared.get(on)
        if declared is not None:
            return declared.kind
        return _kind_by_weekday(on)

    def is_working(self, on: date) -> bool:
        return self.kind_of(on) in WORKED

    def is_confirmed(self, on: date) -> bool:
        """False where a row about this day awaits confirmation."""
        declared = self.declared.get(on)
        return declared is None or declared.confirmed

    def is_settled(self, on: date) -> bool:
        """False where a notice on swapped days is still to come or was not seen."""
        covered = self.years.get(on.year)
        return covered is not None and on <= covered.settled_to

    def next_working_day(self, after: date) -> date:
        """The first working day later than `after`."""
        on = after + _ONE_DAY
        while not self.is_working(on):
            on += _ONE_DAY
        return on

    def add_working_days(self, after: date, count: int) -> date:
        """The `count`-th working day later than `after`; `after` itself is never counted."""
        if count < 1:
            msg = f"count of working days must be at least 1, not {count}"
            raise ValueError(msg)
        on = after
        for _ in range(count):
            on = self.next_working_day(on)
        return on

    def with_day(self, day: DeclaredDay) -> "Calendar":
        """As if `day` were declared: what a change would do, before anyone makes it."""
        return replace(self, declared=MappingProxyType({**self.declared, day.on: day}))

    def without_day(self, on: date) -> "Calendar":
        """As if nothing were declared for this day."""
        kept = {day: row for day, row in self.declared.items() if day != on}
        return replace(self, declared=MappingProxyType(kept))

    def reason(self, on: date) -> str:
        """Why the day is or is not worked: "nghỉ Tết Nguyên đán", "nghỉ hằng tuần"."""
        kind = self.kind_of(on)
        declared = self.declared.get(on)
        if declared is None:
            return "ngày làm việc" if kind is DayKind.WORKING else "nghỉ hằng tuần"
        said = _reason_declared(declared)
        return said if declared.confirmed else f"{said} (chưa xác nhận)"

    def why(self, on: date) -> str:
        """One sentence for a clerk: "Thứ Bảy 22/08/2026: làm bù cho thứ Hai 31/08/2026"."""
        return f"{capitalise(day_and_date(on))}: {self.reason(on)}"


def _kind_by_weekday(on: date) -> DayKind:
    weekday = on.weekday()
    if weekday == _SATURDAY:
        return DayKind.SATURDAY
    if weekday == _SUNDAY:
        return DayKind.SUNDAY
    return DayKind.WORKING


def _reason_declared(day: DeclaredDay) -> str:
    if day.kind is DayKind.MAKE_UP:
        return f"làm bù cho {day_and_date(day.pair)}" if day.pair else "làm bù"
    if day.kind is DayKind.SWAPPED_OFF:
        return f"nghỉ hoán đổi, làm bù {day_and_date(day.pair)}" if day.pair else "nghỉ hoán đổi"
    return f"nghỉ {day.name}"


def weekday_name(on: date) -> str:
    return _WEEKDAYS[on.weekday()]


def day_and_date(on: date) -> str:
    """thứ Sáu 05/06/2026."""
    return f"{weekday_name(on)} {on:%d/%m/%Y}"


def day_and_month(on: date) -> str:
    """thứ Sáu 05/06: where the year is plain from the sentence."""
    return f"{weekday_name(on)} {on:%d/%m}"


def capitalise(words: str) -> str:
    """The first letter large, the others left alone ("thứ Hai" → "Thứ Hai")."""
    return words[:1].upper() + words[1:]
