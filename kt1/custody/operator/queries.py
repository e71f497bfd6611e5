"""Reading, a batch at a time and under lock, what the rows of a file refer to."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection

from kt1.custody.deliveries.models import Attempt, Delivery, Irregularity
from kt1.custody.operator.rules import Event
from kt1.custody.operator.things import Body, Known, Move, Place, Thing
from kt1.custody.units import register
from kt1.custody.units.book import Book
from kt1.custody.units.models import Stay, Unit
from kt1.custody.units.steps import reserve_unit_ids
from kt1.network.agencies.models import Agency
from kt1.network.places.models import Place as PlaceRow
from kt1.network.places.rules import PlaceKind
from kt1.people.focal_points.models import FocalPoint

#: Any number that nothing else in the database locks; "OPER" in ASCII.
_LOCK = int.from_bytes(b"OPER")
_BODY_PLACES = (PlaceKind.AGENCY_DESK, PlaceKind.DELIVERY_POINT)
#: So many units, numbers or bodies are asked for at once.
_AT_ONCE = 5_000

_One = TypeVar("_One")


class BusyError(Exception):
    """Another file is being taken in at this moment."""


def one_at_a_time(*, waits: bool) -> None:
    """Two files are never taken at once: the second sees what the first did.

    Raises:
        BusyError: another is being taken in, and whoever asks does not wait for its end.
    """
    with connection.cursor() as cursor:
        if waits:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            return
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            raise BusyError


def known(events: Sequence[Event], *, locked: bool) -> Known:
    """What the rows can refer to, as it stands.

    Args:
        locked: the units are going to be changed. Without it nobody is made to wait, and units
            that would come into being have numbers that are not theirs.
    """
    numbers = {n for e in events for n in (e.item, e.bag) if n is not None}
    found = Known(places=places(events), bodies=bodies(events))
    for some in _batches(sorted(numbers)):
        found.numbers.update(_numbered(some))
    found.codes.update(codes(events))
    named = sorted({*found.numbers.values(), *found.codes.values()})
    for ids in _batches(named):
        for thing in _things(ids, locked=locked):
            if thing.id not in found.things:
                found.add(thing)
    _read_past(found, named)
    new = len(numbers - found.numbers.keys())
    found.spare = reserve_unit_ids(new) if locked else list(range(-new, 0))
    return found


def memory(found: Known) -> Book:
    """What judging a try at a door asks of the bodies concerned, read once for all rows."""
    opened = Book(register=register.register())
    receivers = {t.receiver for t in found.things.values()} | {b.id for b in found.bodies.values()}
    rows: dict[int, list[FocalPoint]] = {}
    for some in _batches(sorted(receivers)):
        for row in FocalPoint.objects.filter(agency__in=some):
            rows.setdefault(row.agency_id, []).append(row)
    opened.memory["focal_points"] = rows
    return opened


def _batches(all_of: Sequence[_One]) -> Iterator[list[_One]]:
    for start in range(0, len(all_of), _AT_ONCE):
        yield list(all_of[start : start + _AT_ONCE])


_NUMBERED = """
SELECT scheme, number, unit_id FROM custody_alias
WHERE (scheme, number) IN (SELECT * FROM unnest(%s::text[], %s::text[]))
"""


def _numbered(numbers: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERED, [[n[0] for n in numbers], [n[1] for n in numbers]])
        return {(row[0], row[1]): row[2] for row in cursor.fetchall()}


def codes(events: Iterable[Event]) -> dict[str, int]:
    """Units by the KT1 codes that rows name."""
    found: dict[str, int] = {}
    for some in _batches(sorted({e.code for e in events if e.code})):
        found.update(Unit.objects.filter(code__in=some).values_list("code", "pk"))
    return found


def places(events: Iterable[Event]) -> dict[str, Place]:
    named = {c for e in events for c in (e.place, e.other, e.point) if c}
    rows = PlaceRow.objects.filter(code__in=named, valid_to=None)
    return {
        code: Place(id=pk, kind=kind, province=province, of_the_post=kind not in _BODY_PLACES)
        for code, pk, kind, province in rows.values_list("code", "pk", "kind", "province_id")
    }


def bodies(events: Iterable[Event]) -> dict[str, Body]:
    named = {c for e in events for c in (e.sender, e.receiver) if c}
    rows = Agency.objects.filter(code__in=named, valid_to=None)
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
ORDER BY u.id
"""


def _things(ids: Collection[int], *, locked: bool) -> list[Thing]:
    with connection.cursor() as cursor:
        cursor.execute(f"{_THINGS}{'FOR UPDATE OF u' if locked else ''}", [list(ids)])
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


def _read_past(found: Known, named: Sequence[int]) -> None:
    """What was recorded of these units: dispatches, stays, deliveries and tries."""
    moves: dict[UUID, Move] = {}
    for some in _batches(named):
        with connection.cursor() as cursor:
            cursor.execute(_MOVES, [some])
            for row in cursor.fetchall():
                move = moves.setdefault(row[0], _move(row))
                (move.refused if row[11] else move.units).add(row[10])
        found.stays.update(
            Stay.objects.filter(unit__in=some).values_list("unit_id", "inside_id", "since")
        )
        found.deliveries.update(Delivery.objects.filter(unit__in=some).values_list("unit_id", "at"))
        failed = Attempt.objects.filter(unit__in=some, succeeded=False, corrected_at=None)
        for unit, at in failed.values_list("unit_id", "at"):
            found.tries.setdefault(unit, set()).add(at)
    for move in moves.values():
        found.add_move(move)


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


def reported(keys: Sequence[UUID]) -> set[UUID]:
    """Which of these contradictions are a sự vụ already, open or closed."""
    found: set[UUID] = set()
    for some in _batches(keys):
        found.update(Irregularity.objects.filter(pk__in=some).values_list("pk", flat=True))
    return found


def places_of(named: Collection[str]) -> dict[str, int]:
    return dict(PlaceRow.objects.filter(code__in=named).values_list("code", "pk"))
