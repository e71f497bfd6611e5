"""The columns of a file of events, and what one cell may say. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from kt1.custody.items.rules import PIECES_MAX, WEIGHT_MAX_G
from kt1.custody.operator.faults import CellError, Wrong
from kt1.custody.operator.rules import EVENT_WORDS, REASON_WORDS, SCHEMES, EventKind
from kt1.custody.units.aliases import UnknownAliasError, recognise
from kt1.custody.units.codes import MalformedCodeError, parse
from kt1.law.calendars.rules import VIETNAM
from kt1.law.screening.rules import screen
from kt1.law.services.rules import UnknownProductError, parse_product
from kt1.network.names.rules import spelling
from kt1.network.sheets.cells import Cell, plain
from kt1.network.sheets.mapping import by_heading, kept

_CODE = re.compile(r"[0-9A-Z][0-9A-Z.\-]{1,39}")
_SIGN = re.compile(r"[0-9A-Z][0-9A-Z./\-]{0,19}")
_DAY = re.compile(r"(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})")
_HOUR = re.compile(r"(\d{1,2})\s*[:hg]\s*(\d{2})?(?::(\d{2}))?(?:\.\d+)?")
_BETWEEN = re.compile(r"\s*[T,;\s]\s*(?:-\s+)?")
_TEXT_MAX = 120
_YEAR_DIGITS = 4
_DAY_AND_HOUR = 2


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the fact it fills, its heading, and how its cell is read."""

    fills: str
    heading: str
    read: Callable[[Cell], Any]


def _choice(words: Mapping[str, str]) -> Callable[[Cell], str]:
    by_word = {spelling(word): value for value, word in words.items()}

    def read(cell: Cell) -> str:
        try:
            return by_word[spelling(plain(cell))]
        except KeyError:
            raise CellError(Wrong.NOT_A_CHOICE) from None

    return read


