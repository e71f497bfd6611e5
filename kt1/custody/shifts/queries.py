"""Reads for the balance of a shift: what a holder has, and what came and went in a span.

A bounded number of statements, however long the shift: hand-over lines and stays in bags are
counted by the database, and the few rare acts (a bag taken into use, a loss) are looked up in
the ledger by the codes in play.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from kt1.custody.shifts.models import ShiftBalance
from kt1.custody.shifts.rules import Flow
from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import body_of, lines_of
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import POST_ROLES
from kt1.people.actor import Actor
from kt1.people.vetting import queries as vetting


@dataclass(frozen=True, slots=True)
class Holder:
    """A person wherever their units lie, or a whole place with everybody at it."""

    place: int
    person: int | None

    @property
    def column(self) -> str:
        return "place" if self.person is None else "person"

    @property
    def key(self) -> int:
        return self.place if self.person is None else self.person


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRecord:
    """What the record says the holder has now."""

    units: dict[str, tuple[str, ...]]  # kind -> codes
    empties: int
    seals: int


def seen_by(actor: Actor) -> QuerySet[ShiftBalance]:
    """The post sees the shifts of its own place; the dispatcher those of the province."""
    found = ShiftBalance.objects.select_related("place", "person", "successor")
    if actor.place_id is None and actor.is_post:
        return found.filter(place__province=actor.province_id)
    if actor.is_post:
        return found.filter(Q(place=actor.place_id) | Q(person=actor.user_id))
    return found.none()


def earlier(actor: Actor) -> QuerySet[ShiftBalance]:
    """Shifts that were closed, the latest first."""
    return seen_by(actor).order_by("-until", "pk")


def last(holder: Holder) -> ShiftBalance | None:
    """The balance before this one; it says when the shift began and what lay there then."""
    found = ShiftBalance.objects.filter(whole_place=holder.person is None)
    if holder.person is None:
        found = found.filter(place=holder.place)
    else:
        found = found.filter(person=holder.person)
    return found.order_by("-until").first()


def lock(holder: Holder) -> None:
    """One balance of a holder at a time; released with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"shift:{holder.column}:{holder.key}"],
        )


_HELD = """
SELECT kind, code, kind <> 'item' AND state = 'open'
    AND NOT EXISTS (SELECT FROM custody_unit c WHERE c.inside_id = u.id)
FROM custody_unit u
WHERE {column}_id = %s AND inside_id IS NULL
  AND state IN ('in_post', 'held', 'returning', 'open', 'sealed')
ORDER BY code
"""
_SEALS = """
SELECT count(*) FROM custody_seal WHERE {column}_id = %s AND state IN ('stock', 'issued')
"""


def on_record(holder: Holder) -> OnRecord:
    units: dict[str, list[str]] = {}
    empties = 0
    with connection.cursor() as cursor:
        cursor.execute(_HELD.format(column=holder.column), [holder.key])
        for kind, code, empty in cursor.fetchall():
            units.setdefault(kind, []).append(code)
            empties += empty
        cursor.execute(_SEALS.format(column=holder.column), [holder.key])
        seals = int(cursor.fetchone()[0])
    return OnRecord(
        units={kind: tuple(codes) for kind, codes in units.items()}, empties=empties, seals=seals
    )


