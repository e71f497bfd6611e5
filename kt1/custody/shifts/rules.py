"""The end-of-shift balance of a holder: opening + in − out = closing, counted by scan (N8).

All counts are units by themselves: a sealed bag counts one, not its contents. So what comes out
of a bag comes in, and what goes into one goes out, besides what changes hands. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Difference(StrEnum):
    """One way in which a count differs from the record."""

    MISSING = "missing"  # on record, not scanned
    EXTRA = "extra"  # scanned, not on record
    SUM = "sum"  # opening + in − out is not what was counted
    EMPTIES = "empties"
    SEALS = "seals"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What came in and went out of one holder's hands in a span, by how."""

    taken: int = 0
    unpacked: int = 0
    made: int = 0  # bags taken into use; items found again or put right
    given: int = 0
    delivered: int = 0
    packed: int = 0
    lost: int = 0

    @property
    def came(self) -> int:
        return self.taken + self.unpacked + self.made

    @property
    def went(self) -> int:
        return self.given + self.delivered + self.packed + self.lost


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """One kind of unit of one holder."""

    opening: int
    flow: Flow
    expected: frozenset[str]
    counted: frozenset[str]

    @property
    def closing(self) -> int:
        return self.opening + self.flow.came - self.flow.went

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
    *, opening: int | None, flow: Flow, expected: Iterable[str], counted: Iterable[str]
) -> Balance:
    """Without an opening on record (a first shift) the opening is what the record implies."""
    on_record = frozenset(expected)
    if opening is None:
        opening = max(0, len(on_record) - flow.came + flow.went)
    return Balance(opening=opening, flow=flow, expected=on_record, counted=frozenset(counted))


def differences(balances: Mapping[str, Balance]) -> dict[str, list[str]]:
    """Coded findings by unit code; a sum that is off although every code agrees by its kind."""
    found: dict[str, list[str]] = {}
    for kind, one in balances.items():
        found |= {code: [Difference.MISSING.value] for code in sorted(one.missing)}
        found |= {code: [Difference.EXTRA.value] for code in sorted(one.extra)}
        if one.closing != len(one.counted):
            found[kind] = [Difference.SUM.value]
    return found
