"""Reads of hand-overs, always from an actor's point of view."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from kt1.custody.handovers.acts import Opened
from kt1.custody.handovers.models import Handover
from kt1.custody.handovers.rules import Offered, Outcome, Seen
from kt1.custody.items.acts import Sides
from kt1.custody.units import book
from kt1.custody.units.queries import lock_ids
from kt1.custody.units.rules import Held
from kt1.network.agencies.models import AgencyPoint
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.people.actor import Actor


class UnknownHandoverError(LookupError):
    """There is none that the actor may know of."""


def seen_by(actor: Actor) -> QuerySet[Handover]:
    """Hand-overs that `actor` may know of: given or taken by them, their place or province."""
    if actor.role in AGENCY_ROLES:
        mine = Q(giver_place__agency=actor.agency_id) | Q(taker_place__agency=actor.agency_id)
        doors = Q(kind="delivery", taker_place__in=_doors_of(actor.agency_id or 0))
        return Handover.objects.filter(mine | doors)
    if actor.role == Role.COURIER:
        return Handover.objects.filter(
            Q(giver_person=actor.user_id)
            | Q(taker_person=actor.user_id)
            | Q(taker_place=actor.place_id)
            | Q(giver_place=actor.place_id)
        )
    if actor.is_post:
        return Handover.objects.filter(
            Q(giver_place__province=actor.province_id) | Q(taker_place__province=actor.province_id)
        )
    return Handover.objects.none()


def _doors_of(agency_id: int) -> QuerySet[Any]:
    return AgencyPoint.objects.filter(agency=agency_id).values("point")


def lock(handover_id: UUID, *, by: Actor | None) -> Opened:
    """Lock one hand-over; `by` is None for the worker that ends lapsed offers.

    Raises:
        UnknownHandoverError: there is none that `by` may know of.
    """
    if (opened := book.current()) is not None:
        return _of_book(opened.table("handover")[handover_id])
    found = Handover.objects.all() if by is None else seen_by(by)
    row = (
        Handover.objects.select_for_update(of=("self",))
        .filter(pk__in=found.filter(pk=handover_id).values("pk"))
        .values_list(
            "id",
            "kind",
            "outcome",
            "giver_place_id",
            "giver_person_id",
            "taker_place_id",
            "taker_person_id",
            "offered_at",
            "lapses_at",
        )
        .first()
    )
    if row is None:
        raise UnknownHandoverError(str(handover_id))
    return Opened(
        id=row[0],
        kind=row[1],
        outcome=row[2],
        sides=Sides(
            giver_place=row[3], giver_person=row[4], taker_place=row[5], taker_person=row[6]
        ),
        offered_at=row[7],
        lapses_at=row[8],
    )


def _of_book(row: dict[str, Any]) -> Opened:
    return Opened(
        id=row["id"],
        kind=row["kind"],
        outcome=row.get("outcome", Outcome.OFFERED),
        sides=Sides(
            giver_place=row["giver_place_id"],
            giver_person=row["giver_person_id"],
            taker_place=row["taker_place_id"],
            taker_person=row["taker_person_id"],
        ),
        offered_at=row["offered_at"],
        lapses_at=row["lapses_at"],
    )


def lines(handover_id: UUID) -> tuple[list[Held], list[Offered]]:
    """The units under an offer, locked, and each line as its giver stated it."""
    stated = _stated(handover_id)
    units = lock_ids(list(stated))
    return units, [
        Offered(
            unit=u.id,
            code=u.code,
            kind=u.kind,
            seal=stated[u.id][0],
            weight_g=stated[u.id][1],
        )
        for u in units
    ]


def _stated(handover_id: UUID) -> dict[int, tuple[str, int | None]]:
    if (opened := book.current()) is not None:
        table = opened.table("line")
        rows = [table[unit, handover_id] for unit in opened.lines[handover_id]]
        return {row["unit_id"]: (row["seal"], row["weight_g"]) for row in rows}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit_id, seal, weight_g FROM custody_handover_line WHERE handover = %s",
            [handover_id],
        )
        return {row[0]: (row[1], row[2]) for row in cursor.fetchall()}


def scans(handover_id: UUID) -> list[Seen]:
    """What the taker scanned so far, kept at once and judged at settlement."""
    if book.current() is not None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, seal, intact, typed FROM custody_handover_scan WHERE handover = %s",
            [handover_id],
        )
        return [
            Seen(code=row[0], seal=row[1], intact=row[2], typed=row[3]) for row in cursor.fetchall()
        ]


def seals_on(unit_ids: Sequence[int]) -> dict[int, str]:
    """The seal on each of these bags now."""
    if (opened := book.current()) is not None:
        bags = opened.table("bag")
        return {u: bags[u]["seal"] for u in unit_ids if bags[u].get("seal")}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit_id, seal FROM custody_bag WHERE unit_id = ANY(%s) AND seal <> ''",
            [list(unit_ids)],
        )
        return dict(cursor.fetchall())


def told_to_taker(handover: Handover) -> dict[str, Any]:
    """All a taker may know before settlement: giver, place and the number of units by kind."""
    return {
        "giver": handover.giver_place,
        "giver_person": handover.giver_person,
        "items": handover.items,
        "bags": handover.bags,
        "lapses_at": handover.lapses_at,
    }
