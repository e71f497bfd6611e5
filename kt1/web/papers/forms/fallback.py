"""Phiếu giao nhận bản giấy: numbered sheets for when nothing else works (N13).

Filled by hand, signed by giver and taker, transcribed later by two persons one after the other.
Numbers that do not come back are listed, so every sheet is numbered and can be scanned.
"""

from dataclasses import dataclass
from typing import ClassVar

from kt1.web.papers.barcodes import code128
from kt1.web.papers.rules import Fields, Sheet, file_name


@dataclass(frozen=True, slots=True, kw_only=True)
class FallbackSheets:
    """A pad of blank sheets, one number each."""

    template: ClassVar[str] = "fallback.typ"

    sheet: Sheet
    numbers: tuple[str, ...]
    rows: int = 14

    @property
    def title(self) -> str:
        return "Phiếu giao nhận bưu gửi KT1 (bản giấy)"

    @property
    def file_name(self) -> str:
        first, last = self.numbers[0], self.numbers[-1]
        span = first if first == last else f"{first} - {last}"
        return file_name(self.sheet.band, "Phiếu giao nhận bản giấy", span)

    def fields(self) -> Fields:
        return {
            "form": "KT1-07",
            "numbers": [code128(number) for number in self.numbers],
            "rows": self.rows,
        }
