"""Lịch trực tiếp nhận bưu gửi KT1: who stands at a door day by day, signed and hung up."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kt1.web.papers.rules import Fields, Sheet, Value, file_name


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyTurn:
    hours: str
    who: str
    rank: str
    telephone: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDay:
    """One day, solar and lunar, its turns, and the hours at which nobody stands."""

    day: str
    lunar: str
    kind: str
    turns: tuple[DutyTurn, ...]
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyList:
    """The duty list of one agency at one door."""

    template: ClassVar[str] = "duty-list.typ"

    sheet: Sheet
    agency: str
    point: str
    since: date
    until: date
    days: tuple[DutyDay, ...]

    @property
    def title(self) -> str:
        return "Lịch trực tiếp nhận bưu gửi KT1"

    @property
    def file_name(self) -> str:
        span = f"{self.since:%Y-%m-%d} - {self.until:%Y-%m-%d}"
        return file_name(self.sheet.band, self.title, span)

    def fields(self) -> Fields:
        return {
            "form": "KT1-10",
            "agency": self.agency,
            "point": self.point,
            "since": f"{self.since:%d/%m/%Y}",
            "until": f"{self.until:%d/%m/%Y}",
            "rows": [row for one in self.days for row in _rows(one)],
        }


def _rows(one: DutyDay) -> list[Value]:
    """A row a turn; the day stands beside its first row only."""
    turns: list[list[Value]] = [
        [turn.hours, turn.who, turn.rank, turn.telephone, turn.source] for turn in one.turns
    ]
    gaps: list[list[Value]] = [["", gap, "", "", ""] for gap in one.gaps]
    rows = [*turns, *gaps] or [["", "", "", "", ""]]
    heads = [[one.day, one.lunar, one.kind], *([["", "", ""]] * (len(rows) - 1))]
    return [[*head, *row] for head, row in zip(heads, rows, strict=True)]
