"""A table as a file: CSV for programs, XLSX for people. Rows go through, none are kept.

A cell that a spreadsheet would run as a formula is written as text. A demonstration or a drill
says so in the file's name and in its first line.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from kt1.web.moments import ZONE

Cell = str | int | bool | Decimal | date | datetime | None

ROWS_MAX = 100_000
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What is written. `headings` name the columns; `above` stands over them, line by line."""

    title: str
    file_name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    above: Sequence[str] = ()


def safe(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def as_csv(table: Table) -> HttpResponseBase:
    """UTF-8 with a byte order mark, which spreadsheets need to read Vietnamese. Streams."""
    response = StreamingHttpResponse(_csv_lines(table), content_type="text/csv; charset=utf-8")
    return _named(response, f"{table.file_name}.csv")


def as_xlsx(table: Table) -> HttpResponseBase:
    stream = io.BytesIO()
    # constant_memory: a row is on its way out when the next is written.
    book = xlsxwriter.Workbook(
        stream,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    _fill(book, table)
    book.close()
    return _named(
        HttpResponse(stream.getvalue(), content_type=XLSX_TYPE), f"{table.file_name}.xlsx"
    )


def _csv_lines(table: Table) -> Iterator[str]:
    line = io.StringIO()
    writer = csv.writer(line)

    def written(cells: Sequence[str]) -> str:
        writer.writerow(cells)
        text = line.getvalue()
        line.seek(0)
        line.truncate()
        return text

    yield BYTE_ORDER_MARK
    for text in table.above:
        yield written([safe(text)])
    yield written([safe(heading) for heading in table.headings])
    for row in table.rows:
        yield written([_plain(cell) for cell in row])


def _plain(cell: Cell) -> str:
    """For programs: ISO times with their offset, numbers without separators, text made safe."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, datetime):
        return cell.astimezone(ZONE).isoformat(timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | Decimal):
        return str(cell)
    return safe(cell)


class _Sheet:
    """One worksheet and the formats of its cells."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.sheet = book.add_worksheet()
        self.heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.moment = book.add_format({"num_format": "hh:mm dd/mm/yyyy", "align": "left"})
        self.day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})

    def write(self, row: int, column: int, cell: Cell) -> None:
        if cell is None:
            return
        if isinstance(cell, bool):
            self.sheet.write_boolean(row, column, cell)
        elif isinstance(cell, datetime):
            here = cell.astimezone(ZONE).replace(tzinfo=None)  # spreadsheets know no zones
            self.sheet.write_datetime(row, column, here, self.moment)
        elif isinstance(cell, date):
            self.sheet.write_datetime(row, column, cell, self.day)
        elif isinstance(cell, int | Decimal):
            self.sheet.write_number(row, column, cell)
        else:
            self.sheet.write_string(row, column, cell)


def _fill(book: xlsxwriter.Workbook, table: Table) -> None:
    out = _Sheet(book)
    out.sheet.set_column(0, max(0, len(table.headings) - 1), 22)
    above = (table.title, *table.above)
    for n, text in enumerate(above):
        out.sheet.write_string(n, 0, text)
    for column, heading in enumerate(table.headings):
        out.sheet.write_string(len(above), column, heading, out.heading)
    out.sheet.freeze_panes(len(above) + 1, 0)
    for n, row in enumerate(table.rows, len(above) + 1):
        for column, cell in enumerate(row):
            out.write(n, column, cell)


def _named(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
