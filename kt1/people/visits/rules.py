"""Calls to a registered number, and a substitute's confirmation. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Purpose(StrEnum):
    """Why a registered number was rung."""

    AHEAD = "ahead"  # gọi báo trước
    SUBSTITUTE = "substitute"  # xác nhận nhận thay


class Stage(StrEnum):
    """How far a substitute's confirmation has come."""

    ASKED = "asked"  # bưu tá đã gọi, chờ trưởng ca
    AGREED = "agreed"  # trưởng ca xác nhận
    REFUSED = "refused"  # trưởng ca không xác nhận
    USED = "used"  # đã phát, chờ văn bản
    OVERDUE = "overdue"  # quá hạn văn bản
    WRITTEN = "written"  # đã có văn bản
    LAPSED = "lapsed"  # không dùng tới


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is on record of one substitute."""

    asked_at: datetime
    settled_at: datetime | None = None
    agreed: bool = False
    used_at: datetime | None = None
    written_at: datetime | None = None


def stage_of(
    facts: Facts, *, at: datetime, write_within: timedelta, agreed_for: timedelta | None
) -> Stage:
    """Where it stands at a moment; `write_within` counts from the delivery.

    An agreement is for this visit to the door; the next one asks again. Without a norm of how
    long that is it does not lapse.
    """
    if facts.written_at is not None:
        return Stage.WRITTEN
    if facts.used_at is not None:
        return Stage.OVERDUE if at > facts.used_at + write_within else Stage.USED
    if facts.settled_at is not None and not facts.agreed:
        return Stage.REFUSED
    if agreed_for is not None and at > (facts.settled_at or facts.asked_at) + agreed_for:
        return Stage.LAPSED
    return Stage.AGREED if facts.agreed else Stage.ASKED
