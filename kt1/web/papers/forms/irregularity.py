"""Biên bản sự vụ: minutes of a broken seal, a torn cover or another irregularity of work.

Covers are counted and described from outside; nothing is opened and no content is listed. The
journey goes on in a new bag under a new seal; only a cover that is itself not intact is held.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from kt1.custody.units.codes import Code, display
from kt1.web.papers.barcodes import qr
from kt1.web.papers.rules import (
    Fields,
    Person,
    Sheet,
    Value,
    clock,
    day,
    file_name,
    grouped,
    hour_and_day,
)


class Occasion(StrEnum):
    """What the minutes are about."""

    SEAL_BROKEN = "Túi, hộp có niêm phong không nguyên vẹn"
    COVER_TORN = "Bì bưu gửi không nguyên vẹn"
    COUNT_DIFFERS = "Số lượng không khớp phiếu giao nhận"
    OTHER = "Sự vụ khác"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """One cover as both saw it, and what becomes of it."""

    code: Code
    condition: str
    recovered: bool = False
    held: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebag:
    """The bag or box found, and the one its covers travel on in."""

    code: Code
    kind: str
    seal: str
    seal_found: str
    new_code: Code | None = None
    new_seal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IrregularityMinutes:
    """Minutes signed by giver and taker, who are the two persons of the rule.

    Where one person is on duty the shift leader takes part by telephone: `by_phone`.
    """

    template: ClassVar[str] = "irregularity.typ"

    sheet: Sheet
    number: str
    occasion: Occasion
    at: datetime
    place: str
    journey: str = ""
    giver: Person
    taker: Person
    leader: Person
    leader_told_at: datetime | None = None
    by_phone: bool = False
    findings: tuple[str, ...] = ()
    declared: int | None = None
    counted: int | None = None
    bag: Rebag | None = None
    covers: tuple[Cover, ...] = ()
    measures: tuple[str, ...] = ()
    note: str = ""

    @property
    def title(self) -> str:
        return "Biên bản sự vụ"

    @property
    def file_name(self) -> str:
        return file_name(self.sheet.band, self.title, self.number)

    def fields(self) -> Fields:
        return {
            "form": "KT1-05",
            "number": self.number,
            "square": qr(self.number),
            "occasion": self.occasion.value,
            "at": hour_and_day(self.at),
            "day": day(self.at),
            "place": self.place,
            "journey": self.journey,
            "giver": self.giver.line,
            "taker": self.taker.line,
            "leader": self.leader.line,
            "leader_told_at": clock(self.leader_told_at),
            "by_phone": self.by_phone,
            "findings": list(self.findings),
            "declared": grouped(self.declared),
            "counted": grouped(self.counted),
            "bag": None if self.bag is None else _rebag(self.bag),
            "rows": [_row(n, cover) for n, cover in enumerate(self.covers, 1)],
            "held": sum(cover.held for cover in self.covers),
            "measures": list(self.measures),
            "note": self.note,
        }


def _rebag(bag: Rebag) -> Fields:
    return {
        "code": display(bag.code),
        "kind": bag.kind,
        "seal": bag.seal,
        "seal_found": bag.seal_found,
        "new_code": "" if bag.new_code is None else display(bag.new_code),
        "new_seal": bag.new_seal,
    }


def _row(number: int, cover: Cover) -> list[Value]:
    return [
        str(number),
        display(cover.code),
        cover.condition,
        "Gói bọc lại, hai người ký" if cover.recovered else "",
        "Giữ lại chờ xử lý" if cover.held else "Đi tiếp",
    ]
