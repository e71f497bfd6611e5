"""Conducts and competences of NĐ 174/2026/NĐ-CP, as shipped beside this file. Pure.

Amounts are for organisations; half of them for persons (Đ.4.4). A conduct without amounts is one
whose frame was not read: it can be named, and no fine is worked out for it.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from kt1.law.parameters.keys import Evidence

_DATA = Path(__file__).parent / "data"


class Bears(StrEnum):
    """Whose conduct it can be."""

    PROVIDER = "provider"
    ANYONE = "anyone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """One conduct with the frame of its fine in đồng."""

    code: str
    instrument: str
    provision: str
    bears: Bears
    words: str
    least_vnd: int | None
    most_vnd: int | None
    evidence: Evidence
    note: str

    @property
    def is_secrecy(self) -> bool:
        """Under the law of state secrets: the police's alone."""
        return self.instrument == "ND282-2025"

    @property
    def has_frame(self) -> bool:
        return self.least_vnd is not None and self.most_vnd is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Competence:
    """Who may fine, up to what amount. `own`: the Sở itself."""

    code: str
    provision: str
    who: str
    most_vnd: int
    own: bool
    evidence: Evidence
    note: str

    def reaches(self, conduct: Conduct) -> bool:
        """Competence is by the highest fine of the conduct's frame."""
        return conduct.most_vnd is not None and conduct.most_vnd <= self.most_vnd


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def _amount(text: str) -> int | None:
    return int(text) if text else None


@cache
def conducts() -> Mapping[str, Conduct]:
    """By code, in the order of the decree."""
    return {
        row["code"]: Conduct(
            code=row["code"],
            instrument=row["instrument"],
            provision=row["provision"],
            bears=Bears(row["bears"]),
            words=row["words"],
            least_vnd=_amount(row["least_vnd"]),
            most_vnd=_amount(row["most_vnd"]),
            evidence=Evidence(row["evidence"]),
            note=row["note"],
        )
        for row in _rows("conducts.csv")
    }


@cache
def competences() -> Mapping[str, Competence]:
    """By code, the lowest first."""
    return {
        row["code"]: Competence(
            code=row["code"],
            provision=row["provision"],
            who=row["who"],
            most_vnd=int(row["most_vnd"]),
            own=row["own"] == "yes",
            evidence=Evidence(row["evidence"]),
            note=row["note"],
        )
        for row in _rows("competences.csv")
    }


def competent(conduct: Conduct) -> tuple[Competence, ...]:
    """Everyone who may fine this conduct; nobody where its frame is not known."""
    if conduct.is_secrecy:
        return ()
    return tuple(one for one in competences().values() if one.reaches(conduct))


def own_competence(conduct: Conduct) -> Competence | None:
    """The Sở's, where it reaches: then it is *xử lý*, otherwise *kiến nghị xử lý*."""
    return next((one for one in competent(conduct) if one.own), None)
