"""Days of a calendar as lines of text or rows of a spreadsheet. Pure but for its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from kt1.law.calendars.actions import NewDay
from kt1.law.calendars.rules import DayKind
from kt1.law.screening.words import read
from kt1.web.days import NotADayError, read_day
from kt1.web.norms.calendar_forms import faults_of

DAYS_MOST = 60
_COLUMNS = 4
_KINDS: Mapping[str, DayKind] = {
    "ngay le": DayKind.HOLIDAY,
    "le": DayKind.HOLIDAY,
    "tet": DayKind.TET,
    "nghi hoan doi": DayKind.SWAPPED_OFF,
    "hoan doi": DayKind.SWAPPED_OFF,
    "lam bu": DayKind.MAKE_UP,
}
#: How a kind is written where people may write it back.
KIND_WORDS: Mapping[DayKind, str] = {
    DayKind.HOLIDAY: "ngày lễ",
    DayKind.TET: "Tết",
    DayKind.SWAPPED_OFF: "nghỉ hoán đổi",
    DayKind.MAKE_UP: "làm bù",
}


@dataclass(frozen=True, slots=True)
class Days:
    """What was read, and what is wrong with the lines that were not."""

    days: tuple[NewDay, ...]
    faults: tuple[str, ...]


def text_of(rows: Sequence[Sequence[object]]) -> str:
    """A spreadsheet as the lines that people type; headings and empty rows are left out."""
    lines = []
    for row in rows:
        cells = [_plain(cell) for cell in (*row, "", "", "", "")][:_COLUMNS]
        if cells[0] and any(letter.isdigit() for letter in cells[0]):
            lines.append("; ".join(cells).rstrip("; "))
    return "\n".join(lines)


def _plain(cell: object) -> str:
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(cell).strip()


def days_of(text: str) -> Days:
    """The days of the lines, all that can be read; a fault names its line."""
    days: list[NewDay] = []
    faults: list[str] = []
    for n, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            days.append(_day(line))
        except ValueError as fault:
            faults.append(_("Line %(n)s: %(fault)s") % {"n": n, "fault": fault})
    if not days and not faults:
        faults.append(_("Type at least one day, or choose a file."))
    if len(days) > DAYS_MOST:
        faults.append(_("At most %(n)s days of one notice.") % {"n": DAYS_MOST})
    return Days(tuple(days), (*faults, *faults_of(days), *_unpaired(days)))


def _day(line: str) -> NewDay:
    """One line. ValueError: what is wrong with it, in words."""
    cells = [cell.strip() for cell in line.replace("\t", ";").split(";")]
    on, kind, name, pair = [*cells, "", "", ""][:_COLUMNS]
    known = _KINDS.get(read(kind).bare.strip())
    if known is None:
        raise ValueError(_("the kind is one of: ngày lễ, Tết, nghỉ hoán đổi, làm bù"))
    if not name or len(name) > 80:  # noqa: PLR2004 - as the column
        raise ValueError(_("the day has a name of at most 80 characters"))
    try:
        return NewDay(on=read_day(on), kind=known, name=name, pair=read_day(pair) if pair else None)
    except NotADayError as fault:
        raise ValueError(str(fault)) from None


def _unpaired(days: Sequence[NewDay]) -> list[str]:
    """A swap is two lines, each the pair of the other."""
    pairs = {(one.on, one.pair) for one in days}
    swaps = {DayKind.SWAPPED_OFF, DayKind.MAKE_UP}
    alone = [
        one
        for one in days
        if (one.kind in swaps) != (one.pair is not None)
        or (one.pair is not None and (one.pair, one.on) not in pairs)
    ]
    said = _("%(day)s: a swap is two lines, each with the day of the other.")
    return [said % {"day": f"{one.on:%d/%m/%Y}"} for one in alone]
