"""Danh sách đầu mối tiếp nhận bưu gửi KT1: numbered copies, for use inside (practice §C.2)."""

from dataclasses import astuple, dataclass
from datetime import datetime
from typing import ClassVar

from kt1.web.papers.rules import Fields, Sheet, clock, file_name

#: The columns as an office knows them; a spreadsheet has the same.
HEADINGS = (
    "STT",
    "Cơ quan",
    "Mã khách hàng, điểm phát",
    "Địa chỉ phát trong giờ",
    "Đầu mối trong giờ (họ tên, chức vụ, điện thoại)",
    "Nơi nhận ngoài giờ, phòng trực (điện thoại)",
    "Đầu mối ngoài giờ (họ tên hoặc chức danh, điện thoại)",
    "Dự phòng (họ tên, điện thoại)",
    "Áp dụng",
    "Số, ngày văn bản cử",
    "Hiệu lực từ – đến",
    "Ghi chú",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiverRow:
    """One body at one door."""

    agency: str
    code: str
    address: str
    in_hours: str
    room: str
    off_hours: str
    deputies: str
    days: str
    papers: str
    span: str
    note: str

    def cells(self, number: int) -> list[str]:
        return [str(number), *astuple(self)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiverList:
    """The list as it stood at a moment, in so many copies that each bear their number."""

    template: ClassVar[str] = "receivers.typ"

    sheet: Sheet
    number: str
    as_of: datetime
    copies: int
    rows: tuple[ReceiverRow, ...]

    @property
    def title(self) -> str:
        return "Danh sách đầu mối tiếp nhận bưu gửi KT1"

    @property
    def file_name(self) -> str:
        return file_name(self.sheet.band, self.title, self.number)

    def fields(self) -> Fields:
        return {
            "form": "KT1-09",
            "number": self.number,
            "as_of": clock(self.as_of),
            "copies": self.copies,
            "headings": list(HEADINGS),
            "rows": [list(row.cells(number)) for number, row in enumerate(self.rows, 1)],
        }
