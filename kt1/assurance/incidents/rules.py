"""Kinds of incidents, the steps of handling, whom each kind demands to be told. Pure.

An incident of security (sự cố) is not an irregularity of work (sự vụ): the second is settled on the
floor with minutes of two persons, the first is contained, notified, investigated and learned from.
Nothing here ever says what was inside.

Whom a kind demands to be told is a norm (`incident_tells`); what stands here is how it is read.

Source: L29-2018 Đ.25.3; ND26-2020 Đ.8.1.b; practice: W8, W13
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID, uuid5

NUMBER_CHARS_MAX = 40
_NAMESPACE = UUID("5a7d1c94-8f0e-5b7a-9c35-2f41d60e8b19")
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Kind(StrEnum):
    """What happened, as far as it can be seen from outside."""

    LOSS = "loss"  # mất bưu gửi, túi
    DELAY = "delay"  # chậm
    WRONG_DELIVERY = "wrong"  # phát sai nơi nhận
    BROKEN_SEAL = "seal"  # niêm phong hỏng, sai, lạ, trùng
    OPENED = "opened"  # bì có dấu hiệu bóc mở, không nguyên vẹn
    LEAK = "leak"  # nghi lộ
    GAP = "gap"  # khoảng trống chuỗi giao nhận


class Gap(StrEnum):
    """How the chain of custody fails to hold together (N9)."""

    MISSING_LEG = "missing_leg"  # thiếu chặng
    TWO_PLACES = "two_places"  # hai nơi cùng lúc
    TOO_FAST = "too_fast"  # nhanh hơn có thể
    DWELL = "dwell"  # lưu lại quá mức
    NONE = ""


class State(StrEnum):
    """Where an incident stands. The first one is the beginning."""

    FOUND = "found"  # đã phát hiện
    CONTAINED = "contained"  # đã khoanh giữ
    NOTIFIED = "notified"  # đã báo đủ nơi
    INVESTIGATED = "investigated"  # đã xác minh
    RECORDED = "recorded"  # đã lập biên bản
    CLOSED = "closed"  # đã kết thúc
    LEARNED = "learned"  # đã rút kinh nghiệm
    ON_PAPER = "on_paper"  # nghi lộ: tiếp tục trên giấy


# docs/states/incident.md is drawn from this table.
NEXT: Mapping[State, frozenset[State]] = {
    State.FOUND: frozenset({State.CONTAINED}),
    State.CONTAINED: frozenset({State.NOTIFIED}),
    State.NOTIFIED: frozenset({State.INVESTIGATED, State.ON_PAPER}),
    State.INVESTIGATED: frozenset({State.RECORDED, State.CLOSED}),
    State.RECORDED: frozenset({State.CLOSED}),
    State.CLOSED: frozenset({State.LEARNED}),
    State.LEARNED: frozenset(),
    State.ON_PAPER: frozenset(),
}
OVER = frozenset({State.CLOSED, State.LEARNED, State.ON_PAPER})
OPEN = frozenset(State) - OVER
#: What must be handled without minutes of its own: lateness and long rest, shown by the ledger.
LIGHT_GAPS = frozenset({Gap.DWELL})


class Cover(StrEnum):
    """The state of the cover, seen from outside."""

    INTACT = "intact"  # nguyên vẹn
    TORN = "torn"  # rách, bong dán
    RESEALED = "resealed"  # có dấu hiệu dán lại
    SEAL_OFF = "seal_off"  # niêm phong không còn nguyên
    WET = "wet"  # ướt, nhòe
    GONE = "gone"  # không thấy
    NOT_SEEN = "not_seen"  # chưa xem được


class Addressee(StrEnum):
    """Who must be told."""

    POST_HEAD = "post_head"  # lãnh đạo Bưu điện
    SENDER = "sender"  # cơ quan gửi
    DEPARTMENT = "department"  # Sở KH&CN
    CENTRAL = "central"  # Cục BĐTW
    PA03 = "pa03"  # Công an tỉnh: an ninh chính trị nội bộ
    PA05 = "pa05"  # Công an tỉnh: an ninh mạng
    PARTY = "party"  # Văn phòng Tỉnh ủy, với bưu gửi của khối Đảng


#: What the norms list by kind, and these two besides: light gaps, and what letters add.
DWELL, LETTERS = "dwell", "letters"
Listed: TypeAlias = Mapping[str, tuple[Addressee, ...]]
#: Where no norm says whom: rather everybody than nobody.
UNSAID = tuple(one for one in Addressee if one not in {Addressee.PA05, Addressee.PARTY})
#: Kinds about which the post reports in two stages, first and full.
REPORTED = frozenset(Kind) - {Kind.DELAY}


class Means(StrEnum):
    """How somebody was told."""

    PHONE = "phone"  # điện thoại
    PAPER = "paper"  # văn bản
    SYSTEM = "system"  # trên hệ thống
    IN_PERSON = "in_person"  # trực tiếp


class Stage(StrEnum):
    """The two stages of the report."""

    FIRST = "first"  # báo cáo nhanh
    FULL = "full"  # báo cáo đầy đủ


class Cause(StrEnum):
    """Where it came from, as the inquiry found."""

    PERSON = "person"  # người làm sai quy trình
    PROCEDURE = "procedure"  # quy trình thiếu
    EQUIPMENT = "equipment"  # túi, niêm phong, xe, thiết bị
    RECORDING = "recording"  # ghi chép thiếu, sai
    SENDER_RECEIVER = "agency"  # phía cơ quan gửi, nhận
    THIRD_PARTY = "third_party"  # người ngoài
    FORCE_MAJEURE = "force_majeure"  # bất khả kháng
    NOT_FOUND = "not_found"  # chưa xác định được


class Ending(StrEnum):
    """How it ended."""

    HANDLED = "handled"  # đã xử lý xong
    RECORDING_ERROR = "recording"  # chỉ là sự vụ ghi chép
    NO_INCIDENT = "none"  # không phải sự cố
    REFERRED = "referred"  # đã chuyển cơ quan có thẩm quyền


class Measure(StrEnum):
    """What changes afterwards: the lesson."""

    TRAINING = "training"  # tập huấn lại
    PROCEDURE = "procedure"  # sửa quy trình
    EQUIPMENT = "equipment"  # thay, thêm phương tiện
    STAFFING = "staffing"  # bố trí lại người
    REMINDER = "reminder"  # nhắc nhở, rút kinh nghiệm chung
    NOTHING = "nothing"  # không cần thay đổi


class Why(StrEnum):
    """Why a unit is watched in an incident."""

    FOUND = "found"  # bưu gửi, túi nêu trong sự cố
    INSIDE = "inside"  # ở trong túi đó


def incident_id(key: str) -> UUID:
    """The id of an incident that the ledger shows: the same each time the ledger is read."""
    return uuid5(_NAMESPACE, key)


def code_of(incident: UUID, prefix: str = "SC") -> str:
    """A code that can be said on the telephone and says nothing: SC-7K2M-9QX4 (W13)."""
    digest = hashlib.sha256(incident.bytes).digest()
    number = int.from_bytes(digest[:5])
    signs = "".join(_ALPHABET[number >> shift & 31] for shift in range(35, -1, -5))
    return f"{prefix}-{signs[:4]}-{signs[4:]}"


def may_follow(state: State, after: State) -> bool:
    return after in NEXT[state]


def scope_of(kind: Kind, gap: Gap) -> str:
    """Under which scope the norms say whom to tell."""
    return DWELL if gap in LIGHT_GAPS else kind.value


def demanded(
    kind: Kind, gap: Gap, listed: Listed, *, party: bool, letters: bool
) -> tuple[Addressee, ...]:
    """Whom an incident demands to be told.

    Args:
        listed: whom the norms of the day name, by scope.
        party: it touches an item of the Party's bloc; its office comes in beside the sender (W7).
        letters: the installation stores A, B, C, so that any item may bear one. Which item does is
            not asked: who is told would then say it.
    """
    told = set(listed.get(scope_of(kind, gap), UNSAID))
    if letters and is_reported(kind, gap):
        told |= set(listed.get(LETTERS, UNSAID))
    if party and Addressee.SENDER in told:
        told.add(Addressee.PARTY)
    return tuple(one for one in Addressee if one in told)


def is_reported(kind: Kind, gap: Gap) -> bool:
    return kind in REPORTED and gap not in LIGHT_GAPS


def needs_minutes(kind: Kind, gap: Gap) -> bool:
    """Lateness and long rest end with the inquiry; everything else with a biên bản."""
    return is_reported(kind, gap)


def notify_by(found_at: datetime, minutes: int) -> datetime:
    """When the notice is owed. 0 minutes: at once, and the clock is seen to run."""
    return found_at + timedelta(minutes=minutes)
