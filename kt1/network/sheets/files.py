"""Spreadsheets as bytes, as they are given out; `opening` reads what is brought in."""

import csv
import io
from collections.abc import Iterable, Sequence
from enum import StrEnum

import xlsxwriter

# What a spreadsheet program takes for the beginning of a formula or a command.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_QUOTE = "'"


class Form(StrEnum):
    """How a file is written."""

    XLSX = "xlsx"
    CSV = "csv"


MEDIA_TYPES = {
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.CSV: "text/csv; charset=utf-8",
}


def write(form: Form, title: str, rows: Iterable[Sequence[str]], *, note: str = "") -> bytes:
    """A file whose every cell is text: no cell of it can ever run as a formula.

    Args:
        title: the name of the sheet.
        rows: headings first.
        note: a line above the headings, such as DỮ LIỆU MINH HỌA.
    """
    lines = [[note]] if note else []
    lines += [list(row) for row in rows]
    return _write_xlsx(title, lines) if form is Form.XLSX else _write_csv(lines)


def _write_xlsx(title: str, rows: list[list[str]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    text = book.add_format({"num_format": "@", "valign": "top"})
    page = book.add_worksheet(title[:31])
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            page.write_string(y, x, cell, text)
    page.autofit()
    book.close()
    return out.getvalue()


def _write_csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    # With a sign of another kind of table in a cell, all cells are quoted: it is no separator.
    others = any(sign in cell for row in rows for cell in row for sign in ";\t")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL) if others else csv.writer(out)
    writer.writerows([_quoted(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _quoted(cell: str) -> str:
    """With a quote before what would run: the program shows it as text."""
    return _QUOTE + cell if _runs(cell) else cell


def unquoted(cell: str) -> str:
    """What `_quoted` wrote, as it was."""
    return cell[1:] if cell.startswith(_QUOTE) and _runs(cell[1:]) else cell


def _runs(cell: str) -> bool:
    """Some programs drop leading blanks before they look."""
    return cell.startswith((*_FORMULA, _QUOTE)) or cell.lstrip().startswith(_FORMULA)
