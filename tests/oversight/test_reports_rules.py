"""Windows, due days, small cells and differences: the rules of reports, without a database."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kt1.oversight.reports import keys
from kt1.oversight.reports.figures import (
    Lacking,
    change_per_mille,
    differences,
    hidden,
    lacking_changed,
)
from kt1.oversight.reports.rules import (
    NEXT,
    Cycle,
    Due,
    PeriodError,
    Span,
    Standing,
    State,
    Window,
    before,
    period_on,
    span_of,
    standing,
    words_of,
)

HALF, YEAR, QUARTER, MONTH = Cycle.HALF_YEAR, Cycle.YEAR, Cycle.QUARTER, Cycle.MONTH


@pytest.mark.parametrize(
    ("cycle", "window", "period", "first", "last"),
    [
        (HALF, Window.CALENDAR, "2025H2", date(2025, 7, 1), date(2025, 12, 31)),
        (HALF, Window.CALENDAR, "2026H1", date(2026, 1, 1), date(2026, 6, 30)),
        (HALF, Window.FIFTEENTH, "2026H1", date(2025, 12, 15), date(2026, 6, 14)),
        (HALF, Window.FIFTEENTH, "2025H2", date(2025, 6, 15), date(2025, 12, 14)),
        (YEAR, Window.FIFTEENTH, "2025", date(2024, 12, 15), date(2025, 12, 14)),
        (YEAR, Window.CALENDAR, "2025", date(2025, 1, 1), date(2025, 12, 31)),
        (QUARTER, Window.FIFTEENTH, "2026Q1", date(2025, 12, 15), date(2026, 3, 14)),
        (QUARTER, Window.CALENDAR, "2026Q4", date(2026, 10, 1), date(2026, 12, 31)),
        (MONTH, Window.CALENDAR, "2028M02", date(2028, 2, 1), date(2028, 2, 29)),
        (MONTH, Window.FIFTEENTH, "2026M01", date(2025, 12, 15), date(2026, 1, 14)),
    ],
)
def test_a_period_has_its_days_by_either_convention(cycle, window, period, first, last) -> None:
    assert span_of(cycle, window, period) == Span(first, last)


@pytest.mark.parametrize("period", ["2025", "2025H3", "H2", "2025Q1", "1999H1", "2025H2 ", ""])
def test_what_is_no_half_year_is_refused(period: str) -> None:
    with pytest.raises(PeriodError):
        span_of(HALF, Window.CALENDAR, period)


@given(
    day=st.dates(date(2010, 1, 1), date(2090, 1, 1)),
    cycle=st.sampled_from([HALF, YEAR, QUARTER, MONTH]),
    window=st.sampled_from(list(Window)),
)
def test_every_day_lies_in_exactly_one_period_and_the_one_before_ends_before_it(
    day: date, cycle: Cycle, window: Window
) -> None:
    period = period_on(cycle, window, day)
    span = span_of(cycle, window, period)
    assert day in span
    earlier = span_of(cycle, window, before(cycle, period))
    assert (span.first - earlier.last).days == 1


def test_before_a_day_is_the_day_before_and_at_the_latest_is_that_day() -> None:
    half = Span(date(2026, 1, 1), date(2026, 6, 30))
    assert Due(1, 20, excluded=True).of(half) == date(2026, 7, 19)
    assert Due(1, 20, excluded=False).of(half) == date(2026, 7, 20)
    secret = Span(date(2024, 12, 15), date(2025, 12, 14))
    assert Due(0, 20, excluded=False).of(secret) == date(2025, 12, 20)
    assert Due(2, 31, excluded=False).of(secret) == date(2026, 2, 28)


def test_the_year_before_of_a_leap_day() -> None:
    leap = Span(date(2024, 2, 29), date(2024, 6, 30))
    assert leap.year_before == Span(date(2023, 2, 28), date(2023, 6, 30))


def test_how_a_report_stands() -> None:
    last, due = date(2025, 12, 31), date(2026, 1, 19)

    def stands(today: date, done: date | None = None) -> Standing:
        return standing(last=last, due=due, complete_on=done, today=today)

    assert stands(last) is Standing.RUNNING
    assert stands(date(2026, 1, 1)) is Standing.TO_WRITE
    assert stands(due) is Standing.TO_WRITE
    assert stands(date(2026, 1, 20)) is Standing.LATE
    assert stands(date(2026, 3, 1), due) is Standing.SENT
    assert stands(date(2026, 3, 1), date(2026, 1, 20)) is Standing.SENT_LATE


def test_words_and_states() -> None:
    assert words_of(HALF, "2025H2") == "6 tháng cuối năm 2025"
    assert words_of(QUARTER, "2026Q4") == "quý IV năm 2026"
    assert words_of(YEAR, "2025") == "năm 2025"
    assert words_of(MONTH, "2026M03") == "tháng 03 năm 2026"
    # Nothing leads back from approved figures: a correction is another version.
    assert NEXT[State.ISSUED] == set()
    assert NEXT[State.APPROVED] == {State.ISSUED}


# ---------------------------------------------------------------------------------- small cells

SUMS = [("all", "a", "b", "c")]


def gone(now: dict[str, int], *, least: int = 5, then: dict[str, int] | None = None) -> set[str]:
    then = then or dict.fromkeys(now, 0)
    pairs = {key: (now[key], then.get(key, 0)) for key in now}
    return set(hidden(pairs, SUMS, {}, least))


def test_a_small_cell_never_goes_alone() -> None:
    assert gone({"all": 60, "a": 3, "b": 17, "c": 40}) == {"a", "b"}
    assert gone({"all": 61, "a": 3, "b": 1, "c": 57}) == {"a", "b", "c"}  # 4 together: too few
    assert gone({"all": 50, "a": 0, "b": 10, "c": 40}) == set()
    assert gone({"all": 3, "a": 3, "b": 0, "c": 0}) == {"a", "all"}
    assert gone({"all": 60, "a": 10, "b": 10, "c": 40}, then={"all": 2, "a": 2}) >= {"a"}


def test_what_hangs_on_a_cell_goes_with_it() -> None:
    pairs = {"all": (60, 0), "a": (3, 0), "b": (17, 0), "c": (40, 0), "a.g": (900, 0)}
    assert hidden(pairs, SUMS, {"a": ["a.g"]}, 5) == {"a", "b", "a.g"}


_CELLS = [keys.volume(way, urgency) for way in keys.WAYS for urgency in keys.URGENCIES]


def _table(cells: dict[str, int]) -> dict[str, tuple[int, int]]:
    values = dict(cells)
    for way in keys.WAYS:
        values[keys.subtotal(way)] = sum(cells[keys.volume(way, one)] for one in keys.URGENCIES)
    within, out, inward = (values[keys.subtotal(way)] for way in keys.WAYS)
    values[keys.SENT], values[keys.RECEIVED] = within + out, within + inward
    values[keys.ALL] = within + out + inward
    return {key: (value, 0) for key, value in values.items()}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=9, max_size=9))
def test_no_hidden_volume_follows_from_those_that_are_shared(numbers: list[int]) -> None:
    """Whatever is shown, each hidden cell that counts could be another number."""
    values = _table(dict(zip(_CELLS, numbers, strict=True)))
    sums = [group for group in keys.sums() if set(group) <= set(values)]
    lost = hidden(values, sums, {}, 5)
    assert {key for key in _CELLS if 0 < values[key][0] < 5} <= lost
    for total, *parts in sums:
        unknown = [key for key in (total, *parts) if key in lost and values[key][0]]
        assert len(unknown) != 1 or not values[total][0]


def test_growth_and_differences() -> None:
    assert change_per_mille((1122, 1000)) == 122
    assert change_per_mille((0, 3)) == -1000
    assert change_per_mille((5, 0)) is None
    assert change_per_mille((None, 5)) is None
    found = differences({"a": (1, 2), "b": (3, 4)}, {"a": (1, 2), "b": (3, 5), "c": (1, 0)})
    assert [one.key for one in found] == ["b", "c"]
    old = [Lacking("X", "X", "dang", ("focal",)), Lacking("Y", "Y", "dang", ("month",))]
    new = [Lacking("X", "X", "dang", ("focal", "month"))]
    came, went = lacking_changed(old, new)
    assert [one.code for one in came] == ["X"]
    assert [one.code for one in went] == ["Y"]


def test_every_cell_of_quality_has_every_measure() -> None:
    cells = list(keys.quality_cells())
    assert len(cells) == len(set(cells)) == 10
    told = keys.dependents()
    for cell, measure in product(cells, keys.MEASURES[1:]):
        assert keys.quality(*cell, measure) in told[keys.quality(*cell, "population")]
