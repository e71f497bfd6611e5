"""The law as shipped: the files in kt1/law/data, each row with its source.

They fill an empty database, and `kt1 deadline` answers from them where there is none.
"""

import csv
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from importlib.resources import files

from kt1.law.book.rules import LawBook, NormSetCard
from kt1.law.calendars.rules import Calendar, CoveredYear, DayKind, DeclaredDay
from kt1.law.parameters.keys import Evidence, Key
from kt1.law.parameters.rules import Parameter, typed

SOURCE = "shipped"


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one file, by the names in its heading."""
    text = files("kt1.law").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def parameters() -> Iterator[Parameter]:
    for row in rows("parameters"):
        key = Key(row["key"])
        yield Parameter(
            norm_set=row["norm_set"],
            key=key,
            scope=row["scope"],
            value=typed(key, row["value"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=day(row["valid_to"]),
            instrument=row["instrument"],
            article=row["article"],
            evidence=Evidence(row["evidence"]),
            note=row["note"],
        )


def declared_days(calendar: str) -> Iterator[DeclaredDay]:
    for row in rows("calendar_days"):
        if row["calendar"] == calendar:
            yield DeclaredDay(
                on=date.fromisoformat(row["date"]),
                kind=DayKind(row["kind"]),
                name=row["name"],
                pair=day(row["pair"]),
                source=row["instrument"],
                confirmed=row["confirmed"] == "true",
            )


def covered_years(calendar: str) -> Iterator[CoveredYear]:
    for row in rows("calendar_years"):
        if row["calendar"] == calendar:
            yield CoveredYear(
                year=int(row["year"]),
                settled_to=date.fromisoformat(row["settled_to"]),
                note=row["note"],
            )


@lru_cache(maxsize=1)
def book() -> LawBook:
    codes = dict.fromkeys(row["calendar"] for row in rows("calendar_years"))
    return LawBook.of(
        SOURCE,
        (
            NormSetCard(
                code=row["code"], title=row["title"], base=row["base"], banner=row["banner"]
            )
            for row in rows("norm_sets")
        ),
        parameters(),
        (Calendar.of(code, covered_years(code), declared_days(code)) for code in codes),
    )
