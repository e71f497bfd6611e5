"""An official letter as what it says, apart from how it looks. Pure: no Django, no clock.

One `Letter` gives an editable DOCX (`letters.word`) and a PDF (`letters.paper`) of the same words:
both are made from what `letters.composing` says of it. Layouts: NĐ 30/2020/NĐ-CP, Phụ lục I, for
bodies of the State; the Party's own for bodies of the Party.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kt1.web.papers.rules import Band, file_name


class Layout(StrEnum):
    """Whose rules of layout a letter follows."""

    STATE = "nd30"
    PARTY = "dang"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text: level 1 is "I. …", 2 is "1. …", 3 is "a) …", as written.

    Level 0 stands in the middle: who decides, and "QUYẾT ĐỊNH:" after the grounds.
    """

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. In italics stand the grounds ("Căn cứ …") of a decision."""

    text: str
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """Points, each on its own line after a dash."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose heading repeats on every page.

    Attributes:
        widths: relative widths of the columns; equal when empty.
        aligned: one letter a column, "l", "c" or "r"; all left when empty.
        caption: stands above it, when not empty.
        total: so many rows at the end are sums and stand out.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    aligned: str = ""
    caption: str = ""
    total: int = 0

    def __post_init__(self) -> None:
        columns = len(self.headings)
        if any(len(row) != columns for row in self.rows):
            raise ValueError("A row of the table has not as many cells as it has headings.")
        if self.widths and len(self.widths) != columns:
            raise ValueError("A width for each column, or none.")
        if self.aligned and (len(self.aligned) != columns or set(self.aligned) - set("lcr")):
            raise ValueError("A letter l, c or r for each column, or none.")


@dataclass(frozen=True, slots=True)
class Annex:
    """From here on an annex: its own page, after the signature; `across` turns the page.

    Attributes:
        name: as "PHỤ LỤC I" or "Biểu 01".
    """

    name: str
    title: str
    across: bool = False


Block = Heading | Paragraph | Bullets | Table | Annex


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs. `authority` as "KT. GIÁM ĐỐC" or nothing; the name may stay open for a pen."""

    authority: str = ""
    title: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One official document.

    Attributes:
        kind: nothing for a công văn, else the name in capitals: "BÁO CÁO", "QUYẾT ĐỊNH" …
        number: as "05/BC-SKHCN"; beginning at its dividing mark ("/BC-SKHCN", "-CV/VPTU") or
            empty it leaves room to write the number in by hand.
        day: of issue; None leaves room for it.
        subject: without "V/v" or "Về việc".
        addressees: after "Kính gửi:"; empty where the kind has none.
        receivers: after "Nơi nhận:", each without its dash and mark.
        beside: other signers, left of the signer, as minutes have them.
    """

    layout: Layout = Layout.STATE
    superior: str = ""
    issuer: str
    kind: str = ""
    number: str = ""
    place: str
    day: date | None = None
    subject: str
    addressees: tuple[str, ...] = ()
    blocks: tuple[Block, ...]
    signer: Signer
    receivers: tuple[str, ...] = ()
    beside: tuple[Signer, ...] = ()
    demonstration: bool = False
    drill: bool = False

    @property
    def band(self) -> Band:
        """DIỄN TẬP or DỮ LIỆU MINH HỌA across every page and before the file's name."""
        if self.drill:
            return Band.DRILL
        return Band.DEMONSTRATION if self.demonstration else Band.NONE

    def file_name(self, suffix: str) -> str:
        kind = self.kind.capitalize() or "Công văn"
        return file_name(self.band, kind, self.subject, suffix=suffix)


#: Abbreviations of the kinds in numbers (NĐ 30/2020, Phụ lục III). A công văn has none in letters
#: of the State, "CV" in those of the Party.
ABBREVIATIONS = {
    "BÁO CÁO": "BC",
    "BIÊN BẢN": "BB",
    "GIẤY MỜI": "GM",
    "HƯỚNG DẪN": "HD",
    "KẾ HOẠCH": "KH",
    "QUY CHẾ": "QC",
    "QUYẾT ĐỊNH": "QĐ",
    "THÔNG BÁO": "TB",
    "TỜ TRÌNH": "TTr",
}


def notation(layout: Layout, kind: str, office: str, unit: str = "") -> str:
    """What follows the number: "/BC-SKHCN", "/SKHCN-BCVT" for a công văn, "-CV/VPTU" of the Party.

    Args:
        office: abbreviation of the issuer, as "SKHCN".
        unit: abbreviation of the unit that drafts, for a công văn of the State.
    """
    short = ABBREVIATIONS.get(kind, "")
    if layout is Layout.PARTY:
        return f"-{short or 'CV'}/{office}"
    return f"/{short}-{office}" if short else f"/{office}" + (f"-{unit}" if unit else "")


def numbered(n: int, mark: str) -> str:
    """A number below ten has a nought before it: "05/BC-SKHCN"."""
    return f"{n:02d}{mark}"
