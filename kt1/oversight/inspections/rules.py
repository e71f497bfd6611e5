"""Kiểm tra: its steps, who takes part, and the days a procedure asks for. Pure.

The procedure is a set of norms that is empty until somebody confirms it: what is not set is named
and the inspection goes on without it. Secret work is never looked into here: that is the police's.

Source: ND217-2025 (text not had); TT14-2018 Đ.10; W10
"""

import calendar as months_of
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kt1.law.calendars.rules import Calendar
from kt1.law.parameters.keys import Key
from kt1.law.parameters.rules import Norms, count_of

#: The set of norms that says how an inspection goes.
PROCEDURE = "ND217-2025"
NUMBER_CHARS_MAX = 60
TITLE_CHARS_MAX = 120
CODE_CHARS_MAX = 24
KEY_CHARS_MAX = 12
WORDS_CHARS_MAX = 200
QUESTIONS_MAX = 60
TEAM_MAX = 20
COPIES_MAX = 9
MONTHS = 12


class Side(StrEnum):
    """What is inspected: the service provided, or its use."""

    PROVIDER = "provider"  # cung cấp: Bưu điện
    USER = "user"  # sử dụng: cơ quan


class Basis(StrEnum):
    PLANNED = "planned"  # theo kế hoạch
    AD_HOC = "ad_hoc"  # đột xuất


class Ground(StrEnum):
    """Why an inspection is held that no plan holds."""

    SIGNS = "signs"  # có dấu hiệu vi phạm
    WATCH = "watch"  # theo danh mục giám sát
    COMPLAINT = "complaint"
    INCIDENT = "incident"
    ORDER = "order"  # cấp có thẩm quyền yêu cầu


class Manner(StrEnum):
    ON_SITE = "on_site"
    ON_DATA = "on_data"  # từ xa, trên dữ liệu


class State(StrEnum):
    """Where an inspection stands. The first one is the beginning."""

    PREPARED = "prepared"
    DECIDED = "decided"  # có quyết định, đã gửi đối tượng
    OPEN = "open"  # đoàn đang làm việc
    MINUTED = "minuted"  # đã lập biên bản
    CONCLUDED = "concluded"
    CLOSED = "closed"
    CALLED_OFF = "called_off"


NEXT: Mapping[State, frozenset[State]] = {
    State.PREPARED: frozenset({State.DECIDED, State.CALLED_OFF}),
    State.DECIDED: frozenset({State.OPEN, State.CALLED_OFF}),
    State.OPEN: frozenset({State.MINUTED}),
    State.MINUTED: frozenset({State.CONCLUDED}),
    State.CONCLUDED: frozenset({State.CLOSED}),
    State.CLOSED: frozenset(),
    State.CALLED_OFF: frozenset(),
}
OVER = frozenset({State.CLOSED, State.CALLED_OFF})
#: The body inspected knows of it.
KNOWN = frozenset({State.DECIDED, State.OPEN, State.MINUTED, State.CONCLUDED, State.CLOSED})
#: Samples are drawn and findings entered.
AT_WORK = frozenset({State.OPEN})


class Part(StrEnum):
    """What a person does in the team."""

    LEAD = "lead"
    SECRETARY = "secretary"
    MEMBER = "member"


class Verdict(StrEnum):
    """What was found of one question."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"


class Evidence(StrEnum):
    """What a finding rests on. The thing itself stays on paper with the team."""

    DOCUMENT = "document"
    SAMPLE = "sample"  # chuỗi giao nhận của mẫu
    SEEN = "seen"  # quan sát tại chỗ
    STATED = "stated"  # đối tượng trình bày
    PHOTOGRAPH = "photograph"  # ảnh in kèm biên bản


class Opinion(StrEnum):
    """What the body inspected says to the minutes."""

    AGREES = "agrees"
    PARTLY = "partly"
    DISAGREES = "disagrees"
    NOT_SIGNED = "not_signed"


def may_follow(state: State, after: State) -> bool:
    return after in NEXT[state]


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """What the norms ask of one inspection; None where they say nothing."""

    notice_days: int | None  # working days between the decision's sending and the visit
    visit_days: int | None  # working days at the body, at most
    conclusion_days: int | None  # working days from the end of the visit, at most
    team_min: int | None
    confirmed: bool
    missing: tuple[Key, ...]


#: Keys of the procedure and whether their scope is the basis.
ASKED: Mapping[Key, bool] = {
    Key.INSPECTION_NOTICE_WORKING_DAYS: True,
    Key.INSPECTION_VISIT_WORKING_DAYS: True,
    Key.INSPECTION_CONCLUSION_WORKING_DAYS: False,
    Key.INSPECTION_TEAM_MIN: False,
}


def procedure(norms: Norms | None, basis: Basis) -> Procedure:
    """What holds for this inspection; everything is missing where there is no such set."""
    found: dict[Key, int] = {}
    for key, by_basis in ASKED.items():
        one = norms.find(key, basis.value if by_basis else "") if norms else None
        if one is not None:
            found[key] = count_of(one)
    return Procedure(
        notice_days=found.get(Key.INSPECTION_NOTICE_WORKING_DAYS),
        visit_days=found.get(Key.INSPECTION_VISIT_WORKING_DAYS),
        conclusion_days=found.get(Key.INSPECTION_CONCLUSION_WORKING_DAYS),
        team_min=found.get(Key.INSPECTION_TEAM_MIN),
        confirmed=norms is not None and not norms.banner,
        missing=tuple(key for key in ASKED if key not in found),
    )


def earliest_visit(notified: date, asked: Procedure, calendar: Calendar) -> date:
    """The first day on which the team may come; the day of sending is not counted.

    Raises:
        NoCalendarError
    """
    if asked.notice_days is None:
        return notified
    return calendar.add_working_days(notified, asked.notice_days)


def last_visit(begins: date, asked: Procedure, calendar: Calendar) -> date | None:
    """The last day of the visit; None where no norm says.

    Raises:
        NoCalendarError
    """
    if asked.visit_days is None:
        return None
    return (
        calendar.add_working_days(begins, asked.visit_days - 1) if asked.visit_days > 1 else begins
    )


def conclusion_due(ended: date, asked: Procedure, calendar: Calendar) -> date | None:
    """By when the conclusion is owed; None where no norm says.

    Raises:
        NoCalendarError
    """
    if asked.conclusion_days is None:
        return None
    return calendar.add_working_days(ended, asked.conclusion_days)


def years_later(day: date, years: int) -> date:
    """The same day of a later year; the last of February in a year without a 29th."""
    last = months_of.monthrange(day.year + years, day.month)[1]
    return day.replace(year=day.year + years, day=min(day.day, last))


def months_earlier(day: date, months: int) -> date:
    """The same day of an earlier month, or the last one where that month is shorter."""
    year, month = divmod(day.year * MONTHS + day.month - 1 - months, MONTHS)
    last = months_of.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
