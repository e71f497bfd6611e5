"""Reads of bags and seals under lock."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from kt1.custody.bags.acts import HeldSeal
from kt1.custody.bags.models import Seal
from kt1.custody.units import book
from kt1.custody.units.queries import lock_ids
from kt1.custody.units.rules import Held


def lock_seals(numbers: Sequence[str]) -> dict[str, HeldSeal]:
    """Seals by number, locked; an unknown number is simply not there."""
    if (opened := book.current()) is not None:
        table = opened.table("seal")
        return {n: _of_book(table[n]) for n in numbers if n in table}
    rows = (
        Seal.objects.select_for_update()
        .filter(number__in=numbers)
        .order_by("number")
        .values_list("number", "state", "place_id", "person_id", "unit_id")
    )
    return {
        row[0]: HeldSeal(number=row[0], state=row[1], place=row[2], person=row[3], unit=row[4])
        for row in rows
    }


def _of_book(row: dict[str, Any]) -> HeldSeal:
    return HeldSeal(
        number=row["number"],
        state=row["state"],
        place=row["place_id"],
        person=row["person_id"],
        unit=row["unit_id"],
    )


def lock_contents(bag: int) -> list[Held]:
    """What lies in a bag now, locked."""
    if (opened := book.current()) is not None:
        return lock_ids(list(opened.contents.get(bag, ())))
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM custody_unit WHERE inside_id = %s", [bag])
        ids = [row[0] for row in cursor.fetchall()]
    return lock_ids(ids) if ids else []


def seal_on(bag: int) -> str:
    """The number on a bag now; empty when it is open or only locked."""
    if (opened := book.current()) is not None:
        return str(opened.table("bag")[bag].get("seal", ""))
    with connection.cursor() as cursor:
        cursor.execute("SELECT seal FROM custody_bag WHERE unit_id = %s", [bag])
        row = cursor.fetchone()
    return row[0] if row else ""


def destination_of(bag: int) -> int | None:
    if (opened := book.current()) is not None:
        going: int | None = opened.table("bag")[bag]["destination_id"]
        return going
    with connection.cursor() as cursor:
        cursor.execute("SELECT destination_id FROM custody_bag WHERE unit_id = %s", [bag])
        row = cursor.fetchone()
    return row[0] if row else None
