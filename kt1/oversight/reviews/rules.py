"""Self-reviews of agencies, their internal rules, and covers that came another way. Pure.

A questionnaire asks yes or no and bands of numbers, never a thing that a document says: there is
no free answer at all.

Source: directive of Bắc Ninh, point 2 (domain: D11, D12); practice: W10, W12, W15
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kt1.people.accounts.rules import Role

NAME_CHARS_MAX = 160
TEXT_CHARS_MAX = 300
NUMBER_CHARS_MAX = 40
KEPT_CHARS_MAX = 60
BODY_CHARS_MAX = 120
QUESTIONS_MAX = 60


class Ask(StrEnum):
    """How a question is answered."""

    YES_NO = "yes_no"
    BAND = "band"


class Part(StrEnum):
    """What a question is about; the order of the sheet."""

    SENDING = "sending"
    RECEIVING = "receiving"
    RULES = "rules"
    PEOPLE = "people"
    SERVICE = "service"


class Said(StrEnum):
    """An answer."""

    YES = "yes"
    NO = "no"
    NOT_CONCERNED = "na"
    ZERO = "0"
    FEW = "1-5"
    SOME = "6-20"
    MANY = "21-100"
    OVER = "over_100"


OPTIONS: Mapping[Ask, tuple[Said, ...]] = {
    Ask.YES_NO: (Said.YES, Said.NO, Said.NOT_CONCERNED),
    Ask.BAND: (Said.ZERO, Said.FEW, Said.SOME, Said.MANY, Said.OVER),
}
#: What the Department hopes to read; empty where every answer is as good.
WANTED = frozenset({"", Said.YES.value, Said.NO.value})


class State(StrEnum):
    """Where the review of one agency stands. Agreed to here and signed on paper are two things."""

    OPEN = "open"  # chưa trả lời
    FILLED = "filled"  # văn thư đã trả lời, chờ thủ trưởng
    RETURNED = "returned"  # trả lại để trả lời lại
    APPROVED = "approved"  # thủ trưởng đã thống nhất trên hệ thống
    STAMPED = "stamped"  # đã ký, đóng dấu


NEXT: Mapping[State, frozenset[State]] = {
    State.OPEN: frozenset({State.FILLED, State.STAMPED}),
    State.FILLED: frozenset({State.FILLED, State.RETURNED, State.APPROVED, State.STAMPED}),
    State.RETURNED: frozenset({State.FILLED, State.STAMPED}),
    State.APPROVED: frozenset({State.RETURNED, State.STAMPED}),
    State.STAMPED: frozenset({State.RETURNED}),
}
#: The head has answered for it.
DONE = frozenset({State.APPROVED, State.STAMPED})
#: The agency's records clerk may still write.
WRITABLE = frozenset({State.OPEN, State.FILLED, State.RETURNED})


class RuleKind(StrEnum):
    """Two different papers: the bodies of Luật 2018 Đ.24.3 issue the one, every head the other."""

    REGULATION = "quy_che"
    HOUSE_RULES = "noi_quy"


class RuleStage(StrEnum):
    DRAFTING = "drafting"  # đang dự thảo
    ISSUED = "issued"  # đã ban hành
    NOT_CONCERNED = "not_concerned"  # không thuộc diện


class Carrier(StrEnum):
    """How a cover came that should have come by KT1."""

    ORDINARY_POST = "ordinary_post"
    EXPRESS = "express"  # doanh nghiệp chuyển phát khác
    BY_HAND = "by_hand"  # người không phải giao liên, bưu tá KT1
    NOT_KNOWN = "not_known"


class Unfit(StrEnum):
    """Why a sheet of answers cannot be taken."""

    MISSING = "missing"
    UNKNOWN = "unknown"


OPENERS = frozenset({Role.REGULATOR, Role.PARTY_OFFICE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A signed paper (bản giấy): its number, its day, where it is kept."""

    number: str
    dated: date
    kept_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as the rules need it."""

    code: str
    ask: Ask
    wanted: str = ""


def may_follow(state: State, after: State) -> bool:
    return after in NEXT[state]


def why_unfit(asked: Iterable[Asked], said: Mapping[str, str]) -> dict[str, Unfit]:
    """By the code of its question, what is wrong with each answer; empty when all are there."""
    faults: dict[str, Unfit] = {}
    for one in asked:
        value = said.get(one.code, "")
        if not value:
            faults[one.code] = Unfit.MISSING
        elif value not in OPTIONS[one.ask]:
            faults[one.code] = Unfit.UNKNOWN
    return faults


def departs(wanted: str, value: str) -> bool:
    """Whether an answer is other than what was hoped for; "not concerned" never is."""
    return bool(wanted) and value not in {wanted, Said.NOT_CONCERNED.value}


def is_overdue(state: State, due: date, on: date) -> bool:
    return state not in DONE and due < on


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What all the agencies that answered said to one question."""

    counts: Mapping[Said, int]
    departing: int

    @property
    def answered(self) -> int:
        return sum(self.counts.values())


def tally(asked: Asked, counted: Mapping[str, int]) -> Tally:
    """Counts by answer, those that were never given as zero."""
    counts = {one: counted.get(one.value, 0) for one in OPTIONS[asked.ask]}
    departing = sum(n for one, n in counts.items() if departs(asked.wanted, one.value))
    return Tally(counts=counts, departing=departing)


def percent(part: int, whole: int) -> int | None:
    """Rounded half up; None of nothing."""
    return None if not whole else (200 * part + whole) // (2 * whole)


def progress(states: Mapping[str, int]) -> tuple[int, int]:
    """How many of all have the head's word."""
    done = sum(n for state, n in states.items() if State(state) in DONE)
    return done, sum(states.values())


def kinds_missing(known: Collection[RuleKind]) -> tuple[RuleKind, ...]:
    """Of the two papers, those of which an agency has said nothing yet."""
    return tuple(kind for kind in RuleKind if kind not in known)


#: The largest number of each band, the last one open.
_BANDS = ((0, Said.ZERO), (5, Said.FEW), (20, Said.SOME), (100, Said.MANY))


def band(n: int) -> Said:
    """The band that a number falls into."""
    return next((one for most, one in _BANDS if n <= most), Said.OVER)
