"""Outreach: a library in versions, events and campaigns, a short quiz, and whom it reached. Pure.

Source: CV-BACNINH-2026, point 1 (hướng dẫn; tuyên truyền, phổ biến)
"""

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum

LINES_MAX = 80
LINE_MAX = 200
QUESTIONS_MAX = 20
CHOICES_MIN, CHOICES_MAX = 2, 5
AGENCIES_MAX = 2_000
PERCENT = 100


class Topic(StrEnum):
    """What a material of the library explains."""

    DUTY = "duty"  # cái gì phải đi KT1
    COVER = "cover"  # đóng gói, bì, dấu
    RECEIVERS = "receivers"  # đầu mối trong và ngoài giờ
    HAND_OVER = "hand_over"
    RULES = "rules"  # điều khoản KT1 trong quy chế, nội quy
    RECONCILIATION = "reconciliation"
    LAW = "law"
    SYSTEM = "system"


class LineKind(StrEnum):
    HEADING = "heading"
    TEXT = "text"
    BULLET = "bullet"
    QUESTION = "question"  # of a yes–no checklist


class EventKind(StrEnum):
    TRAINING = "training"  # tập huấn
    CONFERENCE = "conference"  # hội nghị phổ biến
    MEETING = "meeting"  # giao ban
    BROADCAST = "broadcast"  # truyền thanh cơ sở
    ARTICLE = "article"  # bài đăng cổng thông tin
    VISIT = "visit"  # hướng dẫn tại cơ quan


#: These reach a body without anybody of it being there.
WITHOUT_PEOPLE = frozenset({EventKind.BROADCAST, EventKind.ARTICLE})


class EventState(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


#: docs/states/outreach.md is drawn from this table.
EVENT_NEXT: Mapping[EventState, AbstractSet[EventState]] = {
    EventState.PLANNED: {EventState.HELD, EventState.CANCELLED},
    EventState.HELD: set(),
    EventState.CANCELLED: set(),
}


@dataclass(frozen=True, slots=True)
class Line:
    kind: LineKind
    text: str


_MARKS = {"# ": LineKind.HEADING, "- ": LineKind.BULLET, "? ": LineKind.QUESTION}


def lines_of(text: str) -> tuple[Line, ...]:
    """What was typed, a line each: "# " a heading, "- " a bullet, "? " a question to oneself."""
    found = []
    for raw in text.replace("\r", "").split("\n"):
        words = raw.strip()
        if not words:
            continue
        kind = next((kind for mark, kind in _MARKS.items() if words.startswith(mark)), None)
        found.append(Line(kind or LineKind.TEXT, words[2:].strip() if kind else words))
    return tuple(found)


def typed(lines: Collection[Line]) -> str:
    """The same lines as they are typed."""
    marks = {kind: mark for mark, kind in _MARKS.items()}
    return "\n".join(f"{marks.get(one.kind, '')}{one.text}" for one in lines)


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its choices and which of them is right (from 0)."""

    text: str
    choices: tuple[str, ...]
    right: int
    why: str = ""


class UnreadableQuizError(ValueError):
    """What was typed is no quiz; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(str(line))
        self.line = line


def questions_of(text: str) -> tuple[Question, ...]:
    """A quiz as it is typed: "? question", "- choice", "* right choice", "= why".

    Raises:
        UnreadableQuizError: a line fits nowhere, or a question has not 2–5 choices, one right.
    """
    found: list[_Read] = []
    for n, raw in enumerate(text.replace("\r", "").split("\n"), 1):
        if words := raw.strip():
            _take(found, n, words[0], words[1:].strip())
    return tuple(one.question() for one in found)


@dataclass(slots=True)
class _Read:
    """A question while it is read."""

    line: int
    text: str
    choices: list[str] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    why: str = ""

    def question(self) -> Question:
        if not CHOICES_MIN <= len(self.choices) <= CHOICES_MAX or len(self.right) != 1:
            raise UnreadableQuizError(self.line)
        return Question(self.text, tuple(self.choices), self.right[0], self.why)


def _take(found: list[_Read], n: int, mark: str, rest: str) -> None:
    if not rest or mark not in "?-*=" or (mark != "?" and not found):
        raise UnreadableQuizError(n)
    if mark == "?":
        found.append(_Read(n, rest))
        return
    last = found[-1]
    if mark == "=":
        last.why = rest
        return
    if mark == "*":
        last.right.append(len(last.choices))
    last.choices.append(rest)


def typed_quiz(questions: Collection[Question]) -> str:
    """The same quiz as it is typed."""
    lines: list[str] = []
    for one in questions:
        lines.append(f"? {one.text}")
        lines += [f"{'*' if n == one.right else '-'} {c}" for n, c in enumerate(one.choices)]
        lines += [f"= {one.why}"] if one.why else []
        lines.append("")
    return "\n".join(lines).strip()


def passed(right: int, of: int, *, percent: int) -> bool:
    """Whether so many right answers are enough; whole numbers, nothing is rounded up."""
    return of > 0 and right * PERCENT >= of * percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How far one body was reached in a span."""

    agency_id: int
    events: int
    read: int
    passed: int

    @property
    def anyhow(self) -> bool:
        return bool(self.events or self.read or self.passed)
