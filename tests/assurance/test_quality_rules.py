"""What is on time and what is not, and that no exclusion loses an item."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kt1.assurance.quality.rules import (
    Facts,
    Figures,
    Group,
    Outcome,
    covers,
    group_of,
    hidden,
    is_in_population,
    measured,
    outcome_of,
    per_mille,
    together,
)

T0 = datetime(2026, 1, 5, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
DUE = T0 + 24 * HOUR
ITEM = Facts(accepted=T0, deadline=DUE, stopped=None)

moments = st.integers(0, 72).map(lambda hours: T0 + hours * HOUR)
maybe = st.none() | moments
facts = st.builds(
    Facts,
    accepted=st.just(T0),
    deadline=moments.filter(lambda moment: moment > T0),
    stopped=maybe,
    timed=st.booleans(),
    special=st.booleans(),
    recalled=maybe,
    nobody_named=maybe,
    force_majeure=st.booleans(),
)


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({"stopped": DUE}, Outcome.ON_TIME),  # at the deadline is on time
        ({"stopped": DUE + MINUTE}, Outcome.LATE_POST),
        ({}, Outcome.LATE_POST),  # still open past the deadline
        ({"recalled": DUE}, Outcome.RECALLED),
        ({"recalled": DUE + MINUTE}, Outcome.LATE_POST),  # takes no delay away
        ({"recalled": T0, "stopped": DUE + MINUTE}, Outcome.LATE_POST),
        ({"nobody_named": DUE}, Outcome.LATE_RECEIVER),
        ({"nobody_named": DUE + MINUTE}, Outcome.LATE_POST),
        ({"nobody_named": T0, "stopped": DUE - MINUTE}, Outcome.ON_TIME),
        ({"force_majeure": True}, Outcome.FORCE_MAJEURE),
        ({"force_majeure": True, "nobody_named": T0}, Outcome.FORCE_MAJEURE),
        ({"force_majeure": True, "stopped": DUE}, Outcome.ON_TIME),
    ],
)
def test_each_item_has_one_outcome(said, outcome) -> None:
    assert outcome_of(replace(ITEM, **said)) is outcome


def test_an_item_is_counted_once_its_deadline_has_passed() -> None:
    assert not is_in_population(ITEM, DUE)
    assert is_in_population(ITEM, DUE + MINUTE)


def test_timed_stands_apart_even_in_special_geography() -> None:
    assert group_of(replace(ITEM, timed=True, special=True)) is Group.TIMED
    assert group_of(replace(ITEM, special=True)) is Group.SPECIAL
    assert group_of(ITEM) is Group.MAIN


@pytest.mark.parametrize(
    ("begins", "ends", "covered"),
    [
        (T0 - HOUR, T0, False),  # over when it was accepted
        (T0 - HOUR, T0 + MINUTE, True),
        (DUE - MINUTE, DUE + HOUR, True),
        (DUE, DUE + HOUR, False),  # what came after explains nothing
    ],
)
def test_an_event_excuses_only_the_time_it_touched(begins, ends, covered) -> None:
    assert covers(begins, ends, ITEM) is covered


@given(st.lists(facts, max_size=60), moments)
def test_with_and_excluded_together_are_without(items, as_of) -> None:
    found = measured(items, as_of)
    population = [one for one in items if is_in_population(one, as_of)]
    assert sum(one.population for one in found.values()) == len(population)
    for one in found.values():
        assert one.counted + one.excluded == one.counted_whole
        assert one.on_time + one.late == one.counted
        assert one.on_time + one.late_in_all == one.counted_whole
        assert one.counted_whole + one.of(Outcome.RECALLED) == one.population
        if one.rate is not None and one.rate_whole is not None:
            assert one.rate >= one.rate_whole


@given(st.lists(facts, max_size=40), st.lists(facts, max_size=40), moments)
def test_parts_add_up_to_the_whole(some, others, as_of) -> None:
    parts = [measured(some, as_of), measured(others, as_of)]
    whole = measured([*some, *others], as_of)
    for group in Group:
        assert together(part[group] for part in parts).counts == whole[group].counts


def test_nearly_all_never_reads_as_all() -> None:
    assert per_mille(9_999, 10_000) == 999
    assert per_mille(10, 10) == 1000
    assert per_mille(0, 0) is None
    assert Figures().rate is None


@given(st.lists(st.integers(0, 30), max_size=12), st.integers(2, 10))
def test_no_hidden_line_can_be_worked_out_from_the_sum(sizes, least) -> None:
    covered = hidden(sizes, least)
    assert {n for n, size in enumerate(sizes) if 0 < size < least} <= covered
    shown = [size for n, size in enumerate(sizes) if n not in covered]
    if covered and any(size > 0 for size in shown):
        assert len(covered) > 1
        assert sum(sizes) - sum(shown) >= least


def test_nothing_is_hidden_where_every_line_is_large_or_empty() -> None:
    assert hidden([5, 0, 90], 5) == frozenset()
