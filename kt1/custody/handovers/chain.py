"""The custody chain of a unit: its own hand-overs, and those of the bags it stayed in meanwhile."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One hand-over as it touched the unit; `inside` is the bag or box it travelled in."""

    handover: UUID
    kind: str
    outcome: str
    witness: str
    giver_place: int
    giver: str
    giver_person: str
    taker_place: int
    taker: str
    taker_person: str
    offered_at: datetime
    settled_at: datetime | None
    inside: str
    refused: bool
    findings: Sequence[str]
    sheet: str
    disputed_at: datetime | None


# The stays of each unit, and of its bag in a box while it lay there; then every hand-over of the
# unit itself, and of a bag or box within the span of the stay.
_CHAIN = """
WITH RECURSIVE stays AS (
    SELECT s.unit_id AS unit, s.inside_id, s.since, coalesce(s.until, 'infinity') AS until
    FROM custody_stay s WHERE s.unit_id = ANY(%(units)s::bigint[])
  UNION ALL
    SELECT p.unit, s.inside_id, greatest(s.since, p.since),
        least(coalesce(s.until, 'infinity'), p.until)
    FROM stays p JOIN custody_stay s ON s.unit_id = p.inside_id
    WHERE s.since < p.until AND coalesce(s.until, 'infinity') > p.since
), touched AS (
    SELECT l.unit_id AS unit, l.handover, l.refused, l.findings, NULL::bigint AS inside
    FROM custody_handover_line l WHERE l.unit_id = ANY(%(units)s::bigint[])
  UNION ALL
    SELECT s.unit, l.handover, l.refused, l.findings, s.inside_id
    FROM stays s JOIN custody_handover_line l ON l.unit_id = s.inside_id
    JOIN custody_handover h ON h.id = l.handover
    WHERE h.offered_at >= s.since AND h.offered_at < s.until
)
SELECT h.id, h.kind, h.outcome, h.witness, h.giver_place_id, g.name, coalesce(gu.title, ''),
    h.taker_place_id, t.name, coalesce(tu.title, ''), h.offered_at, h.settled_at,
    coalesce(b.code, ''), x.refused, x.findings, h.sheet, h.disputed_at, x.unit
FROM touched x JOIN custody_handover h ON h.id = x.handover
JOIN network_place g ON g.id = h.giver_place_id
JOIN network_place t ON t.id = h.taker_place_id
LEFT JOIN people_user gu ON gu.id = h.giver_person_id
LEFT JOIN people_user tu ON tu.id = h.taker_person_id
LEFT JOIN custody_unit b ON b.id = x.inside
ORDER BY h.offered_at, h.id
"""


def chain(unit_id: int) -> list[Link]:
    """Every change of holder in the order of offering. One query; the caller knows the unit."""
    return chains([unit_id])[unit_id]


def chains(unit_ids: Collection[int]) -> dict[int, list[Link]]:
    """The chain of each of these units. One query, however many they are."""
    found: dict[int, list[Link]] = {unit: [] for unit in unit_ids}
    with connection.cursor() as cursor:
        cursor.execute(_CHAIN, {"units": list(unit_ids)})
        for row in cursor.fetchall():
            found[row[17]].append(_link(row))
    return found


def _link(row: Sequence[Any]) -> Link:
    return Link(
        handover=row[0],
        kind=row[1],
        outcome=row[2],
        witness=row[3],
        giver_place=row[4],
        giver=row[5],
        giver_person=row[6],
        taker_place=row[7],
        taker=row[8],
        taker_person=row[9],
        offered_at=row[10],
        settled_at=row[11],
        inside=row[12],
        refused=row[13],
        findings=row[14] if isinstance(row[14], list) else [],
        sheet=row[15],
        disputed_at=row[16],
    )
