"""What the columns of an agency's book may hold, and what one cell says. Pure.

The headings of offices differ; what is recognised is offered, what is not is asked for, and the
answer is remembered for files with the same headings.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from kt1.assurance.books.rules import key_of
from kt1.custody.items.rules import PIECES_MAX, WEIGHT_MAX_G
from kt1.law.services.rules import Mark, UnknownProductError, Urgency, parse_product
from kt1.network.names.rules import spelling
from kt1.network.sheets.cells import Cell, plain
from kt1.network.sheets.mapping import by_heading, written

NUMBER_MAX = 40
AMOUNT_MAX = 10**12


class Fact(StrEnum):
    CODE = "code"
    DAY = "day"
    OTHER = "other"
    SERVICE = "service"
    PIECES = "pieces"
    WEIGHT = "weight"
    PRICE = "price"


class Wrong(StrEnum):
    """What is wrong with one cell. The cell itself is never repeated."""

    EMPTY = "empty"
    NUMBER = "number"
    DAY = "day"
    OUTSIDE = "outside"
    OTHER = "other"
    SERVICE = "service"
    MARK = "mark"
    FIGURE = "figure"


NEEDED = frozenset({Fact.DAY, Fact.OTHER})

#: Headings that are understood without asking.
KNOWN: Mapping[Fact, Sequence[str]] = {
    Fact.CODE: (
        "Số hiệu", "Số hiệu bưu gửi", "Mã bưu gửi", "Mã KT1", "Số bưu gửi", "Số hiệu bưu gửi KT1",
    ),
    Fact.DAY: ("Ngày", "Ngày gửi", "Ngày nhận", "Ngày, giờ", "Ngày giờ", "Ngày giao", "Ngày phát"),
    Fact.OTHER: (
        "Nơi nhận", "Nơi gửi", "Cơ quan nhận", "Cơ quan gửi", "Mã cơ quan nhận", "Mã cơ quan gửi",
        "Nơi gửi / Nơi nhận", "Đơn vị nhận", "Đơn vị gửi",
    ),
    Fact.SERVICE: ("Dịch vụ", "Loại dịch vụ"),
    Fact.PIECES: ("Số bì", "Số lượng bì"),
    Fact.WEIGHT: ("Khối lượng (g)", "Khối lượng", "KL", "KL (g)", "Trọng lượng (g)"),
    Fact.PRICE: ("Cước", "Cước chính", "Giá cước", "Cước (đồng)", "Thành tiền"),
}  # fmt: skip
#: Digits alone, or one sign (point, comma, blank) before each group of three.
_WHOLE = re.compile(r"\d+|[1-9]\d{0,2}([., ])\d{3}(?:\1\d{3})*", re.ASCII)
_DIGITS_MAX = 18
BY_HEADING = by_heading(KNOWN)
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_URGENCIES = {
    spelling(word): urgency
    for words, urgency in (
        (("KT1", "thường", "KT1 thường"), Urgency.NONE),
        (("hỏa tốc", "KT1 hỏa tốc", "HT"), Urgency.EXPRESS),
        (("hẹn giờ", "KT1 hẹn giờ", "HG"), Urgency.TIMED),
    )
    for word in words
}


class CellError(Exception):
    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong)
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class Service:
    urgency: str
    mark: str


def code_of(cell: Cell) -> str:
    text = plain(cell)
    if len(text) > NUMBER_MAX:
        raise CellError(Wrong.NUMBER)
    key = key_of(text)
    if text and (not key or not key.isascii()):
        raise CellError(Wrong.NUMBER)
    return key


def day_of(cell: Cell) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = plain(cell)
    iso, written = _ISO_DAY.search(text), _DAY.search(text)
    parts = iso.groups() if iso else written.groups()[::-1] if written else None
    if parts is None:
        raise CellError(Wrong.DAY)
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        raise CellError(Wrong.DAY) from None


def service_of(cell: Cell) -> Service:
    text = plain(cell)
    if (urgency := _URGENCIES.get(spelling(text))) is not None:
        return Service(urgency.value, "")
    try:
        mark, urgency = parse_product(text)
    except UnknownProductError:
        raise CellError(Wrong.SERVICE) from None
    return Service(urgency.value, "" if mark is Mark.NONE else mark.value)


def figure(most: int) -> Callable[[Cell], int]:
    """A whole number. A sign counts as one between thousands only before groups of three digits.

    `12,5` and a broken number of a workbook are refused: nobody knows what was meant.
    """

    def read(cell: Cell) -> int:
        text = written(cell)
        if not _WHOLE.fullmatch(text):
            raise CellError(Wrong.FIGURE)
        digits = "".join(sign for sign in text if sign.isdigit())
        if len(digits) > _DIGITS_MAX or int(digits) > most:
            raise CellError(Wrong.FIGURE)
        return int(digits)

    return read


READ: Mapping[Fact, Callable[[Cell], Any]] = {
    Fact.CODE: code_of,
    Fact.DAY: day_of,
    Fact.OTHER: plain,
    Fact.SERVICE: service_of,
    Fact.PIECES: figure(PIECES_MAX),
    Fact.WEIGHT: figure(WEIGHT_MAX_G),
    Fact.PRICE: figure(AMOUNT_MAX),
}
