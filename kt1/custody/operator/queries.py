"""Reading, under lock and in a bounded number of queries, what the rows of a file refer to."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from kt1.custody.deliveries.models import Attempt, Delivery, Irregularity
from kt1.custody.operator.rules import Event
from kt1.custody.operator.things import Body, Known, Move, Place, Thing
from kt1.custody.units import register
from kt1.custody.units.models import Alias, Stay, Unit
from kt1.custody.units.steps import reserve_unit_ids
from kt1.network.agencies.models import Agency
from kt1.network.places.models import Place as PlaceRow
from kt1.network.places.rules import PlaceKind

#: Any number that nothing else in the database locks; "OPER" in ASCII.
_LOCK = int.from_bytes(b"OPER")
_BODY_PLACES = (PlaceKind.AGENCY_DESK, PlaceKind.DELIVERY_POINT)


def one_at_a_time() -> None:
    """Two files are never taken at once: the second sees what the first did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def known(events: Sequence[Event]) -> Known:
    """What the rows can refer to, as it stands."""
    numbers = {n for e in events for n in (e.item, e.bag) if n is not None}
    found = Known(places=_places(events), bodies=_bodies(events))
    for unit, scheme, number in Alias.objects.filter(
        number__in={n for _s, n in numbers}
    ).values_list("unit_id", "scheme", "number"):
        found.numbers[scheme, number] = unit
    codes = {e.code for e in events if e.code}
    found.codes.update(Unit.objects.filter(code__in=codes).values_list("code", "pk"))
    named = {*found.numbers.values(), *found.codes.values()}
    found.things.update((t.id, t) for t in _things(named))
    _read_past(found, named)
    found.spare = reserve_unit_ids(len(numbers - found.numbers.keys()))
    return found


def _places(events: Iterable[Event]) -> dict[str, Place]:
    codes = {c for e in events for c in (e.place, e.other, e.point) if c}
    rows = PlaceRow.objects.filter(code__in=codes, valid_to=None)
    return {
        code: Place(id=pk, kind=kind, province=province, of_the_post=kind not in _BODY_PLACES)
        for code, pk, kind, province in rows.values_list("code", "pk", "kind", "province_id")
    }


def _bodies(events: Iterable[Event]) -> dict[str, Body]:
    codes = {c for e in events for c in (e.sender, e.receiver) if c}
    rows = Agency.objects.filter(code__in=codes, valid_to=None)
    return {
        code: Body(id=pk, province=province, desk=register.desk_of(pk))
        for code, pk, province in rows.values_list("code", "pk", "province_id")
    }


# Besides the units named: the bags around them, what lies in those, and what is offered with them.
_THINGS = """
WITH named AS (SELECT unnest(%s::bigint[]) AS id),
around AS (
    SELECT id FROM named
    UNION SELECT u.inside_id FROM custody_unit u JOIN named n ON n.id = u.id
        WHERE u.inside_id IS NOT NULL
    UNION SELECT b.inside_id FROM custody_unit u JOIN named n ON n.id = u.id
        JOIN custody_unit b ON b.id = u.inside_id WHERE b.inside_id IS NOT NULL
),
within AS (
    SELECT id FROM around
    UNION SELECT u.id FROM custody_unit u JOIN around a ON u.inside_id = a.id
),
wanted AS (
    SELECT id FROM within
    UNION SELECT l.unit_id FROM custody_unit u JOIN within w ON w.id = u.id
        JOIN custody_handover_line l ON l.handover = u.offer WHERE u.offer IS NOT NULL
)
SELECT u.id, u.code, u.kind, u.state, u.place_id, u.person_id, u.inside_id, u.offer, u.since,
    coalesce(b.seal, ''), coalesce(i.sender_id, 0), coalesce(i.receiver_id, 0),
    i.from_province_id, i.to_province_id, i.point_id, coalesce(i.urgency, ''),
    coalesce(i.scope, ''), i.agreed_at, coalesce(i.focal_only, false),
    c.started_at, c.deadline, c.stopped_at,
    (SELECT count(*) FROM custody_attempt a WHERE a.unit_id = u.id),
    EXISTS (SELECT FROM custody_seal s WHERE s.unit_id = u.id AND s.state = 'applied')
FROM custody_unit u
LEFT JOIN custody_item i ON i.unit_id = u.id
LEFT JOIN custody_bag b ON b.unit_id = u.id
LEFT JOIN custody_clock c ON c.unit_id = u.id
WHERE u.id IN (SELECT id FROM wanted)
ORDER BY u.id FOR UPDATE OF u
"""


def _things(ids: Collection[int]) -> list[Thing]:
    with connection.cursor() as cursor:
        cursor.execute(_THINGS, [list(ids)])
        return [_thing(row) for row in cursor.fetchall()]


def _thing(row: Sequence[Any]) -> Thing:
    return Thing(
        id=row[0],
        code=row[1],
        kind=row[2],
        state=row[3],
        place=row[4],
        person=row[5],
        inside=row[6],
        offer=row[7],
        since=row[8],
        seal=row[9],
        sender=row[10],
        receiver=row[11],
        provinces=tuple(p for p in row[12:14] if p is not None),
        point=row[14],
        urgency=row[15],
        scope=row[16],
        agreed_at=row[17],
        focal_only=row[18],
        started=row[19],
        deadline=row[20],
        stopped=row[21],
        attempts=row[22],
        own_seal=row[23],
    )


_MOVES = """
SELECT h.id, h.sheet, h.giver_place_id, h.giver_person_id, h.taker_place_id, h.taker_person_id,
    h.outcome, h.offered_at, h.lapses_at, h.settled_at, l.unit_id, l.refused
FROM custody_handover h JOIN custody_handover_line l ON l.handover = h.id
WHERE h.sheet <> '' AND h.id IN (
    SELECT handover FROM custody_handover_line WHERE unit_id = ANY(%s))
"""


def _read_past(found: Known, named: Collection[int]) -> None:
    """What was recorded of these units: dispatches, stays, deliveries and tries."""
    with connection.cursor() as cursor:
        cursor.execute(_MOVES, [list(named)])
        for row in cursor.fetchall():
            move = found.moves.setdefault(row[0], _move(row))
            (move.refused if row[11] else move.units).add(row[10])
    found.stays.update(
        Stay.objects.filter(unit__in=named).values_list("unit_id", "inside_id", "since")
    )
    found.deliveries.update(Delivery.objects.filter(unit__in=named).values_list("unit_id", "at"))
    failed = Attempt.objects.filter(unit__in=named, succeeded=False, corrected_at=None)
    for unit, at in failed.values_list("unit_id", "at"):
        found.tries.setdefault(unit, set()).add(at)


def _move(row: Sequence[Any]) -> Move:
    return Move(
        id=row[0],
        dispatch=row[1],
        giver_place=row[2],
        giver_person=row[3],
        taker_place=row[4],
        taker_person=row[5],
        outcome=row[6],
        offered_at=row[7],
        lapses_at=row[8],
        settled_at=row[9],
    )


def reported(keys: Collection[UUID]) -> set[UUID]:
    """Which of these contradictions are a sự vụ already, open or closed."""
    return set(Irregularity.objects.filter(pk__in=keys).values_list("pk", flat=True))


def places_of(codes: Collection[str]) -> dict[str, int]:
    return dict(PlaceRow.objects.filter(code__in=codes).values_list("code", "pk"))
