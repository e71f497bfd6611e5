"""Sổ giao nhận bưu gửi KT1: the hand-over book an agency or an office prints, signs and binds."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from kt1.custody.units.codes import Code, display
from kt1.web.papers.rules import (
    NOBODY,
    Fields,
    Person,
    Services,
    Sheet,
    Value,
    clock,
    file_name,
    grouped,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookRow:
    """One item that changed hands. The mark has a column of its own, empty in flag mode."""

    at: datetime
    code: Code
    sender: str
    receiver: str
    services: Services
    pieces: int = 1
    condition: str = ""
    giver: Person = NOBODY
    taker: Person = NOBODY
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverBook:
    """The rows of one owner's book for a span of days, numbered on from `first`."""

    template: ClassVar[str] = "handover-book.typ"

    sheet: Sheet
    owner: str
    since: date
    until: date
    rows: tuple[BookRow, ...]
    first: int = 1

    @property
    def title(self) -> str:
        return "Sổ giao nhận bưu gửi KT1"

    @property
    def file_name(self) -> str:
        span = f"{self.since:%Y-%m-%d} - {self.until:%Y-%m-%d}"
        return file_name(self.sheet.band, self.title, span)

    def fields(self) -> Fields:
        return {
            "form": "KT1-02",
            "owner": self.owner,
            "since": f"{self.since:%d/%m/%Y}",
            "until": f"{self.until:%d/%m/%Y}",
            "rows": [_row(number, row) for number, row in enumerate(self.rows, self.first)],
        }


def _row(number: int, row: BookRow) -> list[Value]:
    return [
        str(number),
        clock(row.at),
        display(row.code),
        f"{row.sender} → {row.receiver}",
        row.services.words,
        row.services.letter,
        grouped(row.pieces),
        row.condition,
        row.giver.line,
        row.taker.line,
        row.note,
    ]
