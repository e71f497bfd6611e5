"""Bản kê phát: what a courier delivers at one point, signed there.

One sheet a point: a sheet for many doors would tell each who else receives KT1.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from kt1.custody.units.codes import Code, display
from kt1.web.papers.barcodes import qr
from kt1.web.papers.rules import (
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
class DeliveryLine:
    """One item for this point. No mark: the cover itself shows it to those who sign."""

    code: Code
    services: Services
    pieces: int = 1
    condition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MaySign:
    """Who may sign here in this window, as far as the sheet must know for one visit."""

    who: str
    rank: str
    telephone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverySheet:
    """The items of one point on one run."""

    template: ClassVar[str] = "delivery-sheet.typ"

    sheet: Sheet
    number: str
    run: str
    courier: Person
    point: str
    address: str
    window_from: datetime | None = None
    window_to: datetime | None = None
    may_sign: tuple[MaySign, ...] = ()
    no_phones: bool = False
    focal_only: bool = False
    call_first: bool = False
    lines: tuple[DeliveryLine, ...]

    @property
    def title(self) -> str:
        return "Bản kê phát bưu gửi KT1"

    @property
    def file_name(self) -> str:
        return file_name(self.sheet.band, self.title, self.number)

    def fields(self) -> Fields:
        return {
            "form": "KT1-04",
            "number": self.number,
            "square": qr(self.number),
            "run": self.run,
            "courier": self.courier.line,
            "point": self.point,
            "address": self.address,
            "window_from": clock(self.window_from),
            "window_to": clock(self.window_to),
            "may_sign": [[one.who, one.rank, one.telephone] for one in self.may_sign],
            "reminders": list(self._reminders()),
            "rows": [_row(n, line) for n, line in enumerate(self.lines, 1)],
            "units": grouped(len(self.lines)),
            "pieces": grouped(sum(line.pieces for line in self.lines)),
        }

    def _reminders(self) -> tuple[str, ...]:
        said = (
            (self.call_first, "Gọi báo trước khi đến."),
            (self.no_phones, "Không mang điện thoại vào: ký giấy trước, nhập máy sau."),
            (self.focal_only, "Chỉ phát cho đầu mối hoặc dự phòng, không nhận thay."),
        )
        return tuple(sentence for applies, sentence in said if applies)


def _row(number: int, line: DeliveryLine) -> list[Value]:
    return [
        str(number),
        display(line.code),
        line.services.words,
        grouped(line.pieces),
        line.condition,
        "",
        "",
        "",
    ]
