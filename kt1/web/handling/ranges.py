"""Ranges of numbers as they are printed on a packet: MH0000001 to MH0000060. Pure."""

import re

RANGE_MAX = 1_000
_NUMBER = re.compile(r"^([A-Z0-9\-]*?)(\d{1,12})$")


class BadRangeError(ValueError):
    """The two ends make no range."""


def numbers(first: str, last: str = "") -> list[str]:
    """Every number from the first to the last, both included; one number alone is itself.

    Raises:
        BadRangeError: the ends differ in their letters or length, or are too far apart.
    """
    first, last = plain(first), plain(last) or plain(first)
    if first == last:
        return [first]
    start, end = _NUMBER.match(first), _NUMBER.match(last)
    if start is None or end is None or start[1] != end[1] or len(start[2]) != len(end[2]):
        raise BadRangeError
    low, high = int(start[2]), int(end[2])
    if not 0 < high - low + 1 <= RANGE_MAX:
        raise BadRangeError
    width = len(start[2])
    return [f"{start[1]}{number:0{width}}" for number in range(low, high + 1)]


def plain(number: str) -> str:
    """As the register keeps it: capitals, no blanks."""
    return "".join(number.upper().split())


def spans(found: list[str]) -> list[tuple[str, str, int]]:
    """Numbers in order as unbroken ranges: first, last, how many."""
    made: list[tuple[str, str, int]] = []
    for number in found:
        if made and _follows(made[-1][1], number):
            made[-1] = (made[-1][0], number, made[-1][2] + 1)
        else:
            made.append((number, number, 1))
    return made


def _follows(one: str, other: str) -> bool:
    a, b = _NUMBER.match(one), _NUMBER.match(other)
    if a is None or b is None:
        return False
    same = a[1] == b[1] and len(a[2]) == len(b[2])
    return same and int(b[2]) == int(a[2]) + 1
