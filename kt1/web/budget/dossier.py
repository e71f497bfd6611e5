"""The dossier of a budget: tờ trình and bảng tổng hợp, from one set of facts. Pure.

Columns of the table: practice C.6. Numbers and dates of the letter are left to be written in.
"""

from dataclasses import dataclass

from kt1.law.tariffs.rules import tax_within
from kt1.law.tariffs.words import in_words
from kt1.web.papers.letters import Annex, Bullets, Letter, Paragraph, Signer, Table
from kt1.web.papers.rules import Band, Sheet, file_name, grouped

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
WIDTHS = (4, 21, 8, 7, 10, 10, 10, 7, 7, 16)
#: Whose money a level spends; the sectors that are run from the centre have theirs from there.
SOURCES = {"tinh": "NSĐP", "xa": "NSĐP", "dang": "NSĐP", "nganh_doc": "NSTW"}


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

    def named(self, suffix: str) -> str:
        what = f"Dự toán KT1 năm {self.year}, bản {self.version}"
        return file_name(self.sheet.band, what, suffix=suffix)

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def tax(self) -> int:
        """What of the total is tax: each line is a net amount with its tax."""
        return sum(tax_within(line.amount, self.vat_percent) for line in self.lines)

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
                line.change, SOURCES.get(line.level, ""), line.note,
            ]
            for n, line in enumerate(self.lines, 1)
        ]  # fmt: skip

    def total_row(self) -> list[str]:
        last, this, amount = self.sums
        return ["", "Cộng", "", "", grouped(last), grouped(this), grouped(amount), "", "", ""]

    def letter(self) -> Letter:
        """Tờ trình with the table behind it: one content, to be edited (DOCX) and printed (PDF)."""
        office = self.sheet.office
        return Letter(
            superior=office.superior,
            issuer=office.name,
            kind="TỜ TRÌNH",
            number="/TTr-",
            place=office.locality,
            subject=f"Về dự toán kinh phí sử dụng dịch vụ bưu chính KT1 năm {self.year}",
            addressees=("Sở Tài chính",),
            blocks=(
                Paragraph(self._opening()),
                Bullets(self.basis()),
                Paragraph(
                    f"Tổng kinh phí đề nghị năm {self.year}: {grouped(self.total)} đồng (bằng "
                    f"chữ: {in_words(self.total)}), trong đó thuế GTGT {grouped(self.tax)} đồng, "
                    "theo bảng tổng hợp kèm theo."
                ),
                self._levels(),
                Paragraph(f"{office.name} kính đề nghị Sở Tài chính xem xét, thẩm định."),
                Annex("Phụ lục", self.title, across=True),
                Paragraph(
                    f"{STAGE_TITLES[self.stage]}, bản {self.version}. Đơn vị tính: đồng",
                    italic=True,
                ),
                Table(HEADINGS, tuple(map(tuple, [*self.rows(), self.total_row()])), WIDTHS,
                      "clccrrrrcl", total=True),
                Paragraph(f"Số tiền bằng chữ: {in_words(self.total)}.", italic=True),
            ),
            signer=Signer(title="GIÁM ĐỐC"),
            receivers=("Như trên", "Lưu: VT"),
            demonstration=self.sheet.band is Band.DEMONSTRATION,
            drill=self.sheet.band is Band.DRILL,
        )  # fmt: skip

    def _opening(self) -> str:
        return (
            "Căn cứ Quyết định của Thủ tướng Chính phủ về Mạng bưu chính phục vụ cơ quan Đảng, "
            "Nhà nước và quy định hiện hành về ngân sách nhà nước, "
            f"{self.sheet.office.name} trình dự toán kinh phí của các cơ quan trên địa bàn, lập "
            "trên sản lượng đo được và giá cước:"
        )

    def _levels(self) -> Table:
        """Bodies and money by budget level."""
        found: dict[str, list[int]] = {}
        for line in self.lines:
            found.setdefault(line.level, []).append(line.amount)
        rows = [
            (LEVEL_NAMES.get(level, level), grouped(len(amounts)), grouped(sum(amounts)))
            for level, amounts in sorted(found.items())
        ]
        total = ("Cộng", grouped(len(self.lines)), grouped(self.total))
        headings = ("Cấp ngân sách", "Số dòng", "Dự toán (đồng)")
        return Table(headings, (*rows, total), (40, 20, 40), "lrr", total=True)
