"""A version as data: a workbook of its sections and tables, and JSON for programs. Pure."""

import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

import xlsxwriter

from kt1.oversight.reports.figures import Frozen, Pair, change_per_mille
from kt1.web.papers.rules import Band, local
from kt1.web.reports.content import figures_of, parts
from kt1.web.reports.paper import Face, hidden_note, proof
from kt1.web.reports.sheets import sheets
from kt1.web.reports.tables import LACKS
from kt1.web.reports.wording import HIDDEN

#: Of the JSON; raised when a reader would have to read it otherwise.
FORMAT = "kt1-report/1"
_A4 = 9
_WIDE = 46
_COLUMN = 16


def workbook(face: Face, frozen: Frozen, words: Mapping[str, str], band: Band) -> bytes:
    """XLSX: one sheet of all figures, then one for each table. No cell is a formula."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        made = local(frozen.counted_at).astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": face.title, "created": made})
        _Book(book, face, frozen, band).fill(words)
    return out.getvalue()


class _Book:
    """The formats of one workbook and the filling of its sheets."""

    def __init__(self, book: xlsxwriter.Workbook, face: Face, frozen: Frozen, band: Band) -> None:
        self.book, self.face, self.frozen, self.band = book, face, frozen, band
        ruled = {"border": 1, "valign": "top", "text_wrap": True}
        self.strong = book.add_format({"bold": True})
        self.plain = book.add_format({"text_wrap": True, "valign": "top"})
        self.heading = book.add_format({**ruled, "bold": True, "align": "center"})
        self.text = book.add_format(ruled)
        self.right = book.add_format({**ruled, "align": "right"})
        self.number = book.add_format({**ruled, "num_format": "#,##0"})

    def fill(self, words: Mapping[str, str]) -> None:
        self._figures(words)
        for sheet in sheets(self.frozen):
            page = self._page(sheet.name, f"{sheet.name}. {sheet.title}", sheet.headings)
            for n, row in enumerate(sheet.rows, self.top + 1):
                for x, cell in enumerate(row):
                    form = self.right if sheet.aligned[x] == "r" else self.text
                    if sheet.aligned[x] == "r" and cell.replace(".", "").isdigit():
                        page.write_number(n, x, int(cell.replace(".", "")), self.number)
                    else:
                        page.write_string(n, x, cell, form)
            self._foot(page, self.top + len(sheet.rows) + 2, [sheet.note])

    def _figures(self, words: Mapping[str, str]) -> None:
        headings = ("Mục", "Chỉ tiêu", "Đơn vị", "Kỳ này", "Cùng kỳ năm trước", "Tăng, giảm")
        page = self._page("Tổng hợp", self.face.title, headings)
        page.set_column(1, 1, _WIDE)
        n = self.top
        for part in parts(self.frozen, words):
            for group in part.groups:
                for line in group.lines:
                    n += 1
                    said = (f"{part.section}. {group.title}", line.label, str(line.unit))
                    for x, cell in enumerate(said):
                        page.write_string(n, x, cell, self.text)
                    for x, cell in enumerate((line.now, line.before, line.change), 3):
                        if cell.replace(".", "").isdigit():
                            page.write_number(n, x, int(cell.replace(".", "")), self.number)
                        else:
                            page.write_string(n, x, cell, self.right)
        self._foot(page, n + 2, [])

    def _page(self, name: str, title: str, headings: Sequence[str]) -> Any:
        page = self.book.add_worksheet(name)
        over = [line for line in (self.band.value, title, self._days()) if line]
        for n, line in enumerate(over):
            page.write_string(n, 0, line, self.strong)
        self.top = len(over)
        page.set_column(0, len(headings) - 1, _COLUMN)
        page.set_column(0, 0, _COLUMN * 2 if name != "Biểu 04" else 6)
        for x, heading in enumerate(headings):
            page.write_string(self.top, x, heading, self.heading)
        page.freeze_panes(self.top + 1, 0)
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.repeat_rows(self.top)
        page.set_header(f"&C{self.band.value}")
        page.set_footer("&RTrang &P/&N")
        return page

    def _foot(self, page: Any, n: int, notes: Sequence[str]) -> None:
        lines = [*(note for note in notes if note), *proof(self.face, self.frozen)]
        if self.frozen.hidden:
            lines.append(hidden_note(self.frozen))
        for row, line in enumerate(lines, n):
            page.write_string(row, 0, line)

    def _days(self) -> str:
        span = self.frozen.span
        return f"Số liệu từ {span.first:%d/%m/%Y} đến {span.last:%d/%m/%Y}"


def data(face: Face, frozen: Frozen, words: Mapping[str, str], band: Band) -> bytes:
    """JSON of what is shared: each figure with the year before; hidden ones say so."""
    found = figures_of(frozen)
    before = frozen.span.year_before
    said = {
        "format": FORMAT,
        "band": band.value,
        "title": face.title,
        "version": face.version,
        "number": face.number,
        "dated": face.dated.isoformat() if face.dated else None,
        "days": [frozen.span.first.isoformat(), frozen.span.last.isoformat()],
        "days_before": [before.first.isoformat(), before.last.isoformat()],
        "counted_at": frozen.counted_at.isoformat(),
        "ledger": {"size": frozen.ledger_size, "root": frozen.ledger_root},
        "figures_sha256": face.sha256,
        "norms": frozen.basis,
        "smallest_shared": frozen.least,
        "figures": {
            key: _figure(pair, hidden=key in frozen.hidden) for key, pair in sorted(found.items())
        },
        "sections": [
            {
                "section": part.section,
                "title": part.title,
                "lines": [
                    {"key": line.key, "label": line.label, "unit": line.unit}
                    for group in part.groups
                    for line in group.lines
                ],
                "text": part.paragraphs,
            }
            for part in parts(frozen, words)
        ],
        "not_done": [
            {
                "code": one.code,
                "name": one.name,
                "bloc": one.bloc,
                "lacks": {reason: LACKS.get(reason, reason) for reason in one.lacks},
            }
            for one in frozen.lacking
        ],
        "tables": [
            {
                "name": sheet.name,
                "title": sheet.title,
                "headings": sheet.headings,
                "rows": sheet.rows,
                "note": sheet.note,
            }
            for sheet in sheets(frozen)
        ],
        "hidden_sign": HIDDEN,
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _figure(pair: Pair, *, hidden: bool) -> dict[str, int | bool | None]:
    if hidden:
        return {"hidden": True}
    return {"now": pair[0], "before": pair[1], "change_per_mille": change_per_mille(pair)}
