"""The directives that the product knows: their tasks as data, with the paper they are from.

Two of them are where the product comes from; an office that received one takes its tasks over
and sets the days, which neither paper names.
"""

import csv
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from kt1.network.agencies.rules import Family
from kt1.oversight.directives.rules import Direction, PaperKind, Part, Target

_DATA = Path(__file__).parent / "data"
_BODY = "@"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownTask:
    """One task of a known directive. Targets are families, or "@" and the end of a code."""

    n: int
    clause: str
    duty: str
    text: str
    lead: tuple[str, ...]
    partners: tuple[str, ...]
    annex_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A directive as it was read: public facts, and where they were read."""

    code: str
    direction: Direction
    kind: PaperKind
    issuer: str
    number: str
    dated: date | None
    title: str
    under: str
    source: str
    tasks: tuple[KnownTask, ...]


@cache
def known() -> Mapping[str, Known]:
    """All of them by code."""
    tasks: dict[str, list[KnownTask]] = {}
    for row in _rows("tasks"):
        tasks.setdefault(row["directive"], []).append(_task(row))
    return {
        row["code"]: Known(
            code=row["code"],
            direction=Direction(row["direction"]),
            kind=PaperKind(row["kind"]),
            issuer=row["issuer"],
            number=row["number"],
            dated=date.fromisoformat(row["dated"]) if row["dated"] else None,
            title=row["title"],
            under=row["under"],
            source=row["source"],
            tasks=tuple(tasks.get(row["code"], [])),
        )
        for row in _rows("directives")
    }


def wordings() -> frozenset[str]:
    """The tasks of known directives, word for word."""
    return frozenset(task.text for one in known().values() for task in one.tasks)


def targets(task: KnownTask, *, province: str, bodies: Mapping[str, int]) -> tuple[Target, ...]:
    """Whom a known task is for in a province; single bodies that are not there are left out.

    Args:
        bodies: ids by code of the province's bodies, as "24-SKHCN".
    """
    found: list[Target] = []
    for part, names in ((Part.LEAD, task.lead), (Part.PARTNER, task.partners)):
        for name in names:
            if not name.startswith(_BODY):
                family = Family(name).value
                found.append(Target(part=part, family=family, annex_only=task.annex_only))
            elif (body := bodies.get(f"{province}-{name.removeprefix(_BODY)}")) is not None:
                found.append(Target(part=part, agency_id=body))
    return tuple(found)


def missing(one: Known, *, province: str, bodies: Collection[str]) -> tuple[str, ...]:
    """Codes of single bodies that the tasks name and the province has not."""
    named = {
        f"{province}-{name.removeprefix(_BODY)}"
        for task in one.tasks
        for name in (*task.lead, *task.partners)
        if name.startswith(_BODY)
    }
    return tuple(sorted(named - set(bodies)))


def _task(row: Mapping[str, str]) -> KnownTask:
    return KnownTask(
        n=int(row["n"]),
        clause=row["clause"],
        duty=row["duty"],
        text=row["text"],
        lead=tuple(row["lead"].split()),
        partners=tuple(row["partners"].split()),
        annex_only=row["annex_only"] == "yes",
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_DATA / f"{name}.csv").open(encoding="utf8", newline="") as file:
        yield from csv.DictReader(file)
