"""What people do with hand-overs. The only code that writes them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.custody.clock.steps import day_of
from kt1.custody.handovers import acts, permissions, queries
from kt1.custody.handovers.models import Handover, HandoverScan
from kt1.custody.handovers.rules import (
    LINES_MAX,
    HandoverKind,
    Outcome,
    Seen,
    Witness,
)
from kt1.custody.handovers.steps import settled
from kt1.custody.items.acts import Sides
from kt1.custody.trips import steps as trips
from kt1.custody.units import queries as units
from kt1.custody.units import register
from kt1.custody.units.ids import act_id
from kt1.custody.units.rules import Act, Held, NotPossibleError
from kt1.custody.units.steps import Once, write
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import active_norms
from kt1.ledger.requests.rules import RequestKey
from kt1.people.actor import Actor, NotAllowedError


def offer(
    *,
    codes: Sequence[str],
    taker_place_id: int,
    taker_person_id: int | None = None,
    weights: Mapping[str, int] | None = None,
    trip: UUID | None = None,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> dict[str, Any]:
    """Offer units to another holder. The giver stays answerable until they are taken.

    Raises:
        NotAllowedError: `by` does not hold them.
        NotPossibleError: a unit lies in a bag, is under another offer, or does not travel.
    """
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        if not 1 <= len(set(codes)) <= LINES_MAX:
            raise NotPossibleError(_("A hand-over has between 1 and 999 lines."))
        held = units.lock(codes, by=by)
        if reason := permissions.why_not_offer(by, held):
            raise NotAllowedError(reason)
        sides = _sides(by, held, taker_place_id, taker_person_id)
        trips.must_carry(trip, sides)
        handover = act_id(once, by=by, at=at)
        by_code = weights or {}
        entry = write(
            acts.offered(
                held,
                handover=handover,
                kind=HandoverKind.TRANSFER,
                sides=sides,
                seals=queries.seals_on([u.id for u in held if u.kind != "item"]),
                weights={u.id: by_code[u.code] for u in held if u.code in by_code},
                trip=trip,
                lapses_after=lapses_after(on_a_run=trip is not None, at=at),
                at=at,
            ),
            by=by,
            at=at,
        )
        return act.store({"handover": str(handover), "entry": str(entry)})


def _sides(
    by: Actor, held: Sequence[Held], taker_place_id: int, taker_person_id: int | None
) -> Sides:
    """The giver's place is where the units lie: what a courier holds may lie in a vehicle."""
    here = held[0].place
    if here is None or any(u.place != here for u in held):
        raise NotPossibleError(_("Offer the units of one place at a time, and loose."))
    taker = register.place(taker_place_id)
    if taker is None or taker.agency is not None:
        raise NotPossibleError(_("Units go to a place of the post; a body receives by delivery."))
    if taker_person_id == by.user_id:
        raise NotPossibleError(_("Giver and taker are two persons."))
    if taker_place_id == here and taker_person_id is None:
        raise NotPossibleError(_("Within one place the taker is named."))
    return Sides(
        giver_place=here,
        giver_person=by.user_id,
        taker_place=taker_place_id,
        taker_person=taker_person_id,
    )


def lapses_after(*, on_a_run: bool, at: datetime) -> timedelta:
    """How long an offer stands, by the norms of that day."""
    minutes = active_norms(day_of(at)).count(
        Key.OFFER_LAPSE_MINUTES, "run" if on_a_run else "counter"
    )
    return timedelta(minutes=minutes)


@transaction.atomic
def scan(
    *,
    handover_id: UUID,
    code: str,
    seal: str = "",
    intact: bool = True,
    typed: bool = False,
    by: Actor,
    at: datetime,
) -> int:
    """Keep one scan of the taker at once; a repeated scan corrects the first. Returns the count.

    A scan is an observation, not yet an act: it goes into the ledger with the settlement.
    """
    handover = queries.lock(handover_id, by=by)
    if reason := permissions.why_not_settle(by, handover, at):
        raise NotAllowedError(reason)
    acts.must_be_open(handover, Outcome.TAKEN)
    HandoverScan.objects.update_or_create(
        handover=handover_id,
        code=code,
        defaults={"seal": seal, "intact": intact, "typed": typed, "by_id": by.user_id, "at": at},
    )
    return HandoverScan.objects.filter(handover=handover_id).count()


