"""A version of a report as an official letter: the same words as DOCX and as PDF. Pure.

Source: ND30-2020 Phụ lục I (layout, by `kt1.web.papers.letters`); the structure is our own form
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kt1.oversight.reports import keys
from kt1.oversight.reports.figures import Frozen
from kt1.oversight.reports.rules import Section
from kt1.web.papers.letters import (
    Annex,
    Block,
    Bullets,
    Heading,
    Layout,
    Letter,
    Paragraph,
    Signer,
    Table,
    notation,
)
from kt1.web.papers.rules import clock, grouped
from kt1.web.reports.content import Part, parts
from kt1.web.reports.sheets import sheets
from kt1.web.reports.tables import Sheet
from kt1.web.reports.wording import HIDDEN

KIND = "BÁO CÁO"
_ROOT_SHOWN = 16
#: More columns than these lie across the page.
_UPRIGHT_COLUMNS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who reports: the office, its superior and its place, as they are called on the day."""

    superior: str
    name: str
    place: str
    called: str  # in the text, where the head of the paper says less: Văn phòng Tỉnh ủy
    layout: Layout = Layout.STATE
    sign: str = "SKHCN"
    receivers: tuple[str, ...] = ("Như trên", "Giám đốc, các Phó Giám đốc Sở", "Lưu: VT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """All that a version shows of itself beside its figures and words."""

    title: str
    addressees: tuple[str, ...]
    office: Office
    version: int = 0  # 0: counted for a file, not kept
    number: str = ""
    dated: date | None = None
    authority: str = ""
    signer_title: str = "GIÁM ĐỐC"
    signer: str = ""
    asked: str = ""  # who asked for it, by which paper
    sha256: str = ""
    demonstration: bool = False
    drill: bool = False


def letter(face: Face, frozen: Frozen, words: Mapping[str, str]) -> Letter:
    """The whole report: text by sections, then the six tables as annexes."""
    blocks: list[Block] = [Paragraph(_opening(face, frozen))]
    for part in parts(frozen, words):
        blocks += _section(part, compared=compared(frozen))
    blocks.append(
        Paragraph(
            f"Trên đây là báo cáo {_lowered(face.title)}; {face.office.called} kính báo cáo"
            " (kèm theo các biểu số liệu)."
        )
    )
    tables = sheets(frozen)
    for sheet in tables:
        blocks += [
            Annex(sheet.name, sheet.title, across=len(sheet.headings) > _UPRIGHT_COLUMNS),
            Table(
                headings=sheet.headings,
                rows=sheet.rows,
                widths=sheet.widths,
                aligned=sheet.aligned,
                total=sheet.total,
            ),
            *(Paragraph(line, italic=True) for line in _under(sheet, frozen)),
        ]
        if sheet is tables[0]:
            blocks += [Paragraph(line, italic=True) for line in proof(face, frozen)]
    return Letter(
        layout=face.office.layout,
        superior=face.office.superior,
        issuer=face.office.name,
        kind=KIND,
        number=face.number or notation(face.office.layout, KIND, face.office.sign),
        place=face.office.place,
        day=face.dated,
        subject=face.title,
        addressees=face.addressees,
        blocks=tuple(blocks),
        signer=Signer(authority=face.authority, title=face.signer_title, name=face.signer),
        receivers=face.office.receivers,
        demonstration=face.demonstration,
        drill=face.drill,
    )


def _lowered(title: str) -> str:
    return title[:1].lower() + title[1:]


def _opening(face: Face, frozen: Frozen) -> str:
    days = f"từ ngày {frozen.span.first:%d/%m/%Y} đến ngày {frozen.span.last:%d/%m/%Y}"
    ground = (
        f"Thực hiện yêu cầu của {face.asked}"
        if face.asked
        else "Thực hiện chế độ báo cáo về dịch vụ bưu chính KT1"
    )
    beside = (
        "trong ngoặc là cùng kỳ năm trước"
        if compared(frozen)
        else "hệ thống chưa có số liệu cùng kỳ năm trước"
    )
    return (
        f"{ground}, {face.office.called} báo cáo {_lowered(face.title)} (số liệu {days};"
        f" {beside}) như sau:"
    )


def compared(frozen: Frozen) -> bool:
    """Whether anything is known of the year before."""
    return frozen.before(keys.SENT) is not None


def _section(part: Part, *, compared: bool) -> Iterator[Block]:
    yield Heading(1, part.title.upper())
    for group in part.groups:
        title = group.title
        if part.section is Section.USE:
            title = f"{part.groups.index(group) + 1}. {title}"
        yield Heading(2, title)
        *most, last = (line.said if compared else line.alone for line in group.lines)
        yield Bullets((*(f"{line};" for line in most), f"{last}."))
    for text in part.paragraphs:
        yield Paragraph(text)
    if not part.groups and not part.paragraphs:
        yield Paragraph("(Chưa có nội dung)", italic=True)


def _under(sheet: Sheet, frozen: Frozen) -> Iterator[str]:
    if sheet.note:
        yield sheet.note
    if any(cell == HIDDEN for row in sheet.rows for cell in row):
        yield hidden_note(frozen)


def hidden_note(frozen: Frozen) -> str:
    return (
        f"{HIDDEN} : số nhỏ hơn {frozen.least} hoặc số mà từ đó suy ra được số nhỏ hơn"
        f" {frozen.least}, không thể hiện."
    )


def proof(face: Face, frozen: Frozen) -> Iterator[str]:
    """How the figures can be checked, and what they rest on while it is not confirmed."""
    version = f"Bản số liệu {face.version}. " if face.version else ""
    digest = f"; mã số liệu {face.sha256[:_ROOT_SHOWN]}…" if face.sha256 else ""
    yield (
        f"{version}Số liệu chốt lúc {clock(frozen.counted_at)} từ hệ thống KT1; sổ ghi vết có"
        f" {grouped(frozen.ledger_size)} mục, mã gốc {frozen.ledger_root[:_ROOT_SHOWN]}…{digest}"
    )
    if frozen.basis:
        yield f"Định mức áp dụng: {frozen.basis}"
    yield "Biểu mẫu nội bộ; chưa có mẫu báo cáo KT1 do cơ quan có thẩm quyền ban hành."
