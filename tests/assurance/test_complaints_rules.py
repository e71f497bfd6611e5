"""Windows, clocks and amounts of complaints: the shortest rule counts, on every day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kt1.assurance.complaints.rules import (
    NEXT,
    OVER,
    TO_ANSWER,
    Limit,
    Matter,
    State,
    Term,
    answer_due,
    is_late,
    least_owed,
    may_follow,
    months_later,
    pay_by,
    window,
)
from kt1.law.calendars.rules import Calendar, CoveredYear

NORM, DELIVERED = date(2026, 1, 15), date(2026, 1, 14)
KT1, SIX, ONE = Term(6, "kt1"), Term(6, "law6"), Term(1, "law1")
YEAR = Calendar.of("CBCC", [CoveredYear(year=2026, settled_to=date(2026, 12, 31))], [])
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("matter", "delivered", "kt1", "law", "found"),
    [
        (Matter.DELAY, DELIVERED, KT1, SIX, Limit(date(2026, 7, 15), "kt1")),
        (Matter.LOSS, None, None, SIX, Limit(date(2026, 7, 15), "law6")),
        (Matter.DAMAGE, DELIVERED, KT1, ONE, Limit(date(2026, 2, 14), "law1")),
        (Matter.DAMAGE, None, KT1, ONE, Limit(date(2026, 7, 15), "kt1")),
        (Matter.PRICE, DELIVERED, None, ONE, Limit(date(2026, 2, 14), "law1")),
        (Matter.PRICE, None, None, ONE, None),
        (Matter.OTHER, DELIVERED, None, None, None),
    ],
)
def test_the_shortest_window_that_applies_counts(
    matter: Matter, delivered: date | None, kt1: Term | None, law: Term | None, found: Limit | None
) -> None:
    assert window(matter, norm_ended=NORM, delivered=delivered, kt1=kt1, law=law) == found


def test_an_answer_is_due_after_working_days_or_months_whichever_ends_first() -> None:
    wednesday = date(2026, 1, 14)
    seven = answer_due(wednesday, kt1=Term(7, "kt1"), law=Term(2, "law"), calendar=YEAR)
    assert seven == Limit(date(2026, 1, 23), "kt1")
    law = answer_due(wednesday, kt1=None, law=Term(2, "law"), calendar=YEAR)
    assert law == Limit(date(2026, 3, 14), "law")
    long = answer_due(wednesday, kt1=Term(90, "kt1"), law=Term(2, "law"), calendar=YEAR)
    assert long == law
    assert answer_due(wednesday, kt1=None, law=None, calendar=YEAR) is None


@given(days, st.integers(0, 60))
def test_a_month_later_is_the_same_day_or_the_last_one(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@given(days, days, st.integers(1, 24), st.integers(1, 24), st.sampled_from(Matter))
def test_no_rule_that_applies_ends_before_the_window(
    norm: date, delivered: date, kt1: int, law: int, matter: Matter
) -> None:
    found = window(
        matter, norm_ended=norm, delivered=delivered, kt1=Term(kt1, "k"), law=Term(law, "l")
    )
    since = norm if matter in {Matter.LOSS, Matter.DELAY} else delivered
    assert found is not None
    assert found.on == min(months_later(norm, kt1), months_later(since, law))


def test_amounts_and_days_to_pay() -> None:
    assert least_owed(18_000, 4) == 72_000
    assert least_owed(None, 4) == least_owed(18_000, None) == 0
    assert pay_by(date(2026, 1, 31), 30) == date(2026, 3, 2)


def test_states_follow_as_drawn() -> None:
    assert {State.CLOSED, State.WITHDRAWN} == OVER
    assert all(not is_late(state, NORM, NORM + timedelta(days=1)) for state in OVER)
    for state in State:
        assert is_late(state, NORM, NORM + timedelta(days=1)) == (state in TO_ANSWER)
        assert not is_late(state, NORM, NORM)
        assert {after for after in State if may_follow(state, after)} == NEXT[state]
