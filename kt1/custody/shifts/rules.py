"""The end-of-shift balance of a holder: opening + in − out = closing, counted by scan (N8)."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """All counts are units by themselves: a sealed bag counts one, not its contents."""

    opening: int
    taken: int
    given: int
    expected: frozenset[str]
    counted: frozenset[str]

    @property
    def closing(self) -> int:
        return self.opening + self.taken - self.given

    @property
    def missing(self) -> frozenset[str]:
        return self.expected - self.counted

    @property
    def extra(self) -> frozenset[str]:
        return self.counted - self.expected

    @property
    def agrees(self) -> bool:
        return not self.missing and not self.extra and self.closing == len(self.counted)


def balance(
    *, opening: int, taken: int, given: int, expected: Iterable[str], counted: Iterable[str]
) -> Balance:
    return Balance(
        opening=opening,
        taken=taken,
        given=given,
        expected=frozenset(expected),
        counted=frozenset(counted),
    )
