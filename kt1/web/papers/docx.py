"""An editable document: paragraphs and tables in Office Open XML. Pure: no Django, no clock.

As much of ECMA-376 as an official letter needs: Times New Roman, A4, a letter's two-column head,
tables whose heading repeats on every page, page numbers from the second page on. The same content
gives the same bytes.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from kt1.web.papers import openxml
from kt1.web.papers.openxml import DOCX_TYPE, FACE, HEAD, MAIN, RELATED

__all__ = ["DOCX_TYPE", "Columns", "Grid", "Page", "Part", "Rule", "Text", "Turn", "written"]

#: Twentieths of a point: A4 and the margins of an official letter (20, 20, 30, 15 mm).
_A4 = (11906, 16838)
_MARGIN = {"top": 1134, "bottom": 1134, "left": 1701, "right": 851}
_TIME = (2026, 1, 1, 0, 0, 0)
#: Half points of a page number.
_NUMBER_SIZE = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A paragraph. `size` in half points: 28 is 14 pt; `before` and `after` in twentieths of one.

    `level` 1 to 3 makes it a heading of the document's outline; `kept` holds it with the next.
    """

    words: str
    align: str = "both"
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    size: int = 28
    indent: bool = False
    before: int = 60
    after: int = 60
    level: int = 0
    kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A line drawn across the middle of its column; `aside` is the room left of it and right."""

    aside: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Texts side by side, without lines. `widths` in per cent."""

    cells: Sequence[Sequence[Text | Rule]]
    widths: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table. `widths` in per cent; `right` are columns of numbers; without `ruled` no lines."""

    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    heading: bool = True
    ruled: bool = True
    right: frozenset[int] = frozenset()
    middle: frozenset[int] = frozenset()
    centred: bool = False
    strong_last: int = 0
    size: int = 22


@dataclass(frozen=True, slots=True)
class Turn:
    """From here on a new page; the pages lie across, or upright again."""

    across: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What stands around the text: numbers from the second page on, a band on every page."""

    title: str = ""
    numbered: bool = False
    band: str = ""


Part = Text | Rule | Grid | Columns | Turn


