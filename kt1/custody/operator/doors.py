"""Planning what the operator did at doors: tries and deliveries."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from kt1.custody.clock.attempts import AttemptAnswer
from kt1.custody.deliveries import acts
from kt1.custody.deliveries.acts import Receipt, Try
from kt1.custody.deliveries.queries import judge_attempt
from kt1.custody.deliveries.rules import REFUSALS, Capacity, Reason
from kt1.custody.handovers.rules import Witness
from kt1.custody.items.rules import HeldItem
from kt1.custody.operator.faults import Wrong
from kt1.custody.operator.rules import Event, row_id
from kt1.custody.operator.things import Thing
from kt1.custody.operator.workings import FaultError, Workings
from kt1.custody.units import register
from kt1.network.agencies.rules import Hours

#: How it was found that this person may receive: nobody of ours was there to ask.
PATH = ("Theo tệp của hệ thống nghiệp vụ; chưa đối chiếu người được ký nhận.",)


def failed(works: Workings, events: Sequence[Event]) -> None:
    for door, group in _by_door(works, events).items():
        items, answer = _at_the_door(works, group, door)
        first = group[0]
        reason = first.reason or Reason.NOT_TAKEN
        if reason in REFUSALS and not answer.in_hours:
            reason = Reason.NOT_TAKEN
        done = acts.failed(items, tried=_try(works, first, door, answer), reason=reason.value)
        done.body["judgement"] = answer.judgement.value
        works.do(done, first.at)
        for thing in _things(works, group):
            thing.attempts += 1
            works.known.tries.setdefault(thing.id, set()).add(first.at)


def delivered(works: Workings, events: Sequence[Event]) -> None:
    for door, group in _by_door(works, events).items():
        items, answer = _at_the_door(works, group, door)
        first = group[0]
        receipt = Receipt(
            handover=_handover(first, door),
            capacity=Capacity.UNSTATED.value,
            path=PATH,
            witness=Witness.OPERATOR_FILE.value,
            off_hours=not answer.in_hours,
            desks={i.receiver: _desk(first, i.receiver) for i in items},
        )
        done = acts.delivered(items, tried=_try(works, first, door, answer), receipt=receipt)
        done.notes["receiver"] = f"{first.name} · {first.title}"
        works.do(done, first.at)
        for thing in _things(works, group):
            thing.attempts += 1
            works.known.deliveries[thing.id] = first.at


def _handover(event: Event, door: tuple[int, int]) -> UUID:
    return row_id(event.at, event.kind, *event.together, *door)


def _try(works: Workings, event: Event, door: tuple[int, int], answer: AttemptAnswer) -> Try:
    return Try(
        at=event.at,
        point=door[0],
        place=works.place(event.place).id,
        person=None,
        valid=answer.counts,
    )


def _by_door(works: Workings, events: Sequence[Event]) -> dict[tuple[int, int], list[Event]]:
    """By door and receiving body; a file that names no door means the body's own."""
    found: dict[tuple[int, int], list[Event]] = {}
    for event in events:
        (thing,) = _things(works, [event])
        named = works.place(event.point).id if event.point else thing.point
        door = named or _door_of(event, thing.receiver)
        found.setdefault((door, thing.receiver), []).append(event)
    return found


def _door_of(event: Event, body: int) -> int:
    """The first door of the body that is one in working hours, else any, else its desk."""
    doors = register.doors_of(body)
    by_day = [door for door, hours in doors if hours != Hours.OFF]
    return next(iter([*by_day, *(door for door, _hours in doors)]), 0) or _desk(event, body)


def _desk(event: Event, body: int) -> int:
    desk = register.desk_of(body)
    if desk is None:
        raise FaultError(event, "item", Wrong.WRONG_DOOR)
    return desk


def _at_the_door(
    works: Workings, events: Sequence[Event], door: tuple[int, int]
) -> tuple[list[HeldItem], AttemptAnswer]:
    """The items as they lie in the carrier's hands, and whether door and hour are right."""
    first = events[0]
    things = _things(works, events)
    works.loosen(things, first.at)
    works.bring(things, works.place(first.place).id, first.at)
    items = [t.item() for t in things]
    asked = items
    if door[0] == register.desk_of(door[1]):
        # A body without a door is reached at its desk, as if the item said so.
        asked = [replace(i, point=door[0]) for i in items]
    return items, judge_attempt(asked, point=door[0], at=first.at)


def _things(works: Workings, events: Sequence[Event]) -> list[Thing]:
    found = {t.id: t for e in events if (t := works.known.thing(e.item, e.code)) is not None}
    return sorted(found.values(), key=lambda t: t.id)
