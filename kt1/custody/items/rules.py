"""Rules for declaring and accepting items. Pure: no database, no clock, no settings."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

PIECES_MAX = 99
WEIGHT_MAX_G = 50_000


class Content(StrEnum):
    """What is posted, by its outside: thư, gói, kiện tài liệu."""

    LETTER = "letter"
    PACKET = "packet"
    PARCEL = "parcel"


class Check(StrEnum):
    """What is looked at on the cover at acceptance (W4)."""

    KT1_STAMP = "kt1_stamp"  # dấu KT1
    DATE_STAMP = "date_stamp"  # dấu ngày
    SYMBOL = "symbol"  # ký hiệu
    SEAL = "seal"  # niêm phong
    COVER = "cover"  # bì
    ADDRESS = "address"  # nơi gửi, nơi nhận
    BOOK_SIGNED = "book_signed"  # người gửi nói đã ký Sổ chuyển giao: có/chưa


class Refusal(StrEnum):
    """Lawful reasons not to accept (Luật Bưu chính 49/2010 Đ.11.1; NĐ 174/2026 Đ.10.5.a)."""

    NOT_A_USER = "not_a_user"
    BANNED = "banned"
    NO_ADDRESS = "no_address"
    COVER = "cover"
    NO_STAMP = "no_stamp"
    SEAL = "seal"
    LEAD_TIME = "lead_time"


class PickupState(StrEnum):
    REQUESTED = "requested"
    ASSIGNED = "assigned"
    COLLECTED = "collected"
    CANCELLED = "cancelled"


PICKUP_NEXT = {
    PickupState.REQUESTED: {PickupState.ASSIGNED, PickupState.COLLECTED, PickupState.CANCELLED},
    PickupState.ASSIGNED: {PickupState.ASSIGNED, PickupState.COLLECTED, PickupState.CANCELLED},
    PickupState.COLLECTED: set(),
    PickupState.CANCELLED: set(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """One item as its sender declares it. The mark is a letter or a flag, never a word."""

    receiver: int
    mark: str = "none"
    urgency: str = "none"
    content: str = Content.LETTER
    pieces: int = 1
    agreed_at: datetime | None = None
    point: int | None = None
    focal_only: bool = False
    advice: bool = False
    locator: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldItem:
    """One item as read under its lock, with what its clock needs."""

    id: int
    code: str
    kind: str
    state: str
    place: int | None
    person: int | None
    inside: int | None
    offer: UUID | None
    sender: int
    receiver: int
    point: int | None
    urgency: str
    scope: str
    agreed_at: datetime | None
    started: datetime | None
    deadline: datetime | None
    stopped: datetime | None
    attempts: int
    focal_only: bool