# What a line means to the holder: in, out, or delivered; within one whole place it is neither.
_LINES = """
SELECT u.kind,
    count(*) FILTER (WHERE h.taker_{column}_id = %(key)s),
    count(*) FILTER (WHERE h.giver_{column}_id = %(key)s AND h.kind NOT IN ('delivery', 'return')),
    count(*) FILTER (WHERE h.giver_{column}_id = %(key)s AND h.kind IN ('delivery', 'return'))
FROM custody_handover h
JOIN custody_handover_line l ON l.handover = h.id
JOIN custody_unit u ON u.id = l.unit_id
WHERE (h.taker_{column}_id = %(key)s OR h.giver_{column}_id = %(key)s)
  AND h.giver_{column}_id IS DISTINCT FROM h.taker_{column}_id
  AND h.settled_at > %(since)s AND h.settled_at <= %(until)s
  AND h.outcome IN ('taken', 'partly') AND NOT l.refused
GROUP BY u.kind
"""
# Who had the bag when something went into it or came out: the taker of its last hand-over before,
# else the giver of the first after, else whoever has it now.
_STAYS = """
WITH mine AS (
    SELECT u.id FROM custody_unit u WHERE u.{column}_id = %(key)s AND u.kind <> 'item'
    UNION
    SELECT l.unit_id FROM custody_handover h
    JOIN custody_handover_line l ON l.handover = h.id
    WHERE h.bags > 0 AND (h.giver_{column}_id = %(key)s OR h.taker_{column}_id = %(key)s)
      AND h.settled_at > %(since)s
), moves AS (
    SELECT s.unit_id, s.inside_id, s.since AS at, 1 AS packed
    FROM custody_stay s JOIN mine ON mine.id = s.inside_id
    WHERE s.since > %(since)s AND s.since <= %(until)s
    UNION ALL
    SELECT s.unit_id, s.inside_id, s.until, 0
    FROM custody_stay s JOIN mine ON mine.id = s.inside_id
    WHERE s.until > %(since)s AND s.until <= %(until)s
)
SELECT u.kind, count(*) FILTER (WHERE packed = 1), count(*) FILTER (WHERE packed = 0)
FROM moves m
JOIN custody_unit u ON u.id = m.unit_id
JOIN custody_unit b ON b.id = m.inside_id
LEFT JOIN LATERAL (
    SELECT h.taker_place_id AS place_id, h.taker_person_id AS person_id
    FROM custody_handover_line l JOIN custody_handover h ON h.id = l.handover
    WHERE l.unit_id = m.inside_id AND NOT l.refused AND h.outcome IN ('taken', 'partly')
      AND h.settled_at <= m.at
    ORDER BY h.settled_at DESC LIMIT 1
) before ON true
LEFT JOIN LATERAL (
    SELECT h.giver_place_id AS place_id, h.giver_person_id AS person_id
    FROM custody_handover_line l JOIN custody_handover h ON h.id = l.handover
    WHERE l.unit_id = m.inside_id AND NOT l.refused AND h.outcome IN ('taken', 'partly')
      AND h.settled_at > m.at
    ORDER BY h.settled_at LIMIT 1
) after ON true
WHERE CASE WHEN before.place_id IS NOT NULL THEN before.{column}_id
    WHEN after.place_id IS NOT NULL THEN after.{column}_id
    ELSE b.{column}_id END = %(key)s
GROUP BY u.kind
"""
_IN_PLAY = """
SELECT CASE u.kind WHEN 'item' THEN 'item:' ELSE 'bag:' END || u.code
FROM custody_unit u WHERE u.{column}_id = %(key)s
UNION
SELECT CASE u.kind WHEN 'item' THEN 'item:' ELSE 'bag:' END || u.code
FROM custody_handover h
JOIN custody_handover_line l ON l.handover = h.id
JOIN custody_unit u ON u.id = l.unit_id
WHERE (h.giver_{column}_id = %(key)s OR h.taker_{column}_id = %(key)s)
  AND h.settled_at > %(since)s
"""
LOST, FOUND, CORRECTED = "item.lost", "item.found", "delivery.corrected"
_RARE = ("bag.made", LOST, FOUND, CORRECTED)


def flows(holder: Holder, *, since: datetime, until: datetime) -> dict[str, Flow]:
    """By kind of unit what came and went after `since`, up to `until`."""
    span: dict[str, int | datetime] = {"key": holder.key, "since": since, "until": until}
    counts: dict[str, dict[str, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_LINES.format(column=holder.column), span)
        for kind, taken, given, delivered in cursor.fetchall():
            counts[kind] = {"taken": taken, "given": given, "delivered": delivered}
        cursor.execute(_STAYS.format(column=holder.column), span)
        for kind, packed, unpacked in cursor.fetchall():
            counts.setdefault(kind, {}).update(packed=packed, unpacked=unpacked)
        cursor.execute(_IN_PLAY.format(column=holder.column), span)
        subjects = [row[0] for row in cursor.fetchall()]
    for kind, name in _rare(holder, subjects, since, until):
        figures = counts.setdefault(kind, {})
        figures[name] = figures.get(name, 0) + 1
    return {kind: Flow(**figures) for kind, figures in counts.items()}


def _rare(
    holder: Holder, subjects: Sequence[str], since: datetime, until: datetime
) -> Iterable[tuple[str, str]]:
    """Units that came to be, were lost, found or put right in the holder's hands."""
    entries = Entry.objects.filter(
        subject__in=subjects, kind__in=_RARE, at__gt=since, at__lte=until
    )
    for entry in entries:
        body = body_of(entry)
        common: dict[str, Any] = body.get("effect", {})
        for line in lines_of(entry):
            said = {**common, **line}
            if entry.kind == LOST:
                # A loss moves nothing, so it says apart in whose hands it happened; what lay in
                # a lost bag was in nobody's hands by itself.
                place, person, kind = line.get("held_by", (None, None, ""))
                if (place if holder.person is None else person) == holder.key:
                    yield kind, "lost"
            elif said.get(holder.column) == holder.key:
                yield said.get("kind", "item"), "made"


def successors(actor: Actor, at: datetime) -> QuerySet[Duty]:
    """Other people of the post on duty at this place now who may take."""
    return (
        Duty.objects.select_related("user")
        .filter(
            Q(valid_to=None) | Q(valid_to__gt=at),
            vetting.fit(at, "user"),
            place=actor.place_id,
            role__in=POST_ROLES,
            valid_from__lte=at,
            user__is_active=True,
        )
        .exclude(user=actor.user_id)
        .order_by("user__title", "pk")
    )
