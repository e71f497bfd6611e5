"""Figures of the law: how they are written, and which hold on a day."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kt1.law.parameters.keys import FORMS, Key
from kt1.law.parameters.rules import (
    Norms,
    Parameter,
    UnsetNormError,
    halves_of,
    is_well_formed,
    minutes_of,
    minutes_or_none,
    spans_of,
)


def of(key: Key, value, scope: str = "") -> Parameter:
    return Parameter(norm_set="X", key=key, scope=scope, value=value, valid_from=date(2017, 8, 15))


# --- values


def test_every_key_says_how_its_value_is_written() -> None:
    assert set(FORMS) == set(Key)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (Key.TRANSIT_DAYS, "1.5"),
        (Key.TRANSIT_DAYS, "12"),
        (Key.HALF_DAY_AT, "12:00"),
        (Key.DAY_END, "24:00"),
        (Key.ACCEPT_CUTOFF, None),
        (Key.LEAD_HOURS, 4),
        (Key.J_ON_NONWORKING_DAY, False),
        (Key.WORKING_CALENDAR, "CBCC"),
        (Key.WORKING_HOURS, [["07:30", "11:30"], ["13:30", "17:00"]]),
        (Key.REPORT_DUE, "20/07"),
    ],
)
def test_a_well_written_value_is_taken(key: Key, value) -> None:
    assert is_well_formed(of(key, value))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (Key.TRANSIT_DAYS, "1.25"),
        (Key.TRANSIT_DAYS, "0"),
        (Key.TRANSIT_DAYS, "-1"),
        (Key.TRANSIT_DAYS, None),
        (Key.TRANSIT_DAYS, 1.5),  # no floats in the law
        (Key.HALF_DAY_AT, 12),
        (Key.HALF_DAY_AT, "25:00"),
        (Key.HALF_DAY_AT, "24:30"),
        (Key.HALF_DAY_AT, "9:00"),
        (Key.LEAD_HOURS, "4"),
        (Key.LEAD_HOURS, 0),
        (Key.LEAD_HOURS, True),
        (Key.J_ON_NONWORKING_DAY, "true"),
        (Key.WORKING_CALENDAR, 5),
        (Key.WORKING_HOURS, [["11:30", "07:30"]]),
        (Key.WORKING_HOURS, [["07:30", "11:30"], ["11:00", "17:00"]]),
        (Key.WORKING_HOURS, [["07:30"]]),
        (Key.WORKING_HOURS, "07:30-11:30"),
        (Key.REPORT_DUE, "32/01"),
        (Key.REPORT_DUE, 20),
    ],
)
def test_a_badly_written_value_is_not(key: Key, value) -> None:
    assert not is_well_formed(of(key, value))


def test_values_are_read_in_half_days_and_minutes() -> None:
    assert halves_of(of(Key.TRANSIT_DAYS, "3.5")) == 7
    assert minutes_of(of(Key.DAY_END, "24:00")) == 1440
    assert minutes_or_none(of(Key.ACCEPT_CUTOFF, None)) is None
    assert minutes_or_none(of(Key.ACCEPT_CUTOFF, "17:00")) == 1020
    assert spans_of(of(Key.WORKING_HOURS, [["07:30", "11:30"]])) == ((450, 690),)


@given(st.integers(1, 60))
def test_half_days_read_back_as_written(halves: int) -> None:
    text = f"{halves // 2}.5" if halves % 2 else str(halves // 2)
    assert halves_of(of(Key.TRANSIT_DAYS, text)) == halves


# --- the set of one day


def test_norms_hold_from_the_first_day_to_the_last_included() -> None:
    old = replace(of(Key.HALF_DAY_AT, "12:00"), valid_to=date(2026, 6, 30))
    new = replace(old, value="13:30", valid_from=date(2026, 7, 1), valid_to=None)

    def at(on: date) -> object:
        return Norms.of("X", on, [old, new]).one(Key.HALF_DAY_AT).value

    assert at(date(2026, 6, 30)) == "12:00"
    assert at(date(2026, 7, 1)) == "13:30"
    with pytest.raises(UnsetNormError):
        at(date(2017, 8, 14))


def test_all_that_is_unset_is_named_at_once() -> None:
    empty = Norms.of("TT26-2026", date(2026, 6, 1), [])
    with pytest.raises(UnsetNormError) as unset:
        empty.require((Key.TRANSIT_DAYS, "HT.noi_tinh"), (Key.DAY_END, ""))
    assert unset.value.missing == ["TT26-2026/transit_days/HT.noi_tinh", "TT26-2026/day_end"]
    assert empty.find(Key.DAY_END) is None
