"""Events of the operator's own system (nguồn nghiệp vụ), as its files tell them. Pure.

People of the post scan in the operator's system and will not scan twice. So what happened there
comes in by file, one row an event, and is one side's word: it shows as such everywhere, and it
never overwrites what two persons said here.

Source: W9
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from kt1.custody.deliveries.rules import Reason
from kt1.custody.units.aliases import S10, AliasScheme
from kt1.custody.units.rules import micros
from kt1.law.services.rules import Mark, Urgency


class EventKind(StrEnum):
    """In the order in which they can follow at one moment."""

    ACCEPTED = "accepted"
    BAGGED = "bagged"
    SENT = "sent"
    ARRIVED = "arrived"
    FAILED = "failed"
    DELIVERED = "delivered"


#: The words of the operator's exports.
EVENT_WORDS: Mapping[str, str] = {
    EventKind.ACCEPTED: "chấp nhận",
    EventKind.BAGGED: "đóng túi",
    EventKind.SENT: "chuyến thư đi",
    EventKind.ARRIVED: "chuyến thư đến",
    EventKind.FAILED: "phát không thành công",
    EventKind.DELIVERED: "phát",
}
REASON_WORDS: Mapping[str, str] = {
    Reason.CLOSED: "trụ sở đóng cửa",
    Reason.FOCAL_ABSENT: "đầu mối vắng",
    Reason.OUTSIDE_WINDOW: "ngoài khung giờ",
    Reason.NOBODY_MAY_SIGN: "không có người được phân công",
    Reason.NO_ANSWER: "gọi điện không liên lạc được",
    Reason.WRONG_ADDRESS: "sai, thiếu địa chỉ",
    Reason.MOVED: "trụ sở đã chuyển",
    Reason.MERGED: "cơ quan đã sáp nhập, giải thể",
    Reason.NOT_TAKEN: "nơi nhận chưa nhận",
    Reason.COVER: "từ chối vì bì không nguyên vẹn",
    Reason.COUNT: "sai số lượng",
    Reason.FORCE_MAJEURE: "bất khả kháng",
    Reason.ACCESS: "không vào được cổng",
}
#: What may stand beside an event of a kind, besides what each needs: moment and place.
NEEDS: Mapping[EventKind, frozenset[str]] = {
    EventKind.ACCEPTED: frozenset({"item", "sender", "receiver", "service"}),
    EventKind.BAGGED: frozenset({"item", "bag"}),
    EventKind.SENT: frozenset({"dispatch", "other"}),
    EventKind.ARRIVED: frozenset({"dispatch", "other"}),
    EventKind.FAILED: frozenset({"item", "reason"}),
    EventKind.DELIVERED: frozenset({"item", "name", "title"}),
}

#: The operator's real numbering is not published: anything that looks like a number passes, and
#: S10 identifiers are checked by their digit.
OPERATOR = AliasScheme(
    name="operator", pattern=r"(?=.*\d)[0-9A-Z][0-9A-Z.]{4,29}", example="KT100000123"
)
SCHEMES = (S10, OPERATOR)

#: An event of the file is one of ours already when it lies no further apart from it.
SAME_WITHIN = timedelta(minutes=30)
#: Files come once a day: what left stays offered until it arrives, or for so long.
OFFER_STANDS = timedelta(days=7)


class Clash(StrEnum):
    """How a row contradicts the record. It is reported as a sự vụ and changes nothing."""

    ACCEPTED_OTHERWISE = "accepted_otherwise"
    HELD_BY_PERSON = "held_by_person"  # two persons said here who has it
    OFFERED = "offered"
    STATE = "state"
    TOO_EARLY = "too_early"  # before something that is on record
    DELIVERED_OTHERWISE = "delivered_otherwise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One row. Numbers are (scheme, number); places and bodies are named by their codes."""

    row: int
    kind: EventKind
    at: datetime
    place: str
    item: tuple[str, str] | None = None
    code: str = ""
    bag: tuple[str, str] | None = None
    sender: str = ""
    receiver: str = ""
    mark: Mark = Mark.NONE
    urgency: Urgency = Urgency.NONE
    agreed: datetime | None = None
    pieces: int = 1
    weight_g: int | None = None
    seal: str = ""
    dispatch: str = ""
    other: str = ""
    reason: Reason | None = None
    point: str = ""
    name: str = ""
    title: str = ""

    @property
    def told(self) -> tuple[object, ...]:
        """All it says, wherever in the file it stands: two rows that say the same are one."""
        return tuple(getattr(self, f.name) for f in fields(self) if f.name != "row")

    @property
    def together(self) -> tuple[str, ...]:
        """Rows of one kind and moment that agree in this are one act."""
        match self.kind:
            case EventKind.ACCEPTED:
                return (self.place, self.sender)
            case EventKind.BAGGED:
                return (self.place, *(self.bag or ()), self.seal, self.other)
            case EventKind.SENT | EventKind.ARRIVED:
                return (self.place, self.other, self.dispatch)
            case EventKind.FAILED:
                return (self.place, self.point, self.reason or "")
            case EventKind.DELIVERED:
                return (self.place, self.point, self.name, self.title)


def in_order(events: Sequence[Event]) -> list[Event]:
    """As they happened; at one moment in the order of their kinds. The same row stands once."""
    kinds = list(EventKind)
    once = {event.told: event for event in reversed(events)}
    return sorted(once.values(), key=lambda e: (e.at, kinds.index(e.kind), e.together, e.row))


def row_id(at: datetime, *parts: object) -> UUID:
    """An id made from what a row says: the same file again makes the same one."""
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()
    raw = bytearray((micros(at) // 1000).to_bytes(6, "big") + digest[:10])
    raw[6] = raw[6] & 0x0F | 0x80  # version 8 of RFC 9562: ours, ordered by time
    raw[8] = raw[8] & 0x3F | 0x80
    return UUID(bytes=bytes(raw))
