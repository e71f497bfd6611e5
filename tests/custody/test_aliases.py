"""Numbers of the operator: checked by the scheme in use, never assumed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kt1.custody.units.aliases import (
    S10,
    AliasScheme,
    UnknownAliasError,
    recognise,
    s10_check_digit,
)

OPERATOR = AliasScheme(name="operator", pattern=r"KT\d{6}", example="KT000123")


# Known answers of UPU S10.
@pytest.mark.parametrize(
    ("serial", "digit"),
    [("47312482", 9), ("12345678", 5), ("00000001", 4), ("70000000", 0), ("00000000", 5)],
)
def test_s10_check_digits_are_the_known_ones(serial: str, digit: int) -> None:
    assert s10_check_digit(serial) == digit
    assert S10.accepts(f"PA{serial}{digit}VN")
    assert not S10.accepts(f"PA{serial}{(digit + 1) % 10}VN")


@pytest.mark.parametrize("indicator", ["JA", "KA", "KZ", "AA", "AU", "FZ"])
def test_s10_indicators_nobody_was_given_are_refused(indicator: str) -> None:
    assert not S10.accepts(f"{indicator}473124829VN")


@pytest.mark.parametrize("indicator", ["AV", "BA", "EA", "GA", "LA", "PA", "RR", "VA", "ZZ"])
def test_s10_indicators_in_use_are_accepted(indicator: str) -> None:
    assert S10.accepts(f"{indicator}473124829VN")


def test_only_ascii_digits_are_digits() -> None:
    assert not S10.accepts("PA" + "\u0660" * 8 + "5VN")


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    assert S10.accepts(text) in {True, False}


def test_a_number_is_stored_without_blanks_in_capitals() -> None:
    assert recognise(" pa 4731 2482-9 vn ", [OPERATOR, S10]) == ("s10", "PA473124829VN")
    assert recognise("kt-000-123", [OPERATOR, S10]) == ("operator", "KT000123")


def test_a_number_no_scheme_knows_is_refused() -> None:
    with pytest.raises(UnknownAliasError):
        recognise("PA473124829VN", [OPERATOR])


@pytest.mark.parametrize("example", ["KT12", "kt000123"])
def test_a_scheme_whose_example_does_not_fit_cannot_be_set_up(example: str) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        AliasScheme(name="operator", pattern=r"KT\d{6}", example=example)