class Days(StrEnum):
    """The order of day and month where a date is written with figures; the year may come first."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


def moment_of(cell: Cell, hour: Cell = None, *, days: Days = Days.DAY_FIRST) -> datetime:
    """A moment of Vietnam unless the text says its offset.

    Args:
        hour: the cell of another column, where day and hour stand in two.
        days: how a day in figures is read.

    Raises:
        CellError: it is no moment.
    """
    if isinstance(cell, datetime):
        apart = _hour_apart(hour) if plain(hour) else cell.time()
        return datetime.combine(cell.date(), apart, cell.tzinfo or VIETNAM).replace(microsecond=0)
    if plain(hour):
        day = cell if isinstance(cell, date) else _day(kept(cell).split(" ")[0], days)
        return datetime.combine(day, _hour_apart(hour), VIETNAM)
    text = plain(cell)
    parts = _BETWEEN.split(text, maxsplit=1)
    if len(parts) == _DAY_AND_HOUR:
        first, second = parts if _DAY.match(parts[0]) else reversed(parts)
        if _HOUR.fullmatch(second):
            return datetime.combine(_day(first, days), _hour(second), VIETNAM)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise CellError(Wrong.BAD_MOMENT) from None
    if found.tzinfo is None:
        raise CellError(Wrong.BAD_MOMENT)
    return found


def _day(text: str, days: Days) -> date:
    match = _DAY.fullmatch(text)
    if match is None:
        raise CellError(Wrong.BAD_MOMENT)
    first, second, third = match.groups()
    if len(first) == _YEAR_DIGITS:
        year, month, day = first, second, third
    elif len(third) == _YEAR_DIGITS:
        year = third
        month, day = (first, second) if days is Days.MONTH_FIRST else (second, first)
    else:
        raise CellError(Wrong.BAD_MOMENT)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise CellError(Wrong.BAD_MOMENT) from None


def _hour_apart(cell: Cell) -> time:
    """The hour of a column of its own; a workbook may set it on a day of its own making."""
    first, _blank, rest = kept(cell).partition(" ")
    return _hour(rest if _DAY.fullmatch(first) else kept(cell))


def _hour(text: str) -> time:
    match = _HOUR.fullmatch(text)
    if match is None:
        raise CellError(Wrong.BAD_MOMENT)
    try:
        hour, minute, second = (int(part or 0) for part in match.groups())
        return time(hour, minute, second)
    except ValueError:
        raise CellError(Wrong.BAD_MOMENT) from None


def _number(cell: Cell) -> tuple[str, str]:
    try:
        return recognise(plain(cell), SCHEMES)
    except UnknownAliasError:
        raise CellError(Wrong.BAD_NUMBER) from None


def _own_code(cell: Cell) -> str:
    try:
        return str(parse(plain(cell)))
    except MalformedCodeError:
        raise CellError(Wrong.BAD_CODE) from None


def _matching(pattern: re.Pattern[str]) -> Callable[[Cell], str]:
    def read(cell: Cell) -> str:
        text = plain(cell).upper()
        if not pattern.fullmatch(text):
            raise CellError(Wrong.BAD_CODE)
        return text

    return read


def _service(cell: Cell) -> Any:
    try:
        return parse_product(plain(cell))
    except UnknownProductError:
        raise CellError(Wrong.BAD_SERVICE) from None


def _figure(most: int) -> Callable[[Cell], int]:
    def read(cell: Cell) -> int:
        text = plain(cell)
        if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= most:
            raise CellError(Wrong.BAD_FIGURE)
        return int(text)

    return read


def _text(cell: Cell) -> str:
    text = plain(cell)
    if len(text) > _TEXT_MAX or not text.isprintable():
        raise CellError(Wrong.BAD_TEXT)
    if screen(text) is not None:
        raise CellError(Wrong.REFUSED_TEXT)
    return text


COLUMNS: tuple[Column, ...] = (
    Column("kind", "Sự kiện", lambda cell: EventKind(_choice(EVENT_WORDS)(cell))),
    Column("at", "Thời gian", moment_of),
    Column("place", "Mã nơi xử lý", _matching(_CODE)),
    Column("item", "Số hiệu bưu gửi", _number),
    Column("code", "Mã KT1", _own_code),
    Column("bag", "Số hiệu túi", _number),
    Column("sender", "Mã cơ quan gửi", _matching(_CODE)),
    Column("receiver", "Mã cơ quan nhận", _matching(_CODE)),
    Column("service", "Dịch vụ", _service),
    Column("agreed", "Giờ hẹn", moment_of),
    Column("pieces", "Số bì", _figure(PIECES_MAX)),
    Column("weight_g", "Khối lượng (g)", _figure(WEIGHT_MAX_G)),
    Column("seal", "Số niêm phong", _matching(_SIGN)),
    Column("dispatch", "Số chuyến thư", _matching(_SIGN)),
    Column("other", "Mã nơi đối ứng", _matching(_CODE)),
    Column("reason", "Lý do không phát được", _choice(REASON_WORDS)),
    Column("point", "Mã điểm phát", _matching(_CODE)),
    Column("name", "Người thực nhận", _text),
    Column("title", "Chức vụ", _text),
)
HOUR = "hour"
HEADINGS: Mapping[str, str] = {
    fills: heading
    for column in COLUMNS
    for fills, heading in (
        (column.fills, column.heading),
        *([(HOUR, "Giờ (nếu ở cột riêng)")] if column.fills == "at" else []),
    )
}
#: Without these no row says anything.
ALWAYS = frozenset({"kind", "at", "place"})
#: Headings of the form: a file that has no others is read without asking.
OWN = by_heading({fills: [heading] for fills, heading in HEADINGS.items()})
#: Headings of other makers' files that are proposed, and asked about the first time.
KNOWN = OWN | by_heading(
    {
        "kind": ("Trạng thái", "Loại sự kiện", "Thao tác", "Hành trình", "Tên sự kiện"),
        "at": (
            "Ngày giờ", "Ngày, giờ", "Thời điểm", "Ngày", "Ngày thực hiện", "Ngày phát sinh",
            "Thời gian thực hiện", "Thời gian xử lý",
        ),
        HOUR: ("Giờ", "Giờ thực hiện", "Giờ phát sinh"),
        "place": ("Mã bưu cục", "Bưu cục", "Mã đơn vị", "Nơi xử lý", "Mã BC", "Bưu cục xử lý"),
        "item": ("Số hiệu", "Mã bưu gửi", "Số bưu gửi", "Mã vận đơn", "Mã E1", "Bưu gửi"),
        "bag": ("Mã túi", "Số túi", "Túi", "Túi số"),
        "sender": ("Cơ quan gửi", "Mã nơi gửi", "Mã khách hàng gửi", "Nơi gửi"),
        "receiver": ("Cơ quan nhận", "Mã nơi nhận", "Mã khách hàng nhận", "Nơi nhận"),
        "service": ("Loại dịch vụ", "Mã dịch vụ", "Sản phẩm dịch vụ"),
        "agreed": ("Thời gian hẹn", "Hẹn giờ", "Ngày giờ hẹn"),
        "pieces": ("Số lượng bì", "Số kiện", "Số lượng"),
        "weight_g": ("Khối lượng", "KL (g)", "KL", "Trọng lượng (g)", "Trọng lượng"),
        "seal": ("Niêm phong", "Số chì", "Mã niêm phong"),
        "dispatch": ("Chuyến thư", "Mã chuyến thư", "Chuyến thư số"),
        "other": ("Bưu cục đến", "Mã bưu cục đến", "Nơi đối ứng", "Mã bưu cục đối ứng"),
        "reason": ("Lý do", "Lý do không phát", "Lý do chưa phát được"),
        "point": ("Điểm phát", "Địa điểm phát"),
        "name": ("Người nhận", "Người ký nhận", "Họ tên người nhận", "Tên người nhận"),
        "title": ("Chức danh", "Chức vụ người nhận", "Chức danh người nhận"),
    }
)  # fmt: skip
