"""Reads of items under lock, with what their clock needs."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from kt1.custody.items.rules import HeldItem
from kt1.custody.units import book
from kt1.custody.units.queries import UnknownUnitError, joined, pipeline, visible_item
from kt1.people.actor import Actor

_ITEM = """
    SELECT custody_unit.id, custody_unit.code, custody_unit.kind, custody_unit.state,
        custody_unit.place_id, custody_unit.person_id, custody_unit.inside_id, custody_unit.offer,
        it.sender_id, it.receiver_id, it.point_id, it.urgency, it.scope, it.agreed_at,
        c.started_at, c.deadline, c.stopped_at, it.focal_only,
        (SELECT count(*) FROM custody_attempt a WHERE a.unit_id = custody_unit.id)
    FROM custody_unit
    JOIN custody_item it ON it.unit_id = custody_unit.id
    LEFT JOIN custody_clock c ON c.unit_id = custody_unit.id
    WHERE custody_unit.code = ANY(string_to_array(%s, ',')) AND """


_LOCK = (
    "SELECT 1 FROM custody_unit WHERE code = ANY(string_to_array(%s, ',')) ORDER BY id FOR UPDATE"
)


def lock(codes: Sequence[str], *, by: Actor) -> list[HeldItem]:
    """Lock items by code in the order of their ids.

    Raises:
        UnknownUnitError: a code that is no item, or that `by` may not know of.
    """
    wanted = list(dict.fromkeys(codes))
    if (opened := book.current()) is not None:
        return [_of_book(opened, row) for row in opened.units(wanted)]
    condition, params = visible_item(by)
    # Two statements, in one journey. What stands beside the unit (clock, attempts) is read only
    # when the lock is held: a statement that waited would show them as they were before.
    with connection.cursor() as locking, connection.cursor() as reading:
        with connection.wrap_database_errors, pipeline():
            locking.execute(_LOCK, [joined(wanted)])
            reading.execute(
                f"{_ITEM}{condition} ORDER BY custody_unit.id", [joined(wanted), *params]
            )
        items = [_held(row) for row in reading.fetchall()]
    if len(items) != len(wanted):
        known = {i.code for i in items}
        raise UnknownUnitError([c for c in wanted if c not in known])
    return items


def read(code: str, *, by: Actor) -> HeldItem | None:
    """The same without the lock, for pages that say what may be done. None: not theirs to know."""
    condition, params = visible_item(by)
    with connection.cursor() as cursor:
        cursor.execute(f"{_ITEM}{condition}", [code, *params])
        row = cursor.fetchone()
    return None if row is None else _held(row)


def read_all(codes: Sequence[str], *, by: Actor) -> list[HeldItem]:
    """Several without the lock; what is not theirs to know is left out."""
    condition, params = visible_item(by)
    with connection.cursor() as cursor:
        cursor.execute(f"{_ITEM}{condition} ORDER BY custody_unit.id", [joined(codes), *params])
        return [_held(row) for row in cursor.fetchall()]


def _of_book(opened: book.Book, row: dict[str, Any]) -> HeldItem:
    item = opened.table("item")[row["id"]]
    clock = opened.table("clock").get(row["id"], {})
    return HeldItem(
        id=row["id"],
        code=row["code"],
        kind=row["kind"],
        state=row["state"],
        place=row["place_id"],
        person=row["person_id"],
        inside=row["inside_id"],
        offer=row["offer"],
        sender=item["sender_id"],
        receiver=item["receiver_id"],
        point=item["point_id"],
        urgency=item["urgency"],
        scope=item["scope"],
        agreed_at=item["agreed_at"],
        started=clock.get("started_at"),
        deadline=clock.get("deadline"),
        stopped=clock.get("stopped_at"),
        focal_only=item["focal_only"],
        attempts=opened.attempts.get(row["id"], 0),
    )


def _held(row: Sequence[Any]) -> HeldItem:
    return HeldItem(
        id=row[0],
        code=row[1],
        kind=row[2],
        state=row[3],
        place=row[4],
        person=row[5],
        inside=row[6],
        offer=row[7],
        sender=row[8],
        receiver=row[9],
        point=row[10],
        urgency=row[11],
        scope=row[12],
        agreed_at=row[13],
        started=row[14],
        deadline=row[15],
        stopped=row[16],
        focal_only=row[17],
        attempts=row[18],
    )
