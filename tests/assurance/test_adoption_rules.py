"""Who uses the service, who less than before. Pure."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kt1.assurance.adoption.rules import (
    TO_ASK,
    Contrast,
    Span,
    Standing,
    contrast,
    is_met,
    share_per_mille,
    standing,
)


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (0, 0, Standing.NEVER),
        (0, 1, Standing.STOPPED),
        (1, 0, Standing.STARTED),
        (5, 10, Standing.FALLING),
        (6, 10, Standing.STEADY),
        (1, 4, Standing.STEADY),  # four are too few to fall from
        (15, 10, Standing.RISING),
        (4, 2, Standing.STEADY),
    ],
)
def test_a_body_stands_in_exactly_one_way(now: int, before: int, expected: Standing) -> None:
    assert standing(now, before, fall_percent=50, least=5) is expected


@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 99), st.integers(0, 9))
def test_who_sends_as_much_or_more_is_asked_nothing(
    now: int, before: int, fall: int, least: int
) -> None:
    found = standing(now, before, fall_percent=fall, least=least)
    assert (found in TO_ASK) <= (now < before or now == 0)


def test_a_self_review_and_the_items_may_not_say_the_same() -> None:
    assert contrast(0, said_sends=True) is Contrast.SAID_SENDS
    assert contrast(3, said_sends=False) is Contrast.SAID_NOT
    assert contrast(3, said_sends=True) is None
    assert contrast(0, said_sends=None) is None


def test_a_target_without_bodies_is_neither_met_nor_missed() -> None:
    assert is_met(0, 0, 80) is None
    assert (is_met(8, 10, 80), is_met(79, 100, 80)) == (True, False)
    assert (share_per_mille(2, 3), share_per_mille(0, 0)) == (666, None)


def test_the_span_before_has_as_many_months_or_days() -> None:
    quarter = Span(date(2026, 1, 1), date(2026, 3, 31))
    assert quarter.before == Span(date(2025, 10, 1), date(2025, 12, 31))
    assert Span(date(2026, 1, 11), date(2026, 1, 20)).before == Span(
        date(2026, 1, 1), date(2026, 1, 10)
    )
    assert Span(date(2024, 2, 1), date(2024, 2, 29)).year_before == Span(
        date(2023, 2, 1), date(2023, 2, 28)
    )


@given(st.dates(date(2018, 1, 1), date(2030, 1, 1)), st.integers(0, 800))
def test_the_span_before_ends_where_this_one_begins(first: date, days: int) -> None:
    span = Span(first, first + timedelta(days=days))
    assert span.before.last + timedelta(days=1) == span.first
    assert span.before.first <= span.before.last
    assert span.year_before.first <= span.year_before.last
