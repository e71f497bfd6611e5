"""Phiếu gửi KT1: the proof of posting. Its number is the item's code, printed, never typed."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from kt1.custody.units.codes import Code, display
from kt1.web.papers.barcodes import code128
from kt1.web.papers.rules import (
    Fields,
    Party,
    Person,
    Services,
    Sheet,
    clock,
    file_name,
    grouped,
    until,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingSlip:
    """One item as accepted. Weight and price may follow at the centre: their place stays open.

    `checks` is what was looked at on the cover, each with what was found; `registered` is the
    sender's answer whether their own book was signed, never a number from it.
    """

    code: Code
    sender: Party
    receiver: Party
    services: Services
    content: str
    pieces: int
    accepted_at: datetime
    accepted_where: str
    accepted_by: Person
    given_by: Person
    checks: tuple[tuple[str, bool], ...] = ()
    weight_g: int | None = None
    price_vnd: int | None = None
    #: What must be known of the price: not whole, free of charge, not confirmed.
    price_note: str = ""
    deadline: datetime | None = None
    expected: datetime | None = None
    advice: bool = False
    focal_only: bool = False
    registered: bool | None = None

    def fields(self) -> Fields:
        return {
            "code": {"bars": code128(self.code), "shown": display(self.code)},
            "sender": self.sender.fields(),
            "receiver": self.receiver.fields(),
            "services": self.services.words,
            "urgent": self.services.urgent,
            "symbol": self.services.letter or ("Ưu tiên" if self.services.flagged else ""),
            "content": self.content,
            "pieces": grouped(self.pieces),
            "weight": f"{grouped(self.weight_g)} g" if self.weight_g is not None else "",
            "price": f"{grouped(self.price_vnd)} đồng" if self.price_vnd is not None else "",
            "price_note": self.price_note,
            "accepted_at": clock(self.accepted_at),
            "accepted_where": self.accepted_where,
            "accepted_by": self.accepted_by.line,
            "given_by": self.given_by.line,
            "checks": [{"name": name, "ok": ok} for name, ok in self.checks],
            "deadline": until(self.deadline),
            "expected": clock(self.expected),
            "advice": self.advice,
            "focal_only": self.focal_only,
            "registered": self.registered,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingSlips:
    """Slips of one acceptance, one item a page in two copies: the sender's and the post's."""

    template: ClassVar[str] = "posting-slip.typ"

    sheet: Sheet
    slips: tuple[PostingSlip, ...]

    @property
    def title(self) -> str:
        return "Phiếu gửi KT1"

    @property
    def file_name(self) -> str:
        which = display(self.slips[0].code) if len(self.slips) == 1 else f"{len(self.slips)} phiếu"
        return file_name(self.sheet.band, self.title, which)

    def fields(self) -> Fields:
        return {"form": "KT1-01", "slips": [slip.fields() for slip in self.slips]}
