"""From rows of cells to what a file states, and from that to what it would change. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kt1.network.names.rules import spelling
from kt1.network.sheets.cells import Cell, Column, Value, plain
from kt1.network.sheets.faults import BadCellError, Fault, Reason
from kt1.network.sheets.tables import Facts, Key, Sheet

ROWS_MAX = 20_000
_HEADINGS_WITHIN = 10  # titles and notes may stand above the headings
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Said:
    """What one row of a file says. Columns the file lacks are not in it."""

    row: int
    values: Mapping[str, Value]

    def key(self, sheet: Sheet) -> Key:
        return tuple(self.values.get(name, sheet.usual.get(name)) for name in sheet.key_fields)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file as read: what its rows say, and what could not be read."""

    rows: tuple[Said, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One row brought together with what is there: `before` is None for a new one."""

    row: int
    before: Facts | None
    after: Facts


@dataclass(frozen=True, slots=True)
class Differences:
    """What taking a file would change."""

    new: tuple[Wanted, ...]
    changed: tuple[Wanted, ...]
    unchanged: tuple[Wanted, ...]
    closed: tuple[Facts, ...]

    @property
    def none(self) -> bool:
        return not (self.new or self.changed or self.closed)


def parse(sheet: Sheet, rows: Sequence[Sequence[Cell]]) -> Parsed:
    """Read a file's rows. Row numbers are those a person sees in the spreadsheet."""
    top = headings_at(sheet, rows)
    if top is None:
        return Parsed((), (Fault(1, "", Reason.NO_HEADINGS),))
    columns, faults = _columns(sheet, rows[top], top + 1)
    body = rows[top + 1 :]
    if len(body) > ROWS_MAX:
        return Parsed((), (Fault(ROWS_MAX, "", Reason.TOO_MANY_ROWS),))
    said: list[Said] = []
    seen: set[Key] = set()
    for number, row in enumerate(body, start=top + 2):
        if not any(plain(cell) for cell in row):
            continue
        values, bad = _values(sheet, columns, row, number)
        faults += bad
        one = Said(number, values)
        if one.key(sheet) in seen:
            faults.append(Fault(number, sheet.columns[0].heading, Reason.REPEATED_KEY))
        seen.add(one.key(sheet))
        said.append(one)
    return Parsed(tuple(said), tuple(faults))


def differences(
    sheet: Sheet,
    rows: Iterable[Said],
    there: Mapping[Key, Facts],
    *,
    closing: Callable[[Facts], bool] = lambda _: False,
) -> Differences:
    """What is new, changed, unchanged, and what the file no longer names.

    Args:
        rows: what the file says, without faults.
        there: what is stored, by key.
        closing: which stored rows the file must name to stay open; none, for a file that only
            adds and changes.
    """
    found: dict[Key, Wanted] = {}
    for said in rows:
        before = there.get(said.key(sheet))
        kept = {} if before is None else _values_of(sheet, before)
        after = sheet.facts(**{**sheet.usual, **kept, **said.values})
        found[said.key(sheet)] = Wanted(said.row, before, after)
    closed = [facts for key, facts in there.items() if key not in found and closing(facts)]
    return Differences(
        new=tuple(one for one in found.values() if one.before is None),
        changed=tuple(
            one for one in found.values() if one.before is not None and one.before != one.after
        ),
        unchanged=tuple(one for one in found.values() if one.before == one.after),
        closed=tuple(closed),
    )


def all_of(found: Differences) -> list[Wanted]:
    """Every row the file states."""
    return [*found.new, *found.changed, *found.unchanged]


def fields_changed(sheet: Sheet, one: Wanted) -> list[tuple[str, str, str]]:
    """Of a changed row: heading, what stood there, what the file says."""
    return [
        (
            column.heading,
            column.write(getattr(one.before, column.fills)),
            column.write(getattr(one.after, column.fills)),
        )
        for column in sheet.columns
        if getattr(one.before, column.fills) != getattr(one.after, column.fills)
    ]


def in_force(facts: Facts, on: date) -> bool:
    """Whether a row holds on a day. A row without days always does."""
    start, end = getattr(facts, "valid_from", on), getattr(facts, "valid_to", None)
    return start <= on and (end is None or end >= on)


def goes_on(facts: Facts, on: date) -> bool:
    """Whether a row holds on a day and on the next."""
    return in_force(facts, on) and getattr(facts, "valid_to", None) != on


def cells_of(sheet: Sheet, facts: Facts) -> list[str]:
    """The row that states `facts`."""
    return [column.write(getattr(facts, column.fills)) for column in sheet.columns]


def column_letter(index: int) -> str:
    """A column as the spreadsheet calls it: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, _LETTERS)
        name = chr(ord("A") + rest) + name
    return name


def _values_of(sheet: Sheet, facts: Facts) -> dict[str, Value]:
    return {column.fills: getattr(facts, column.fills) for column in sheet.columns}


def headings_at(sheet: Sheet, rows: Sequence[Sequence[Cell]]) -> int | None:
    """The first row that holds the heading of the key and of one more column."""
    wanted = {spelling(column.heading) for column in sheet.columns}
    key = spelling(sheet.columns[0].heading)
    for index, row in enumerate(rows[:_HEADINGS_WITHIN]):
        words = {spelling(plain(cell)) for cell in row}
        if key in words and len(words & wanted) > 1:
            return index
    return None


def _columns(
    sheet: Sheet, headings: Sequence[Cell], number: int
) -> tuple[list[tuple[int, Column]], list[Fault]]:
    by_heading = {spelling(column.heading): column for column in sheet.columns}
    found: list[tuple[int, Column]] = []
    faults: list[Fault] = []
    for index, cell in enumerate(headings):
        if not plain(cell):
            continue
        column = by_heading.get(spelling(plain(cell)))
        if column is None:
            faults.append(Fault(number, column_letter(index), Reason.UNKNOWN_COLUMN))
        elif any(column is other for _, other in found):
            faults.append(Fault(number, column.heading, Reason.REPEATED_COLUMN))
        else:
            found.append((index, column))
    present = {column.fills for _, column in found}
    faults += [
        Fault(number, column.heading, Reason.MISSING_COLUMN)
        for column in sheet.columns
        if column.needed and column.fills not in present
    ]
    return found, faults


def _values(
    sheet: Sheet, columns: Sequence[tuple[int, Column]], row: Sequence[Cell], number: int
) -> tuple[dict[str, Value], list[Fault]]:
    values: dict[str, Value] = {}
    faults: list[Fault] = []
    for index, column in columns:
        try:
            value = column.read(row[index] if index < len(row) else None)
        except BadCellError as bad:
            faults.append(Fault(number, column.heading, bad.reason))
        else:
            values[column.fills] = sheet.usual.get(column.fills) if value is None else value
    return values, faults
