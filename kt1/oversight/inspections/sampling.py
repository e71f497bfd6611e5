"""A sample nobody can choose: drawn by risk, from a seed that anybody can draw from again. Pure.

Every item has one ticket, and more for each risk that the record shows. A ticket's number is the
SHA-256 of seed, item and ticket; an item's is its lowest one; the items with the lowest numbers
are the sample. Whole numbers only: with the seed and the list, any machine finds the same items.
The lowest of w equal tickets is what sampling without replacement by weight w means.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

SIZE_MAX = 100


class Risk(StrEnum):
    """What the record of an item shows that makes it likelier to be looked at."""

    LATE = "late"
    IRREGULAR = "irregular"  # a sự vụ is recorded of it
    ONE_SIDED = "one_sided"  # a hand-over that two sessions did not witness
    FAILED = "failed"  # an attempt at the door did not succeed
    URGENT = "urgent"  # Hỏa tốc, Hẹn giờ


@dataclass(frozen=True, slots=True)
class Candidate:
    """One item of the population, with its tickets."""

    unit_id: int
    code: str
    risks: AbstractSet[Risk]
    tickets: int = 1


def tickets_of(risks: Iterable[Risk], weights: Mapping[Risk, int]) -> int:
    """The one every item has, and what each of its risks adds."""
    return 1 + sum(weights[risk] for risk in risks)


def seed_of(*, root: bytes, log_size: int, inspection_id: int, n: int) -> str:
    """The seed of the n-th draw of an inspection, from the state of the ledger, in hexadecimal.

    The root of the ledger is nobody's choice, and printed on papers that others hold.
    """
    said = f"KT1 mẫu kiểm tra\n{log_size}\n{root.hex()}\n{inspection_id}\n{n}\n"
    return hashlib.sha256(said.encode()).hexdigest()


def number_of(seed: str, one: Candidate) -> bytes:
    """The lowest of its tickets."""
    start = f"{seed}\n{one.code}\n".encode()
    return min(
        hashlib.sha256(start + str(ticket).encode()).digest() for ticket in range(one.tickets)
    )


def ranked(seed: str, population: Iterable[Candidate]) -> Sequence[Candidate]:
    """Everyone, in the order of drawing."""
    return sorted(population, key=lambda one: (number_of(seed, one), one.code))


def digest_of(population: Iterable[Candidate]) -> str:
    """The population in one figure: another list, or other risks, give another."""
    said = sorted(f"{one.code}:{','.join(sorted(one.risks))}" for one in population)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()
