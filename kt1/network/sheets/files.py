"""Spreadsheets as bytes, in memory only: nothing read here is ever written to a disk."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from enum import StrEnum

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from kt1.network.sheets.cells import Cell
from kt1.network.sheets.faults import UnreadableFileError

BYTES_MAX = 4 * 1024 * 1024  # as much as an upload may hold
_UNPACKED_MAX = 60_000_000
_CELLS_MAX = 2_000_000
_LINES_LOOKED_AT = 10  # for the sign between cells: comma, semicolon or tab
_XLSX_MAGIC = b"PK\x03\x04"
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


def read(content: bytes) -> list[list[list[Cell]]]:
    """All sheets of a file, each as rows of cells. A CSV file is one sheet.

    Raises:
        UnreadableFileError: neither XLSX nor CSV in UTF-8, or too large.
    """
    if len(content) > BYTES_MAX:
        raise UnreadableFileError
    sheets = _read_xlsx(content) if content.startswith(_XLSX_MAGIC) else [_read_csv(content)]
    if sum(len(row) for sheet in sheets for row in sheet) > _CELLS_MAX:
        raise UnreadableFileError
    return sheets


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


def _read_xlsx(content: bytes) -> list[list[list[Cell]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _UNPACKED_MAX:
                raise UnreadableFileError
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [
            [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
            for name in book.sheet_names
        ]
    except (CalamineError, zipfile.BadZipFile) as error:
        raise UnreadableFileError from error


def _read_csv(content: bytes) -> list[list[Cell]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFileError from error
    if "\x00" in text:
        raise UnreadableFileError
    top = "\n".join(text.splitlines()[:_LINES_LOOKED_AT])
    delimiter = max(",;\t", key=top.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableFileError from error
    return [[_unquoted(cell) for cell in row] for row in rows]


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
    csv.writer(out).writerows([_quoted(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _quoted(cell: str) -> str:
    """With a quote before what would run: the program shows it as text."""
    return _QUOTE + cell if cell.startswith((*_FORMULA, _QUOTE)) else cell


def _unquoted(cell: str) -> str:
    """What `_quoted` wrote, as it was."""
    if cell.startswith(_QUOTE) and cell[1:].startswith((*_FORMULA, _QUOTE)):
        return cell[1:]
    return cell
