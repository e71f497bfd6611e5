"""Checklists in versions by their legal basis; the first ones are shipped beside this file. Pure.

A version is never changed once an inspection used it: another legal basis is another version.
No question asks to be shown a register of state secrets: that is not the Sở's to look at.

Source: W10
"""

import csv
import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from kt1.law.parameters.keys import Evidence
from kt1.law.screening.words import read
from kt1.oversight.inspections.rules import Side
from kt1.oversight.violations.rules import Area

_DATA = Path(__file__).parent / "data"
#: Keys of questions that a province adds begin so; the product never ships such a key.
_OWN = {Side.PROVIDER: "PT", Side.USER: "UT"}
_REGISTER = re.compile(
    r"\bbmnn\b|\bbi mat nha nuoc\b|\bso (?:mat|tai lieu mat|van ban mat|dang ky mat)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing to look at. `conduct`: what it would be under the reference table, if anything.

    `instrument`: code of the paper that asks for it; `number`: as that paper is cited.
    """

    key: str
    section: str
    area: Area
    words: str
    provision: str
    conduct: str
    instrument: str = ""
    number: str = ""

    @property
    def basis(self) -> str:
        """Article and paper, in one line."""
        return ", ".join(one for one in (self.provision, self.number) if one)

    @property
    def asked(self) -> tuple[str, ...]:
        """All that makes two wordings of a question the same."""
        return (self.section, self.area, self.words, self.provision, self.conduct, self.instrument)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """One version. `province_id`: of the Department that made it; None for what is shipped."""

    code: str
    side: Side
    version: int
    valid_from: date
    instrument: str
    title: str
    evidence: Evidence
    note: str
    questions: tuple[Question, ...]
    province_id: int | None = None
    published_at: datetime | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of everything it asks."""
        said = "\n".join(
            f"{q.key}|{q.section}|{q.area}|{q.words}|{q.provision}"
            + (f"|{q.instrument}" if q.instrument else "")
            for q in self.questions
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


def in_force(versions: Iterable[Checklist], side: Side, on: date) -> Checklist | None:
    """What holds on a day: the newest a province made for itself, before the newest shipped."""
    fit = [one for one in versions if one.side is side and one.valid_from <= on]
    return max(fit, key=lambda one: (one.province_id is not None, one.version), default=None)


def newest(versions: Iterable[Checklist], side: Side) -> Checklist:
    """The last one made, whether it holds already or not: the next one is drafted from it."""
    return max((one for one in versions if one.side is side), key=lambda one: one.version)


def next_key(side: Side, given: Collection[str]) -> str:
    """The key of a question that a province adds; `given`: all it ever gave for this side."""
    taken = (key.removeprefix(_OWN[side]) for key in given)
    return f"{_OWN[side]}{max((int(one) for one in taken if one.isdecimal()), default=0) + 1:02d}"


def asks_for_a_register(words: str) -> bool:
    """Whether a question asks for what is the police's to look at: the registers of secrets."""
    return _REGISTER.search(read(words).bare) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What one version asks otherwise than the one before it."""

    added: tuple[Question, ...]
    reworded: tuple[tuple[Question, Question], ...]
    dropped: tuple[Question, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.reworded or self.dropped)


def changes(before: Checklist, after: Checklist) -> Changes:
    """By the keys of the questions; `reworded` holds each as it was and as it is."""
    old = {one.key: one for one in before.questions}
    new = {one.key: one for one in after.questions}
    return Changes(
        added=tuple(one for one in after.questions if one.key not in old),
        reworded=tuple(
            (old[key], one)
            for key, one in new.items()
            if key in old and old[key].asked != one.asked
        ),
        dropped=tuple(one for one in before.questions if one.key not in new),
    )
