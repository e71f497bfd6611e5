"""Whose book a line stands in, and how far the account of a month has come. Pure.

A month of one body has two comparisons, each between the post and the body: what was sent (the
post's acceptances against the body's own *sổ giao nhận*) and what was received (the post's
deliveries against the body's book). An agency's book is never a register of secrets (W6).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kt1.custody.units.codes import MalformedCodeError, parse

MONTHS_IN_YEAR = 12


class Side(StrEnum):
    """One column of the comparison."""

    POST_SENT = "P"  # bưu gửi Bưu điện đã chấp nhận của cơ quan này
    SENDER = "S"  # sổ giao nhận của cơ quan, phần gửi
    POST_DELIVERED = "D"  # bưu gửi Bưu điện đã phát cho cơ quan này
    RECEIVER = "R"  # sổ giao nhận của cơ quan, phần nhận


#: What is compared with what: the post's side first.
PAIRS: tuple[tuple[Side, Side], ...] = (
    (Side.POST_SENT, Side.SENDER),
    (Side.POST_DELIVERED, Side.RECEIVER),
)


class Source(StrEnum):
    """Where a book came from."""

    RECORD = "record"  # kept here, by what both did at the hand-over
    FILE = "file"  # brought by its owner


class State(StrEnum):
    """How far the account of one body and period has come; two last states, never one (W12)."""

    FROZEN = "frozen"  # đã chốt số liệu, đang đối chiếu
    AGREED = "agreed"  # đã thống nhất trên hệ thống
    SIGNED = "signed"  # đã ký, đóng dấu


#: A body that works on paper goes from the one straight to the other, by its paper, once the post
#: has signed its steps.
ACCOUNT_NEXT: Mapping[State, frozenset[State]] = {
    State.FROZEN: frozenset({State.AGREED, State.SIGNED}),
    State.AGREED: frozenset({State.SIGNED}),
    State.SIGNED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Period:
    """Whole calendar days, both ends included."""

    starts: date
    ends: date

    def __contains__(self, day: date) -> bool:
        return self.starts <= day <= self.ends

    @property
    def name(self) -> str:
        """2026-01 for one month, else 2026-01..2026-03."""
        first, last = f"{self.starts:%Y-%m}", f"{self.ends:%Y-%m}"
        return first if first == last else f"{first}..{last}"

    @property
    def said(self) -> str:
        """As people read it: 01/2026, or 01/2026 – 03/2026."""
        first, last = f"{self.starts:%m/%Y}", f"{self.ends:%m/%Y}"
        return first if first == last else f"{first} – {last}"

    @property
    def months(self) -> int:
        return (self.ends.year - self.starts.year) * MONTHS_IN_YEAR + (
            self.ends.month - self.starts.month + 1
        )


class NotAPeriodError(ValueError):
    """The text names no month, or not the first of a period."""


def period_of(text: str, *, months: int = 1) -> Period:
    """The period that begins with a month written as 2026-01.

    Raises:
        NotAPeriodError: it is not written so, or no period of so many months begins there.
    """
    try:
        starts = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise NotAPeriodError(text) from None
    if (starts.month - 1) % months:
        raise NotAPeriodError(text)
    return Period(starts, _first_after(starts, months) - timedelta(days=1))


def period_with(day: date, *, months: int = 1) -> Period:
    """The period a day lies in."""
    month = (day.month - 1) // months * months + 1
    return period_of(f"{day.year:04}-{month:02}", months=months)


def period_after(period: Period, *, months: int = 1) -> Period:
    return period_with(period.ends + timedelta(days=1), months=months)


def period_before(period: Period, *, months: int = 1) -> Period:
    return period_with(period.starts - timedelta(days=1), months=months)


def _first_after(starts: date, months: int) -> date:
    n = starts.year * MONTHS_IN_YEAR + starts.month - 1 + months
    return date(n // MONTHS_IN_YEAR, n % MONTHS_IN_YEAR + 1, 1)


def key_of(number: str) -> str:
    """A number of an item as books are matched by it: the KT1 code, else letters and digits."""
    try:
        return str(parse(number))
    except MalformedCodeError:
        return "".join(sign for sign in number.upper() if sign.isalnum())[:40]
