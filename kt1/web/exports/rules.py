"""A list as a file: CSV for programs, XLSX for people. Pure: no Django, no clock, no row.

Rows go through one by one and none are kept. No cell is ever a formula: text stays text in a
spreadsheet, and in CSV, where a spreadsheet would guess, an apostrophe stops the guessing.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import IO

import xlsxwriter

from kt1.web.papers.rules import Band, local
from kt1.web.papers.rules import file_name as paper_name

Cell = str | int | bool | Decimal | date | datetime | None

ROWS_MAX = 100_000
#: What a spreadsheet cell holds at most.
TEXT_MAX = 32_767
#: Whole numbers beyond this lose digits in a spreadsheet: they are written as text.
NUMBER_MAX = 10**15
FIRST_DAY = date(1900, 1, 1)

BYTE_ORDER_MARK = "\ufeff"
#: What makes a spreadsheet read text as a formula, also in its full-width forms.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: Code points that neither UTF-8 nor XML can carry.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_A4 = 9
_CHUNK_CHARACTERS = 1 << 16


class Kind(Enum):
    """What a column holds: its format in a spreadsheet and its width there."""

    TEXT = ("@", 24)
    NUMBER = ("#,##0.###", 12)
    MONEY = ("#,##0", 16)
    DAY = ("dd/mm/yyyy", 12)
    MOMENT = ("hh:mm dd/mm/yyyy", 17)
    YES_NO = ("@", 9)

    @property
    def form(self) -> str:
        return self.value[0]

    @property
    def width(self) -> int:
        return self.value[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    heading: str
    kind: Kind = Kind.TEXT
    width: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A list to be written. `above` stands over the headings, line by line."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    above: Sequence[str] = ()
    band: Band = Band.NONE
    made_at: datetime
    sheet: str = "Danh sách"

    @property
    def over(self) -> tuple[str, ...]:
        """All that stands over the headings: the band first, on real data none."""
        return tuple(line for line in (self.band.value, self.title, *self.above) if line)


def file_name(table: Table, suffix: str) -> str:
    return paper_name(table.band, table.title, suffix=suffix)


def safe(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula when it opens the CSV."""
    kept = _NO_TEXT.sub("", text)
    return f"'{kept}" if kept.startswith(FORMULA_SIGNS) or _hidden_sign(kept) else kept


def csv_chunks(table: Table) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, RFC 4180: every cell quoted, every line as long as the next."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    out.write(BYTE_ORDER_MARK)
    blanks = [""] * (len(table.columns) - 1)
    writer.writerows([safe(line), *blanks] for line in table.over)
    writer.writerow([safe(column.heading) for column in table.columns])
    for row in table.rows:
        writer.writerow([_said(value) for value in row])
        if out.tell() > _CHUNK_CHARACTERS:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def write_xlsx(table: Table, to: IO[bytes], *more: Table) -> None:
    """Sheets ready to be printed: headings frozen and repeated, A4 across, pages numbered."""
    # constant_memory: a row is on its way out when the next is written.
    options = {
        "constant_memory": True,
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    made = local(table.made_at).astimezone(UTC).replace(tzinfo=None)
    with xlsxwriter.Workbook(to, options) as book:
        book.set_properties({"title": _NO_TEXT.sub("", table.title), "created": made})
        for one in (table, *more):
            _Sheet(book, one).fill()


class _Sheet:
    """A worksheet of a file and the formats of its cells."""

    def __init__(self, book: xlsxwriter.Workbook, table: Table) -> None:
        self.table = table
        self.sheet = book.add_worksheet(table.sheet)
        self.strong = book.add_format({"bold": True})
        self.heading = book.add_format(
            {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1}
        )
        shared = {"border": 1, "valign": "top", "text_wrap": True}
        self.formats = {kind: book.add_format({**shared, "num_format": kind.form}) for kind in Kind}

    def fill(self) -> None:
        over, columns = self.table.over, self.table.columns
        for n, column in enumerate(columns):
            self.sheet.set_column(n, n, column.width or column.kind.width)
        for n, line in enumerate(over):
            self.sheet.write_string(n, 0, _kept(line), self.strong)
        for n, column in enumerate(columns):
            self.sheet.write_string(len(over), n, _kept(column.heading), self.heading)
        last = len(over)
        for last, row in enumerate(self.table.rows, len(over) + 1):
            for n, (column, value) in enumerate(zip(columns, row, strict=True)):
                self.write(last, n, column.kind, value)
        self._for_print(len(over), last)

    def write(self, row: int, column: int, kind: Kind, value: Cell) -> None:
        form = self.formats[kind]
        if value is None:
            self.sheet.write_blank(row, column, None, form)
        elif _as_number(kind, value):
            self.sheet.write_number(row, column, value, form)
        elif isinstance(value, datetime) and kind is Kind.MOMENT and value.date() > FIRST_DAY:
            # Spreadsheets know no zones: what is written is the Vietnamese clock.
            here = local(value).replace(tzinfo=None)
            self.sheet.write_datetime(row, column, here, form)
        elif isinstance(value, date) and kind is Kind.DAY and _plain_day(value) > FIRST_DAY:
            self.sheet.write_datetime(row, column, _plain_day(value), form)
        else:
            self.sheet.write_string(row, column, _words(value), form)

    def _for_print(self, heading: int, last: int) -> None:
        sheet = self.sheet
        sheet.freeze_panes(heading + 1, 0)
        sheet.autofilter(heading, 0, last, len(self.table.columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.6, right=0.4, top=0.7, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(heading)
        sheet.set_header(f"&C{self.table.band.value}")
        sheet.set_footer("&RTrang &P/&N")


def _as_number(kind: Kind, value: Cell) -> bool:
    """Only a column of numbers holds numbers: a code of digits keeps its zeros as text."""
    if kind not in {Kind.NUMBER, Kind.MONEY} or isinstance(value, bool):
        return False
    if isinstance(value, Decimal):
        return value.is_finite() and abs(value) < NUMBER_MAX
    return isinstance(value, int) and abs(value) < NUMBER_MAX


def _plain_day(value: date) -> date:
    return local(value).date() if isinstance(value, datetime) else value


def _words(value: Cell) -> str:
    """As a person reads it, where a spreadsheet has no better form."""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, datetime):
        return f"{local(value):%H:%M %d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return _kept(str(value))


def _said(value: Cell) -> str:
    """For programs: ISO times with their offset, numbers without separators, text made safe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return local(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Decimal):
        return str(value)
    return safe(value)


def _kept(text: str) -> str:
    return _NO_TEXT.sub("", text)[:TEXT_MAX]


def _hidden_sign(text: str) -> bool:
    # Some spreadsheets drop leading blanks before they look.
    return text.lstrip().startswith(FORMULA_SIGNS)
