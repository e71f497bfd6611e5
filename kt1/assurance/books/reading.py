"""An agency's book as a file, from its bytes to lines. Everything stays in memory (W6).

A file that looks like a register of secrets is refused whole. Rows that cannot be read go back
to the person once, in a file of their own, and are kept nowhere.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

from kt1.assurance.books.columns import (
    BY_HEADING,
    NEEDED,
    READ,
    CellError,
    Fact,
    Service,
    Wrong,
)
from kt1.assurance.books.rules import Period, Side
from kt1.network.names.rules import spelling
from kt1.network.sheets import mapping
from kt1.network.sheets.cells import Cell, plain
from kt1.network.sheets.mapping import Sheet, guessed

_CELLS_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Fault:
    row: int
    column: str  # the fact, by its code; headings of a file are not repeated
    wrong: Wrong


@dataclass(frozen=True, slots=True)
class Parsed:
    """Lines as `steps.replace` takes them, their marks, and what could not be read."""

    rows: tuple[tuple[Any, ...], ...] = ()
    marks: Mapping[int, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    refused: tuple[tuple[Cell, ...], ...] = ()


def read(content: bytes) -> Sheet:
    """The book's sheet. Raises what `mapping.read` raises."""
    return mapping.read(content, BY_HEADING, sure=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What rows are read against: the period, the side, and which body a cell names."""

    side: Side
    period: Period
    marks: frozenset[str]  # that this installation may keep
    bodies: Mapping[str, tuple[int, str]]  # spelling of code or name -> (id, scope)


def parse(sheet: Sheet, columns: Mapping[Fact, int], asked: Asked) -> Parsed:
    """Every row, or what is wrong with it. Rows are numbered as a person sees them."""
    rows: list[tuple[Any, ...]] = []
    marks: dict[int, str] = {}
    faults: list[Fault] = []
    refused: list[tuple[Cell, ...]] = []
    seen: Counter[str] = Counter()
    # The same days, bodies and figures come again and again; nothing of them outlives the call.
    value = lru_cache(_CELLS_KEPT, typed=True)(partial(_value, asked))
    for number, cells in sheet.rows:
        values, bad = _values(cells, columns, value, number)
        if bad:
            faults += bad
            refused.append(cells)
            continue
        n, service = len(rows) + 1, values.get(Fact.SERVICE, Service("", ""))
        code = values.get(Fact.CODE, "")
        body, scope = values[Fact.OTHER]
        rows.append(
            (
                n, seen[code] if code else 0, code, values[Fact.DAY], body, service.urgency,
                scope if asked.side is Side.SENDER else "", values.get(Fact.PIECES),
                values.get(Fact.WEIGHT), values.get(Fact.PRICE),
            )
        )  # fmt: skip
        seen[code] += 1
        if service.mark:
            marks[n] = service.mark
    return Parsed(tuple(rows), marks, tuple(faults), tuple(refused))


def _values(
    cells: Sequence[Cell],
    columns: Mapping[Fact, int],
    value: Callable[[Fact, Cell], Any],
    number: int,
) -> tuple[dict[Fact, Any], list[Fault]]:
    values: dict[Fact, Any] = {}
    faults: list[Fault] = []
    for fact, index in columns.items():
        cell = cells[index] if index < len(cells) else None
        if not plain(cell):
            if fact in NEEDED:
                faults.append(Fault(number, fact.value, Wrong.EMPTY))
            continue
        try:
            values[fact] = value(fact, cell)
        except CellError as error:
            faults.append(Fault(number, fact.value, error.wrong))
    return values, faults


def _value(asked: Asked, fact: Fact, cell: Cell) -> Any:
    value = READ[fact](cell)
    match fact:
        case Fact.DAY if value not in asked.period:
            raise CellError(Wrong.OUTSIDE)
        case Fact.SERVICE if value.mark and value.mark not in asked.marks:
            raise CellError(Wrong.MARK)
        case Fact.OTHER:
            if (body := asked.bodies.get(spelling(value))) is None:
                raise CellError(Wrong.OTHER)
            return body
        case _:
            return value


def missing(columns: Mapping[Fact, int]) -> frozenset[Fact]:
    """What has to be said before a file can be read."""
    return NEEDED - columns.keys()


def proposed(sheet: Sheet, remembered: Mapping[str, int] | None) -> dict[Fact, int]:
    """The columns as they were said last time for such a file, else as the headings tell."""
    if remembered is None:
        return guessed(sheet.headings, BY_HEADING)
    return {Fact(fact): index for fact, index in remembered.items()}
