"""One cell of a spreadsheet: what it may say, and how it is written. Pure.

People type into these files by hand, so reading is generous in form (a number where a code was
meant, any of three ways to write a date) and strict in meaning.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from kt1.law.calendars.rules import DayKind
from kt1.law.screening.rules import screen
from kt1.network.names.rules import spelling
from kt1.network.routes.rules import RunFacts
from kt1.network.sheets.faults import BadCellError, Reason

Cell = str | int | float | bool | date | datetime | time | timedelta | None
Value = str | int | bool | date | tuple[tuple[str, int], ...] | tuple[RunFacts, ...] | None

YES, NO = "có", "không"
EVERY_DAY = "mọi ngày"
DAY_WORDS: Mapping[str, str] = {
    DayKind.WORKING: "ngày làm việc",
    DayKind.SATURDAY: "thứ Bảy",
    DayKind.SUNDAY: "Chủ nhật",
    DayKind.HOLIDAY: "ngày lễ",
    DayKind.TET: "Tết",
    DayKind.SWAPPED_OFF: "nghỉ hoán đổi",
    DayKind.MAKE_UP: "làm bù",
}
_DAYS_BY_WORD = {spelling(word): kind for kind, word in DAY_WORDS.items()}
_MARKS_OF_YES = {spelling(word) for word in (YES, "x", "1", "true", "yes")}
_MARKS_OF_NO = {spelling(word) for word in (NO, "0", "false", "no")}
_CODE = re.compile(r"[0-9A-Z][0-9A-Z.-]*")
_DATES = ("%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d")
_STOP = re.compile(r"([0-9A-Z][0-9A-Z.-]*)\s*:\s*(\d{1,4})")
_RUN = re.compile(r"(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})(?:\+(\d))?\s*\(([^)]*)\)")
_SMALL_MAX = 32_767


class Shape(StrEnum):
    """What kind of thing a column holds."""

    TEXT = "text"
    CODE = "code"
    DATE = "date"
    FLAG = "flag"
    MAYBE = "maybe"
    NUMBER = "number"
    CHOICE = "choice"
    STOPS = "stops"
    RUNS = "runs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: the fact it fills, its heading, and what its cells may hold."""

    fills: str
    heading: str
    shape: Shape = Shape.TEXT
    needed: bool = False
    longest: int = 160
    digits: int = 0  # a code of exactly so many digits, whose zeros spreadsheets eat
    paper: bool = False  # holds the number of a public paper, which no other text may
    choices: Mapping[str, str] = field(default_factory=dict)  # value → word

    def read(self, cell: Cell) -> Value:
        """What a cell says; None when it is empty.

        Raises:
            BadCellError: it says nothing this column can hold.
        """
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            if self.needed:
                raise BadCellError(Reason.EMPTY)
            return None
        return _READ[self.shape](self, cell)

    def write(self, value: Value) -> str:
        """The cell that `read` understands as `value`."""
        if value is None:
            return ""
        return _WRITE[self.shape](self, value)


def plain(cell: Cell) -> str:
    """A cell as text, in composed form with single spaces."""
    if isinstance(cell, str):  # nearly every cell of a long file
        return " ".join(unicodedata.normalize("NFC", cell).split())
    if isinstance(cell, bool):
        return YES if cell else NO
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime | date):
        return cell.strftime("%d/%m/%Y")
    text = unicodedata.normalize("NFC", "" if cell is None else str(cell))
    return " ".join(text.split())


def _text(column: Column, cell: Cell) -> str:
    text = plain(cell)
    if len(text) > column.longest:
        raise BadCellError(Reason.TOO_LONG)
    if any(unicodedata.category(letter) in {"Cc", "Cf", "Co", "Cn"} for letter in text):
        raise BadCellError(Reason.BAD_LETTER)
    if screen(text, names_a_paper=column.paper) is not None:
        raise BadCellError(Reason.REFUSED_TEXT)
    return text


def _code(column: Column, cell: Cell) -> str:
    code = plain(cell).upper()
    if column.digits:
        code = code.zfill(column.digits)
        if not (code.isascii() and code.isdigit()) or len(code) != column.digits:
            raise BadCellError(Reason.BAD_CODE)
    if not _CODE.fullmatch(code) or len(code) > column.longest:
        raise BadCellError(Reason.BAD_CODE)
    return code


