"""What one run carries, leg by leg, as its giver and its taker may see it.

Two variants. The giver's copy carries the numbers of seals; the taker's never does, because the
taker proves possession by reading them from the seals. While an offer is open its taker is told
the giver, the place and the numbers of units, and nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from kt1.custody.handovers.rules import Outcome
from kt1.custody.trips import queries
from kt1.custody.trips.models import Trip
from kt1.custody.trips.queries import UnknownTripError
from kt1.ledger.entries.canonical import parse
from kt1.people.actor import Actor


class Copy(StrEnum):
    GIVER = "giver"
    TAKER = "taker"


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestLine:
    """A bag, a box or a loose item of a leg; empty closure in the taker's copy."""

    code: str
    kind: str
    destination: str
    pieces: int
    weight_g: int | None
    seal: str
    lock: str
    locator: str
    refused: bool
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One hand-over of the run. `lines` is None where only the numbers may be told."""

    handover: UUID
    giver: str
    giver_person: str
    taker: str
    taker_person: str
    outcome: str
    witness: str
    offered_at: datetime
    settled_at: datetime | None
    items: int
    bags: int
    lines: tuple[ManifestLine, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    trip: Trip
    copy: Copy
    legs: tuple[Leg, ...]


_LEGS = """
SELECT h.id, h.giver_place_id, h.giver_person_id, h.taker_place_id, h.taker_person_id,
    gp.name, coalesce(gu.title, ''), tp.name, coalesce(tu.title, ''),
    h.outcome, h.witness, h.offered_at, h.settled_at, h.items, h.bags
FROM custody_handover h
JOIN network_place gp ON gp.id = h.giver_place_id
JOIN network_place tp ON tp.id = h.taker_place_id
LEFT JOIN people_user gu ON gu.id = h.giver_person_id
LEFT JOIN people_user tu ON tu.id = h.taker_person_id
WHERE h.trip = %s ORDER BY h.offered_at, h.id
"""
_LINES = """
SELECT l.handover, u.code, u.kind, coalesce(d.name, ''),
    coalesce(i.pieces, (SELECT count(*) FROM custody_unit c WHERE c.inside_id = u.id)),
    coalesce(l.weight_g, i.weight_g, b.weight_g),
    l.seal, coalesce(b.lock, ''), coalesce(b.locator, ''), l.refused, l.findings
FROM custody_handover_line l
JOIN custody_unit u ON u.id = l.unit_id
LEFT JOIN custody_item i ON i.unit_id = u.id
LEFT JOIN custody_bag b ON b.unit_id = u.id
LEFT JOIN network_place d ON d.id = b.destination_id
WHERE l.handover = ANY(%s) ORDER BY u.kind, u.code
"""


def manifest(trip_id: UUID, *, copy: Copy, by: Actor) -> Manifest:
    """The legs of a run with their lines. Three queries, however much it carries.

    Raises:
        UnknownTripError: there is none that `by` may know of.
    """
    trip = queries.seen_by(by).filter(pk=trip_id).first()
    if trip is None:
        raise UnknownTripError(str(trip_id))
    with connection.cursor() as cursor:
        cursor.execute(_LEGS, [trip_id])
        legs = cursor.fetchall()
        cursor.execute(_LINES, [[row[0] for row in legs]])
        lines: dict[UUID, list[Sequence[Any]]] = {}
        for row in cursor.fetchall():
            lines.setdefault(row[0], []).append(row)
    return Manifest(
        trip=trip,
        copy=copy,
        legs=tuple(_leg(row, lines.get(row[0], []), copy, by) for row in legs),
    )


def _leg(row: Sequence[Any], lines: Sequence[Sequence[Any]], copy: Copy, by: Actor) -> Leg:
    is_taker = by.user_id == row[4]  # within one place the person decides
    gives = by.user_id == row[2] or (by.is_at(row[1]) and not is_taker)
    takes = is_taker or by.is_at(row[3])
    is_open = row[9] == Outcome.OFFERED
    closures = copy is Copy.GIVER and (gives or not is_open)
    return Leg(
        handover=row[0],
        giver=row[5],
        giver_person=row[6],
        taker=row[7],
        taker_person=row[8],
        outcome=row[9],
        witness=row[10],
        offered_at=row[11],
        settled_at=row[12],
        items=row[13],
        bags=row[14],
        lines=None
        if is_open and takes and not gives
        else tuple(_line(line, closures=closures) for line in lines),
    )


def _line(row: Sequence[Any], *, closures: bool) -> ManifestLine:
    return ManifestLine(
        code=row[1],
        kind=row[2],
        destination=row[3],
        pieces=row[4],
        weight_g=row[5],
        seal=row[6] if closures else "",
        lock=row[7] if closures else "",
        locator=row[8],
        refused=row[9],
        findings=_findings(row[10]),
    )


def _findings(value: str) -> tuple[str, ...]:
    # Under Django's connection psycopg leaves JSON as text.
    return tuple(parse(value.encode()))
