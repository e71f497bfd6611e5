"""Acts of custody in the shortest form: what a test needs before what it is about."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kt1.custody.bags import actions as bags
from kt1.custody.bags import seals
from kt1.custody.deliveries import actions as deliveries
from kt1.custody.handovers import actions as handovers
from kt1.custody.handovers.rules import Seen
from kt1.custody.items import actions as items
from kt1.custody.items.rules import Check, Declaration
from kt1.custody.units.models import Unit
from kt1.custody.units.replay import Replay
from kt1.custody.units.rules import micros
from kt1.ledger.entries.models import Entry, Pending
from kt1.ledger.entries.queries import body_of
from kt1.people.actor import Actor
from tests.custody.factories import MORNING, once
from tests.custody.world import World

CHECKS = [c.value for c in Check]
SIGNED = deliveries.Signed(name="Người nhận thử", title="Trực cơ quan")


def declared(world: World, number: int = 1, *, when: datetime = MORNING, **said: Any) -> list[str]:
    """Codes of items declared at the sender's desk, by default for the receiver."""
    said.setdefault("receiver", world.receiver.pk)
    answer = items.declare(
        declarations=[Declaration(**said) for _ in range(number)],
        by=world.clerk,
        at=when,
        once=once(),
    )
    return list(answer["codes"])


def accepted(
    world: World,
    number: int = 1,
    *,
    by: Actor | None = None,
    when: datetime = MORNING,
    **said: Any,
) -> list[str]:
    """Codes of items in hand of the courier, or of whoever accepts."""
    codes = declared(world, number, when=when, **said)
    items.accept(codes=codes, checks=CHECKS, by=by or world.courier, at=when, once=once())
    return codes


def given(
    codes: Sequence[str],
    giver: Actor,
    taker: Actor,
    *,
    when: datetime = MORNING,
    trip: UUID | None = None,
    named: bool = True,
) -> UUID:
    """The id of an offer of these units to a person at their place."""
    assert taker.place_id is not None
    answer = handovers.offer(
        codes=codes,
        taker_place_id=taker.place_id,
        taker_person_id=taker.user_id if named else None,
        trip=trip,
        by=giver,
        at=when,
        once=once(),
    )
    return UUID(answer["handover"])


def taken(
    handover: UUID,
    taker: Actor,
    codes: Sequence[str],
    *,
    when: datetime = MORNING,
    seal: str = "",
) -> dict[str, Any]:
    """The taker saw just these units, whole."""
    return handovers.settle(
        handover_id=handover,
        seen=[Seen(code=code, seal=seal) for code in codes],
        by=taker,
        at=when,
        once=once(),
    )


def moved(
    codes: Sequence[str],
    giver: Actor,
    taker: Actor,
    *,
    when: datetime = MORNING,
    seal: str = "",
    trip: UUID | None = None,
) -> UUID:
    """Given and taken. Returns the hand-over."""
    handover = given(codes, giver, taker, when=when, trip=trip)
    taken(handover, taker, codes, when=when, seal=seal)
    return handover


def issued(numbers: Sequence[str], keeper: Actor, to: Actor, *, when: datetime = MORNING) -> None:
    """Seals taken into stock and given to the person who will apply them."""
    seals.receive(numbers=numbers, by=keeper, at=when, once=once())
    seals.issue(numbers=numbers, to=to.user_id, by=keeper, at=when, once=once())


def bag_of(
    codes: Sequence[str], by: Actor, *, seal: str = "", when: datetime = MORNING, **more: Any
) -> str:
    """The code of a bag with these units in it; sealed when a number is given."""
    code = str(bags.make(by=by, at=when, once=once())["code"])
    if codes:
        bags.pack(bag=code, codes=codes, by=by, at=when, once=once())
    if seal:
        issued([seal], by, by, when=when)
        bags.seal(bag=code, number=seal, by=by, at=when, once=once(), **more)
    return code


def delivered(
    world: World, codes: Sequence[str], *, by: Actor | None = None, when: datetime = MORNING
) -> dict[str, Any]:
    return deliveries.deliver(
        codes=codes,
        point_id=world.door.pk,
        signed=SIGNED,
        by=by or world.courier,
        at=when,
        once=once(),
    )


def unit(code: str) -> Unit:
    return Unit.objects.get(code=code)


def untold() -> list[str]:
    """Rows that the ledger's entries, applied one after the other, do not give. None, always."""
    replay = Replay()
    with transaction.atomic():
        for waiting in Pending.objects.order_by("seq").select_related("entry"):
            entry = waiting.entry
            replay.feed_raw(
                at=micros(entry.at),
                canonical=bytes(entry.canonical),
                lines=None if entry.lines is None else bytes(entry.lines),
            )
        return [f"{d.table} {d.row}: {d.reason}" for d in replay.differences()]


def last_entry(kind: str) -> Entry:
    """The latest ledger entry of a kind."""
    return Entry.objects.filter(kind=kind).order_by("-pending__seq")[0]


def said(kind: str) -> dict[str, Any]:
    """What the latest entry of a kind says."""
    return body_of(last_entry(kind))
