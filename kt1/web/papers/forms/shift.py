"""Biên bản bàn giao ca: what one shift leaves to the next, counted by scan (N8)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from kt1.custody.units.codes import Code, display
from kt1.web.papers.barcodes import qr
from kt1.web.papers.rules import (
    NOBODY,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceLine:
    """One kind of unit: opening + taken - given - delivered = closing, against the count."""

    kind: str
    opening: int
    taken: int
    given: int
    delivered: int
    counted: int

    @property
    def closing(self) -> int:
        return self.opening + self.taken - self.given - self.delivered

    @property
    def difference(self) -> int:
        return self.counted - self.closing


@dataclass(frozen=True, slots=True, kw_only=True)
class StockLine:
    """Empty bags, unused seals, locks, keys, locators: how many, and their numbers."""

    kind: str
    count: int
    numbers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingLine:
    """An irregularity that is still open at the change."""

    number: str
    kind: str
    since: datetime
    code: Code | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftMinutes:
    """The change of one shift at one place. Bears the ledger's checkpoint when told (N14)."""

    template: ClassVar[str] = "shift.typ"

    sheet: Sheet
    number: str
    place: str
    since: datetime
    until: datetime
    outgoing: Person
    incoming: Person
    leader: Person = NOBODY
    balance: tuple[BalanceLine, ...]
    stock: tuple[StockLine, ...] = ()
    pending: tuple[PendingLine, ...] = ()
    missing: tuple[Code, ...] = ()
    extra: tuple[Code, ...] = ()

    @property
    def title(self) -> str:
        return "Biên bản bàn giao ca"

    @property
    def file_name(self) -> str:
        return file_name(self.sheet.band, self.title, self.number)

    def fields(self) -> Fields:
        agrees = not (self.missing or self.extra or any(line.difference for line in self.balance))
        return {
            "form": "KT1-06",
            "number": self.number,
            "square": qr(self.number),
            "at": hour_and_day(self.until),
            "day": day(self.until),
            "place": self.place,
            "since": clock(self.since),
            "until": clock(self.until),
            "outgoing": self.outgoing.line,
            "incoming": self.incoming.line,
            "leader": self.leader.line,
            "balance": [_balance(n, line) for n, line in enumerate(self.balance, 1)],
            "stock": [[str(n), x.kind, grouped(x.count), x.numbers] for n, x in _nth(self.stock)],
            "pending": [_pending(n, line) for n, line in enumerate(self.pending, 1)],
            "missing": [display(code) for code in self.missing],
            "extra": [display(code) for code in self.extra],
            "agrees": agrees,
        }


def _nth(lines: tuple[StockLine, ...]) -> list[tuple[int, StockLine]]:
    return list(enumerate(lines, 1))


def _balance(number: int, line: BalanceLine) -> list[Value]:
    figures = (line.opening, line.taken, line.given, line.delivered, line.closing, line.counted)
    sign = f"{line.difference:+d}".replace("-", "−") if line.difference else "0"
    return [str(number), line.kind, *(grouped(figure) for figure in figures), sign]


def _pending(number: int, line: PendingLine) -> list[Value]:
    code = "" if line.code is None else display(line.code)
    return [str(number), line.number, line.kind, code, clock(line.since)]
