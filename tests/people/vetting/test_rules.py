"""What holds, until when, and which warning is due: against a day-by-day oracle."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kt1.people.vetting.rules import (
    Record,
    StandingKind,
    demanded,
    end_of,
    is_vetted,
    missing,
    months_after,
    state_of,
    step_of,
)

DAY_0 = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = 40
VETTING, TRAINING = StandingKind.VETTING, StandingKind.TRAINING


def day(n: int) -> datetime:
    return DAY_0 + timedelta(days=n)


records = st.lists(
    st.builds(
        lambda kind, begins, length: Record(
            kind, day(begins), None if length is None else day(begins + length)
        ),
        st.sampled_from([VETTING, TRAINING]),
        st.integers(0, DAYS),
        st.none() | st.integers(0, DAYS),
    ),
    max_size=6,
)


@given(records, st.integers(0, DAYS))
def test_held_until_the_first_day_on_which_no_paper_holds(held: list[Record], n: int) -> None:
    state = state_of(held, VETTING, day(n))

    assert state.held == is_vetted(held, day(n))
    after = (m for m in range(n, 4 * DAYS) if not is_vetted(held, day(m)))
    first = next(after, None)
    assert state.ends == (None if first is None or not state.held else day(first))


@given(records, st.integers(0, DAYS))
def test_missing_is_what_is_demanded_and_not_held(held: list[Record], n: int) -> None:
    lacking = missing(held, day(n), (VETTING, TRAINING))
    for kind in (VETTING, TRAINING):
        assert (kind in lacking) != any(r.kind is kind and r.holds(day(n)) for r in held)


def test_it_ends_in_the_very_minute() -> None:
    noon = datetime(2026, 1, 14, 5, tzinfo=UTC)
    held = [Record(VETTING, day(0), noon)]
    assert is_vetted(held, noon - timedelta(microseconds=1))
    assert not is_vetted(held, noon)


@pytest.mark.parametrize(
    ("left", "step"), [(91, None), (90, 90), (61, 90), (60, 60), (30, 30), (8, 30), (7, 7), (0, 7)]
)
def test_the_step_reached_last_is_due(left: int, step: int | None) -> None:
    assert step_of(day(left), DAY_0, [90, 60, 30, 7]) == step


def test_a_norm_may_shorten_a_paper_and_never_lengthens_it() -> None:
    assert end_of(DAY_0, None, None) is None
    assert end_of(DAY_0, day(10), None) == day(10)
    assert end_of(DAY_0, None, 12) == datetime(2027, 1, 1, tzinfo=UTC)
    assert end_of(DAY_0, day(10), 12) == day(10)
    assert end_of(DAY_0, day(4_000), 12) == datetime(2027, 1, 1, tzinfo=UTC)
    assert months_after(datetime(2026, 1, 31, tzinfo=UTC), 1).day == 28


def test_what_is_demanded_comes_in_one_order() -> None:
    assert demanded({"pledge", "vetting"}) == (VETTING, StandingKind.PLEDGE)
    assert demanded(set()) == ()
