"""Labels: what is stuck on an item, and what is tied to a bag or box."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import ClassVar

from kt1.custody.units.codes import Code, display
from kt1.web.papers.barcodes import code128, qr
from kt1.web.papers.rules import (
    Fields,
    Party,
    Services,
    Sheet,
    clock,
    file_name,
    grouped,
)


class LabelSize(Enum):
    """Paper of a label, width by height in millimetres."""

    A6 = (105, 148)
    THERMAL = (100, 150)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLabel:
    """One piece of an item. Its barcodes hold the code alone; the mark is a letter or a flag.

    Time and place of acceptance are part of what must stand on an item (TT 02/2012 Đ.3); a label
    printed before acceptance leaves a place for the date stamp.
    """

    code: Code
    sender: Party
    receiver: Party
    services: Services
    piece: int = 1
    pieces: int = 1
    content: str = ""
    weight_g: int | None = None
    accepted_at: datetime | None = None
    accepted_where: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.piece <= self.pieces:
            raise ValueError("A piece is one of its pieces.")


@dataclass(frozen=True, slots=True, kw_only=True)
class BagLabel:
    """The fixed label of a reusable bag or box, or the tag of one dispatch tied to it.

    Neither shows the seal: whoever takes the bag reads it from the seal itself.
    """

    code: Code
    kind: str
    owner: str
    origin: str = ""
    destination: str = ""
    dispatch: str = ""
    pieces: int | None = None
    weight_g: int | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLabels:
    """A run of item labels, one a page."""

    template: ClassVar[str] = "item-label.typ"

    sheet: Sheet
    labels: tuple[ItemLabel, ...]
    size: LabelSize = LabelSize.THERMAL

    @property
    def title(self) -> str:
        return "Nhãn bưu gửi KT1"

    @property
    def file_name(self) -> str:
        return file_name(self.sheet.band, self.title, *_which([x.code for x in self.labels]))

    def fields(self) -> Fields:
        return {"size": list(self.size.value), "labels": [_item(x) for x in self.labels]}


@dataclass(frozen=True, slots=True, kw_only=True)
class BagLabels:
    """A run of bag labels, one a page."""

    template: ClassVar[str] = "bag-label.typ"

    sheet: Sheet
    labels: tuple[BagLabel, ...]
    size: LabelSize = LabelSize.THERMAL

    @property
    def title(self) -> str:
        return "Nhãn túi, hộp KT1"

    @property
    def file_name(self) -> str:
        return file_name(self.sheet.band, self.title, *_which([x.code for x in self.labels]))

    def fields(self) -> Fields:
        return {"size": list(self.size.value), "labels": [_bag(x) for x in self.labels]}


def coded(code: Code) -> Fields:
    """A code as paper shows it: bars, square and groups."""
    return {"bars": code128(code), "square": qr(code), "shown": display(code)}


def _which(codes: list[Code]) -> tuple[str, ...]:
    return (display(codes[0]),) if len(codes) == 1 else (f"{len(codes)} nhãn",)


def _item(label: ItemLabel) -> Fields:
    return {
        "code": coded(label.code),
        "sender": label.sender.fields(),
        "receiver": label.receiver.fields(),
        "letter": label.services.letter,
        "flagged": label.services.flagged,
        "urgent": label.services.urgent,
        "piece": f"{label.piece}/{label.pieces}",
        "content": label.content,
        "weight": grouped(label.weight_g),
        "accepted_at": clock(label.accepted_at),
        "accepted_where": label.accepted_where,
    }


def _bag(label: BagLabel) -> Fields:
    return {
        "code": coded(label.code),
        "kind": label.kind,
        "owner": label.owner,
        "origin": label.origin,
        "destination": label.destination,
        "dispatch": label.dispatch,
        "pieces": grouped(label.pieces),
        "weight": grouped(label.weight_g),
        "closed_at": clock(label.closed_at),
    }
