"""Small cells of a shared table, and the cells that would give them away. Pure.

A table is shared with its totals of lines, of columns and of all. A cell of fewer items than the
least is hidden; then so many others that no hidden cell can be worked out from what is left, and
that the few items behind hidden cells are never told together either (N11).

Two conditions hold afterwards, for every line and column with its total: what the published cells
leave over is nothing, or at least `minimum`; and the hidden cells, drawn as edges between their
line and their column, hold no bridge: a bridge is a cell that sums and differences would tell.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Shown = tuple[int | None, ...]
_Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shared:
    """A table as it may be shown; None is a hidden cell."""

    rows: tuple[Shown, ...]
    row_totals: Shown
    column_totals: Shown
    total: int | None


def shared(rows: Sequence[Sequence[int]], minimum: int) -> tuple[Shown, ...]:
    """The lines with what may not be shown taken out: see `table`."""
    return table(rows, minimum).rows


def column(sizes: Sequence[int], minimum: int) -> tuple[Shown, int | None]:
    """One column and its total."""
    found = table([[size] for size in sizes], minimum)
    return tuple(row[0] for row in found.rows), found.total


def table(rows: Sequence[Sequence[int]], minimum: int) -> Shared:
    """The same table with its totals, so that no hidden cell can be worked out.

    Args:
        rows: lines of equal length, whole numbers of zero or more. Zero hides nothing.
        minimum: a cell of fewer items is hidden; 0 and 1 hide nothing.

    Raises:
        ValueError: lines of different length, or a number below zero.
    """
    if len({len(row) for row in rows}) > 1 or any(size < 0 for row in rows for size in row):
        raise ValueError("Lines of equal length, of zero or more.")
    if not rows or not rows[0]:
        return Shared(tuple(() for _ in rows), tuple(0 for _ in rows), (), 0)
    whole = [[*row, sum(row)] for row in rows]
    whole.append([sum(sizes) for sizes in zip(*whole, strict=True)])
    hidden = _hidden(whole, minimum)
    shown = [
        tuple(None if (y, x) in hidden else size for x, size in enumerate(row))
        for y, row in enumerate(whole)
    ]
    return Shared(
        rows=tuple(row[:-1] for row in shown[:-1]),
        row_totals=tuple(row[-1] for row in shown[:-1]),
        column_totals=shown[-1][:-1],
        total=shown[-1][-1],
    )


def _hidden(whole: Sequence[Sequence[int]], minimum: int) -> set[_Cell]:
    hidden = {
        (y, x) for y, row in enumerate(whole) for x, size in enumerate(row) if 0 < size < minimum
    }
    while (weak := _weakness(whole, hidden, minimum)) is not None:
        hidden.add(weak)
    return hidden


def _weakness(whole: Sequence[Sequence[int]], hidden: set[_Cell], minimum: int) -> _Cell | None:
    """One more cell to hide, or None where nothing can be worked out any more."""
    for line in _lines(whole):
        gone = [cell for cell in line if cell in hidden]
        if gone and _tells(whole, line, hidden, minimum):
            found = _least(whole, [cell for cell in line if cell not in hidden])
            if found is not None:
                return found
    for cell in sorted(hidden):
        if _is_bridge(cell, hidden):
            y, x = cell
            near = [one for line in _lines(whole) for one in line if one[0] == y or one[1] == x]
            found = _least(whole, [one for one in near if one not in hidden])
            if found is not None:
                return found
    return None


def _lines(whole: Sequence[Sequence[int]]) -> Iterator[list[_Cell]]:
    """Every line and every column with its total last."""
    for y, row in enumerate(whole):
        yield [(y, x) for x in range(len(row))]
    for x in range(len(whole[0])):
        yield [(y, x) for y in range(len(whole))]


def _tells(
    whole: Sequence[Sequence[int]], line: Sequence[_Cell], hidden: set[_Cell], minimum: int
) -> bool:
    """Whether the total less what is shown tells one cell, or too few items."""
    *parts, total = line
    gone = [cell for cell in parts if cell in hidden]
    if total in hidden:
        return not gone
    left = sum(whole[y][x] for y, x in gone)
    return len(gone) == 1 or left < minimum


def _least(whole: Sequence[Sequence[int]], cells: Sequence[_Cell]) -> _Cell | None:
    """The smallest that says something; a total only where nothing else is left, then zeros."""
    bottom, right = len(whole) - 1, len(whole[0]) - 1

    def cost(cell: _Cell) -> tuple[bool, int, int, _Cell]:
        y, x = cell
        margins = (y == bottom) + (x == right)
        return (not whole[y][x], margins, whole[y][x], cell)

    return min(cells, key=cost, default=None)


def _is_bridge(cell: _Cell, hidden: set[_Cell]) -> bool:
    """Whether, without it, its line and its column are no longer joined by hidden cells."""
    rows: dict[int, set[int]] = {}
    columns: dict[int, set[int]] = {}
    for y, x in hidden - {cell}:
        rows.setdefault(y, set()).add(x)
        columns.setdefault(x, set()).add(y)
    seen, ahead = {cell[0]}, [cell[0]]
    while ahead:
        for x in rows.get(ahead.pop(), ()):
            if x == cell[1]:
                return False
            fresh = columns[x] - seen
            seen |= fresh
            ahead += fresh
    return True
