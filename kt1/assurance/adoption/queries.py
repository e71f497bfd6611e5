"""Use in sets: one statement, however many bodies and items."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from kt1.assurance.adoption.models import AdoptionTarget
from kt1.assurance.adoption.permissions import READERS, lines_shown
from kt1.assurance.adoption.rules import Span, Use
from kt1.law.calendars.rules import VIETNAM
from kt1.network.agencies.models import Agency
from kt1.network.agencies.queries import in_force
from kt1.network.agencies.rules import Family
from kt1.network.successions.lineage import lineage
from kt1.people.actor import Actor

_USED = """
WITH seen AS (
    SELECT i.sender_id, i.receiver_id, i.from_province_id, i.to_province_id,
        c.started_at >= %(begins)s AS is_now, count(*) AS n
    FROM custody_clock c JOIN custody_item i ON i.unit_id = c.unit_id
    WHERE (c.started_at >= %(begins)s AND c.started_at < %(ends)s
        OR c.started_at >= %(began)s AND c.started_at < %(ended)s)
        AND (i.from_province_id = %(province)s OR i.to_province_id = %(province)s)
    GROUP BY 1, 2, 3, 4, 5
)
SELECT sender_id, is_now, sum(n), 0 FROM seen WHERE from_province_id = %(province)s GROUP BY 1, 2
UNION ALL
SELECT receiver_id, is_now, 0, sum(n) FROM seen WHERE to_province_id = %(province)s GROUP BY 1, 2
"""

_SENDS = """
SELECT b.id FROM unnest(%s::bigint[]) AS b(id)
WHERE (SELECT true FROM custody_item i WHERE i.sender_id = b.id
    AND (SELECT c.started_at >= %s AND c.started_at < %s
        FROM custody_clock c WHERE c.unit_id = i.unit_id)
    ORDER BY i.unit_id DESC LIMIT 1)
"""


def bodies(province_id: int, on: date) -> QuerySet[Agency]:
    """The bodies served in a province on a day; the post serves them and is not one."""
    return in_force(on).filter(province=province_id).exclude(family=Family.POST)


def seen_by(actor: Actor, on: date) -> QuerySet[Agency]:
    """The bodies whose use, one by one, the actor may see."""
    if actor.role not in READERS or actor.province_id is None:
        return Agency.objects.none()
    return bodies(actor.province_id, on).filter(line__in=lines_shown(actor.role))


def use(*, province_id: int, span: Span, before: Span) -> dict[int, Use]:
    """By body: accepted from it and for it in both spans. Bodies without an item are left out.

    What a body sent that has since been merged counts for its heir.
    """
    heirs = lineage().heirs
    asked: dict[str, Any] = {
        "province": province_id,
        "begins": _starts(span.first),
        "ends": _ends(span.last),
        "began": _starts(before.first),
        "ended": _ends(before.last),
    }
    found: dict[int, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_USED, asked)
        for body, is_now, sent, received in cursor.fetchall():
            sums = found.setdefault(heirs.get(body, body), [0, 0, 0, 0])
            at = 0 if is_now else 2
            sums[at] += int(sent)
            sums[at + 1] += int(received)
    return {body: Use(*sums) for body, sums in found.items()}


def senders(bodies: Collection[int], span: Span) -> set[int]:
    """Of these bodies, those of which anything was accepted within the span.

    Asked body by body through the index of what each sent, the newest first: however much mail
    there is, a body that sends answers at its first row. Both are values looked up, which no plan
    turns into a join with every item. What a body before it sent counts for it.
    """
    forebears = lineage().forebears
    behind = {one: body for body in bodies for one in (body, *forebears.get(body, ()))}
    with connection.cursor() as cursor:
        cursor.execute(_SENDS, [list(behind), _starts(span.first), _ends(span.last)])
        return {behind[body] for (body,) in cursor.fetchall()}


def targets(province_id: int, year: int) -> QuerySet[AdoptionTarget]:
    """Those that hold in a year, that of all blocs first."""
    rows = AdoptionTarget.objects.filter(province=province_id, year=year, replaced_at=None)
    return rows.order_by("bloc")


def _starts(day: date) -> datetime:
    return datetime.combine(day, time.min, VIETNAM)


def _ends(day: date) -> datetime:
    return _starts(day + timedelta(days=1))
