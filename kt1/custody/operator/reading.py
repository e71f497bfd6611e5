"""A file of events, from its bytes to what its rows say. Everything stays in memory (W6)."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from kt1.custody.deliveries.rules import Reason
from kt1.custody.operator.columns import (
    ALWAYS,
    COLUMNS,
    HEADINGS,
    HOUR,
    KNOWN,
    OWN,
    Column,
    Days,
    moment_of,
)
from kt1.custody.operator.faults import CellError, Fault, Wrong
from kt1.custody.operator.rules import NEEDS, Event, EventKind
from kt1.law.services.rules import Mark, Urgency
from kt1.network.names.rules import spelling
from kt1.network.sheets import mapping
from kt1.network.sheets.cells import Cell, plain
from kt1.network.sheets.mapping import Sheet, guessed

_MOVES = (EventKind.SENT, EventKind.ARRIVED)
_BY_FACT = {column.fills: column for column in COLUMNS}
#: Clocks of two systems never agree to the second.
SKEW = timedelta(minutes=5)

Rows = Iterable[tuple[int, Sequence[Cell]]]


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column holds what, from 0, and how days are written."""

    columns: Mapping[str, int]
    days: Days = Days.DAY_FIRST


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file as read: its events, and what could not be read."""

    events: tuple[Event, ...]
    faults: tuple[Fault, ...]


def opened(content: bytes) -> Sheet:
    """The sheet of a file that looks most like events. Raises what `mapping.read` raises."""
    return mapping.read(content, KNOWN)


def read(content: bytes) -> Parsed:
    """What a file under the headings of the form says. Raises what `opened` raises."""
    sheet = opened(content)
    layout, faults = own(sheet)
    return Parsed((), tuple(faults)) if faults else parse(sheet.rows, layout)


def own(sheet: Sheet) -> tuple[Layout, list[Fault]]:
    """The columns of a file that keeps to the form, and where it does not."""
    found: dict[str, int] = {}
    faults: list[Fault] = []
    if len(guessed(sheet.headings, OWN)) < len(ALWAYS):
        return Layout({}), [Fault(1, "", Wrong.NO_HEADINGS)]
    for index, heading in enumerate(sheet.headings):
        if not heading:
            continue
        fills = OWN.get(spelling(heading))
        if fills is None:
            # The heading is not repeated: what stands there may be anything.
            faults.append(Fault(sheet.top, f"#{index + 1}", Wrong.UNKNOWN_COLUMN))
        elif fills in found:
            faults.append(Fault(sheet.top, HEADINGS[fills], Wrong.REPEATED_COLUMN))
        else:
            found[fills] = index
    layout = Layout(found)
    missing = [Fault(sheet.top, HEADINGS[f], Wrong.MISSING_COLUMN) for f in sorted(lacks(layout))]
    return layout, faults + missing


def proposed(sheet: Sheet) -> Layout:
    """The columns as far as the headings tell, to be agreed to."""
    return Layout(guessed(sheet.headings, KNOWN))


def lacks(layout: Layout) -> frozenset[str]:
    """What has to be said before a file can be read."""
    return ALWAYS - layout.columns.keys()


def refused(rows: Rows, faults: Sequence[Fault]) -> list[tuple[int, Sequence[Cell]]]:
    """The rows with faults, as they stood, for whoever mends them."""
    wanted = {fault.row for fault in faults}
    return [(number, cells) for number, cells in rows if number in wanted]


def parse(rows: Rows, layout: Layout) -> Parsed:
    """Every row, or what is wrong with it. Row numbers are those a person sees."""
    events: list[Event] = []
    faults: list[Fault] = []
    columns = [(_BY_FACT[f], index) for f, index in layout.columns.items() if f in _BY_FACT]
    known: _Known = {}
    for number, cells in rows:
        values, bad = _values(columns, cells, layout, number, known)
        faults += bad
        if not bad and not faults:
            events.append(_event(number, values))
    return Parsed(() if faults else tuple(events), tuple(faults))


#: What cells said, by column: of most columns few different cells stand in a file.
_Known = dict[tuple[str, type, Cell], Any]


def _values(
    columns: Sequence[tuple[Column, int]],
    row: Sequence[Cell],
    layout: Layout,
    number: int,
    known: _Known,
) -> tuple[dict[str, Any], list[Fault]]:
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for column, index in columns:
        cell = row[index] if index < len(row) else None
        if cell is None or cell == "":
            continue
        key = (column.fills, type(cell), cell)
        if (said := known.get(key)) is not None:
            values[column.fills] = said
            continue
        if not plain(cell):
            continue
        try:
            if column.read is moment_of:
                hour = _hour(row, layout) if column.fills == "at" else None
                values[column.fills] = moment_of(cell, hour, days=layout.days)
            else:
                known[key] = values[column.fills] = _shared(column.read(cell))
        except CellError as error:
            faults.append(Fault(number, column.heading, error.wrong))
    if not faults:
        faults += [Fault(number, HEADINGS[fills], wrong) for fills, wrong in _lacking(values)]
    return values, faults


def _hour(row: Sequence[Cell], layout: Layout) -> Cell:
    index = layout.columns.get(HOUR, len(row))
    return row[index] if index < len(row) else None


def _shared(value: Any) -> Any:
    """Codes stand in many rows: one text for all of them."""
    return sys.intern(value) if type(value) is str else value


def _lacking(values: Mapping[str, Any]) -> list[tuple[str, Wrong]]:
    needed = ALWAYS | NEEDS.get(values.get("kind", ""), frozenset())
    lacking = [(name, Wrong.EMPTY) for name in sorted(needed - values.keys())]
    if lacking:
        return lacking
    if values["kind"] in _MOVES and ("item" in values) == ("bag" in values):
        return [("item", Wrong.ITEM_OR_BAG)]
    if values["kind"] is EventKind.ACCEPTED:
        timed = values["service"][1] is Urgency.TIMED
        if timed != ("agreed" in values):
            return [("agreed", Wrong.BAD_AGREED)]
    return []


def _event(number: int, values: dict[str, Any]) -> Event:
    mark, urgency = values.pop("service", (Mark.NONE, Urgency.NONE))
    if "reason" in values:
        values["reason"] = Reason(values["reason"])
    return Event(row=number, mark=mark, urgency=urgency, **values)
