"""A file of events, from its bytes to what its rows say. Everything stays in memory (W6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from kt1.custody.deliveries.rules import Reason
from kt1.custody.operator.columns import ALWAYS, COLUMNS, HEADINGS, Column
from kt1.custody.operator.faults import CellError, Fault, Wrong
from kt1.custody.operator.rules import NEEDS, Event, EventKind
from kt1.law.screening.rules import looks_like_secret_register
from kt1.law.services.rules import PRODUCTS, Mark, Urgency
from kt1.network.names.rules import spelling
from kt1.network.sheets import opening
from kt1.network.sheets.cells import Cell, plain
from kt1.network.sheets.faults import SecretRegisterError

ROWS_MAX = 20_000
_HEADINGS_WITHIN = 10  # titles and notes may stand above the headings
_MOVES = (EventKind.SENT, EventKind.ARRIVED)
#: Clocks of two systems never agree to the second.
SKEW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file as read: its events, and what could not be read."""

    events: tuple[Event, ...]
    faults: tuple[Fault, ...]


def read(content: bytes) -> Parsed:
    """What a file says. All its sheets are looked at, the first that fits is read.

    Raises:
        UnreadableFileError: it cannot be opened as a spreadsheet; it says why.
        SecretRegisterError: it looks like a register of state secrets; nothing of it was kept.
    """
    return _fitting(content)[1]


def refused(content: bytes, faults: Sequence[Fault]) -> list[list[str]]:
    """The headings of a file and its rows with faults, as they stood, for whoever mends them.

    The last column numbers the row as the person sees it. Raises what `read` raises.
    """
    page, _parsed = _fitting(content)
    top = _headings_at(page)
    if top is None:
        return []
    wanted = sorted({fault.row for fault in faults if fault.row > top + 1})
    rows = [[plain(cell) for cell in page[number - 1]] for number in wanted]
    width = max(map(len, [page[top], *rows]))
    lines = [[plain(cell) for cell in page[top]], *rows]
    numbers = ["", *map(str, wanted)]
    return [
        [*line, *[""] * (width - len(line)), number]
        for line, number in zip(lines, numbers, strict=True)
    ]


def _fitting(content: bytes) -> tuple[Sequence[Sequence[Cell]], Parsed]:
    """The first sheet that holds events, else the first, with what it says."""
    pages = opening.read(content)
    if any(_looks_secret(page) for page in pages):
        raise SecretRegisterError
    parsed = [(page, parse(page)) for page in pages]
    fitting = [one for one in parsed if one[1].events]
    return (fitting or parsed)[0] if parsed else ([], Parsed((), ()))


def _looks_secret(page: Sequence[Sequence[Cell]]) -> bool:
    """The names of services hold a letter by right, and nothing else may."""
    rows = [[plain(cell) for cell in row] for row in page]
    return looks_like_secret_register(
        ["" if cell.upper() in PRODUCTS else cell for cell in row] for row in rows
    )


def parse(rows: Sequence[Sequence[Cell]]) -> Parsed:
    """Read the rows of one sheet. Row numbers are those a person sees in the spreadsheet."""
    top = _headings_at(rows)
    if top is None:
        return Parsed((), (Fault(1, "", Wrong.NO_HEADINGS),))
    columns, faults = _columns(rows[top], top + 1)
    body = rows[top + 1 :]
    if len(body) > ROWS_MAX:
        return Parsed((), (Fault(ROWS_MAX, "", Wrong.TOO_MANY_ROWS),))
    events: list[Event] = []
    for number, row in enumerate(body, start=top + 2):
        if not any(plain(cell) for cell in row):
            continue
        values, bad = _values(columns, row, number)
        faults += bad
        if not bad and not faults:
            events.append(_event(number, values))
    return Parsed(tuple(events), tuple(faults))


def _headings_at(rows: Sequence[Sequence[Cell]]) -> int | None:
    known = {spelling(heading) for heading in HEADINGS.values()}
    for index, row in enumerate(rows[:_HEADINGS_WITHIN]):
        if len(known & {spelling(plain(cell)) for cell in row}) >= len(ALWAYS):
            return index
    return None


def _columns(row: Sequence[Cell], number: int) -> tuple[dict[int, Column], list[Fault]]:
    by_heading = {spelling(column.heading): column for column in COLUMNS}
    found: dict[int, Column] = {}
    faults: list[Fault] = []
    for index, cell in enumerate(row):
        if not plain(cell):
            continue
        column = by_heading.get(spelling(plain(cell)))
        if column is None:
            # The heading is not repeated: what stands there may be anything.
            faults.append(Fault(number, f"#{index + 1}", Wrong.UNKNOWN_COLUMN))
        elif column in found.values():
            faults.append(Fault(number, column.heading, Wrong.REPEATED_COLUMN))
        else:
            found[index] = column
    there = {column.fills for column in found.values()}
    faults += [Fault(number, HEADINGS[fills], Wrong.MISSING_COLUMN) for fills in ALWAYS - there]
    return found, faults


def _values(
    columns: Mapping[int, Column], row: Sequence[Cell], number: int
) -> tuple[dict[str, Any], list[Fault]]:
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for index, column in columns.items():
        cell = row[index] if index < len(row) else None
        if not plain(cell):
            continue
        try:
            values[column.fills] = column.read(cell)
        except CellError as error:
            faults.append(Fault(number, column.heading, error.wrong))
    if not faults:
        faults += [Fault(number, HEADINGS[fills], wrong) for fills, wrong in _lacking(values)]
    return values, faults


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
