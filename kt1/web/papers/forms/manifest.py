"""Phiếu giao nhận chuyến thư: what one run carries, in two copies that differ.

The giver's copy has the numbers of seals and locks. The taker's has empty places instead: whoever
takes a bag reads its seal from the seal, so the numbers must not travel beside it.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import ClassVar, Self

from kt1.custody.units.codes import Code, display
from kt1.web.papers.barcodes import qr
from kt1.web.papers.rules import (
    NOBODY,
    Fields,
    Person,
    Sheet,
    Value,
    clock,
    file_name,
    grouped,
)


class Copy(Enum):
    """Who keeps this copy."""

    GIVER = "Bản bên giao giữ"
    TAKER = "Bản bên nhận giữ"


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestLine:
    """A bag, a box or a loose item of the run; between nodes of the post, never agencies."""

    code: Code
    kind: str
    origin: str
    destination: str
    pieces: int
    weight_g: int | None = None
    seal: str = ""
    lock: str = ""
    locator: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One dispatch on its run."""

    template: ClassVar[str] = "manifest.typ"

    sheet: Sheet
    copy: Copy
    number: str
    origin: str
    destination: str
    closed_at: datetime
    shift: str = ""
    route: str = ""
    trip: str = ""
    vehicle: str = ""
    escort: Person = NOBODY
    leaves_at: datetime | None = None
    arrives_at: datetime | None = None
    giver: Person = NOBODY
    taker: Person = NOBODY
    lines: tuple[ManifestLine, ...]

    @property
    def title(self) -> str:
        return "Phiếu giao nhận chuyến thư KT1"

    @property
    def file_name(self) -> str:
        copy = "bên giao" if self.copy is Copy.GIVER else "bên nhận"
        return file_name(self.sheet.band, self.title, self.number, copy)

    def fields(self) -> Fields:
        weights = [line.weight_g for line in self.lines if line.weight_g is not None]
        return {
            "form": "KT1-03",
            "number": self.number,
            "square": qr(self.number),
            "copy": self.copy.value,
            "blind": self.copy is Copy.TAKER,
            "origin": self.origin,
            "destination": self.destination,
            "closed_at": clock(self.closed_at),
            "shift": self.shift,
            "route": self.route,
            "trip": self.trip,
            "vehicle": self.vehicle,
            "escort": self.escort.line,
            "leaves_at": clock(self.leaves_at),
            "arrives_at": clock(self.arrives_at),
            "giver": self.giver.line,
            "taker": self.taker.line,
            "rows": [self._row(n, line) for n, line in enumerate(self.lines, 1)],
            "units": grouped(len(self.lines)),
            "pieces": grouped(sum(line.pieces for line in self.lines)),
            "weight": grouped(sum(weights)) if len(weights) == len(self.lines) else "",
        }

    def _row(self, number: int, line: ManifestLine) -> list[Value]:
        # Left out here, not hidden in the template: what is not in the file cannot be copied out.
        closure = "" if self.copy is Copy.TAKER else _closure(line)
        locator = f"Định vị {line.locator}" if line.locator else ""
        return [
            str(number),
            display(line.code),
            line.kind,
            line.origin,
            line.destination,
            grouped(line.pieces),
            grouped(line.weight_g),
            closure,
            "",
            ". ".join(part for part in (locator, line.note) if part),
        ]

    def both(self) -> tuple[Self, Self]:
        """The giver's copy and the taker's."""
        return replace(self, copy=Copy.GIVER), replace(self, copy=Copy.TAKER)


def _closure(line: ManifestLine) -> str:
    lock = f"khóa {line.lock}" if line.lock else ""
    return ", ".join(part for part in (line.seal, lock) if part)
