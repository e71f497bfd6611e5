"""The dossier of a budget: tờ trình and bảng tổng hợp, from one set of facts. Pure.

Columns of the table: practice C.6. Numbers and dates of the letter are left to be written in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from kt1.law.tariffs.words import in_words
from kt1.web.papers.docx import Grid, Part, Text, Turn
from kt1.web.papers.rules import Fields, Sheet, Value, file_name, grouped

STAGE_TITLES = {
    "estimate": "Dự toán (lập)",
    "appraised": "Dự toán đã thẩm định",
    "allocated": "Dự toán đã giao",
    "adjusted": "Dự toán đã điều chỉnh",
    "settled": "Quyết toán",
}
LEVEL_NAMES = {
    "tinh": "Tỉnh",
    "xa": "Xã",
    "dang": "Đảng",
    "nganh_doc": "Ngành dọc",
    "": "Chưa ghi",
}
HEADINGS = (
    "STT", "Đơn vị", "Mã ĐVQHNS", "Cấp NS", "Thực hiện năm trước", "Ước năm nay", "Dự toán",
    "Tăng/giảm", "Nguồn", "Ghi chú",
)  # fmt: skip
WIDTHS = (5, 24, 9, 8, 11, 11, 12, 8, 6, 6)
SOURCE = "NSĐP"


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierLine:
    name: str
    budget_code: str
    level: str
    last_year: int
    this_year: int
    amount: int
    change: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One version as it goes to Sở Tài chính."""

    template: ClassVar[str] = "budget.typ"

    sheet: Sheet
    year: int
    stage: str
    version: int
    months: str
    growth: str
    scenario: str
    vat_percent: int
    tariff: str
    tariff_note: str
    paper: str
    items: int
    lines: tuple[DossierLine, ...]

    @property
    def title(self) -> str:
        return f"Bảng tổng hợp dự toán kinh phí dịch vụ bưu chính KT1 năm {self.year}"

    @property
    def file_name(self) -> str:
        return self.named("pdf")

    def named(self, suffix: str) -> str:
        what = f"Dự toán KT1 năm {self.year}, bản {self.version}"
        return file_name(self.sheet.band, what, suffix=suffix)

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def sums(self) -> tuple[int, int, int]:
        return (
            sum(line.last_year for line in self.lines),
            sum(line.this_year for line in self.lines),
            self.total,
        )

    def basis(self) -> tuple[str, ...]:
        """What it rests on, sentence by sentence."""
        tax = f", thuế GTGT {self.vat_percent} %" if self.vat_percent else ""
        return (
            f"Sản lượng đo được: {grouped(self.items)} bưu gửi trong {self.months}.",
            f"Đơn giá: {self.tariff}{tax}. {self.tariff_note}".strip(),
            f"Phương án {self.scenario}; tăng trưởng {self.growth}.",
            *((f"Văn bản: {self.paper}.",) if self.paper else ()),
        )

    def rows(self) -> list[list[str]]:
        return [
            [
                str(n), line.name, line.budget_code, LEVEL_NAMES.get(line.level, line.level),
                grouped(line.last_year), grouped(line.this_year), grouped(line.amount),
                line.change, SOURCE, line.note,
            ]
            for n, line in enumerate(self.lines, 1)
        ]  # fmt: skip

    def total_row(self) -> list[str]:
        last, this, amount = self.sums
        return ["", "Cộng", "", "", grouped(last), grouped(this), grouped(amount), "", "", ""]

    def fields(self) -> Fields:
        rows: list[Value] = [list(row) for row in self.rows()]
        return {
            "form": "KT1-14",
            "stage": STAGE_TITLES.get(self.stage, self.stage),
            "version": str(self.version),
            "headings": list(HEADINGS),
            "rows": rows,
            "total": list(self.total_row()),
            "basis": list(self.basis()),
            "words": in_words(self.total),
        }

    def document(self) -> Sequence[Part]:
        """Tờ trình with the table behind it, to be edited in an office."""
        office, place = self.sheet.office, self.sheet.office.locality
        day = f"{place}, ngày      tháng      năm"
        band = [Text(words=self.sheet.band.value, align="center", bold=True)]
        return [
            *(band if self.sheet.band.value else []),
            Grid(
                rows=[[
                    f"{office.superior.upper()}\n{office.name.upper()}\nSố:          /TTr-",
                    f"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n{day}",
                ]],
                widths=(42, 58), heading=False, ruled=False, centred=True, size=26,
            ),
            Text(words="TỜ TRÌNH", align="center", bold=True),
            Text(
                words=f"Về dự toán kinh phí sử dụng dịch vụ bưu chính KT1 năm {self.year}",
                align="center", bold=True,
            ),
            Text(words="Kính gửi: Sở Tài chính", align="center"),
            Text(words=self._opening(), indent=True),
            *(Text(words=f"- {one}", indent=True) for one in self.basis()),
            Text(
                words=f"Tổng kinh phí đề nghị năm {self.year}: {grouped(self.total)} đồng "
                f"(bằng chữ: {in_words(self.total)}), theo bảng tổng hợp kèm theo.",
                indent=True,
            ),
            Grid(rows=self._levels(), widths=(40, 20, 40), right=frozenset({1, 2}),
                 strong_last=True, size=26),
            Text(words=f"{office.name} kính đề nghị Sở Tài chính xem xét, thẩm định.", indent=True),
            Grid(
                rows=[["Nơi nhận:\n- Như trên;\n- Lưu: VT.",
                       "GIÁM ĐỐC\n(Ký, ghi rõ họ tên, đóng dấu)\n\n\n"]],
                widths=(50, 50), heading=False, ruled=False, centred=True, size=24,
            ),
            Turn(),
            Text(words=self.title.upper(), align="center", bold=True),
            Text(words=f"{STAGE_TITLES[self.stage]}, bản {self.version}. Đơn vị tính: đồng",
                 align="center", italic=True, size=24),
            Grid(rows=[HEADINGS, *self.rows(), self.total_row()], widths=WIDTHS,
                 right=frozenset({4, 5, 6, 7}), strong_last=True, size=20),
            Text(words=f"Số tiền bằng chữ: {in_words(self.total)}.", italic=True, size=24),
        ]  # fmt: skip

    def _opening(self) -> str:
        return (
            "Căn cứ Quyết định của Thủ tướng Chính phủ về Mạng bưu chính phục vụ cơ quan Đảng, "
            "Nhà nước và quy định hiện hành về ngân sách nhà nước, "
            f"{self.sheet.office.name} trình dự toán kinh phí của các cơ quan trên địa bàn, lập "
            "trên sản lượng đo được và giá cước:"
        )

    def _levels(self) -> list[list[str]]:
        """Bodies and money by budget level."""
        found: dict[str, list[int]] = {}
        for line in self.lines:
            found.setdefault(line.level, []).append(line.amount)
        rows = [
            [LEVEL_NAMES.get(level, level), grouped(len(amounts)), grouped(sum(amounts))]
            for level, amounts in sorted(found.items())
        ]
        total = ["Cộng", grouped(len(self.lines)), grouped(self.total)]
        return [["Cấp ngân sách", "Số dòng", "Dự toán (đồng)"], *rows, total]
