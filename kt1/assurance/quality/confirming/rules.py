"""How a body and the post confirm the quality of a period, and what may be said against it. Pure.

A sheet (phiếu xác nhận chất lượng) belongs to one body and one period and tells of what the body
sent and of what it received. It comes filled in: figures, and each late item with whose it was.
The body agrees, or objects to items for coded reasons; the post accepts an objection or maintains
its record; what it maintains is decided by whom the body's matters rise to, with a reason.

No act of a sheet makes a late item timely (N23): an objection can only say that an item was the
post's, and a decision can only move a delay between the post and the receiver, or add one.

Source: QD55-2016 Đ.11.4; N17, N23; W7, W12
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kt1.assurance.quality.rules import Outcome

PAPER_MAX = 40


class Side(StrEnum):
    """As what the body saw the item."""

    SENT = "S"
    RECEIVED = "R"


class SheetState(StrEnum):
    """Where a sheet stands. The first one is the beginning."""

    OPEN = "open"  # chờ văn thư xem, lập
    PREPARED = "prepared"  # văn thư đã lập, chờ thủ trưởng ký
    SIGNED = "signed"  # cơ quan thống nhất, chờ Bưu điện xác nhận
    OBJECTED = "objected"  # cơ quan có ý kiến, chờ Bưu điện trả lời
    DISPUTED = "disputed"  # không thống nhất, chờ Sở quyết định
    CONFIRMED = "confirmed"  # hai bên đã xác nhận
    DECIDED = "decided"  # đã có quyết định về điểm không thống nhất


SHEET_NEXT: Mapping[SheetState, frozenset[SheetState]] = {
    # A body that works on paper confirms by its signed paper alone.
    SheetState.OPEN: frozenset({SheetState.PREPARED, SheetState.CONFIRMED}),
    SheetState.PREPARED: frozenset({SheetState.OPEN, SheetState.SIGNED, SheetState.OBJECTED}),
    SheetState.SIGNED: frozenset({SheetState.CONFIRMED}),
    SheetState.OBJECTED: frozenset({SheetState.CONFIRMED, SheetState.DISPUTED}),
    SheetState.DISPUTED: frozenset({SheetState.DECIDED}),
    SheetState.CONFIRMED: frozenset(),
    SheetState.DECIDED: frozenset(),
}
SETTLED = frozenset(state for state, following in SHEET_NEXT.items() if not following)
#: The body has not said its word yet.
WITH_THE_BODY = frozenset({SheetState.OPEN, SheetState.PREPARED})


class Objection(StrEnum):
    """Why a body does not agree to what is recorded of an item. Each says: it was the post's."""

    NO_SUCH_TRY = "no_such_try"  # không có lần phát như ghi nhận
    WRONG_TIME = "wrong_time"  # giờ phát ghi không đúng
    SOMEBODY_THERE = "somebody_there"  # có đầu mối trực, đã đăng ký
    OTHER_PLACE = "other_place"  # phát sai nơi
    NOT_THE_EVENT = "not_the_event"  # sự kiện bất khả kháng không liên quan


#: Which objections fit what an item was counted as.
FITTING: Mapping[Outcome, frozenset[Objection]] = {
    Outcome.ON_TIME: frozenset(
        {Objection.NO_SUCH_TRY, Objection.WRONG_TIME, Objection.OTHER_PLACE}
    ),
    Outcome.LATE_RECEIVER: frozenset(
        {Objection.SOMEBODY_THERE, Objection.OTHER_PLACE, Objection.NO_SUCH_TRY}
    ),
    Outcome.FORCE_MAJEURE: frozenset({Objection.NOT_THE_EVENT}),
    Outcome.LATE_POST: frozenset(),
    Outcome.RECALLED: frozenset(),
}


class Reply(StrEnum):
    """What the post answers to an objection."""

    ACCEPTED = "accepted"  # Bưu điện chấp nhận ý kiến
    MAINTAINED = "maintained"  # Bưu điện giữ nguyên số liệu


class Ruling(StrEnum):
    """Why whoever decides decides so."""

    PROOF_OF_POST = "proof_of_post"  # chứng cứ giao nhận của Bưu điện đầy đủ
    PROOF_OF_BODY = "proof_of_body"  # chứng cứ của cơ quan đầy đủ
    NO_PROOF = "no_proof"  # Bưu điện không chứng minh được
    REGISTERED = "registered"  # đầu mối đã đăng ký, có trực
    NOT_REGISTERED = "not_registered"  # cơ quan chưa đăng ký nơi nhận ngoài giờ


#: Reasons that leave the item as it is recorded; the others make it the post's delay.
FOR_THE_POST = frozenset({Ruling.PROOF_OF_POST, Ruling.NOT_REGISTERED})


class Comment(StrEnum):
    """What a body says of the service of a period as a whole."""

    GOOD = "good"
    COLLECTED_LATE = "collected_late"
    TOO_SELDOM = "too_seldom"
    NO_CALL_AHEAD = "no_call_ahead"
    COVERS = "covers"
    ADVICE_LATE = "advice_late"
    MANNER = "manner"


def may_follow(state: SheetState, after: SheetState) -> bool:
    return after in SHEET_NEXT[state]


def after_signing(*, objections: int) -> SheetState:
    """Where a sheet goes when the head has signed it."""
    return SheetState.OBJECTED if objections else SheetState.SIGNED


class UnansweredError(ValueError):
    """An objection has no answer yet."""


def after_replies(replies: Iterable[Reply | None]) -> SheetState:
    """Where it goes when the post has answered every objection.

    Raises:
        UnansweredError
    """
    said = list(replies)
    if any(one is None for one in said):
        raise UnansweredError
    disputed = Reply.MAINTAINED in said
    return SheetState.DISPUTED if disputed else SheetState.CONFIRMED


def ruled(outcome: Outcome, reason: Ruling) -> Outcome:
    """What an item counts as after a decision: as recorded, or late and the post's."""
    return outcome if reason in FOR_THE_POST else Outcome.LATE_POST


@dataclass(frozen=True, slots=True)
class Counted:
    """So many items of one side and urgency were counted so."""

    side: Side
    urgency: str
    outcome: Outcome
    items: int
