"""What became of items, told of very many at once.

The same words as `queries.OUTCOME` and `queries.GROUP`, which look up each item by itself. Here
what may touch items, always few rows, is read before or joined once, so that one statement tells
a million of them and its workers share the work: a lookup for each item would keep them out.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from kt1.assurance.quality import areas
from kt1.assurance.quality.rules import EventState, FactKind, Group, Outcome
from kt1.law.services.rules import Urgency
from kt1.network.agencies.models import Agency

_THERE_IS = f"""SELECT
    EXISTS (SELECT 1 FROM assurance_qualityruling),
    EXISTS (SELECT 1 FROM assurance_qualityfact WHERE kind = '{FactKind.RECALLED}'),
    EXISTS (SELECT 1 FROM assurance_qualityfact WHERE kind = '{FactKind.NOBODY_NAMED}')"""
_TOUCHING = f"e.state = '{EventState.APPROVED}' AND e.begins < %s AND e.ends > %s"
_SPANS = "range_agg(tstzrange(e.begins, e.ends))::text"
#: Of whole provinces, then of communes with their bodies.
_EVENTS = f"""SELECT e.province_id, NULL::bigint[], {_SPANS}
    FROM assurance_forcemajeure e WHERE {_TOUCHING} AND e.commune_id IS NULL GROUP BY 1
    UNION ALL SELECT e.province_id,
        ARRAY(SELECT b.id FROM network_agency b WHERE b.commune_id = e.commune_id), {_SPANS}
    FROM assurance_forcemajeure e WHERE {_TOUCHING} AND e.commune_id IS NOT NULL
    GROUP BY e.province_id, e.commune_id ORDER BY 1"""
_FACT = """
    LEFT JOIN assurance_qualityfact {alias} ON {alias}.unit_id = c.unit_id
        AND {alias}.kind = '{kind}'"""
_WITHIN = " AND {alias}.unit_id BETWEEN %s AND %s"
_JOINED = "{alias}.at <= c.deadline"
_ALONE = """c.unit_id IN (SELECT f.unit_id FROM assurance_qualityfact f
    JOIN custody_clock k ON k.unit_id = f.unit_id
    WHERE f.kind = '{kind}' AND f.at <= k.deadline)"""
_FACTS = (("rc", FactKind.RECALLED), ("nn", FactKind.NOBODY_NAMED))
_IN_TIME_OF = (
    "%s IN (it.from_province_id, it.to_province_id)"
    " AND %s::tstzmultirange && tstzrange(c.started_at, c.deadline)"
)
_OF_BODIES = "(it.sender_id = ANY(%s::bigint[]) OR it.receiver_id = ANY(%s::bigint[]))"
_DAY = "(c.started_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What tells outcome and group of a clock `c` and its item `it`, each with its parameters.

    `outcome` needs `joins` beside them; `alone` says the same without.
    """

    facts: tuple[tuple[str, FactKind], ...]
    outcome: str
    alone: str
    said: list[Any]
    group: str
    grouped: list[Any]

    def joins(self, within: tuple[int, int] | None = None) -> tuple[str, list[Any]]:
        """Joins and parameters; `within`: between which numbers all items asked for lie."""
        join = _FACT if within is None else _FACT + _WITHIN
        joined = "".join(join.format(alias=alias, kind=kind) for alias, kind in self.facts)
        return joined, [*(within or ())] * len(self.facts)


def telling(first: datetime, as_of: datetime) -> Telling:
    """Of items accepted from `first` on, whose deadline is before `as_of`. Four statements."""
    with connection.cursor() as cursor:
        cursor.execute(_THERE_IS)
        ruled, *there = cursor.fetchone()
        cursor.execute(_EVENTS, [as_of, first] * 2)
        excused, said = _excused(cursor.fetchall())
    facts = tuple(fact for fact, is_there in zip(_FACTS, there, strict=True) if is_there)
    group, grouped = _group()
    return Telling(
        facts=facts,
        outcome=_told(facts, _JOINED, excused, ruled=ruled),
        alone=_told(facts, _ALONE, excused, ruled=ruled),
        said=said,
        group=group,
        grouped=grouped,
    )


def _told(facts: Collection[tuple[str, FactKind]], fact: str, excused: str, *, ruled: bool) -> str:
    """As `queries.OUTCOME`, without what never happened."""
    by = {kind: fact.format(alias=alias, kind=kind) for alias, kind in facts}
    recalled, unnamed = by.get(FactKind.RECALLED), by.get(FactKind.NOBODY_NAMED)
    arms = (
        ("c.unit_id IN (SELECT unit_id FROM assurance_qualityruling)", Outcome.LATE_POST, ruled),
        ("c.stopped_at <= c.deadline", Outcome.ON_TIME, True),
        (f"c.stopped_at IS NULL AND {recalled}", Outcome.RECALLED, recalled),
        (excused, Outcome.FORCE_MAJEURE, excused),
        (unnamed, Outcome.LATE_RECEIVER, unnamed),
    )
    said = " ".join(f"WHEN {when} THEN '{one}'" for when, one, there in arms if there)
    return f"CASE {said} ELSE '{Outcome.LATE_POST}' END"


def _excused(events: Sequence[tuple[int, list[int] | None, str]]) -> tuple[str, list[Any]]:
    """When an item was excused: said in the statement, so only what is late compares times."""
    arms: list[str] = []
    said: list[Any] = []
    for province, bodies, spans in events:
        if bodies is None:
            arms.append(_IN_TIME_OF)
        else:
            arms.append(f"{_OF_BODIES} AND {_IN_TIME_OF}")
            said += [bodies, bodies]
        said += [province, spans]
    return " OR ".join(arms), said


def _group() -> tuple[str, list[Any]]:
    """Bodies of special geography are named, each for the days on which a list named it."""
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
    """Bodies of the communes that a list named from the same first to the same last day."""
    named = areas.spans()
    bodies: dict[int, list[int]] = {}
    there = Agency.objects.filter(commune__in={unit for unit, _first, _last in named})
    for commune, body in there.order_by("pk").values_list("commune_id", "pk"):
        bodies.setdefault(commune or 0, []).append(body)
    together: dict[tuple[date, date], list[int]] = {}
    for unit, first, last in named:
        if unit in bodies:
            together.setdefault((first, last), []).extend(bodies[unit])
    return [(found, first, last) for (first, last), found in sorted(together.items())]
