"""Codes: what a counter clerk, a scanner and a forger can do with them."""

import random
import re
import secrets
import time
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kt1.custody.units.codes import (
    ALPHABET,
    LENGTH,
    CodeCheck,
    Keyring,
    MalformedCodeError,
    UnknownKeyError,
    check,
    display,
    key_number_of,
    new,
    new_many,
    parse,
)

KEYS = {0: bytes(32), 7: bytes(range(32)), 31: b"\xff" * 32}
PAGE = (Path(__file__).parents[2] / "docs" / "code-format.md").read_text(encoding="utf-8")

randoms = st.integers(0, 2**50 - 1)
key_numbers = st.sampled_from(sorted(KEYS))


@given(randoms, key_numbers)
def test_a_code_made_is_a_code_that_passes(bits: int, number: int) -> None:
    code = new(KEYS, number, bits)

    assert len(code) == LENGTH
    assert check(code, KEYS) is CodeCheck.OK
    assert key_number_of(code) == number


def test_the_page_and_the_product_agree() -> None:
    def cell(name: str) -> str:
        found = re.search(rf"^\| {re.escape(name)} \| `?([^`|]+?)`? \|$", PAGE, re.MULTILINE)
        assert found, name
        return found[1]

    number = int(cell("key number"))
    keys = {number: bytes.fromhex(cell("key (hex)"))}
    code = new(keys, number, int(cell("random (decimal)")))

    assert code == cell("code")
    assert display(code) == cell("printed")
    assert f"`{ALPHABET}`" in PAGE


@given(randoms)
def test_bulk_and_single_make_the_same_code(bits: int) -> None:
    # Seven bytes drawn give 50 bits: the six lowest are dropped.
    (bulk,) = new_many(KEYS, 7, 1, lambda _: (bits << 6).to_bytes(7, "big"))

    assert bulk == new(KEYS, 7, bits)


def test_bulk_codes_are_as_many_as_asked_and_all_different() -> None:
    codes = new_many(KEYS, 7, 20_000, secrets.token_bytes)

    assert len(set(codes)) == 20_000
    assert {check(code, KEYS) for code in codes} == {CodeCheck.OK}


def test_a_code_drawn_twice_is_drawn_again() -> None:
    drawn = iter([b"a" * 7 + b"a" * 7, b"b" * 7])

    codes = new_many(KEYS, 7, 2, lambda _: next(drawn))

    assert len(set(codes)) == 2


def test_a_seeded_run_comes_out_the_same_twice() -> None:
    def run() -> tuple[str, ...]:
        return new_many(KEYS, 0, 50, random.Random(11).randbytes)  # noqa: S311 - wanted repeatable

    assert run() == run()


def test_a_hundred_thousand_codes_take_about_a_second_at_most() -> None:
    start = time.process_time()
    new_many(KEYS, 7, 50_000, secrets.token_bytes)

    # A third of a million a second when the machine is idle; this leaves room for a busy one.
    assert time.process_time() - start < 2


@given(randoms, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_refused(bits: int, place: int, letter: str) -> None:
    code = new(KEYS, 7, bits)
    assume(letter != code[place])

    # Passes with probability 2⁻³⁰ outside the last six characters: once in ten million runs.
    assert check(code[:place] + letter + code[place + 1 :], KEYS) in {
        CodeCheck.FORGED,
        CodeCheck.UNKNOWN_KEY,
    }


@given(randoms, st.integers(0, LENGTH - 2), st.integers(1, LENGTH - 1))
def test_two_exchanged_characters_are_refused(bits: int, place: int, distance: int) -> None:
    code = new(KEYS, 7, bits)
    other = min(place + distance, LENGTH - 1)
    assume(code[place] != code[other])
    letters = list(code)
    letters[place], letters[other] = letters[other], letters[place]

    assert check("".join(letters), KEYS) in {CodeCheck.FORGED, CodeCheck.UNKNOWN_KEY}


@given(randoms)
def test_a_code_of_another_key_is_refused(bits: int) -> None:
    forged = new({7: b"\x01" * 32}, 7, bits)

    assert check(forged, KEYS) is CodeCheck.FORGED
    assert check(new({8: bytes(32)}, 8, bits), KEYS) is CodeCheck.UNKNOWN_KEY


@given(randoms, st.data())
def test_what_people_type_is_read_kindly(bits: int, data: st.DataObject) -> None:
    code = new(KEYS, 7, bits)
    as_misread = {"0": "0Oo", "1": "1IiLl"}
    typed = "".join(
        data.draw(st.sampled_from(as_misread.get(letter, letter + letter.lower())))
        + data.draw(st.sampled_from(["", "-", " ", "\u2013", "\u00a0", "\r\n"]))
        for letter in code
    )

    assert parse(typed) == code
    assert parse(display(code)) == code
    assert check(typed, KEYS) is CodeCheck.OK


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    assert check(text, KEYS) in set(CodeCheck)


@pytest.mark.parametrize(
    "text", ["", "7K3M2", "U" * LENGTH, "0" * 16, "0" * 18, "Đ" * LENGTH, "\u0660" * LENGTH]
)
def test_what_cannot_be_a_code_is_malformed(text: str) -> None:
    assert check(text, KEYS) is CodeCheck.MALFORMED
    with pytest.raises(MalformedCodeError):
        parse(text)


def test_a_code_is_printed_in_groups_of_five_five_and_seven() -> None:
    assert re.fullmatch(r"\w{5}-\w{5}-\w{7}", display(new(KEYS, 7, 1)))


@pytest.mark.parametrize("bits", [-1, 2**50])
def test_more_than_fifty_bits_are_refused(bits: int) -> None:
    with pytest.raises(ValueError, match="50 random bits"):
        new(KEYS, 7, bits)


def test_a_key_that_is_not_there_makes_no_code() -> None:
    with pytest.raises(UnknownKeyError):
        new(KEYS, 9, 1)
    with pytest.raises(UnknownKeyError):
        new_many(KEYS, 9, 1, secrets.token_bytes)
    with pytest.raises(UnknownKeyError):
        Keyring(issuing=9, keys=KEYS)


@pytest.mark.parametrize("keys", [{1: b"short"}, {32: bytes(32), 1: bytes(32)}])
def test_a_keyring_of_wrong_keys_is_refused(keys: dict[int, bytes]) -> None:
    with pytest.raises(ValueError, match="not 32 bytes or out of range"):
        Keyring(issuing=1, keys=keys)


def test_a_keyring_never_shows_its_keys() -> None:
    ring = Keyring(issuing=7, keys=KEYS)

    assert repr(ring) == "Keyring(issuing=7, numbers=[0, 7, 31])"
