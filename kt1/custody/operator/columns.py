"""The columns of a file of events, and what one cell may say. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
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

_CODE = re.compile(r"[0-9A-Z][0-9A-Z.\-]{1,39}")
_SIGN = re.compile(r"[0-9A-Z][0-9A-Z./\-]{0,19}")
_MOMENTS = (
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%S",
)
_TEXT_MAX = 120
_ITEM_OR_BAG = "Số hiệu bưu gửi"


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


def _moment(cell: Cell) -> datetime:
    """A moment of Vietnam unless the text says its offset."""
    if isinstance(cell, datetime):
        return cell.replace(microsecond=0, tzinfo=cell.tzinfo or VIETNAM)
    text = plain(cell)
    for form in _MOMENTS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=VIETNAM)
        except ValueError:
            continue
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise CellError(Wrong.BAD_MOMENT) from None
    if found.tzinfo is None:
        raise CellError(Wrong.BAD_MOMENT)
    return found


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
    Column("at", "Thời gian", _moment),
    Column("place", "Mã nơi xử lý", _matching(_CODE)),
    Column("item", _ITEM_OR_BAG, _number),
    Column("code", "Mã KT1", _own_code),
    Column("bag", "Số hiệu túi", _number),
    Column("sender", "Mã cơ quan gửi", _matching(_CODE)),
    Column("receiver", "Mã cơ quan nhận", _matching(_CODE)),
    Column("service", "Dịch vụ", _service),
    Column("agreed", "Giờ hẹn", _moment),
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
HEADINGS: Mapping[str, str] = {column.fills: column.heading for column in COLUMNS}
#: Without these no row says anything.
ALWAYS = frozenset({"kind", "at", "place"})
