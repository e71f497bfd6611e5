"""What of a table may be shared, and sums of facts. Pure."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kt1.oversight.figures.lines import Facts, share, share_sum, total_of
from kt1.oversight.figures.rules import change_per_mille
from kt1.oversight.figures.suppress import column, shared, table

TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 9), min_size=width, max_size=width), min_size=1, max_size=4
    )
)


def told(rows: list[list[int]], minimum: int) -> set[tuple[int, int]]:
    """Hidden cells that the published ones determine: a naive oracle in exact algebra.

    The unknowns are the hidden cells, totals among them; every line and column with its total is
    an equation. A cell is told if its value is the same in every solution.
    """
    found = table(rows, minimum)
    whole = [[*row, total] for row, total in zip(found.rows, found.row_totals, strict=True)]
    whole.append([*found.column_totals, found.total])
    height, width = len(whole), len(whole[0])
    unknown = [(y, x) for y in range(height) for x in range(width) if whole[y][x] is None]
    lines = [[(y, x) for x in range(width)] for y in range(height)]
    lines += [[(y, x) for y in range(height)] for x in range(width)]
    matrix = [
        [Fraction(0 if cell not in line else -1 if cell == line[-1] else 1) for cell in unknown]
        for line in lines
    ]
    return {cell for n, cell in enumerate(unknown) if _is_fixed(matrix, n)}


def _is_fixed(matrix: list[list[Fraction]], n: int) -> bool:
    """Whether the n-th unit vector lies in the span of the rows."""
    unit = [Fraction(int(k == n)) for k in range(len(matrix[0]))]
    return _rank(matrix) == _rank([*matrix, unit])


def _rank(matrix: list[list[Fraction]]) -> int:
    rows, rank = [row[:] for row in matrix], 0
    for x in range(len(rows[0])):
        pivot = next((y for y in range(rank, len(rows)) if rows[y][x]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        for y in range(len(rows)):
            if y != rank and rows[y][x]:
                times = rows[y][x] / rows[rank][x]
                rows[y] = [a - times * b for a, b in zip(rows[y], rows[rank], strict=True)]
        rank += 1
    return rank


@given(TABLES, st.integers(0, 6))
def test_no_hidden_cell_follows_from_what_is_shown(rows: list[list[int]], minimum: int) -> None:
    assert told(rows, minimum) == set()


@given(TABLES, st.integers(0, 6))
def test_every_small_cell_is_hidden_and_what_is_shown_is_true(
    rows: list[list[int]], minimum: int
) -> None:
    found = table(rows, minimum)
    for row, seen in zip(rows, found.rows, strict=True):
        for size, cell in zip(row, seen, strict=True):
            assert cell in (None, size)
            assert not (0 < size < minimum and cell is not None)
    for row, seen, total in zip(rows, found.rows, found.row_totals, strict=True):
        left = sum(size for size, cell in zip(row, seen, strict=True) if cell is None)
        assert total is None or None not in seen or left >= minimum


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    assert shared([[5, 6], [0, 9]], 5) == ((5, 6), (0, 9))
    assert column([7, 0, 12], 5) == ((7, 0, 12), 19)


def test_one_small_cell_takes_others_with_it() -> None:
    found = table([[3, 20], [30, 40]], 5)
    assert found.rows == ((None, None), (None, None))
    assert found.total == 93
    assert column([3, 8, 40], 5) == ((None, None, 40), 51)


@pytest.mark.parametrize("rows", [[[1, 2], [3]], [[-1]]])
def test_a_table_is_whole_numbers_in_lines_of_one_length(rows: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="equal length"):
        table(rows, 5)


def test_a_table_without_lines_is_shared_as_it_is() -> None:
    assert table([], 5).total == 0
    assert table([[], []], 5).rows == ((), ())


def test_lines_under_a_sum_hide_small_ones_and_their_rates() -> None:
    facts = [
        Facts(bodies=1, using=1, received=3, due=3, on_time=2, harmed=1),
        Facts(bodies=1, using=1, received=7, due=7, on_time=7),
        Facts(bodies=2, using=1, received=90, due=80, on_time=60, received_before=60),
    ]
    first, second, third = share(facts, 5)
    assert (first.received, first.rate, first.harmed) == (None, None, None)
    assert (second.received, second.rate) == (None, None)
    assert (third.received, third.rate, third.received_change, third.share) == (90, 750, 500, 500)
    total = share_sum(total_of(facts), 5)
    assert (total.received, total.due, total.facts.bodies, total.hides) == (100, 90, 4, False)
    assert share_sum(facts[0], 5).rate is None


def test_a_change_is_of_the_figure_before() -> None:
    assert change_per_mille(150, 100) == 500
    assert change_per_mille(75, 100) == -250
    assert change_per_mille(5, 0) is None
