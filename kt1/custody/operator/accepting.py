"""Planning what the operator accepted: items come into being here, or declared ones start."""

from collections.abc import Sequence

from kt1.custody.clock import steps as clock
from kt1.custody.handovers.rules import Witness
from kt1.custody.items import acts
from kt1.custody.items.acts import NewItem, Sides
from kt1.custody.items.rules import Declaration
from kt1.custody.operator.faults import Wrong
from kt1.custody.operator.rules import Event
from kt1.custody.operator.things import Body, Thing
from kt1.custody.operator.workings import FaultError, Workings
from kt1.custody.units.keys import new_codes
from kt1.custody.units.rules import Kind, State


def accepted(works: Workings, events: Sequence[Event]) -> None:
    """Items of one desk, taken at one place and moment."""
    first = events[0]
    sender = works.known.bodies[first.sender]
    if sender.desk is None:
        raise FaultError(first, "sender", Wrong.UNKNOWN_CODE)
    things = {e.row: works.thing_of(e) for e in events}
    fresh = [e for e in events if things[e.row] is None]
    if fresh:
        things |= _declared(works, fresh, sender, sender.desk)
    taken = [t for t in things.values() if t is not None]
    place = works.place(first.place).id
    started = clock.start([t.item() for t in taken], place=place, at=first.at)
    done = acts.accepted(
        [t.item() for t in taken],
        handover=works.handover_id(first),
        sides=Sides(
            giver_place=taken[0].place or sender.desk,
            giver_person=taken[0].person,
            taker_place=place,
            taker_person=None,
        ),
        starts=started.starts,
        derivations=started.derivations,
        witness=Witness.OPERATOR_FILE.value,
        sheet="",
        checks=(),
        at=first.at,
    )
    weights: list[dict[str, object]] = [
        {"unit_id": thing.id, "weight_g": e.weight_g}
        for e in events
        if e.weight_g is not None and (thing := things[e.row]) is not None
    ]
    aliases = [_alias(e, thing) for e in events if (thing := things[e.row]) is not None]
    known = works.known.numbers.keys()
    done.rows += [
        ("weighed", weights),
        ("alias", [row for e, row in zip(events, aliases, strict=True) if e.item not in known]),
    ]
    works.do(done, first.at)
    for event in events:
        if event.item is not None and (thing := things[event.row]) is not None:
            works.known.numbers[event.item] = thing.id


def _declared(
    works: Workings, events: Sequence[Event], sender: Body, desk: int
) -> dict[int, Thing | None]:
    """Items nobody declared here: they begin at their sender's desk, at the same moment."""
    new = [
        NewItem(
            unit=works.known.spare.pop(),
            code=str(code),
            sender=sender.id,
            desk=desk,
            from_province=sender.province,
            to_province=works.known.bodies[event.receiver].province,
            declaration=Declaration(
                receiver=works.known.bodies[event.receiver].id,
                mark=event.mark.value,
                urgency=event.urgency.value,
                pieces=event.pieces,
                agreed_at=event.agreed,
            ),
        )
        for event, code in zip(events, new_codes(len(events)), strict=True)
    ]
    at = events[0].at
    works.do(acts.declared(new, person=None, at=at), at)
    made: dict[int, Thing | None] = {}
    for event, one in zip(events, new, strict=True):
        thing = Thing(
            id=one.unit,
            code=one.code,
            kind=Kind.ITEM.value,
            state=State.DECLARED.value,
            place=desk,
            since=at,
            sender=sender.id,
            receiver=one.declaration.receiver,
            provinces=(one.from_province, one.to_province),
            urgency=one.declaration.urgency,
            scope=one.scope,
            agreed_at=one.declaration.agreed_at,
        )
        works.known.add(thing)
        made[event.row] = thing
    return made


def _alias(event: Event, thing: Thing) -> dict[str, object]:
    scheme, number = event.item or ("", "")
    return {"unit_id": thing.id, "scheme": scheme, "number": number}
