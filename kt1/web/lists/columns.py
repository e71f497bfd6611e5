"""A column of a list: where its value comes from and how it is shown, sorted and exported."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from kt1.web import moments
from kt1.web.numbers import number
from kt1.web.parts.chips import Chip
from kt1.web.words import Words

Row = TypeVar("Row")

Value = Words | int | bool | Decimal | date | datetime | Chip | None


class Kind(StrEnum):
    TEXT = "text"
    CODE = "code"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    DEADLINE = "deadline"
    CHIP = "chip"
    YES_NO = "yes_no"
    UNBROKEN = "unbroken"  # short text that must not be broken over two lines


#: Never broken over two lines.
UNBROKEN = frozenset(Kind) - {Kind.TEXT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[Row]):
    """`sort` names the field to order by; without it the heading does not sort."""

    key: str
    label: Words
    value: Callable[[Row], Value]
    kind: Kind = Kind.TEXT
    sort: str = ""
    link: Callable[[Row], str | None] | None = None
    #: Second line of the cell, muted: a place under a name.
    under: Callable[[Row], str | None] | None = None
    #: Left out below 640 px, where a row becomes a card.
    wide_only: bool = False
    #: Names of bodies and places: not pressed to one word a line by the other columns.
    roomy: bool = False

    @property
    def css(self) -> str:
        """Classes of its cells and heading."""
        said = {
            "right": self.right,
            "nowrap": self.kind in UNBROKEN,
            "roomy": self.roomy,
            "wide-only": self.wide_only,
        }
        return " ".join(name for name, holds in said.items() if holds)

    @property
    def right(self) -> bool:
        return self.kind is Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Cell:
    kind: Kind
    label: Words
    value: Value
    text: str
    link: str | None
    under: str | None
    css: str


def cell_of(column: Column[Row], row: Row) -> Cell:
    value = column.value(row)
    return Cell(
        kind=column.kind,
        label=column.label,
        value=value,
        text=text_of(value, column.kind),
        link=column.link(row) if column.link else None,
        under=column.under(row) if column.under else None,
        css=column.css,
    )


def text_of(value: Value, kind: Kind) -> str:
    """The value as a person reads it; empty for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int | Decimal):
        return number(value) if kind is Kind.NUMBER else str(value)
    if isinstance(value, date):
        return moment_text(value, kind)
    return str(value)


def moment_text(value: date, kind: Kind) -> str:
    if not isinstance(value, datetime) or kind is Kind.DAY:
        return moments.day(value)
    if kind is Kind.DEADLINE:
        return moments.deadline(value)
    return f"{moments.clock(value)} {moments.day(value)}"
