"""What we write is RFC 8785: held against a second writer that follows its text word by word."""

from collections import UserDict
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kt1.ledger.entries.canonical import INTEGER_MAX, NotCanonicalError, canonical, parse

SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def by_the_text(value: Any) -> str:
    """RFC 8785 §3.2, for the values that our ledger holds."""
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return '"' + "".join(escaped(each) for each in value) + '"'
    if isinstance(value, list):
        return "[" + ",".join(by_the_text(each) for each in value) + "]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be"))  # §3.2.3
    return "{" + ",".join(f"{by_the_text(name)}:{by_the_text(value[name])}" for name in names) + "}"


def escaped(character: str) -> str:
    """§3.2.2.2: the short escapes, \\u00xx in small letters for other controls, else itself."""
    if character in SHORT:
        return SHORT[character]
    return f"\\u{ord(character):04x}" if character < " " else character


TEXT = st.text(st.characters(exclude_categories=["Cs"]))
ASCII = st.text(st.characters(max_codepoint=127))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-INTEGER_MAX, INTEGER_MAX) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ASCII, inner, max_size=5),
    max_leaves=12,
)


@given(VALUES)
def test_any_value_is_written_as_the_text_says(value: Any) -> None:
    assert canonical(value).decode() == by_the_text(value)
    assert parse(canonical(value)) == value


@given(st.dictionaries(ASCII, st.integers(0, 9), max_size=8), st.randoms())
def test_the_order_of_members_does_not_matter(value: dict[str, int], random: Any) -> None:
    shuffled = list(value.items())
    random.shuffle(shuffled)

    assert canonical(dict(shuffled)) == canonical(value)


def test_the_strings_of_rfc_8785_are_escaped_as_printed_there() -> None:
    given_there = "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"\u002f"

    assert canonical(given_there).decode() == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'


def test_vietnamese_is_written_as_it_is() -> None:
    assert (
        canonical({"b": "Đồng Nai", "a": [True, None]})
        == '{"a":[true,null],"b":"Đồng Nai"}'.encode()
    )


class Outcome(StrEnum):
    TAKEN = "taken"


def test_a_member_of_an_enumeration_is_its_value() -> None:
    assert canonical({"outcome": Outcome.TAKEN}) == b'{"outcome":"taken"}'


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        {"weight": 0.5},
        [[1.5]],
        INTEGER_MAX + 1,
        -INTEGER_MAX - 1,
        {1: "a number as name"},
        {"tên": "a name beyond ASCII"},
        {"outcome": {Outcome.TAKEN: 1}},
        "\ud800",
        b"bytes",
        {"a set"},
        datetime(2026, 2, 16, tzinfo=UTC),
        UUID(int=0),
        UserDict(a=1),
    ],
    ids=repr,
)
def test_what_has_no_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonicalError):
        canonical(value)
