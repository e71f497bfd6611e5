"""The arithmetic of what is drawn."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kt1.web.charts.bars import HEIGHT, LEFT, RIGHT, WIDTH, Bars, Series, round_up
from kt1.web.parts import chips, code_text
from kt1.web.parts.clock_bar import WIDTH as WHOLE
from kt1.web.parts.clock_bar import ClockBar

START = datetime(2026, 2, 16, 2, 0, tzinfo=UTC)


def clock(now: int, *, deadline: int = 10, **more: int) -> ClockBar:
    moments: dict[str, Any] = {name: START + timedelta(hours=hours) for name, hours in more.items()}
    return ClockBar(
        accepted=START,
        deadline=START + timedelta(hours=deadline),
        now=START + timedelta(hours=now),
        **moments,
    )


def test_half_the_time_is_half_the_bar() -> None:
    half = clock(5)
    assert (half.elapsed_x, half.deadline_x, half.percent) == (WHOLE // 2, WHOLE, 50)
    assert half.chip == chips.RUNNING


def test_what_is_over_the_deadline_shows_as_overrun() -> None:
    late = clock(20)
    assert (late.deadline_x, late.reached_x, late.overrun_width) == (500, 1000, 500)
    assert late.chip == chips.LATE


def test_exactly_at_the_deadline_is_on_time() -> None:
    assert clock(30, stopped=10).chip == chips.ON_TIME
    assert clock(10).chip == chips.RUNNING


def test_a_clock_that_stopped_late_stays_late() -> None:
    assert clock(30, stopped=11).chip == chips.LATE


def test_expected_after_the_deadline_is_at_risk() -> None:
    assert clock(1, expected=11).chip == chips.AT_RISK
    assert clock(1, expected=10).chip == chips.RUNNING


def test_a_deadline_at_acceptance_divides_by_nothing() -> None:
    assert clock(0, deadline=0).percent == 100


@given(st.integers(0, 400), st.integers(1, 300), st.none() | st.integers(0, 400))
def test_everything_lies_on_the_bar(now: int, deadline: int, expected: int | None) -> None:
    drawn = clock(now, deadline=deadline, **({} if expected is None else {"expected": expected}))
    for x in (drawn.elapsed_x, drawn.deadline_x, drawn.reached_x, drawn.expected_x or 0):
        assert 0 <= x <= WHOLE


@given(st.integers(0, 10**9))
def test_the_axis_ends_on_a_round_number_above_every_bar(value: int) -> None:
    top = round_up(value)
    assert top >= value
    assert top % 4 == 0
    assert top <= max(4, value * 3)


@given(
    st.integers(1, 40).flatmap(
        lambda n: st.lists(
            st.lists(st.integers(0, 10**6), min_size=n, max_size=n), min_size=1, max_size=4
        )
    ),
    st.booleans(),
)
def test_no_bar_leaves_the_picture(values: list[list[int]], stacked: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
    labels = [str(n) for n in range(len(values[0]))]
    series = [Series(f"s{n}", one) for n, one in enumerate(values)]
    drawn = Bars(title="t", labels=labels, series=series, stacked=stacked)
    for rect in drawn.rects:
        assert LEFT <= rect.x <= rect.x + rect.width <= WIDTH - RIGHT + rect.width
        assert rect.y >= 0
        assert rect.y + rect.height <= HEIGHT


def test_the_table_beside_says_the_same_numbers() -> None:
    drawn = Bars(title="t", labels=["a", "b"], series=[Series("x", [1, 2]), Series("y", [3, 4])])
    assert list(drawn.rows) == [("a", (1, 3)), ("b", (2, 4))]


@pytest.mark.parametrize(
    "series", [[], [Series("x", [1])], [Series("x", [1, -1])], [Series("x", [1, 1])] * 5]
)
def test_a_picture_that_cannot_be_drawn_is_refused(series: list[Series]) -> None:
    with pytest.raises(ValueError, match=r"series|zero"):
        Bars(title="t", labels=["a", "b"], series=series)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("7k3mqx2rb9vt4hnw8", "7K3MQ-X2RB9-VT4HNW8"),
        ("7K3MQ-X2RB9-VT4HNW8", "7K3MQ-X2RB9-VT4HNW8"),
        ("EE123456789VN", "EE123456789VN"),
        ("Kinh Bắc", "Kinh Bắc"),
        ("", ""),
    ],
)
def test_a_code_is_grouped_and_other_numbers_stay(value: str, shown: str) -> None:
    assert code_text.grouped(value) == shown
