"""Windows and clocks of a complaint, its states, and the least that is owed. Pure.

Where several rules apply, the shortest counts: the KT1 circular's and the general law's beside
each other, each an entry of the norms.

Source: TT16-2017 Đ.4; LBC-2010 Đ.38; TT02-2012 Đ.9
"""

import calendar as months_of
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kt1.law.calendars.rules import Calendar

AMOUNT_MAX_VND = 10_000_000_000
NUMBER_CHARS_MAX = 40


class Matter(StrEnum):
    """What is complained of. Never what was inside."""

    LOSS = "loss"  # mất
    DELAY = "delay"  # chậm
    DAMAGE = "damage"  # hư hỏng, rách bì
    SWAPPED = "swapped"  # tráo đổi
    PRICE = "price"  # giá cước
    OTHER = "other"  # việc khác của dịch vụ


class State(StrEnum):
    """Where a complaint stands. The first one is the beginning."""

    FILED = "filed"  # đã nhận, Bưu điện phải trả lời
    ANSWERED = "answered"  # Bưu điện đã trả lời, cơ quan xem
    CONTESTED = "contested"  # cơ quan không đồng ý, Bưu điện trả lời lại, Sở biết
    LIABLE = "liable"  # đã lập biên bản xác định trách nhiệm, chờ chi trả
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


NEXT: Mapping[State, frozenset[State]] = {
    State.FILED: frozenset({State.ANSWERED, State.WITHDRAWN}),
    State.ANSWERED: frozenset({State.CONTESTED, State.LIABLE, State.CLOSED}),
    State.CONTESTED: frozenset({State.ANSWERED, State.WITHDRAWN}),
    State.LIABLE: frozenset({State.CLOSED}),
    State.CLOSED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
OVER = frozenset(state for state, following in NEXT.items() if not following)
#: The post's clock runs.
TO_ANSWER = frozenset({State.FILED, State.CONTESTED})


class Outcome(StrEnum):
    """What the post answers."""

    UPHELD = "upheld"
    PARTLY = "partly"
    REJECTED = "rejected"


class Cause(StrEnum):
    """Where it came about, as the post found."""

    ACCEPTANCE = "acceptance"
    SORTING = "sorting"
    TRANSPORT = "transport"
    DELIVERY = "delivery"
    AGENCY = "agency"  # sender or receiver
    FORCE_MAJEURE = "force_majeure"
    NOT_FOUND = "not_found"


class Responsible(StrEnum):
    """Who answers for it, in a liability record."""

    POST = "post"  # the post of the province that answers
    OTHER_POST = "other_post"
    CENTRAL = "central"  # the central post office


class Method(StrEnum):
    """How compensation is paid."""

    TRANSFER = "transfer"
    CASH = "cash"
    OFFSET = "offset"  # in the month's payment


class Found(StrEnum):
    """A lost item came to light after compensation: what its payee chose."""

    TAKEN = "taken"  # takes it and repays
    REFUSED = "refused"  # keeps the money; the cover goes to its sender, never to the post


def may_follow(state: State, after: State) -> bool:
    return after in NEXT[state]


@dataclass(frozen=True, slots=True)
class Term:
    """A length from the norms and the id of the parameter it comes from."""

    length: int
    norm: str


@dataclass(frozen=True, slots=True)
class Limit:
    """The last day on which an act is in time, and the norm that sets it."""

    on: date
    norm: str


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or the last one where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = months_of.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _shortest(limits: Collection[Limit]) -> Limit | None:
    return min(limits, key=lambda one: one.on, default=None)


def window(
    matter: Matter,
    *,
    norm_ended: date,
    delivered: date | None,
    kt1: Term | None,
    law: Term | None,
) -> Limit | None:
    """Until when it may be filed; None where no norm is set.

    Args:
        norm_ended: the day on which the legal transit time ended.
        delivered: the day of delivery; without one only what counts from the norm applies.
        kt1: months from the end of the norm, for every matter.
        law: months: of loss and delay from the end of the norm, else from delivery.
    """
    limits = []
    if kt1 is not None:
        limits.append(Limit(months_later(norm_ended, kt1.length), kt1.norm))
    since = norm_ended if matter in {Matter.LOSS, Matter.DELAY} else delivered
    if law is not None and since is not None:
        limits.append(Limit(months_later(since, law.length), law.norm))
    return _shortest(limits)


def answer_due(
    filed: date, *, kt1: Term | None, law: Term | None, calendar: Calendar
) -> Limit | None:
    """The last day for the post's answer; the day of filing is not counted.

    Args:
        kt1: working days.
        law: months.
    """
    limits = []
    if kt1 is not None:
        limits.append(Limit(calendar.add_working_days(filed, kt1.length), kt1.norm))
    if law is not None:
        limits.append(Limit(months_later(filed, law.length), law.norm))
    return _shortest(limits)


def pay_by(dated: date, days: int) -> date:
    """The last day to pay, from the day of the liability record."""
    return dated + timedelta(days=days)


def least_owed(price_vnd: int | None, times: int | None) -> int:
    """The least compensation in đồng, refund included; 0 where price or norm is not known."""
    return (price_vnd or 0) * (times or 0)


def is_late(state: State, due: date, on: date) -> bool:
    """Whether the post owes an answer since before this day."""
    return state in TO_ANSWER and due < on
