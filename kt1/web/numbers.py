"""How a number is written: 1.234,5 — thousands by a point, decimals by a comma."""

from decimal import Decimal

SIGNS = str.maketrans(",.", ".,")


def number(value: int | Decimal) -> str:
    return f"{value:,}".translate(SIGNS)