def settle(
    *,
    handover_id: UUID,
    seen: Sequence[Seen] = (),
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> dict[str, Any]:
    """The taker says what they see; custody moves line by line.

    `seen` adds to what was scanned before. A difference is a fact, not an error: that line
    stays with the giver, the findings are in the ledger, and a sự vụ opens.

    Raises:
        AlreadySettledError: someone settled it first.
    """
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        handover = queries.lock(handover_id, by=by)
        if reason := permissions.why_not_settle(by, handover, at):
            raise NotAllowedError(reason)
        everything = {s.code: s for s in (*queries.scans(handover_id), *seen)}
        return act.store(
            settled(handover, list(everything.values()), by, at, once, Witness.TWO_SESSIONS, "")
        )


def settle_for_taker(
    *,
    handover_id: UUID,
    seen: Sequence[Seen],
    witness: Witness,
    sheet: str = "",
    signed_by: str = "",
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> dict[str, Any]:
    """The taker has no session: they sign on the giver's device, or on a numbered sheet.

    It shows as such everywhere, and the taker's place may dispute it. Where what they wrote names
    a worker's card, that worker must be vetted and trained at this moment like any other taker.
    """
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        handover = queries.lock(handover_id, by=by)
        if reason := permissions.why_not_settle_for_taker(by, handover):
            raise NotAllowedError(reason)
        if reason := permissions.why_not_sign(by, signed_by, at):
            raise NotAllowedError(reason)
        if witness not in {Witness.ONE_DEVICE, Witness.PAPER}:
            raise NotPossibleError(_("Only a device or a paper sheet witnesses this."))
        if witness is Witness.PAPER and not sheet:
            raise NotPossibleError(_("The number of the paper sheet is missing."))
        return act.store(settled(handover, seen, by, at, once, witness, sheet, signed_by=signed_by))


def take_back(*, handover_id: UUID, by: Actor, at: datetime, once: RequestKey) -> dict[str, Any]:
    """The giver takes an offer back that nobody took yet."""
    with Once(once, by=by, at=at) as act:
        if act.known is not None:
            return act.known
        handover = queries.lock(handover_id, by=by)
        if reason := permissions.why_not_take_back(by, handover):
            raise NotAllowedError(reason)
        return act.store(_end(handover, Outcome.WITHDRAWN, str(by), at, once))


def lapse(*, handover_id: UUID, at: datetime, once: RequestKey) -> dict[str, Any]:
    """End an offer that stood too long: an alarm; the giver stays answerable."""
    with Once(once, by="system", at=at) as act:
        if act.known is not None:
            return act.known
        handover = queries.lock(handover_id, by=None)
        if handover.lapses_at > at:
            raise NotPossibleError(_("This offer still stands."))
        return act.store(_end(handover, Outcome.LAPSED, "system", at, once))


def _end(
    handover: acts.Opened, outcome: Outcome, by: str, at: datetime, once: RequestKey
) -> dict[str, Any]:
    acts.must_be_open(handover, outcome)
    held, _offered = queries.lines(handover.id)
    act: Act = acts.ended(
        held,
        handover=handover,
        outcome=outcome,
        irregularity=act_id(once, by=by, at=at),
        at=at,
    )
    write(act, by=by, at=at)
    return {"handover": str(handover.id), "outcome": outcome.value}


def lapsed(*, at: datetime, limit: int = 500) -> list[UUID]:
    """Offers whose time is over; the worker ends each in a transaction of its own."""
    return list(
        Handover.objects.filter(outcome=Outcome.OFFERED, lapses_at__lte=at)
        .order_by("lapses_at")
        .values_list("pk", flat=True)[:limit]
    )
