"""Requests between a body and whoever follows its line, and their answers. Pure.

Source: CV-BACNINH-2026, point 2 (phối hợp với Sở Khoa học và Công nghệ); W7
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum

BODIES_MAX = 2_000
WORDS_MAX = 200


class Side(StrEnum):
    """Who speaks."""

    FOLLOWER = "follower"  # Sở, Văn phòng Tỉnh ủy
    BODY = "body"


class Matter(StrEnum):
    """What it is about."""

    FOCAL_POINTS = "focal_points"
    SELF_REVIEW = "self_review"
    RULES = "rules"  # quy chế, nội quy
    RECONCILIATION = "reconciliation"
    QUALITY = "quality"
    ANNEX = "annex"  # đối tượng sử dụng
    GUIDANCE = "guidance"  # đề nghị hướng dẫn
    BUDGET = "budget"
    SYSTEM = "system"
    OTHER = "other"


class State(StrEnum):
    WAITING = "waiting"  # for an answer
    ANSWERED = "answered"
    CLOSED = "closed"


#: docs/states/inquiry.md is drawn from this table.
NEXT: Mapping[State, AbstractSet[State]] = {
    State.WAITING: {State.ANSWERED, State.CLOSED},
    State.ANSWERED: {State.WAITING, State.CLOSED},
    State.CLOSED: set(),
}


def other(side: Side) -> Side:
    return Side.BODY if side is Side.FOLLOWER else Side.FOLLOWER
