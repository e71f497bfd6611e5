"""Directives: papers that put tasks on bodies, and how each body stands with its tasks. Pure.

A directive holds public facts only. Its number may be blank: it reaches offices before it has one.

Source: CV-BACNINH-2026; CV-DONGNAI-2026; W7
"""

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

TASKS_MAX = 60
TITLE_MAX = 200
TEXT_MAX = 300


class Direction(StrEnum):
    """From where the paper came, as seen from whoever keeps it."""

    INCOMING = "in"  # văn bản đến
    OUTGOING = "out"  # văn bản đi


class PaperKind(StrEnum):
    """What kind of paper it is (NĐ 30/2020 Đ.7)."""

    LETTER = "cong_van"
    INSTRUCTION = "chi_thi"
    PLAN = "ke_hoach"
    DECISION = "quyet_dinh"
    RULES = "quy_che"  # quy chế phối hợp
    CONCLUSION = "thong_bao"  # kết luận giao ban


class Stage(StrEnum):
    """The life of a directive in the register."""

    DRAFT = "draft"  # its tasks are being entered
    ISSUED = "issued"  # bodies have their tasks
    CLOSED = "closed"  # followed no longer
    WITHDRAWN = "withdrawn"  # revoked by a paper


DIRECTIVE_NEXT: Mapping[Stage, AbstractSet[Stage]] = {
    Stage.DRAFT: {Stage.ISSUED, Stage.WITHDRAWN},
    Stage.ISSUED: {Stage.CLOSED, Stage.WITHDRAWN},
    Stage.CLOSED: set(),
    Stage.WITHDRAWN: set(),
}


class Part(StrEnum):
    """In what part a body carries a task."""

    LEAD = "lead"  # chủ trì
    PARTNER = "partner"  # phối hợp


class State(StrEnum):
    """How one body stands with one task."""

    OPEN = "open"  # chưa thực hiện
    STARTED = "started"  # đang thực hiện
    REPORTED = "reported"  # đã báo cáo, chờ xem xét
    RETURNED = "returned"  # đề nghị bổ sung
    DONE = "done"  # hoàn thành
    NOT_CONCERNED = "not_concerned"  # không thuộc diện
    CANCELLED = "cancelled"  # văn bản thôi theo dõi, cơ quan không còn


#: docs/states/assignment.md is drawn from this table.
NEXT: Mapping[State, AbstractSet[State]] = {
    State.OPEN: {
        State.STARTED,
        State.REPORTED,
        State.DONE,
        State.NOT_CONCERNED,
        State.CANCELLED,
    },
    State.STARTED: {State.REPORTED, State.DONE, State.NOT_CONCERNED, State.CANCELLED},
    State.REPORTED: {State.DONE, State.RETURNED, State.NOT_CONCERNED, State.CANCELLED},
    State.RETURNED: {
        State.STARTED,
        State.REPORTED,
        State.DONE,
        State.NOT_CONCERNED,
        State.CANCELLED,
    },
    State.DONE: {State.RETURNED},
    State.NOT_CONCERNED: {State.OPEN},
    State.CANCELLED: set(),
}
#: The body still has to do something.
TO_DO = frozenset({State.OPEN, State.STARTED, State.RETURNED})
#: What the body itself may say, and what whoever follows its line says.
SAID_BY_BODY = frozenset({State.STARTED, State.REPORTED})
SAID_BY_FOLLOWER = frozenset({State.DONE, State.RETURNED, State.NOT_CONCERNED, State.OPEN})


class Standing(StrEnum):
    """An assignment as a list shows it on a day."""

    DONE = "done"
    WAITING = "waiting"  # reported
    OVERDUE = "overdue"
    NEAR = "near"
    UNDER_WAY = "under_way"
    NOT_STARTED = "not_started"
    OUT = "out"  # not concerned, cancelled


def standing(state: State, due: date | None, on: date, *, near_days: int) -> Standing:
    """How it stands on a day. A task without a due day is never overdue."""
    if state is State.DONE:
        return Standing.DONE
    if state in {State.NOT_CONCERNED, State.CANCELLED}:
        return Standing.OUT
    if state is State.REPORTED:
        return Standing.WAITING
    if due is not None and due < on:
        return Standing.OVERDUE
    if due is not None and due <= on + timedelta(days=near_days):
        return Standing.NEAR
    return Standing.NOT_STARTED if state is State.OPEN else Standing.UNDER_WAY


class Why(StrEnum):
    """Why a report comes back."""

    NO_PAPER = "no_paper"  # thiếu số, ngày văn bản
    INCOMPLETE = "incomplete"
    NOT_MATCHING = "not_matching"  # khác với số liệu trên hệ thống
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Whom a task is for: a family, the bodies of a commune, or one body; exactly one of them.

    `annex_only`: of these only bodies that an annex names on the day (thuộc đối tượng sử dụng).
    """

    part: Part = Part.LEAD
    family: str = ""
    commune_id: int | None = None
    agency_id: int | None = None
    annex_only: bool = False

    @property
    def fits(self) -> bool:
        named = (bool(self.family), self.commune_id is not None, self.agency_id is not None)
        return named.count(True) == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressable:
    """A body as targets are matched with it."""

    id: int
    family: str
    commune_id: int | None
    in_annex: bool


def carried_by(targets: Collection[Target], bodies: Collection[Addressable]) -> dict[int, Part]:
    """Which of these bodies carry the task, and in what part; leading outweighs helping."""
    found: dict[int, Part] = {}
    for body in bodies:
        parts = {one.part for one in targets if _hits(one, body)}
        if parts:
            found[body.id] = Part.LEAD if Part.LEAD in parts else Part.PARTNER
    return found


def _hits(target: Target, body: Addressable) -> bool:
    if target.annex_only and not body.in_annex:
        return False
    if target.agency_id is not None:
        return target.agency_id == body.id
    if target.commune_id is not None:
        return target.commune_id == body.commune_id
    return bool(target.family) and target.family == body.family
