"""What is reported for which days, by when, to whom, and how far a report has come. Pure.

Two ways of cutting the year stand side by side: calendar halves, and windows from the 15th to the
14th. A definition says which, and its due rule counts from the end of its window.

Source: domain §2.11 (TT16-2017 Đ.16 HIST; NĐ 09/2019 Đ.12 as reported); duty D9
"""

import calendar
import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kt1.network.agencies.lines import Body

MONTHS = 12
#: Where the other convention cuts a month: it begins on this day and ends the day before.
CUT_DAY = 15
YEAR_MIN, YEAR_MAX = 2000, 2100


class Cycle(StrEnum):
    """How often a report is owed."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    ON_DEMAND = "on_demand"  # đột xuất: when somebody asks, by their paper


class Window(StrEnum):
    """Where the year is cut."""

    CALENDAR = "calendar"  # 01/01–30/6
    FIFTEENTH = "fifteenth"  # 15/12–14/6


class Recipient(StrEnum):
    """To whom reports go."""

    PROVINCE = "ubnd_tinh"
    MINISTRY = "bo_khcn"
    PARTY = "tinh_uy"
    BODY = "co_quan"  # a body of the network; only of a report that was asked for


#: Those that a definition may name; bodies of the network are named one by one.
SUPERIORS = (Recipient.PROVINCE, Recipient.MINISTRY, Recipient.PARTY)
#: Codes of what the Party office reports begin so; the rest is the Department's (decision 0100).
PARTY_CODES = "dang-"
#: To whom each office reports.
RECIPIENTS: Mapping[Body, tuple[Recipient, ...]] = {
    Body.SCIENCE_DEPARTMENT: (Recipient.PROVINCE, Recipient.MINISTRY),
    Body.PARTY_OFFICE: (Recipient.PARTY,),
}


def keeper_of(code: str) -> Body:
    """Whose report this is, told by its code."""
    return Body.PARTY_OFFICE if code.startswith(PARTY_CODES) else Body.SCIENCE_DEPARTMENT


class State(StrEnum):
    """How far one version has come."""

    DRAFT = "draft"  # figures are frozen, the words are being written
    PRESENTED = "presented"  # lies with the leader
    RETURNED = "returned"  # the leader wants it otherwise
    APPROVED = "approved"
    ISSUED = "issued"  # numbered, dated, signed


#: Words may be written in these.
WRITABLE = frozenset({State.DRAFT, State.RETURNED})
NEXT: Mapping[State, AbstractSet[State]] = {
    State.DRAFT: {State.PRESENTED},
    State.PRESENTED: {State.APPROVED, State.RETURNED},
    State.RETURNED: {State.PRESENTED},
    State.APPROVED: {State.ISSUED},
    State.ISSUED: set(),
}


class Standing(StrEnum):
    """How a report of the calendar stands on a day."""

    RUNNING = "running"  # its window is not over
    TO_WRITE = "to_write"
    LATE = "late"  # past its day, not sent to everybody
    SENT = "sent"
    SENT_LATE = "sent_late"


class Cause(StrEnum):
    """Why a version was made."""

    FIRST = "first"
    CORRECTION = "correction"  # what it rests on was corrected
    LATE_FACTS = "late_facts"  # facts came in after it was counted
    RETURNED = "returned"  # the leader sent it back
    ASKED = "asked"  # a recipient asked for it


class Return(StrEnum):
    """Why the leader wants it otherwise."""

    FIGURES = "figures"  # số liệu chưa khớp, cần đếm lại
    WORDS = "words"  # lời văn, nhận định chưa đạt
    MISSING = "missing"  # thiếu nội dung
    FORM = "form"  # thể thức, kỹ thuật trình bày
    RECIPIENTS = "recipients"  # nơi nhận chưa đúng
    OTHER = "other"  # nêu ở phần ghi chú


class Way(StrEnum):
    """How a report went out."""

    EDXML = "edxml"  # trục liên thông văn bản
    SYSTEM = "system"  # read here, by who has an account
    PAPER = "paper"


class Section(StrEnum):
    """The parts of the report. Source: practice §C.5, TT16-2017 Đ.16.3 HIST."""

    GENERAL = "I"
    MANAGEMENT = "II"
    PROVISION = "III"
    USE = "IV"
    SHORTCOMINGS = "V"
    PROPOSALS = "VI"


TITLES: Mapping[Section, str] = {
    Section.GENERAL: "Tình hình chung",
    Section.MANAGEMENT: "Công tác quản lý nhà nước",
    Section.PROVISION: "Tình hình cung cấp dịch vụ",
    Section.USE: "Tình hình sử dụng dịch vụ theo khối",
    Section.SHORTCOMINGS: "Tồn tại, hạn chế và nguyên nhân",
    Section.PROPOSALS: "Kiến nghị, đề xuất và phương hướng",
}
#: The Party office directs and urges the bodies of its lines; it does not administer the State's.
PARTY_TITLES: Mapping[Section, str] = {
    **TITLES,
    Section.MANAGEMENT: "Công tác chỉ đạo, đôn đốc, hướng dẫn",
    Section.PROVISION: "Sản lượng và chất lượng dịch vụ",
    Section.USE: "Tình hình sử dụng dịch vụ",
}
#: Nothing is counted for these: a report without their words is not finished.
WRITTEN_BY_HAND = (Section.SHORTCOMINGS, Section.PROPOSALS)


class PeriodError(ValueError):
    """The text names no period of this cycle."""


@dataclass(frozen=True, slots=True)
class Span:
    """Whole days, both ends included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def year_before(self) -> "Span":
        """The same days of the year before; the 29th of February becomes the 28th."""
        return Span(_a_year_before(self.first), _a_year_before(self.last))


