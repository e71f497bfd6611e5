"""What every printed paper shares, and what no paper may say. Pure: no Django, no clock.

A paper is a frozen dataclass of `forms/`: it names its template, tells its fields as plain values
and suggests a file name. `typesetting.pdf` turns any of them into PDF.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Protocol, Self
from zoneinfo import ZoneInfo

from kt1.law.services.rules import SCOPE_NAMES, URGENCY_NAMES, Mark, Mode, Scope, Urgency

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

#: What a field may hold: the shape of JSON without floating point.
Value = str | int | bool | None | list["Value"] | dict[str, "Value"]
Fields = dict[str, Value]

#: A file name longer than this is refused by some file systems once it is UTF-8.
FILE_NAME_MAX = 80


#: Months of a quarter, and how the four are numbered.
_QUARTER, _QUARTERS = 3, ("I", "II", "III", "IV")
_BANDS = {"demonstration": "DỮ LIỆU MINH HỌA", "drill": "DIỄN TẬP"}


class LevelWordError(ValueError):
    """A paper was about to say a level of secrecy in words. It is not printed."""


class Band(StrEnum):
    """The band across every page, and before every file name, when the data is not real."""

    NONE = ""
    DEMONSTRATION = "DỮ LIỆU MINH HỌA"
    DRILL = "DIỄN TẬP"

    @classmethod
    def of(cls, kind: str) -> Self:
        """The band of a database of this kind: `demonstration`, `drill`, or a real one."""
        return cls(_BANDS.get(kind, ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The office of the post that issues a paper, and its KT1 telephone answered day and night."""

    superior: str
    name: str
    hotline: str
    locality: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The state of the ledger that a signed paper bears witness to (N14).

    `root` is printed to be read by eye, `note` is the signed note that the QR code holds.
    """

    size: int
    root: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What stands around the content of every paper."""

    office: Office
    printed_at: datetime
    printed_by: str
    band: Band = Band.NONE
    checkpoint: Checkpoint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A sender or receiver as written on the cover: an agency, never a person."""

    name: str
    address: str
    province: str
    postcode: str = ""
    code: str = ""

    def fields(self) -> Fields:
        return {
            "name": self.name,
            "address": self.address,
            "province": self.province,
            "postcode": self.postcode,
            "code": self.code,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone who signs: by name where the paper needs one, by title and card otherwise."""

    name: str = ""
    title: str = ""
    card: str = ""

    @property
    def line(self) -> str:
        card = f"thẻ số {self.card}" if self.card else ""
        return ", ".join(part for part in (self.name, self.title, card) if part)


#: The place of a signer that is filled in by hand.
NOBODY = Person()


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The three axes of one item, and the installation's mode that says how to print them."""

    mode: Mode
    mark: Mark = Mark.NONE
    urgency: Urgency = Urgency.NONE
    scope: Scope = Scope.WITHIN
    agreed: datetime | None = None

    def __post_init__(self) -> None:
        if (self.urgency is Urgency.TIMED) != (self.agreed is not None):
            raise ValueError("Hẹn giờ and its agreed time come together.")

    @property
    def letter(self) -> str:
        """A, B or C, and only where the installation may write it."""
        if self.mode is Mode.FLAG or self.mark not in {Mark.A, Mark.B, Mark.C}:
            return ""
        return self.mark.value

    @property
    def flagged(self) -> bool:
        """Whether to print the priority flag. A letter left over in flag mode folds into it."""
        return self.mark is not Mark.NONE and not self.letter

    @property
    def urgent(self) -> str:
        """As it is stamped: HỎA TỐC, or HẸN GIỜ with hour and day."""
        if self.urgency is Urgency.EXPRESS:
            return "HỎA TỐC"
        if self.agreed is not None:
            return f"HẸN GIỜ {local(self.agreed):%H:%M %d/%m}"
        return ""

    @property
    def words(self) -> str:
        """For a column of a list. Never the mark: it has a column of its own, or none."""
        urgent = "" if self.urgency is Urgency.NONE else URGENCY_NAMES[self.urgency]
        return ", ".join(part for part in ("KT1", urgent, SCOPE_NAMES[self.scope]) if part)


