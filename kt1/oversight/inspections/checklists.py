"""Checklists in versions by their legal basis, as shipped beside this file. Pure.

A version is never changed once an inspection used it: another legal basis is another version.
No question asks to be shown a register of state secrets: that is not the Sở's to look at.
"""

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from kt1.law.parameters.keys import Evidence
from kt1.oversight.inspections.rules import Side
from kt1.oversight.violations.rules import Area

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing to look at. `conduct`: what it would be under the reference table, if anything."""

    key: str
    section: str
    area: Area
    words: str
    provision: str
    conduct: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """One version."""

    code: str
    side: Side
    version: int
    valid_from: date
    instrument: str
    title: str
    evidence: Evidence
    note: str
    questions: tuple[Question, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of everything it asks."""
        said = "\n".join(
            f"{q.key}|{q.section}|{q.area}|{q.words}|{q.provision}" for q in self.questions
        )
        return hashlib.sha256(f"{self.code}\n{said}".encode()).hexdigest()

    @property
    def sections(self) -> Mapping[str, tuple[Question, ...]]:
        """In the order in which they are asked."""
        found: dict[str, tuple[Question, ...]] = {}
        for one in self.questions:
            found[one.section] = (*found.get(one.section, ()), one)
        return found

    def find(self, key: str) -> Question | None:
        return next((one for one in self.questions if one.key == key), None)


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def checklists() -> Mapping[str, Checklist]:
    """By code, the older versions first."""
    questions: dict[str, list[Question]] = {}
    for row in _rows("questions.csv"):
        questions.setdefault(row["checklist"], []).append(
            Question(
                key=row["question"],
                section=row["section"],
                area=Area(row["area"]),
                words=row["words"],
                provision=row["provision"],
                conduct=row["conduct"],
            )
        )
    return {
        row["code"]: Checklist(
            code=row["code"],
            side=Side(row["side"]),
            version=int(row["version"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            instrument=row["instrument"],
            title=row["title"],
            evidence=Evidence(row["evidence"]),
            note=row["note"],
            questions=tuple(questions[row["code"]]),
        )
        for row in _rows("checklists.csv")
    }


def in_force(side: Side, on: date) -> Checklist | None:
    """The newest version that holds on a day."""
    fit = [one for one in checklists().values() if one.side is side and one.valid_from <= on]
    return max(fit, key=lambda one: one.version, default=None)
