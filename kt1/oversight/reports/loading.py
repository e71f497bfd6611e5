"""The shipped definitions. Idempotent: what is missing is added, what is there stays."""

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from kt1.oversight.reports.rules import PARTY_CODES

FILE = Path(__file__).resolve().parents[1] / "data" / "report_definitions.csv"
INSTALL = "install"

#: Shipped rows were known before anything happened here.
_EVER = datetime(2000, 1, 1, tzinfo=UTC)


def load_definitions(models_by_name: Callable[[str], Any], *, party: bool = False) -> int:
    """Add what is missing of the shipped definitions. Returns how many were added.

    Args:
        party: those of the Party office too, which the first tables did not know.
    """
    table = models_by_name("ReportDefinition")
    there = set(table.objects.filter(province=None).values_list("code", flat=True))
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["code"] not in there]
    rows = [row for row in rows if party or not row["code"].startswith(PARTY_CODES)]
    table.objects.bulk_create(
        table(
            code=row["code"],
            title=row["title"],
            cycle=row["cycle"],
            window=row["window"],
            due_months=int(row["due_months"]),
            due_day=int(row["due_day"]),
            due_excluded=row["due_excluded"] == "true",
            recipients=row["recipients"].split("|"),
            names=row["names"].split("|"),
            basis=row["basis"],
            evidence=row["evidence"],
            valid_from=date.fromisoformat(row["valid_from"]),
            entered_by=INSTALL,
            entered_at=_EVER,
        )
        for row in rows
    )
    return len(rows)
