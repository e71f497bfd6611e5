"""What people do with items before they travel. The only code that writes them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kt1.custody.clock import steps as clock
from kt1.custody.handovers.rules import Witness
from kt1.custody.items import acts, permissions, pickups, queries, steps
from kt1.custody.items.rules import PIECES_MAX, WEIGHT_MAX_G, Declaration, HeldItem, Refusal
from kt1.custody.units import register
from kt1.custody.units.ids import act_id
from kt1.custody.units.register import PlaceFact
from kt1.custody.units.rules import NotPossibleError
from kt1.custody.units.steps import Once, write
from kt1.law.services.rules import Urgency
from kt1.ledger.requests.rules import RequestKey
from kt1.people.actor import Actor, NotAllowedError


def declare(
    *,
    declarations: Sequence[Declaration],
    desk_id: int | None = None,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> dict[str, Any]:
    """Declare items at the sender's desk, in advance of any collection. Returns their codes.

    Raises:
        NotAllowedError, MarkNotAllowedError, WrongDeclarationError: nothing is stored.
    """
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        new = steps.prepare(declarations, desk=_desk(desk_id, by))
        write(acts.declared(new, person=_own(by), at=at), by=by, at=at)
        return act.store({"codes": [n.code for n in new]})


def withdraw(*, codes: Sequence[str], by: Actor, at: datetime, once: RequestKey) -> dict[str, Any]:
    """Take back declarations of items that were never collected."""
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        items = queries.lock(codes, by=by)
        if reason := permissions.why_not_withdraw(by, items):
            raise NotAllowedError(reason)
        write(acts.withdrawn(items), by=by, at=at)
        return act.store({"codes": [i.code for i in items]})


def accept(
    *,
    codes: Sequence[str],
    checks: Sequence[str],
    witness: Witness = Witness.ONE_DEVICE,
    sheet: str = "",
    pickup: UUID | None = None,
    stamped: Collection[str] = (),
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> dict[str, Any]:
    """Accept declared items, at the counter or at the sender's desk (W4). Their clocks start.

    Args:
        stamped: codes whose cover is stamped Hỏa tốc though declared otherwise; the sender was
            asked and they go as stamped.

    Raises:
        NotPossibleError: an item is not declared any more; it was accepted or withdrawn.
        UnsetNormError, NoCalendarError: the deadline cannot be derived.
    """
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        if reason := permissions.why_not_accept(by, at):
            raise NotAllowedError(reason)
        items = queries.lock(codes, by=by)
        return act.store(_accept(items, checks, witness, sheet, pickup, by, at, once, stamped))


def accept_new(
    *,
    declarations: Sequence[Declaration],
    desk_id: int,
    checks: Sequence[str],
    witness: Witness = Witness.ONE_DEVICE,
    sheet: str = "",
    pickup: UUID | None = None,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> dict[str, Any]:
    """Accept covers that nobody declared in advance: declared and accepted in one act."""
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        if reason := permissions.why_not_accept(by, at):
            raise NotAllowedError(reason)
        new = steps.prepare(declarations, desk=_desk(desk_id, by))
        write(acts.declared(new, person=None, at=at), by=by, at=at)
        items = queries.lock([n.code for n in new], by=by)
        return act.store(_accept(items, checks, witness, sheet, pickup, by, at, once))


def _accept(  # noqa: PLR0917 - the facts of one acceptance
    items: Sequence[HeldItem],
    checks: Sequence[str],
    witness: Witness,
    sheet: str,
    pickup: UUID | None,
    by: Actor,
    at: datetime,
    once: RequestKey,
    stamped: Collection[str] = (),
) -> dict[str, Any]:
    items = [acts.as_stamped(i) if i.code in stamped else i for i in items]
    desks = {i.place for i in items}
    if by.place_id is None or len(desks) != 1 or (desk := desks.pop()) is None:
        raise NotPossibleError(_("One acceptance takes items of one sender's desk."))
    handover = act_id(once, by=by, at=at)
    sides = acts.Sides(
        giver_place=desk,
        giver_person=items[0].person,
        taker_place=by.place_id,
        taker_person=by.user_id,
    )
    started = clock.start(items, place=by.place_id, at=at)
    done = acts.accepted(
        items,
        handover=handover,
        sides=sides,
        starts=started.starts,
        derivations=started.derivations,
        witness=witness.value,
        sheet=sheet,
        checks=checks,
        at=at,
    )
    acts.say_stamped(done, [i for i in items if i.code in stamped])
    if pickup is not None:
        pickups.collected(done, pickup, desk=desk, by=by, at=at)
    entry = write(done, by=by, at=at)
    return {
        "handover": str(handover),
        "entry": str(entry),
        "items": [
            {
                "code": i.code,
                "deadline": _iso(started.starts[i.id].deadline),
                "express": i.urgency == Urgency.EXPRESS,
            }
            for i in items
        ],
    }


def refuse(
    *,
    reason: Refusal,
    desk_id: int,
    code: str = "",
    pieces: int = 1,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> dict[str, Any]:
    """Not to accept a cover, declared (`code`) or not, for a lawful reason. It stays where it is.

    A fact, not an error: it goes into the ledger and is printed as minutes for both sides.
    """
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        if why_not := permissions.why_not_refuse(by):
            raise NotAllowedError(why_not)
        desk = _desk(desk_id, by)
        items = queries.lock([code], by=by) if code else []
        if not 1 <= pieces <= PIECES_MAX:
            raise NotPossibleError(_("An item has between 1 and 99 covers."))
        entry = write(acts.refused(items, desk=desk.id, reason=reason, pieces=pieces), by=by, at=at)
        return act.store({"entry": str(entry), "reason": reason.value})


def weigh(
    *, weights: Mapping[str, int], by: Actor, at: datetime, once: RequestKey
) -> dict[str, Any]:
    """Write the weights found at the centre, in grams by code; the sender has no scale (W4)."""
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        items = queries.lock(list(weights), by=by)
        if reason := permissions.why_not_weigh(by, items):
            raise NotAllowedError(reason)
        if not all(1 <= grams <= WEIGHT_MAX_G for grams in weights.values()):
            raise NotPossibleError(_("A weight is between 1 gram and 50 kilograms."))
        write(acts.weighed(items, weights), by=by, at=at)
        return act.store({"weights": {i.code: weights[i.code] for i in items}})


def _desk(desk_id: int | None, by: Actor) -> PlaceFact:
    """The desk declared at: one's own, or the sender's when the post does it for them."""
    if reason := permissions.why_not_declare(by):
        raise NotAllowedError(reason)
    wanted = by.place_id if by.is_agency else desk_id
    desk = register.place(wanted)
    if desk is None or (by.is_post and desk.province != by.province_id):
        raise NotAllowedError(_("That desk is not served from here."))
    return desk


def _own(by: Actor) -> int | None:
    return by.user_id if by.is_agency else None


def _iso(moment: datetime) -> str:
    return moment.isoformat()
