"""How an estimate comes about and how money of a year stands. Pure."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kt1.oversight.budget.rules import (
    Alarm,
    Basis,
    Execution,
    Measured,
    Stage,
    alarm,
    carried,
    change_per_mille,
    estimate,
    may_follow,
    yearly,
)


def basis(months: int = 12, **changed) -> Basis:
    facts = {
        "first": date(2025, 1, 1),
        "last": date(2025, months, 1),
        "growth_per_mille": 0,
        "scenario_percent": 100,
        "vat_percent": 0,
        **changed,
    }
    return Basis(**facts)


def measured(net: int, surcharge: int = 0) -> Measured:
    return Measured(items=1, net_vnd=net, now_vnd=net, surcharge_vnd=surcharge)


def test_half_a_year_measured_makes_a_whole_one() -> None:
    assert basis(6).months == 6
    assert yearly(measured(600, 60), basis(6), vat_percent=10) == 1_452
    assert estimate(measured(600, 60), basis(6, growth_per_mille=100)) == 1_452


def test_growth_scenario_and_tax_come_one_after_the_other() -> None:
    found = estimate(measured(1_000_000), basis(growth_per_mille=50, scenario_percent=110,
                                                vat_percent=8))  # fmt: skip
    assert found == 1_155_000 + 92_400


@given(
    net=st.integers(0, 10**12),
    months=st.integers(1, 12),
    growth=st.integers(-1000, 2000),
    scenario=st.integers(1, 300),
    vat=st.integers(0, 20),
)
def test_an_estimate_is_whole_and_near_the_exact_amount(net, months, growth, scenario, vat) -> None:
    found = estimate(
        measured(net, surcharge := net // 7),
        basis(months, growth_per_mille=growth, scenario_percent=scenario, vat_percent=vat),
    )
    exact = (net + surcharge) * 12 * (1000 + growth) * scenario * (100 + vat)
    assert isinstance(found, int)
    assert abs(found * months * 1000 * 100 * 100 - exact) <= 2 * months * 1000 * 100 * 100


def test_the_chain_goes_one_way_and_ends_with_the_settled_year() -> None:
    chain = [None, Stage.ESTIMATE, Stage.APPRAISED, Stage.ALLOCATED, Stage.ADJUSTED, Stage.SETTLED]
    assert all(may_follow(a, b) for a, b in pairwise(chain) if b)
    assert not may_follow(None, Stage.ALLOCATED)
    assert not may_follow(Stage.APPRAISED, Stage.ESTIMATE)
    assert not any(may_follow(Stage.SETTLED, stage) for stage in Stage)


@pytest.mark.parametrize(
    ("execution", "until", "said"),
    [
        (Execution(allotted=1_200), None, Alarm.NONE),
        (Execution(allotted=1_200, spent=600, months_told=6), None, Alarm.NONE),
        (Execution(allotted=1_200, spent=601, months_told=6), 12, Alarm.RUNS_OUT),
        (Execution(allotted=1_200, spent=500, committed=500, months_told=4), 5, Alarm.RUNS_OUT),
        (Execution(allotted=1_200, carried_in=100, spent=1_250, months_told=12), None,
         Alarm.NEARLY),
        (Execution(allotted=100, spent=90, committed=20, months_told=2), 2, Alarm.OVER),
    ],
)  # fmt: skip
def test_one_is_warned_before_money_runs_out(execution, until, said) -> None:
    assert execution.lasts_until == until
    assert alarm(execution, told_at_percent=80) is said


@given(st.integers(0, 10**9), st.integers(0, 10**8), st.integers(0, 10**9), st.integers(1, 12))
def test_the_month_it_runs_out_is_the_first_that_cannot_be_paid(
    allotted, carried_in, spent, months
) -> None:
    """Against the naive way: pay month after month at the pace so far."""
    found = Execution(allotted=allotted, carried_in=carried_in, spent=spent, months_told=months)
    if found.left < 0:
        assert found.lasts_until == months
        return
    left, month = found.left, months
    while month < 12 and found.monthly > 0 and left >= found.monthly:
        left, month = left - found.monthly, month + 1
    runs_out = month + 1 if month < 12 and found.monthly > 0 and left < found.monthly else None
    assert found.lasts_until == runs_out


def test_no_more_is_carried_over_than_is_left() -> None:
    stands = Execution(allotted=100, spent=70, months_told=12)
    assert carried(stands, 30) == 30
    assert carried(stands, 31) is None
    assert carried(Execution(allotted=10, spent=20), 0) == 0


def test_change_is_told_per_mille_towards_zero() -> None:
    assert change_per_mille(1_000, 1_100) == 100
    assert change_per_mille(3, 2) == -333
    assert change_per_mille(0, 5) is None
