"""What the check of the translations finds."""

import pytest
from babel.messages.catalog import Message

from tools import messages


@pytest.mark.parametrize(
    ("text", "translated", "same"),
    [
        ("%(n)s items", "%(n)s bưu gửi", True),
        ("%(n)s items of %(all)s", "%(n)s bưu gửi", False),
        ("%(n)s items", "%(m)s bưu gửi", False),
        ("Item {code}", "Bưu gửi {code}", True),
        ("Item", "Bưu gửi %(code)s", False),
        (("One item", "%(n)s items"), ("%(n)s bưu gửi",), True),
    ],
)
def test_a_translation_names_the_same_values(text: str, translated: str, same: bool) -> None:  # noqa: FBT001 - a parameter
    assert messages._same_values(Message(text, translated)) is same


@pytest.mark.parametrize(("translated", "whole"), [("", False), ("Bưu gửi", True), (("",), False)])
def test_an_empty_translation_is_none(translated: str, whole: bool) -> None:  # noqa: FBT001 - a parameter
    assert messages._is_whole(Message("Item", translated)) is whole


def test_the_parts_are_joined_and_do_not_contradict_each_other() -> None:
    catalog, faults = messages.joined()
    assert faults == []
    assert len(catalog) > 50
