"""The reference files of provinces and communes, as they are shipped. Pure but for reading them.

Each file begins with lines that say where its rows come from.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kt1.network.units.rules import Evidence, Level

_DATA = Path(__file__).parent.parent / "data"

# The day from which the communes of today exist and their codes hold (QĐ 19/2025/QĐ-TTg).
TWO_TIERS_FROM = date(2025, 7, 1)
_COMMUNES_SOURCE = "Quyết định số 19/2025/QĐ-TTg; mã bưu chính: Quyết định số 2334/QĐ-BKHCN"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPeriod:
    """What one unit was called between two days, as a file says."""

    code: str
    level: Level
    parent: str
    kind: str
    name: str
    postcode: str
    valid_from: date
    valid_to: date | None
    evidence: Evidence
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """One unit took the place of another."""

    old: str
    new: str
    at: date
    source: str


def provinces() -> list[NamedPeriod]:
    return [
        NamedPeriod(
            code=row["code"],
            level=Level.PROVINCE,
            parent="",
            kind=row["kind"],
            name=row["name"],
            postcode="",
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            evidence=Evidence(row["evidence"]),
            source=row["source"],
        )
        for row in _rows("provinces.csv")
    ]


def communes() -> list[NamedPeriod]:
    return [
        NamedPeriod(
            code=row["code"],
            level=Level.COMMUNE,
            parent=row["province"],
            kind=row["kind"],
            name=row["name"],
            postcode=row["postcode"],
            valid_from=TWO_TIERS_FROM,
            valid_to=None,
            evidence=Evidence.OFFICIAL,
            source=_COMMUNES_SOURCE,
        )
        for row in _rows("communes.csv")
    ]


def successions() -> list[Taking]:
    return [
        Taking(
            old=row["old"],
            new=row["new"],
            at=date.fromisoformat(row["at"]),
            source=row["source"],
        )
        for row in _rows("successions.csv")
    ]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))
