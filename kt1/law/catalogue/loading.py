"""The statements that are shipped: products, duty, wrapping, cover, the price table of 2017.

Idempotent: versions that are missing are added, those that are there stay. What is said of a
province (telephones, contacts) is never shipped: only its post knows it.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from kt1.law.book.files import day, rows
from kt1.law.catalogue.rules import Statement, Topic
from kt1.law.parameters.keys import Evidence

Models = Callable[[str], Any]
INSTALL = "install"


def statements() -> Iterator[tuple[int, Statement]]:
    """Each shipped version with its number."""
    for row in rows("service_information"):
        yield (
            int(row["version"]),
            Statement(
                topic=Topic(row["topic"]),
                key=row["key"],
                title=row["title"],
                text=row["text"],
                amount_min=_number(row["amount_min"]),
                amount_max=_number(row["amount_max"]),
                grams_from=_number(row["grams_from"]),
                grams_to=_number(row["grams_to"]),
                with_tax={"": None, "true": True, "false": False}[row["with_tax"]],
                valid_from=date.fromisoformat(row["valid_from"]),
                valid_to=day(row["valid_to"]),
                instrument=row["instrument"],
                article=row["article"],
                evidence=Evidence(row["evidence"]),
                note=row["note"],
            ),
        )


def load_information(models_by_name: Models) -> int:
    """Add what is missing of the shipped statements. Returns how many were added."""
    model = models_by_name("ServiceInformation")
    papers = dict(models_by_name("Instrument").objects.values_list("code", "pk"))
    there = set(model.objects.values_list("topic", "key", "province", "version"))
    fresh = [
        model(
            topic=one.topic.value,
            key=one.key,
            province="",
            version=version,
            title=one.title,
            text=one.text,
            amount_min=one.amount_min,
            amount_max=one.amount_max,
            grams_from=one.grams_from,
            grams_to=one.grams_to,
            with_tax=one.with_tax,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            instrument_id=papers.get(one.instrument),
            article=one.article,
            evidence=one.evidence.value,
            note=one.note,
            entered_by=INSTALL,
        )
        for version, one in statements()
        if (one.topic.value, one.key, "", version) not in there
    ]
    model.objects.bulk_create(fresh)
    return len(fresh)


def _number(text: str) -> int | None:
    return int(text) if text else None