def written(parts: Sequence[Part], page: Page | None = None) -> bytes:
    """The document as a file."""
    page = page or Page()
    files = {
        "[Content_Types].xml": openxml.types(),
        "_rels/.rels": openxml.relations({"officeDocument": "word/document.xml"}, about=True),
        "docProps/core.xml": openxml.core(_plain(page.title)),
        "word/_rels/document.xml.rels": openxml.relations(
            {"styles": "styles.xml", "header": "header.xml", "header#first": "first.xml"}
        ),
        "word/document.xml": _document(parts),
        "word/styles.xml": openxml.styles(),
        "word/header.xml": _header(page, first=False),
        "word/first.xml": _header(page, first=True),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in files.items():
            file.writestr(zipfile.ZipInfo(name, _TIME), text.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _header(page: Page, *, first: bool) -> str:
    size = f'<w:rPr>{FACE}<w:sz w:val="{_NUMBER_SIZE}"/></w:rPr>'
    field = (
        f'<w:r>{size}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{size}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        f'<w:r>{size}<w:fldChar w:fldCharType="end"/></w:r>'
    )
    lines = ""
    if page.numbered and not first:
        lines += f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{field}</w:p>'
    if page.band:
        lines += _text(Text(words=page.band, align="center", bold=True, size=22, before=0))
    return f'{HEAD}<w:hdr xmlns:w="{MAIN}">{lines or "<w:p/>"}</w:hdr>'


def _document(parts: Sequence[Part]) -> str:
    across, first = False, True
    body = []
    for part in parts:
        if isinstance(part, Turn):
            body.append(f"<w:p><w:pPr>{_section(across=across, first=first)}</w:pPr></w:p>")
            across, first = part.across, False
        else:
            body.append(_block(part))
    return (
        f'{HEAD}<w:document xmlns:w="{MAIN}" xmlns:r="{RELATED}"><w:body>{"".join(body)}'
        f"{_section(across=across, first=first)}</w:body></w:document>"
    )


def _section(*, across: bool, first: bool) -> str:
    """One run of pages lying alike. Only the very first page of all has a head of its own."""
    width, height = reversed(_A4) if across else _A4
    turned = ' w:orient="landscape"' if across else ""
    margins = " ".join(f'w:{side}="{size}"' for side, size in _MARGIN.items())
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="r2"/>'
        '<w:headerReference w:type="first" r:id="r3"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
        f'<w:pgMar {margins} w:header="567" w:footer="567" w:gutter="0"/>'
        f"{'<w:titlePg/>' if first else ''}</w:sectPr>"
    )


def _block(part: Text | Rule | Grid | Columns) -> str:
    match part:
        case Text():
            return _text(part)
        case Rule():
            return _rule(part)
        case Columns():
            return _columns(part)
        case Grid():
            return _grid(part)


def _text(part: Text) -> str:
    style = f'<w:pStyle w:val="Heading{part.level}"/>' if part.level else ""
    kept = "<w:keepNext/>" if part.kept else ""
    first = '<w:ind w:firstLine="567"/>' if part.indent else ""
    lines = part.words.split("\n")
    runs = "<w:r><w:br/></w:r>".join(_run(line, part) for line in lines)
    spacing = f'<w:spacing w:before="{part.before}" w:after="{part.after}"/>'
    return (
        f'<w:p><w:pPr>{style}{kept}{spacing}{first}<w:jc w:val="{part.align}"/></w:pPr>{runs}</w:p>'
    )


def _run(words: str, part: Text) -> str:
    marks = ("<w:b/>" if part.bold else "") + ("<w:i/>" if part.italic else "")
    size = f'<w:sz w:val="{part.size}"/>'
    line = '<w:u w:val="single"/>' if part.underlined else ""
    return (
        f'<w:r><w:rPr>{FACE}{marks}{size}{line}<w:lang w:val="vi-VN"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(_plain(words))}</w:t></w:r>'
    )


def _plain(words: str) -> str:
    """Without what XML cannot carry. The blank that holds together stays: numbers need it."""
    return "".join(letter for letter in words if letter.isprintable() or letter == "\u00a0")


def _rule(part: Rule) -> str:
    return (
        '<w:p><w:pPr><w:pBdr><w:top w:val="single" w:sz="4" w:space="1"/></w:pBdr>'
        '<w:spacing w:before="40" w:after="0" w:line="120" w:lineRule="exact"/>'
        f'<w:ind w:left="{part.aside}" w:right="{part.aside}"/></w:pPr></w:p>'
    )


def _columns(part: Columns) -> str:
    columns = "".join(f'<w:gridCol w:w="{width * 100}"/>' for width in part.widths)
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width * 50}" w:type="pct"/></w:tcPr>'
        f"{''.join(_block(one) for one in cell) or '<w:p/>'}</w:tc>"
        for cell, width in zip(part.cells, part.widths, strict=True)
    )
    return (
        '<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>"
    )


def _grid(part: Grid) -> str:
    line = "single" if part.ruled else "nil"
    edges = "".join(
        f'<w:{edge} w:val="{line}" w:sz="4"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(f'<w:gridCol w:w="{width * 100}"/>' for width in part.widths)
    rows = "".join(_row(part, n, row) for n, row in enumerate(part.rows))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{edges}</w:tblBorders>'
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(part: Grid, n: int, row: Sequence[str]) -> str:
    head = part.heading and n == 0
    strong = head or n >= len(part.rows) - part.strong_last
    repeated = "<w:trPr><w:tblHeader/></w:trPr>" if head else "<w:trPr><w:cantSplit/></w:trPr>"
    cells = []
    for x, (words, width) in enumerate(zip(row, part.widths, strict=True)):
        centred = head or part.centred or x in part.middle
        align = "center" if centred else "right" if x in part.right else "left"
        said = Text(words=words, align=align, bold=strong, size=part.size)
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width * 50}" w:type="pct"/></w:tcPr>{_text(said)}</w:tc>'
        )
    return f"<w:tr>{repeated}{''.join(cells)}</w:tr>"
