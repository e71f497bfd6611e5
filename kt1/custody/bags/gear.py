"""Locks, keys and locators: registered by number, and with whom each of them is."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kt1.custody.bags import permissions
from kt1.custody.bags.models import Gear
from kt1.custody.bags.rules import GearKind
from kt1.custody.units.rules import Act, NotPossibleError
from kt1.custody.units.steps import Once, write
from kt1.ledger.requests.rules import RequestKey
from kt1.people.accounts.models import Duty
from kt1.people.actor import Actor, NotAllowedError

GEAR_MAX = 200


def register(
    *, kind: GearKind, numbers: Sequence[str], by: Actor, at: datetime, once: RequestKey
) -> dict[str, Any]:
    """Take locks, keys or locators into the register of one's place.

    Raises:
        NotPossibleError: a number is in the register already.
    """
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        wanted = _wanted(numbers, by)
        if known := sorted(_lock(wanted)):
            raise NotPossibleError(
                _("Already in the register: %(numbers)s.") % {"numbers": ", ".join(known)}
            )
        rows: list[dict[str, object]] = [
            {
                "number": number,
                "kind": kind.value,
                "place_id": by.place_id,
                "person_id": None,
                "changed_at": at,
            }
            for number in wanted
        ]
        done = Act(
            kind="gear.registered",
            subject=f"place:{by.place_id}",
            body={"gear": kind.value, "numbers": list(wanted)},
            rows=[("gear", rows)],
        )
        write(done, by=by, at=at)
        return act.store({"numbers": wanted})


def entrust(
    *, numbers: Sequence[str], to: int | None, by: Actor, at: datetime, once: RequestKey
) -> dict[str, Any]:
    """Give them to a person at one's place, or take them back to the place (`to` is None).

    Raises:
        NotPossibleError: one is not at this place, or the person is not on duty here.
    """
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        wanted = _wanted(numbers, by)
        here = {number for number, place in _lock(wanted).items() if place == by.place_id}
        if strange := [number for number in wanted if number not in here]:
            raise NotPossibleError(
                _("Not at this place: %(numbers)s.") % {"numbers": ", ".join(strange)}
            )
        if to is not None and not _serves(to, by, at):
            raise NotPossibleError(_("There is no such person on duty at this place."))
        done = Act(
            kind="gear.entrusted",
            subject=f"place:{by.place_id}",
            body={"numbers": list(wanted), "to": to},
            sets=[("gear", n, {"person_id": to, "changed_at": at}) for n in wanted],
        )
        write(done, by=by, at=at)
        return act.store({"numbers": wanted, "to": to})


def _lock(numbers: Sequence[str]) -> dict[str, int]:
    """Those in the register, locked, with their place."""
    rows = Gear.objects.select_for_update().filter(number__in=numbers).order_by("number")
    return dict(rows.values_list("number", "place_id"))


def _serves(user: int, by: Actor, at: datetime) -> bool:
    duties = Duty.objects.filter(user=user, place__province=by.province_id, valid_from__lte=at)
    return duties.exclude(valid_to__lte=at).filter(user__is_active=True).exists()


def _wanted(numbers: Sequence[str], by: Actor) -> list[str]:
    if reason := permissions.why_not_store_seals(by):
        raise NotAllowedError(reason)
    wanted = [n.strip().upper() for n in dict.fromkeys(numbers) if n.strip()]
    if not 1 <= len(wanted) <= GEAR_MAX:
        raise NotPossibleError(_("Between 1 and 200 numbers at a time."))
    return wanted
