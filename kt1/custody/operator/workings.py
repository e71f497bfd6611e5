"""What planning a file works on: the things in memory, the acts so far, and when a row fits."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from kt1.custody.bags import acts as bags
from kt1.custody.operator import acts
from kt1.custody.operator.columns import HEADINGS
from kt1.custody.operator.faults import Fault, Wrong
from kt1.custody.operator.rules import SAME_WITHIN, Clash, Event, EventKind, row_id
from kt1.custody.operator.things import Known, Move, Place, Thing, new_bag
from kt1.custody.units.keys import new_codes
from kt1.custody.units.rules import Act, Kind, State

_AT_A_DOOR = (EventKind.FAILED, EventKind.DELIVERED)


class ClashError(Exception):
    """A row contradicts the record."""

    def __init__(self, clash: Clash) -> None:
        super().__init__(clash)
        self.clash = clash


class FaultError(Exception):
    """A row cannot be taken, and so the file is not."""

    def __init__(self, event: Event, fills: str, wrong: Wrong) -> None:
        super().__init__(wrong)
        self.fault = Fault(event.row, HEADINGS[fills], wrong)


@dataclass(slots=True)
class Workings:
    known: Known
    acts: list[tuple[Act, datetime]] = field(default_factory=list)

    def do(self, act: Act, at: datetime) -> None:
        self.acts.append((act, at))
        self.known.apply(act, at)

    def place(self, code: str) -> Place:
        return self.known.places[code]

    def thing_of(self, event: Event) -> Thing | None:
        return self.known.thing(event.item or event.bag, event.code)

    def is_known(self, event: Event) -> bool:
        """Whether the record says just this already, by an earlier file or by our own people.

        Raises:
            ClashError: it says the same thing happened otherwise.
        """
        thing = self.thing_of(event)
        if thing is None:
            return False
        match event.kind:
            case EventKind.ACCEPTED:
                return self._accepted_already(event, thing)
            case EventKind.BAGGED:
                bag = self.known.thing(event.bag)
                return bag is not None and (thing.id, bag.id, event.at) in self.known.stays
            case EventKind.SENT | EventKind.ARRIVED:
                return any(
                    self._is_move(event, thing, m) for m in self.known.moved.get(thing.id, ())
                )
            case EventKind.FAILED:
                tries = self.known.tries.get(thing.id, ())
                return any(abs(event.at - at) <= SAME_WITHIN for at in tries)
            case EventKind.DELIVERED:
                return self._delivered_already(event, thing)

    def _accepted_already(self, event: Event, thing: Thing) -> bool:
        if thing.state == State.DECLARED:
            return False
        same = (
            thing.started is not None
            and abs(thing.started - event.at) <= SAME_WITHIN
            and thing.sender == self.known.bodies[event.sender].id
            and thing.receiver == self.known.bodies[event.receiver].id
        )
        if not same:
            raise ClashError(Clash.ACCEPTED_OTHERWISE)
        return True

    def _is_move(self, event: Event, thing: Thing, move: Move) -> bool:
        if move.dispatch != event.dispatch or thing.id not in move.units:
            return False
        here = self.place(event.place).id
        if event.kind is EventKind.SENT:
            return (move.giver_place, move.offered_at) == (here, event.at)
        return (move.taker_place, move.settled_at) == (here, event.at)

    def _delivered_already(self, event: Event, thing: Thing) -> bool:
        at = self.known.deliveries.get(thing.id)
        if at is None:
            return False
        if abs(at - event.at) > SAME_WITHIN:
            raise ClashError(Clash.DELIVERED_OTHERWISE)
        return True

    def must_fit(self, event: Event) -> None:
        """A new event has to follow what is on record, and to move only what no person holds.

        Raises:
            ClashError: it contradicts what two persons said here, or comes too late to be placed.
            FaultError: it is about something that does not exist or is of another kind.
        """
        if event.item is not None:
            self._must_fit_item(event)
        bag = self.known.thing(event.bag)
        if bag is not None:
            if bag.kind == Kind.ITEM:
                raise FaultError(event, "bag", Wrong.NOT_A_BAG)
            self._must_be_free(event, bag)

    def _must_fit_item(self, event: Event) -> None:
        thing = self.thing_of(event)
        if thing is not None and thing.kind != Kind.ITEM:
            raise FaultError(event, "item", Wrong.NOT_AN_ITEM)
        if event.kind is EventKind.ACCEPTED:
            return
        if thing is None:
            raise FaultError(event, "item", Wrong.UNKNOWN_ITEM)
        self._must_be_free(event, thing)
        if event.kind in _AT_A_DOOR and thing.state != State.IN_POST:
            raise ClashError(Clash.STATE)

    def _must_be_free(self, event: Event, thing: Thing) -> None:
        top = self.known.top(thing)
        if not thing.moves or not top.moves or (top is not thing and top.own_seal):
            raise ClashError(Clash.STATE)
        if top.person is not None:
            raise ClashError(Clash.HELD_BY_PERSON)
        if event.at < max(thing.since, top.since):
            raise ClashError(Clash.TOO_EARLY)
        if top.offer is not None and not self._arrives(event, top):
            raise ClashError(Clash.OFFERED)

    def _arrives(self, event: Event, thing: Thing) -> bool:
        """Whether this is the arrival that an offer of the operator's waits for. An offer between
        our own people is never settled by a file."""
        move = self.known.moves.get(thing.offer) if thing.offer else None
        return (
            move is not None
            and event.kind is EventKind.ARRIVED
            and event.at >= move.offered_at
            and move.dispatch == event.dispatch
            and move.taker_place == self.place(event.place).id
        )

    def loosen(self, things: Sequence[Thing], at: datetime) -> None:
        """Take units out of the bags they lie in: those were opened, whoever wrote it down."""
        for bag in {t.inside: self.known.things[t.inside] for t in things if t.inside}.values():
            self.empty(bag, at)

    def empty(self, bag: Thing, at: datetime) -> None:
        if bag.inside is not None:
            self.empty(self.known.things[bag.inside], at)
        contents = self.known.contents(bag)
        if contents or bag.state == State.SEALED:
            self.do(acts.emptied(bag.held(), [t.held() for t in contents]), at)

    def bring(self, things: Sequence[Thing], to: int, at: datetime) -> None:
        """Where the record lacks the leg to this place, it is implied."""
        away: dict[int, list[Thing]] = {}
        for thing in things:
            if thing.place is not None and thing.place != to:
                away.setdefault(thing.place, []).append(thing)
        for giver, group in away.items():
            handover = row_id(at, "implied", giver, to, *(t.id for t in group))
            self.do(
                acts.transferred(
                    [t.held() for t in group],
                    handover=handover,
                    giver=giver,
                    taker=to,
                    dispatch="",
                    at=at,
                ),
                at,
            )

    def bag(self, event: Event, place: int, going: int | None, at: datetime) -> Thing:
        """The bag of this number; taken into use where the file first tells of it."""
        if event.bag is None:
            raise FaultError(event, "bag", Wrong.EMPTY)
        found = self.known.thing(event.bag)
        if found is not None:
            return found
        thing = new_bag(self.known.spare.pop(), str(new_codes(1)[0]), place, at)
        made = bags.made(
            unit=thing.id,
            code=thing.code,
            kind=Kind.BAG,
            place=place,
            person=None,
            destination=going,
        )
        scheme, number = event.bag
        made.rows.append(("alias", [{"unit_id": thing.id, "scheme": scheme, "number": number}]))
        self.known.born(thing, event.bag)
        self.do(made, at)
        return thing

    def handover_id(self, event: Event) -> UUID:
        return row_id(event.at, event.kind, *event.together)
