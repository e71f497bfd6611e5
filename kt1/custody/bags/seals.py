"""The stock of seals: received, issued, given back, and retained until two persons destroy them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kt1.custody.bags import permissions, queries
from kt1.custody.bags.acts import HeldSeal
from kt1.custody.bags.rules import SEAL_NEXT, SealState
from kt1.custody.units.rules import JSON, Act, NotPossibleError
from kt1.custody.units.steps import Once, write
from kt1.ledger.requests.rules import RequestKey
from kt1.people.accounts.models import User
from kt1.people.actor import Actor, NotAllowedError

SEALS_MAX = 1000


def receive(*, numbers: Sequence[str], by: Actor, at: datetime, once: RequestKey) -> dict[str, Any]:
    """Take new seals into the stock of one's place.

    Raises:
        NotPossibleError: a number was taken in before; numbers never come twice.
    """
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        wanted = _wanted(numbers, by)
        if known := queries.lock_seals(wanted):
            raise NotPossibleError(
                _("Already in the register: %(numbers)s.") % {"numbers": ", ".join(sorted(known))}
            )
        _write("seal.received", wanted, SealState.STOCK, None, by, at)
        return act.store({"numbers": wanted})


def issue(
    *, numbers: Sequence[str], to: int, by: Actor, at: datetime, once: RequestKey
) -> dict[str, Any]:
    """Give seals from stock to the person who will apply them."""
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        wanted = _wanted(numbers, by)
        if not User.objects.filter(pk=to, is_active=True).exists():
            raise NotPossibleError(_("There is no such person."))
        _must_be(queries.lock_seals(wanted), wanted, SealState.ISSUED, by)
        _write("seal.issued", wanted, SealState.ISSUED, to, by, at)
        return act.store({"numbers": wanted, "to": to})


def give_back(
    *, numbers: Sequence[str], by: Actor, at: datetime, once: RequestKey
) -> dict[str, Any]:
    """Take seals that were issued and never applied back into stock."""
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        wanted = _wanted(numbers, by)
        _must_be(queries.lock_seals(wanted), wanted, SealState.STOCK, by)
        _write("seal.given_back", wanted, SealState.STOCK, None, by, at)
        return act.store({"numbers": wanted})


def retain(*, numbers: Sequence[str], by: Actor, at: datetime, once: RequestKey) -> dict[str, Any]:
    """Keep seals that were taken off, whole or broken, until two persons destroy them."""
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        if reason := permissions.why_not_retain_seals(by):
            raise NotAllowedError(reason)
        wanted = _numbers(numbers)
        found = queries.lock_seals(wanted)
        _must_be(found, wanted, SealState.RETAINED, by)
        kept: list[dict[str, JSON]] = [
            {
                "seal": number,
                "state": SealState.RETAINED.value,
                "place": by.place_id,
                "person": by.user_id,
                "unit": found[number].unit,
            }
            for number in wanted
        ]
        write(Act(kind="seal.retained", subject=f"place:{by.place_id}", seals=kept), by=by, at=at)
        return act.store({"numbers": wanted})


def _wanted(numbers: Sequence[str], by: Actor) -> list[str]:
    if reason := permissions.why_not_store_seals(by):
        raise NotAllowedError(reason)
    return _numbers(numbers)


def _numbers(numbers: Sequence[str]) -> list[str]:
    wanted = [n.strip().upper() for n in dict.fromkeys(numbers) if n.strip()]
    if not 1 <= len(wanted) <= SEALS_MAX:
        raise NotPossibleError(_("Between 1 and 1,000 seals at a time."))
    return wanted


def _must_be(
    found: dict[str, HeldSeal], wanted: Sequence[str], state: SealState, by: Actor
) -> None:
    wrong = [
        n
        for n in wanted
        if n not in found
        or state not in SEAL_NEXT[SealState(found[n].state)]
        or found[n].place != by.place_id
    ]
    if wrong:
        raise NotPossibleError(
            _("Not at this place in the right state: %(numbers)s.") % {"numbers": ", ".join(wrong)}
        )


def _write(  # noqa: PLR0917 - the facts of one act
    kind: str,
    numbers: Sequence[str],
    state: SealState,
    person: int | None,
    by: Actor,
    at: datetime,
) -> None:
    lines: list[dict[str, JSON]] = [
        {"seal": n, "state": state.value, "place": by.place_id, "person": person, "unit": None}
        for n in numbers
    ]
    write(Act(kind=kind, subject=f"place:{by.place_id}", seals=lines), by=by, at=at)