_PERIODS = {
    Cycle.YEAR: re.compile(r"(\d{4})()"),
    Cycle.HALF_YEAR: re.compile(r"(\d{4})H([12])"),
    Cycle.QUARTER: re.compile(r"(\d{4})Q([1-4])"),
    Cycle.MONTH: re.compile(r"(\d{4})M(0[1-9]|1[0-2])"),
}
_LENGTH = {Cycle.YEAR: MONTHS, Cycle.HALF_YEAR: 6, Cycle.QUARTER: 3, Cycle.MONTH: 1}
#: What stands before the number of the part, and how many digits that has.
_LETTER = {Cycle.YEAR: "", Cycle.HALF_YEAR: "H", Cycle.QUARTER: "Q", Cycle.MONTH: "M"}
_DIGITS = {Cycle.HALF_YEAR: 1, Cycle.QUARTER: 1, Cycle.MONTH: 2}


def span_of(cycle: Cycle, window: Window, period: str) -> Span:
    """The days a period covers: 2025H2 is 01/7–31/12, or 15/6–14/12 by the other convention.

    Raises:
        PeriodError: the text names no period of this cycle.
    """
    found = _PERIODS[cycle].fullmatch(period) if cycle in _PERIODS else None
    if found is None or not YEAR_MIN < int(found[1]) <= YEAR_MAX:
        raise PeriodError(period)
    length = _LENGTH[cycle]
    begins = int(found[1]) * MONTHS + (int(found[2] or 1) - 1) * length
    first, after = _month(begins), _month(begins + length)
    if window is Window.FIFTEENTH:
        first, after = (_month(n - 1).replace(day=CUT_DAY) for n in (begins, begins + length))
    return Span(first, after - timedelta(days=1))


def period_on(cycle: Cycle, window: Window, day: date) -> str:
    """The period whose days hold this one."""
    if window is Window.FIFTEENTH and day.day >= CUT_DAY:
        day = _month(day.year * MONTHS + day.month)
    if cycle is Cycle.YEAR:
        return str(day.year)
    part = (day.month - 1) // _LENGTH[cycle] + 1
    return f"{day.year}{_LETTER[cycle]}{part:0{_DIGITS[cycle]}}"


def before(cycle: Cycle, period: str) -> str:
    """The period just before: 2025H2 before 2026H1."""
    first = span_of(cycle, Window.CALENDAR, period).first
    return period_on(cycle, Window.CALENDAR, first - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Due:
    """On which day, so many months after the month in which the window ends.

    `excluded`: *trước ngày* 20/7 is the 19th at the latest; *chậm nhất ngày* is the 20th itself.
    """

    months: int
    day: int
    excluded: bool

    def of(self, span: Span) -> date:
        """The last day on which it is in time."""
        month = _month(span.last.year * MONTHS + span.last.month - 1 + self.months)
        days = calendar.monthrange(month.year, month.month)[1]
        return month.replace(day=min(self.day, days)) - timedelta(days=int(self.excluded))


def standing(*, last: date, due: date, complete_on: date | None, today: date) -> Standing:
    """How a report stands: `complete_on` is the day on which the last recipient had it sent."""
    if complete_on is not None:
        return Standing.SENT_LATE if complete_on > due else Standing.SENT
    if today > due:
        return Standing.LATE
    return Standing.RUNNING if today <= last else Standing.TO_WRITE


def may_follow(state: State, wanted: State) -> bool:
    return wanted in NEXT[state]


def words_of(cycle: Cycle, period: str) -> str:
    """As people say it: 6 tháng cuối năm 2025."""
    year, _letter, part = period.partition(_LETTER.get(cycle) or "-")
    match cycle:
        case Cycle.YEAR:
            return f"năm {period}"
        case Cycle.HALF_YEAR:
            return f"6 tháng {'đầu' if part == '1' else 'cuối'} năm {year}"
        case Cycle.QUARTER:
            return f"quý {('I', 'II', 'III', 'IV')[int(part) - 1]} năm {year}"
        case Cycle.MONTH:
            return f"tháng {part} năm {year}"
    return "theo yêu cầu"


def _month(number: int) -> date:
    """The first day of a month counted from year 0."""
    return date(number // MONTHS, number % MONTHS + 1, 1)


def _a_year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
