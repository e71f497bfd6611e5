"""A spreadsheet of turns, read to shifts or to faults by row and column. In memory only (W6).

One row a turn: Ngày | Từ giờ | Đến giờ | Họ tên | Chức danh | Điện thoại | Thứ tự. A turn that
ends at or before its beginning ends on the next day. Pure but for the file's bytes.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from kt1.law.calendars.rules import VIETNAM
from kt1.law.screening.rules import looks_like_secret_register, screen
from kt1.network.names.rules import spelling
from kt1.network.sheets import opening
from kt1.network.sheets.cells import Cell, plain
from kt1.network.sheets.faults import SecretRegisterError
from kt1.people.focal_points.rules import Rank
from kt1.people.rosters.facts import SHIFTS_MAX, NewShift, Person, two_at_once
from kt1.people.rosters.spans import Span

_LOOKED_AT = 10
_NAME_MAX, _TITLE_MAX = 80, 120
_PHONE = re.compile(r"(\+?[0-9]{3,15})?")
_NOISE = str.maketrans("", "", " .-()")
_HOUR = re.compile(r"(\d{1,2})(?:[:.hg](\d{2})?)?(?::\d{2})?")
_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_ONE_DAY = timedelta(days=1)


class Heading(StrEnum):
    DAY = "Ngày"
    FROM = "Từ giờ"
    TO = "Đến giờ"
    NAME = "Họ tên"
    TITLE = "Chức danh"
    PHONE = "Điện thoại"
    RANK = "Thứ tự"


NEEDED = (Heading.DAY, Heading.FROM, Heading.TO, Heading.TITLE)
RANKS: Mapping[str, Rank] = {"": Rank.FOCAL, "đầu mối": Rank.FOCAL, "dự phòng": Rank.DEPUTY}


class Reason(StrEnum):
    """What is wrong with a cell. None repeats what stood in it."""

    NO_HEADINGS = "no_headings"
    NO_ROWS = "no_rows"
    TOO_MANY = "too_many"
    EMPTY = "empty"
    BAD_DAY = "bad_day"
    BAD_HOUR = "bad_hour"
    TOO_LONG = "too_long"
    REFUSED = "refused"
    BAD_PHONE = "bad_phone"
    BAD_RANK = "bad_rank"
    OUTSIDE = "outside"
    TWICE_AT_ONCE = "twice_at_once"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """The row as the spreadsheet numbers it, the column if one is at fault, and why."""

    row: int
    column: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Parsed:
    """All turns, or every fault: never some of both."""

    shifts: tuple[NewShift, ...]
    faults: tuple[Fault, ...]


class _BadCellError(ValueError):
    def __init__(self, column: str, reason: Reason) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


def read(content: bytes, span: Span) -> Parsed:
    """What a file says of the turns of a span.

    Raises:
        UnreadableFileError: it cannot be opened as a spreadsheet; it says why.
        SecretRegisterError: it looks like a register of state secrets; nothing of it was kept.
    """
    pages = opening.read(content)
    for page in pages:
        if looks_like_secret_register([[plain(cell) for cell in row] for row in page]):
            raise SecretRegisterError
    found = [parse(page, span) for page in pages]
    return next((one for one in found if one.shifts), found[0] if found else _none())


def parse(rows: Sequence[Sequence[Cell]], span: Span) -> Parsed:
    top = _headings(rows)
    if top is None:
        return Parsed((), (Fault(1, "", Reason.NO_HEADINGS),))
    where, first = top
    shifts: list[tuple[int, NewShift]] = []
    faults: list[Fault] = []
    for number, row in enumerate(rows[first:], first + 1):
        if not any(plain(cell) for cell in row):
            continue
        cells = {h: row[i] if i < len(row) else "" for h, i in where.items()}
        try:
            shifts.append((number, _shift(cells, span)))
        except _BadCellError as bad:
            faults.append(Fault(number, bad.column, bad.reason))
    if not faults:
        faults = _of_the_whole(shifts)
    return Parsed((), tuple(faults)) if faults else Parsed(tuple(s for _n, s in shifts), ())


def _none() -> Parsed:
    return Parsed((), (Fault(1, "", Reason.NO_ROWS),))


def _of_the_whole(shifts: list[tuple[int, NewShift]]) -> list[Fault]:
    if not shifts:
        return [Fault(1, "", Reason.NO_ROWS)]
    if len(shifts) > SHIFTS_MAX:
        return [Fault(shifts[SHIFTS_MAX][0], "", Reason.TOO_MANY)]
    clash = two_at_once([shift for _n, shift in shifts])
    rows = [number for number, shift in shifts if shift is clash]
    return [Fault(row, Heading.FROM, Reason.TWICE_AT_ONCE) for row in rows]


def _headings(rows: Sequence[Sequence[Cell]]) -> tuple[dict[Heading, int], int] | None:
    """Where each column stands, and the first row below the headings."""
    known = {spelling(heading): heading for heading in Heading}
    for n, row in enumerate(rows[:_LOOKED_AT]):
        said = [known.get(spelling(plain(cell))) for cell in row]
        where = {heading: i for i, heading in reversed(list(enumerate(said))) if heading}
        if all(heading in where for heading in NEEDED):
            return where, n + 1
    return None


def _shift(cells: Mapping[Heading, Cell], span: Span) -> NewShift:
    on = _day(cells[Heading.DAY])
    begins = datetime.combine(on, _hour(cells[Heading.FROM], Heading.FROM), VIETNAM)
    ends = datetime.combine(on, _hour(cells[Heading.TO], Heading.TO), VIETNAM)
    if ends <= begins:
        ends += _ONE_DAY
    turn = Span(begins, ends)
    if turn.within(span) != turn:
        raise _BadCellError(Heading.DAY, Reason.OUTSIDE)
    person = Person(
        name=_text(cells, Heading.NAME, _NAME_MAX),
        title=_text(cells, Heading.TITLE, _TITLE_MAX, needed=True),
        phone=_phone(cells),
    )
    rank = RANKS.get(plain(cells.get(Heading.RANK, "")).lower())
    if rank is None:
        raise _BadCellError(Heading.RANK, Reason.BAD_RANK)
    return NewShift(person, rank, turn)


def _day(cell: Cell) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = plain(cell)
    if not text:
        raise _BadCellError(Heading.DAY, Reason.EMPTY)
    found = _DAY.fullmatch(text)
    try:
        day, month, year = (int(part) for part in found.groups()) if found else (0, 0, 0)
        return date(year, month, day)
    except ValueError:
        raise _BadCellError(Heading.DAY, Reason.BAD_DAY) from None


def _hour(cell: Cell, column: Heading) -> time:
    if isinstance(cell, datetime):
        return cell.time().replace(second=0, microsecond=0)
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0)
    if isinstance(cell, float) and 0 <= cell < 1:  # a part of the day, as spreadsheets keep hours
        minutes = round(cell * 24 * 60)
        return time(*divmod(minutes % (24 * 60), 60))
    text = plain(cell).lower()
    if not text:
        raise _BadCellError(column, Reason.EMPTY)
    found = _HOUR.fullmatch(text)
    try:
        hour, minute = (int(part or 0) for part in found.groups()) if found else (99, 0)
        return time(0 if (hour, minute) == (24, 0) else hour, minute)
    except ValueError:
        raise _BadCellError(column, Reason.BAD_HOUR) from None


def _text(
    cells: Mapping[Heading, Cell], column: Heading, longest: int, *, needed: bool = False
) -> str:
    text = plain(cells.get(column, ""))
    faults: tuple[tuple[Callable[[], bool], Reason], ...] = (
        (lambda: needed and not text, Reason.EMPTY),
        (lambda: len(text) > longest, Reason.TOO_LONG),
        (lambda: bool(text) and screen(text) is not None, Reason.REFUSED),
    )
    for is_so, reason in faults:
        if is_so():
            raise _BadCellError(column, reason)
    return text


def _phone(cells: Mapping[Heading, Cell]) -> str:
    text = plain(cells.get(Heading.PHONE, "")).translate(_NOISE)
    if not _PHONE.fullmatch(text):
        raise _BadCellError(Heading.PHONE, Reason.BAD_PHONE)
    return text
