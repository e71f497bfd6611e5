"""Numbers that others gave to our items and bags: the operator's own, or a UPU S10 identifier.

The operator's real scheme is not published, so a scheme is data: a pattern, a check of the digits
and an example that must pass both. Pure.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
#: First letters that UPU keeps for itself, and letters of A and F that it has not assigned.
_S10_NOT_ASSIGNED = re.compile(r"J|K|A[A-U]|F")


class UnknownAliasError(ValueError):
    """No scheme in use knows a number of this shape, or its check digit is wrong."""


def any_digits(_number: str) -> bool:
    """The check of a scheme that has no check digit: its pattern is all there is."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasScheme:
    """One way of numbering items. `example` is what a clerk is shown."""

    name: str
    pattern: str
    example: str
    check: Callable[[str], bool] = any_digits

    def __post_init__(self) -> None:
        # A scheme is set up by hand once; a wrong pattern should fail then, not at the counter.
        if self.normalise(self.example) != self.example or not self.accepts(self.example):
            raise ValueError(f"The example of scheme {self.name} does not fit the scheme.")

    def normalise(self, text: str) -> str:
        """As it is stored: capitals, without blanks and dashes."""
        return re.sub(r"[\s\-\u2010-\u2015]", "", text).upper()

    def accepts(self, text: str) -> bool:
        number = self.normalise(text)
        return re.fullmatch(self.pattern, number, re.ASCII) is not None and self.check(number)


def s10_check_digit(serial: str) -> int:
    """The check digit of an eight-digit S10 serial number.

    Source: UPU S10; weights 8 6 4 2 3 5 9 7, 11 less the sum modulo 11, where 10 stands for 0
    and 11 for 5.
    """
    total = sum(int(digit) * weight for digit, weight in zip(serial, _S10_WEIGHTS, strict=True))
    digit = 11 - total % 11
    return {10: 0, 11: 5}.get(digit, digit)


def _s10_holds(number: str) -> bool:
    return not _S10_NOT_ASSIGNED.match(number) and s10_check_digit(number[2:10]) == int(number[10])


S10 = AliasScheme(
    name="s10", pattern=r"[A-Z]{2}\d{9}[A-Z]{2}", example="PA473124829VN", check=_s10_holds
)


def recognise(text: str, schemes: Iterable[AliasScheme]) -> tuple[str, str]:
    """The name of the first scheme that accepts this number, and the number as it is stored.

    Raises:
        UnknownAliasError: none does.
    """
    for scheme in schemes:
        if scheme.accepts(text):
            return scheme.name, scheme.normalise(text)
    raise UnknownAliasError
