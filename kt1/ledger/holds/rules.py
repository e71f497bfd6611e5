"""Which things an entry is about besides its subject. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any


def item_subject(code: str) -> str:
    """As the entries about one item are named."""
    return f"item:{code}"


def named_by(lines: Iterable[Mapping[str, Any]]) -> set[str]:
    """Items by the codes in an entry's lines: a hand-over is about each item handed over."""
    return {item_subject(str(line["code"])) for line in lines if line.get("code")}
