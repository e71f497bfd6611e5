"""What became of items, told of very many at once.

The same words as `queries.OUTCOME` and `queries.GROUP`, which look up each item by itself. Here
what may touch items, always few rows, is read or joined once, so that one statement tells a
million of them and its workers share the work: a lookup for each item would keep them out.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from kt1.assurance.quality.rules import EventState, FactKind, Group, Outcome
from kt1.law.services.rules import Urgency
from kt1.network.agencies.models import Agency
from kt1.network.units.models import AdminUnitVersion
from kt1.network.units.rules import UnitKind

_TOUCHING = f"e.state = '{EventState.APPROVED}' AND e.begins < %s AND e.ends > %s"
_THERE_IS = f"""SELECT
    EXISTS (SELECT 1 FROM assurance_qualityruling),
    EXISTS (SELECT 1 FROM assurance_qualityfact WHERE kind = '{FactKind.RECALLED}'),
    EXISTS (SELECT 1 FROM assurance_qualityfact WHERE kind = '{FactKind.NOBODY_NAMED}'),
    EXISTS (SELECT 1 FROM assurance_forcemajeure e WHERE {_TOUCHING} AND e.commune_id IS NULL),
    EXISTS (SELECT 1 FROM assurance_forcemajeure e WHERE {_TOUCHING}
        AND e.commune_id IS NOT NULL)"""
_FACT = """
    LEFT JOIN assurance_qualityfact {alias} ON {alias}.unit_id = c.unit_id
        AND {alias}.kind = '{kind}'"""
_OF_PROVINCE = f"""(SELECT e.province_id, range_agg(tstzrange(e.begins, e.ends)) AS spans
        FROM assurance_forcemajeure e WHERE {_TOUCHING} AND e.commune_id IS NULL
        GROUP BY e.province_id)"""
#: A commune lies in one province: its events are all of that one.
_OF_COMMUNE = f"""(SELECT b.id, min(e.province_id) AS province_id,
            range_agg(tstzrange(e.begins, e.ends)) AS spans
        FROM assurance_forcemajeure e JOIN network_agency b ON b.commune_id = e.commune_id
        WHERE {_TOUCHING} GROUP BY b.id)"""
_ENDS = "(it.from_province_id, it.to_province_id)"
_TIME = "tstzrange(c.started_at, c.deadline)"
#: Each join, and when an item was excused by what it found.
_PROVINCES = tuple(
    (
        f"\n    LEFT JOIN {_OF_PROVINCE} {alias} ON {alias}.province_id = it.{column}",
        f"{alias}.spans && {_TIME}",
    )
    for alias, column in (("ef", "from_province_id"), ("et", "to_province_id"))
)
_COMMUNES = tuple(
    (
        f"\n    LEFT JOIN {_OF_COMMUNE} {alias} ON {alias}.id = it.{column}",
        f"{alias}.spans && {_TIME} AND {alias}.province_id IN {_ENDS}",
    )
    for alias, column in (("es", "sender_id"), ("er", "receiver_id"))
)
_DAY = "(c.started_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Joins beside a clock `c` and its item `it`, and the two expressions that need them."""

    joins: str
    joined: list[Any]
    outcome: str
    group: str
    grouped: list[Any]


def telling(first: datetime, as_of: datetime) -> Telling:
    """Of items accepted from `first` on, whose deadline is before `as_of`. Four statements."""
    among = [as_of, first]
    with connection.cursor() as cursor:
        cursor.execute(_THERE_IS, among * 2)
        ruled, recalled, unnamed, of_provinces, of_communes = cursor.fetchone()
    joins = [
        _FACT.format(alias=alias, kind=kind)
        for alias, kind, there in (
            ("rc", FactKind.RECALLED, recalled),
            ("nn", FactKind.NOBODY_NAMED, unnamed),
        )
        if there
    ]
    events = [*(_PROVINCES if of_provinces else ()), *(_COMMUNES if of_communes else ())]
    joins += [join for join, _when in events]
    arms = [
        ("c.unit_id IN (SELECT unit_id FROM assurance_qualityruling)", Outcome.LATE_POST, ruled),
        ("c.stopped_at <= c.deadline", Outcome.ON_TIME, True),
        ("c.stopped_at IS NULL AND rc.at <= c.deadline", Outcome.RECALLED, recalled),
        (" OR ".join(when for _join, when in events), Outcome.FORCE_MAJEURE, bool(events)),
        ("nn.at <= c.deadline", Outcome.LATE_RECEIVER, unnamed),
    ]
    said = " ".join(f"WHEN {when} THEN '{told}'" for when, told, there in arms if there)
    group, grouped = _group()
    return Telling(
        joins="".join(joins),
        joined=among * len(events),
        outcome=f"CASE {said} ELSE '{Outcome.LATE_POST}' END",
        group=group,
        grouped=grouped,
    )


def _group() -> tuple[str, list[Any]]:
    """Bodies of the few islands are named, each for the days on which it was one."""
    timed = f"CASE WHEN it.urgency = '{Urgency.TIMED}' THEN '{Group.TIMED}'"
    rest = f"ELSE '{Group.MAIN}' END"
    spans = _special()
    if not spans:
        return f"{timed} {rest}", []
    within = " OR ".join(
        f"it.receiver_id = ANY(%s::bigint[]) AND {_DAY} BETWEEN %s AND %s" for _one in spans
    )
    everybody = sorted({body for bodies, _first, _last in spans for body in bodies})
    special = f"WHEN it.receiver_id = ANY(%s::bigint[]) AND ({within}) THEN '{Group.SPECIAL}'"
    return f"{timed} {special} {rest}", [everybody, *(one for span in spans for one in span)]


def _special() -> list[tuple[list[int], date, date]]:
    """Bodies of each commune that is or was a đặc khu, from the first to the last day of it."""
    ever = list(
        AdminUnitVersion.objects.filter(kind=UnitKind.SPECIAL_ZONE)
        .order_by("unit_id", "valid_from")
        .values_list("unit_id", "valid_from", "valid_to")
    )
    bodies: dict[int, list[int]] = {}
    there = Agency.objects.filter(commune__in={unit for unit, _first, _last in ever})
    for commune, body in there.order_by("pk").values_list("commune_id", "pk"):
        bodies.setdefault(commune or 0, []).append(body)
    return [(bodies[unit], first, last or date.max) for unit, first, last in ever if unit in bodies]
