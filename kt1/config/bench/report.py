"""The half-year report of a province over 200,000 items, from the first query to the JSON.

A year of its own, before the million items, so that every item counted was put there; the year
before it is empty, as in the first year of an installation.
"""

import statistics
from datetime import UTC, date, datetime
from time import perf_counter

import psycopg
from django.db import connection

from kt1.config import connections
from kt1.config.bench import quality
from kt1.custody.units.models import Unit
from kt1.network.units.models import AdminUnit
from kt1.oversight.reports import calendars, gathering
from kt1.oversight.reports.rules import Span
from kt1.web.papers.rules import Band
from kt1.web.reports.documents import of_count

ROUNDS = 3
#: The items of `quality` lie in this year.
SPAN = Span(date(2001, 1, 1), date(2001, 12, 31))
AT = datetime(2026, 1, 10, tzinfo=UTC)


def measure() -> dict[str, object]:
    """Seconds to count all figures and write PDF, DOCX, XLSX and JSON; the median of a few."""
    province = AdminUnit.objects.get(code=quality.PROVINCE)
    if not Unit.objects.filter(code__startswith="QUALITY").exists():
        quality.fill(quality.ITEMS)
    definitions = {one.code: one for one in calendars.definitions_on(province.pk, AT.date())}
    name = str(connection.settings_dict["NAME"])
    with psycopg.connect(connections.owner_conninfo(name), autocommit=True) as owner:
        owner.execute("ANALYZE")
    times, counted = [], 0
    for _round in range(ROUNDS):
        began = perf_counter()
        frozen = gathering.frozen(province.pk, SPAN, AT)
        document = of_count(frozen, province, definitions["kt1-year"], "2001", Band.NONE)
        for form in ("docx", "pdf", "xlsx", "json"):
            document.content(form)
        times.append(perf_counter() - began)
        counted = frozen.now("all.items") or 0
    return {
        "half_year_report_s": round(statistics.median(times), 2),
        "half_year_report_items": counted,
    }
