"""Figures of every province side by side, for the ministry: no body is named."""

from collections import Counter
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Count

from kt1.assurance.adoption.rules import Span
from kt1.assurance.quality import queries as quality
from kt1.assurance.quality.queries import Asked
from kt1.assurance.quality.rules import Group, together
from kt1.network.agencies.queries import in_force
from kt1.network.agencies.rules import Family
from kt1.oversight.figures.counting import as_department
from kt1.oversight.figures.lines import Facts
from kt1.oversight.figures.queries import midnight

_COUNTED = """
SELECT province, sum(out)::bigint, sum(came)::bigint, count(DISTINCT body) FROM (
    SELECT i.from_province_id AS province, i.sender_id AS body, count(*) AS out, 0 AS came
    FROM custody_clock c JOIN custody_item i ON i.unit_id = c.unit_id
    WHERE c.started_at >= %(begins)s AND c.started_at < %(ends)s GROUP BY 1, 2
    UNION ALL
    SELECT i.to_province_id, i.receiver_id, 0, count(*)
    FROM custody_clock c JOIN custody_item i ON i.unit_id = c.unit_id
    WHERE c.started_at >= %(begins)s AND c.started_at < %(ends)s GROUP BY 1, 2) s
GROUP BY 1
"""


def of_provinces(span: Span, *, at: datetime) -> dict[int, Facts]:
    """By province, of those that serve anybody. Three statements, and two a province with mail."""
    served = Counter(
        dict(
            in_force(span.last)
            .exclude(family=Family.POST)
            .order_by()
            .values_list("province_id")
            .annotate(n=Count("pk"))
        )
    )
    now, before = _counted(span), _counted(span.year_before)
    found = {}
    for province in {*served, *now, *before}:
        sent, received, using = now.get(province, (0, 0, 0))
        due, on_time = _rate(province, span, at) if province in now else (0, 0)
        earlier = _rate(province, span.year_before, at) if province in before else (0, 0)
        found[province] = Facts(
            bodies=served[province],
            using=using,
            sent=sent,
            sent_before=before.get(province, (0, 0, 0))[0],
            received=received,
            received_before=before.get(province, (0, 0, 0))[1],
            due=due,
            on_time=on_time,
            due_before=earlier[0],
            on_time_before=earlier[1],
        )
    return found


def _counted(span: Span) -> dict[int, tuple[int, int, int]]:
    after: date = span.last + timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, {"begins": midnight(span.first), "ends": midnight(after)})
        return {row[0]: (int(row[1]), int(row[2]), int(row[3])) for row in cursor.fetchall()}


def _rate(province: int, span: Span, at: datetime) -> tuple[int, int]:
    asked = Asked(first=span.first, last=span.last, as_of=at, group=Group.MAIN)
    figures = together(quality.figures(as_department(province), asked, "month").values())
    return figures.counted_whole, figures.on_time