class Paper(Protocol):
    """Anything of `forms/`."""

    template: ClassVar[str]

    @property
    def sheet(self) -> Sheet: ...

    @property
    def title(self) -> str: ...

    @property
    def file_name(self) -> str: ...

    def fields(self) -> Fields: ...


def local(moment: datetime) -> datetime:
    """The moment as a Vietnamese clock shows it."""
    if moment.tzinfo is None:
        raise ValueError("A printed time needs its zone.")
    return moment.astimezone(VIETNAM)


def clock(moment: datetime | None) -> str:
    """`22:40 16/02/2026`, or nothing to leave the place for a pen."""
    return "" if moment is None else f"{local(moment):%H:%M %d/%m/%Y}"


def day(on: date) -> str:
    """A day, or the Vietnamese day of a moment, as official papers write it: 09 tháng 02."""
    shown = local(on) if isinstance(on, datetime) else on
    return f"ngày {shown:%d} tháng {shown:%m} năm {shown:%Y}"


def months(since: date, until: date) -> str:
    """Whole months as a letter or an invoice names them: tháng 01/2026, quý I/2026, năm 2026."""
    if since.year != until.year:
        return f"từ tháng {since:%m/%Y} đến tháng {until:%m/%Y}"
    number = until.month - since.month + 1
    if number == 1:
        return f"tháng {since:%m/%Y}"
    if number == _QUARTER and since.month % _QUARTER == 1:
        return f"quý {_QUARTERS[since.month // _QUARTER]}/{since.year}"
    if number == len(_QUARTERS) * _QUARTER:
        return f"năm {since.year}"
    return f"từ tháng {since:%m} đến tháng {until:%m/%Y}"


def hour_and_day(moment: datetime) -> str:
    shown = local(moment)
    return f"{shown:%H} giờ {shown:%M}, {day(moment)}"


def until(moment: datetime | None) -> str:
    """A deadline: the end of a day is 24:00 of that day, as people say it."""
    if moment is None:
        return ""
    shown = local(moment)
    if (shown.hour, shown.minute) == (0, 0):
        return f"24:00 {shown - timedelta(days=1):%d/%m/%Y}"
    return clock(moment)


def grouped(number: int | None) -> str:
    """A whole number with points between thousands, or nothing."""
    return "" if number is None else f"{number:,}".replace(",", ".")


def file_name(band: Band, *parts: str, suffix: str = "pdf") -> str:
    """A file name that carries the band and nothing a file system refuses."""
    name = " - ".join(part for part in (band.value, *parts) if part)
    kept = re.sub(r"[^\w .,()-]+", "-", unicodedata.normalize("NFC", name))
    return f"{kept[:FILE_NAME_MAX].strip(' .-')}.{suffix}"


# Levels are written A, B, C or not at all (NĐ 26/2020 Đ.4). "Mật" alone is a level where it
# stands alone; inside a name (Mật Sơn, bí mật nhà nước) it is not.
_LEVEL_WORDS = re.compile(
    r"\b(?:tuyệt|tối|độ|mức|dấu)\s*mật\b"
    r"|(?:^|[\n(\[,;:/–—-])\s*mật\s*(?=$|[\n)\],;:/.–—-])",
    re.IGNORECASE,
)
# Controls, and marks that turn the direction of writing round: neither is part of any name.
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn"}


def printable(fields: Mapping[str, Value]) -> Fields:
    """The fields with every text composed, on one line, and free of what cannot be printed.

    Raises:
        LevelWordError: a text says a level of secrecy in words.
    """
    texts: list[str] = []
    cleaned = {name: _printable(value, texts) for name, value in fields.items()}
    if _LEVEL_WORDS.search("\n".join(texts)):
        # The text itself is not repeated: what was refused must not reach a log.
        raise LevelWordError("A field names a level of secrecy in words.")
    return cleaned


def _printable(value: Value, texts: list[str]) -> Value:
    if isinstance(value, str):
        text = _plain(value)
        texts.append(text)
        return text
    if isinstance(value, list):
        return [_printable(part, texts) for part in value]
    if isinstance(value, dict):
        return {name: _printable(part, texts) for name, part in value.items()}
    return value


def _plain(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text)
    if composed.isprintable():
        return composed
    kept = (" " if c.isspace() else c for c in composed)
    return "".join(c for c in kept if unicodedata.category(c) not in _UNPRINTABLE)
