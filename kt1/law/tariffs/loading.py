"""The shipped prices: those of 2017, marked historic, and who paid by the Decision of 2016.

Idempotent: what is missing is added, what is there stays.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from kt1.law.book.files import day, rows

Models = Callable[[str], Any]
INSTALL = "install"
#: Shipped rows were known before anything happened here.
_EVER = datetime(2000, 1, 1, tzinfo=UTC)


def load_tariffs(models_by_name: Models) -> int:
    """Add what is missing of the shipped tables and rules. Returns how many were added."""
    papers = dict(models_by_name("Instrument").objects.values_list("code", "pk"))
    return _tables(models_by_name, papers) + _payers(models_by_name("PayerRule"), papers)


def _tables(models_by_name: Models, papers: dict[str, int]) -> int:
    tariffs, rates = models_by_name("Tariff"), models_by_name("TariffRate")
    there = set(tariffs.objects.values_list("code", flat=True))
    added = 0
    for row in rows("tariffs"):
        if row["code"] in there:
            continue
        made = tariffs.objects.create(
            code=row["code"],
            title=row["title"],
            with_tax=row["with_tax"] == "true",
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=day(row["valid_to"]),
            instrument_id=papers.get(row["instrument"]),
            evidence=row["evidence"],
            note=row["note"],
            entered_by=INSTALL,
            entered_at=_EVER,
        )
        rates.objects.bulk_create(
            rates(
                tariff=made,
                kind=one["kind"],
                reach=one["reach"],
                key=one["key"],
                grams=int(one["grams"] or 0),
                vnd=int(one["vnd"]),
                note=one["note"],
            )
            for one in rows("tariff_rates")
            if one["tariff"] == row["code"]
        )
        added += 1
    return added


def _payers(model: Any, papers: dict[str, int]) -> int:
    there = {
        (one.sender, one.receiver, one.valid_from)
        for one in model.objects.only("sender", "receiver", "valid_from")
    }
    fresh = [
        model(
            sender=row["sender"],
            receiver=row["receiver"],
            charge=row["charge"],
            funds=row["funds"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=day(row["valid_to"]),
            instrument_id=papers.get(row["instrument"]),
            article=row["article"],
            evidence=row["evidence"],
            note=row["note"],
            entered_by=INSTALL,
        )
        for row in rows("payer_rules")
        if (row["sender"], row["receiver"], date.fromisoformat(row["valid_from"])) not in there
    ]
    model.objects.bulk_create(fresh)
    return len(fresh)