def _date(_column: Column, cell: Cell) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    for form in _DATES:
        try:
            return datetime.strptime(plain(cell), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise BadCellError(Reason.BAD_DATE)


def _flag(_column: Column, cell: Cell) -> bool:
    word = spelling(plain(cell))
    if word in _MARKS_OF_YES:
        return True
    if word in _MARKS_OF_NO:
        return False
    raise BadCellError(Reason.BAD_FLAG)


def _number(_column: Column, cell: Cell) -> int:
    text = plain(cell)
    if not (text.isascii() and text.isdigit()) or int(text) > _SMALL_MAX:
        raise BadCellError(Reason.BAD_NUMBER)
    return int(text)


def _choice(column: Column, cell: Cell) -> str:
    text = plain(cell)
    wanted = spelling(text)
    for value, word in column.choices.items():
        if text == value or wanted == spelling(word):
            return value
    raise BadCellError(Reason.NOT_A_CHOICE)


def _stops(_column: Column, cell: Cell) -> tuple[tuple[str, int], ...]:
    found = [_STOP.fullmatch(part) for part in _parts(cell)]
    stops = tuple((match[1], int(match[2])) for match in found if match)
    if len(stops) != len(found):
        raise BadCellError(Reason.BAD_STOPS)
    return stops


def _runs(_column: Column, cell: Cell) -> tuple[RunFacts, ...]:
    return tuple(sorted(_run(part) for part in _parts(cell)))


def _run(text: str) -> RunFacts:
    match = _RUN.fullmatch(text)
    if match is None:
        raise BadCellError(Reason.BAD_RUNS)
    try:
        leaves, arrives = (datetime.strptime(match[n], "%H:%M").time() for n in (1, 2))  # noqa: DTZ007 - an hour of any day
    except ValueError:
        raise BadCellError(Reason.BAD_RUNS) from None
    return RunFacts(
        leaves=leaves, arrives=arrives, nights=int(match[3] or 0), day_kinds=_days(match[4])
    )


def _days(text: str) -> tuple[str, ...]:
    if spelling(text) == spelling(EVERY_DAY):
        return tuple(sorted(DayKind))
    words = [spelling(word) for word in text.split(",")]
    if not all(word in _DAYS_BY_WORD for word in words):
        raise BadCellError(Reason.BAD_RUNS)
    return tuple(sorted({_DAYS_BY_WORD[word] for word in words}))


def _parts(cell: Cell) -> list[str]:
    return [part.strip() for part in plain(cell).split(";") if part.strip()]


def days_in_words(day_kinds: tuple[str, ...]) -> str:
    """As a timetable says it: "mọi ngày", or the kinds of day one by one."""
    if set(day_kinds) == set(DayKind):
        return EVERY_DAY
    return ", ".join(word for kind, word in DAY_WORDS.items() if kind in day_kinds)


def run_in_words(run: RunFacts) -> str:
    nights = f"+{run.nights}" if run.nights else ""
    hours = f"{run.leaves:%H:%M}-{run.arrives:%H:%M}{nights}"
    return f"{hours} ({days_in_words(run.day_kinds)})"


_READ: Mapping[Shape, Callable[[Column, Cell], Value]] = {
    Shape.TEXT: _text,
    Shape.CODE: _code,
    Shape.DATE: _date,
    Shape.FLAG: _flag,
    Shape.MAYBE: _flag,
    Shape.NUMBER: _number,
    Shape.CHOICE: _choice,
    Shape.STOPS: _stops,
    Shape.RUNS: _runs,
}
_WRITE: Mapping[Shape, Callable[[Column, Any], str]] = {
    Shape.TEXT: lambda _, text: text,
    Shape.CODE: lambda _, code: code,
    Shape.DATE: lambda _, day: f"{day:%d/%m/%Y}",
    Shape.FLAG: lambda _, flag: YES if flag else "",
    Shape.MAYBE: lambda _, flag: YES if flag else NO,
    Shape.NUMBER: lambda _, number: str(number) if number else "",
    Shape.CHOICE: lambda column, value: column.choices[value] if value else "",
    Shape.STOPS: lambda _, stops: "; ".join(f"{place}:{minutes}" for place, minutes in stops),
    Shape.RUNS: lambda _, runs: "; ".join(run_in_words(run) for run in runs),
}
