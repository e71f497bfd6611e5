"""What a file's events are about, as it stands and as the events leave it. Pure, in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from kt1.custody.handovers.rules import Outcome
from kt1.custody.items.rules import HeldItem
from kt1.custody.units.rules import MOVING, Act, Held, Kind, State, moment


@dataclass(slots=True, kw_only=True)
class Thing:
    """One unit. Acts change it as they will change its row."""

    id: int
    code: str
    kind: str
    state: str
    place: int | None
    person: int | None = None
    inside: int | None = None
    offer: UUID | None = None
    since: datetime
    seal: str = ""
    own_seal: bool = False  # of our register: only we say what became of it
    sender: int = 0
    receiver: int = 0
    provinces: tuple[int, ...] = ()
    point: int | None = None
    urgency: str = ""
    scope: str = ""
    agreed_at: datetime | None = None
    focal_only: bool = False
    started: datetime | None = None
    deadline: datetime | None = None
    stopped: datetime | None = None
    attempts: int = 0

    @property
    def moves(self) -> bool:
        return self.state in MOVING

    def held(self) -> Held:
        return Held(
            id=self.id,
            code=self.code,
            kind=self.kind,
            state=self.state,
            place=self.place,
            person=self.person,
            inside=self.inside,
            offer=self.offer,
        )

    def item(self, *, point: int | None = None) -> HeldItem:
        return HeldItem(
            id=self.id,
            code=self.code,
            kind=self.kind,
            state=self.state,
            place=self.place,
            person=self.person,
            inside=self.inside,
            offer=self.offer,
            sender=self.sender,
            receiver=self.receiver,
            point=self.point if point is None else point,
            urgency=self.urgency,
            scope=self.scope,
            agreed_at=self.agreed_at,
            started=self.started,
            deadline=self.deadline,
            stopped=self.stopped,
            attempts=self.attempts,
            focal_only=self.focal_only,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    id: int
    kind: str
    province: int
    of_the_post: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    id: int
    province: int
    desk: int | None


@dataclass(slots=True, kw_only=True)
class Move:
    """One hand-over on a numbered dispatch, and the units that were offered in it."""

    id: UUID
    dispatch: str
    giver_place: int
    giver_person: int | None
    taker_place: int
    taker_person: int | None
    outcome: str
    offered_at: datetime
    lapses_at: datetime
    settled_at: datetime | None
    units: set[int] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)

    @property
    def is_open(self) -> bool:
        return self.outcome == Outcome.OFFERED


@dataclass(slots=True, kw_only=True)
class Known:
    """All that the rows of one file can refer to, read under lock before any is judged."""

    places: Mapping[str, Place]
    bodies: Mapping[str, Body]
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)
    things: dict[int, Thing] = field(default_factory=dict)
    lying: dict[int, set[int]] = field(default_factory=dict)  # a bag or box: what lies in it
    moves: dict[UUID, Move] = field(default_factory=dict)
    moved: dict[int, list[Move]] = field(default_factory=dict)  # a unit: its dispatches
    stays: set[tuple[int, int, datetime]] = field(default_factory=set)
    deliveries: dict[int, datetime] = field(default_factory=dict)
    tries: dict[int, set[datetime]] = field(default_factory=dict)
    spare: list[int] = field(default_factory=list)  # ids for units that come into being

    def thing(self, number: tuple[str, str] | None, code: str = "") -> Thing | None:
        unit = self.numbers.get(number) if number else None
        if unit is None and code:
            unit = self.codes.get(code)
        return self.things.get(unit) if unit is not None else None

    def top(self, thing: Thing) -> Thing:
        """The unit that is held by itself: the bag or box around, at most two deep."""
        while thing.inside is not None:
            thing = self.things[thing.inside]
        return thing

    def contents(self, bag: Thing) -> list[Thing]:
        return [self.things[unit] for unit in sorted(self.lying.get(bag.id, ()))]

    def add(self, thing: Thing) -> None:
        self.things[thing.id] = thing
        if thing.inside is not None:
            self.lying.setdefault(thing.inside, set()).add(thing.id)

    def add_move(self, move: Move) -> None:
        """Units that join it later are not found by it."""
        self.moves[move.id] = move
        for unit in move.units:
            self.moved.setdefault(unit, []).append(move)

    def born(self, thing: Thing, number: tuple[str, str]) -> Thing:
        self.add(thing)
        self.numbers[number] = thing.id
        return thing

    def apply(self, act: Act, at: datetime) -> None:
        """What the act does to units, done to the things."""
        for line in act.lines:
            if (thing := self.things.get(_id_of(line))) is not None:
                before = thing.inside
                _change(thing, {**act.common, **line}, at)
                if thing.inside != before:
                    self._lies_elsewhere(thing, before)

    def _lies_elsewhere(self, thing: Thing, before: int | None) -> None:
        if before is not None:
            self.lying[before].discard(thing.id)
        if thing.inside is not None:
            self.lying.setdefault(thing.inside, set()).add(thing.id)


def _id_of(line: Mapping[str, Any]) -> int:
    return int(line["unit"])


def _change(thing: Thing, said: Mapping[str, Any], at: datetime) -> None:
    for name in ("state", "place", "person", "inside"):
        if name in said:
            setattr(thing, name, said[name])
    if "offer" in said:
        thing.offer = UUID(said["offer"]) if said["offer"] else None
    for name in ("started", "deadline", "stopped"):
        if name in said:
            setattr(thing, name, None if said[name] is None else moment(said[name]))
    if "place" in said or "inside" in said:
        thing.since = at


def new_bag(unit: int, code: str, place: int, at: datetime) -> Thing:
    return Thing(
        id=unit,
        code=code,
        kind=Kind.BAG.value,
        state=State.OPEN.value,
        place=place,
        since=at,
    )
