"""An editable document: paragraphs and tables in Office Open XML. Pure: no Django, no clock.

As much of ECMA-376 as an official letter needs: Times New Roman, A4, a letter's two-column head,
tables whose heading repeats on every page. The same content gives the same bytes.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#: Twentieths of a point: A4 and the margins of an official letter (20, 20, 30, 15 mm).
_A4 = (11906, 16838)
_MARGIN = {"top": 1134, "bottom": 1134, "left": 1701, "right": 851}
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{DOCX_TYPE}.main+xml"/>'
    "</Types>"
)
_RELS = (
    f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
_TIME = (2026, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A paragraph. `size` in half points: 28 is 14 pt."""

    words: str
    align: str = "both"
    bold: bool = False
    italic: bool = False
    size: int = 28
    indent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table. `widths` in per cent; `right` are columns of numbers; without `ruled` no lines."""

    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    heading: bool = True
    ruled: bool = True
    right: frozenset[int] = frozenset()
    centred: bool = False
    strong_last: bool = False
    size: int = 22


@dataclass(frozen=True, slots=True)
class Turn:
    """From here on the pages lie across."""


Part = Text | Grid | Turn


def written(parts: Sequence[Part]) -> bytes:
    """The document as a file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELS),
            ("word/document.xml", _document(parts)),
        ):
            file.writestr(zipfile.ZipInfo(name, _TIME), text.encode())
    return out.getvalue()


def _document(parts: Sequence[Part]) -> str:
    across = False
    body = []
    for part in parts:
        if isinstance(part, Turn):
            body.append(f"<w:p><w:pPr>{_section(across=across)}</w:pPr></w:p>")
            across = True
        else:
            body.append(_text(part) if isinstance(part, Text) else _grid(part))
    return (
        f'{_HEAD}<w:document xmlns:w="{_W}"><w:body>{"".join(body)}'
        f"{_section(across=across)}</w:body></w:document>"
    )


def _section(*, across: bool) -> str:
    width, height = reversed(_A4) if across else _A4
    turned = ' w:orient="landscape"' if across else ""
    margins = " ".join(f'w:{side}="{size}"' for side, size in _MARGIN.items())
    return (
        f'<w:sectPr><w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
        f'<w:pgMar {margins} w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )


def _text(part: Text) -> str:
    first = '<w:ind w:firstLine="567"/>' if part.indent else ""
    lines = part.words.split("\n")
    runs = "<w:r><w:br/></w:r>".join(
        _run(line, bold=part.bold, italic=part.italic, size=part.size) for line in lines
    )
    return (
        f'<w:p><w:pPr><w:spacing w:before="60" w:after="60"/>{first}'
        f'<w:jc w:val="{part.align}"/></w:pPr>{runs}</w:p>'
    )


def _run(words: str, *, bold: bool, italic: bool, size: int) -> str:
    face = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    marks = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    return (
        f'<w:r><w:rPr>{face}{marks}<w:sz w:val="{size}"/><w:lang w:val="vi-VN"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(_plain(words))}</w:t></w:r>'
    )


def _plain(words: str) -> str:
    """Without what XML cannot carry."""
    return "".join(letter for letter in words if letter.isprintable())


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
    strong = head or (part.strong_last and n == len(part.rows) - 1)
    repeated = "<w:trPr><w:tblHeader/></w:trPr>" if head else "<w:trPr><w:cantSplit/></w:trPr>"
    cells = []
    for x, (words, width) in enumerate(zip(row, part.widths, strict=True)):
        align = "center" if head or part.centred else "right" if x in part.right else "left"
        said = Text(words=words, align=align, bold=strong, size=part.size)
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width * 50}" w:type="pct"/></w:tcPr>{_text(said)}</w:tc>'
        )
    return f"<w:tr>{repeated}{''.join(cells)}</w:tr>"
