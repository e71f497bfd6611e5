"""Reads of units, always from an actor's point of view."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from kt1.custody.units import book
from kt1.custody.units.models import Unit
from kt1.custody.units.rules import Held
from kt1.network.successions.lineage import bodies_behind
from kt1.people.accounts.rules import POST_ROLES, Role
from kt1.people.actor import Actor

_BY_AGENCY = """EXISTS (SELECT 1 FROM custody_item i WHERE i.unit_id = custody_unit.id
    AND (i.sender_id = ANY(%s::bigint[]) OR (i.receiver_id = ANY(%s::bigint[])
        AND custody_unit.state NOT IN ('declared', 'withdrawn'))))"""
_BY_POST = """(EXISTS (SELECT 1 FROM custody_item i WHERE i.unit_id = custody_unit.id
        AND (i.from_province_id = %s OR i.to_province_id = %s)
        AND custody_unit.state <> 'withdrawn')
    OR custody_unit.place_id = %s
    OR EXISTS (SELECT 1 FROM custody_bag b LEFT JOIN network_place d ON d.id = b.destination_id
        LEFT JOIN network_place h ON h.id = custody_unit.place_id
        WHERE b.unit_id = custody_unit.id AND (d.province_id = %s OR h.province_id = %s))
    OR EXISTS (SELECT 1 FROM custody_handover o JOIN network_place t ON t.id = o.taker_place_id
        WHERE o.id = custody_unit.offer AND t.province_id = %s))"""
_AGENCY_ROLES = frozenset({Role.CLERK, Role.HEAD, Role.ACCOUNTANT, Role.PARTY_OFFICE})


#: The same as `_BY_POST` where the item is joined as `it`: no bag, so no destination.
_ITEM_BY_POST = """(it.from_province_id = %s OR it.to_province_id = %s
    OR custody_unit.place_id = %s
    OR EXISTS (SELECT 1 FROM custody_handover o JOIN network_place t ON t.id = o.taker_place_id
        WHERE o.id = custody_unit.offer AND t.province_id = %s))
    AND custody_unit.state <> 'withdrawn'"""
_ITEM_BY_AGENCY = """(it.sender_id = ANY(%s::bigint[]) OR (it.receiver_id = ANY(%s::bigint[])
    AND custody_unit.state NOT IN ('declared', 'withdrawn')))"""


class UnknownUnitError(Exception):
    """A code that does not exist, or that the actor may not know of. Names the codes."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(", ".join(codes))
        self.codes = list(codes)


def visible(actor: Actor) -> tuple[str, list[Any]]:
    """The condition under which `actor` may know of a row of custody_unit, and its parameters."""
    if actor.role in _AGENCY_ROLES and actor.agency_id is not None:
        bodies = bodies_behind(actor.agency_id)
        return _BY_AGENCY, [bodies, bodies]
    if actor.role in POST_ROLES:
        province = actor.province_id
        return _BY_POST, [province, province, actor.place_id, province, province, province]
    return "FALSE", []


def visible_item(actor: Actor) -> tuple[str, list[Any]]:
    """`visible` for a row of custody_unit whose item is joined as `it`."""
    if actor.role in _AGENCY_ROLES and actor.agency_id is not None:
        bodies = bodies_behind(actor.agency_id)
        return _ITEM_BY_AGENCY, [bodies, bodies]
    if actor.role in POST_ROLES:
        province = actor.province_id
        return _ITEM_BY_POST, [province, province, actor.place_id, province]
    return "FALSE", []


def joined(codes: Sequence[str]) -> str:
    """Codes as one text for `string_to_array`: cheaper to send than an array of texts."""
    return ",".join(codes)


def pipeline() -> Any:
    """Statements inside leave together; each still sees what those before it did.

    A cursor each; read their rows after it: reading inside waits twice. Row counts are not known
    inside.
    """
    connection.ensure_connection()
    return connection.connection.pipeline()


def seen_by(actor: Actor) -> QuerySet[Unit]:
    """Units that `actor` may know of."""
    sql, params = visible(actor)
    # The condition is one of the constants above; what varies travels as parameters.
    shown = RawSQL(sql, params, output_field=BooleanField())  # noqa: S611 - see above
    return Unit.objects.alias(visible=shown).filter(visible=True)


_HELD = (
    "SELECT custody_unit.id, custody_unit.code, kind, state, place_id, person_id,"
    " inside_id, offer FROM custody_unit"
    " WHERE custody_unit.code = ANY(string_to_array(%s, ',')) AND "
)


def lock(codes: Sequence[str], *, by: Actor) -> list[Held]:
    """Lock units by code, in the order of their ids so that two acts never wait in a ring.

    Raises:
        UnknownUnitError: a code that does not exist or that `by` may not know of.
    """
    wanted = list(dict.fromkeys(codes))
    if (opened := book.current()) is not None:
        return [_of_book(row) for row in opened.units(wanted)]
    condition, params = visible(by)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_HELD}{condition} ORDER BY custody_unit.id FOR UPDATE OF custody_unit",
            [joined(wanted), *params],
        )
        units = [_held(row) for row in cursor.fetchall()]
    if len(units) != len(wanted):
        known = {u.code for u in units}
        raise UnknownUnitError([c for c in wanted if c not in known])
    return units


def lock_ids(ids: Sequence[int]) -> list[Held]:
    """Lock units that an act already found by way of something else the actor may see."""
    if (opened := book.current()) is not None:
        table = opened.table("unit")
        return [_of_book(table[i]) for i in sorted(ids)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, code, kind, state, place_id, person_id, inside_id, offer"
            " FROM custody_unit WHERE id = ANY(%s) ORDER BY id FOR UPDATE",
            [list(ids)],
        )
        return [_held(row) for row in cursor.fetchall()]


def _of_book(row: dict[str, Any]) -> Held:
    return Held(
        id=row["id"],
        code=row["code"],
        kind=row["kind"],
        state=row["state"],
        place=row["place_id"],
        person=row["person_id"],
        inside=row["inside_id"],
        offer=row["offer"],
    )


def _held(row: Sequence[Any]) -> Held:
    return Held(
        id=row[0],
        code=row[1],
        kind=row[2],
        state=row[3],
        place=row[4],
        person=row[5],
        inside=row[6],
        offer=row[7],
    )
