"""Every act with the same key is one act: the second call gives the first answer."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from kt1.custody.bags import actions as bags
from kt1.custody.bags import seals
from kt1.custody.deliveries import actions as deliveries
from kt1.custody.deliveries import changes, irregularities, two_persons
from kt1.custody.deliveries.corrections import Cause
from kt1.custody.deliveries.proposals import Loss
from kt1.custody.deliveries.rules import Ending, Reason
from kt1.custody.handovers import actions as handovers
from kt1.custody.handovers.rules import Seen
from kt1.custody.items import actions as items
from kt1.custody.items import pickups
from kt1.custody.items.rules import Declaration
from kt1.custody.shifts import actions as shifts
from kt1.custody.trips import actions as trips
from kt1.ledger.entries.models import Entry
from kt1.people.approvals import steps as approvals
from tests.custody import doing
from tests.custody.factories import AFTERNOON, MORNING, NIGHT, NOON, at, once
from tests.custody.world import World, build

pytestmark = pytest.mark.django_db
LATER = at("2026-01-15", "08:00")


@dataclass(frozen=True)
class Stage:
    world: World
    codes: list[str]  # accepted, in hand of the courier
    declared: list[str]
    kept: list[str]  # in hand of the controller
    offer: UUID
    offered: list[str]
    bag: str
    sealed: str
    delivered: list[str]
    night: list[str]
    pickup: UUID
    trip: UUID


@pytest.fixture(scope="module")
def set_up(lasting: None) -> Stage:
    world = build()
    codes = doing.accepted(world, 2)
    kept = doing.accepted(world, 3)
    doing.moved(kept, world.courier, world.controller)
    sealed = doing.bag_of(kept[2:], world.controller, seal="S-1")
    offered = doing.accepted(world)
    delivered = doing.accepted(world, advice=True)
    doing.delivered(world, delivered, when=NOON)
    night = doing.accepted(world)
    doing.delivered(world, night, when=NIGHT)
    asked = pickups.request_pickup(
        pieces=1, wanted_at=NOON, by=world.clerk, at=MORNING, once=once()
    )
    planned = trips.plan(
        route_id=world.trunk.pk,
        vehicle_id=world.vehicle.pk,
        courier_id=world.courier.user_id,
        leaves_at=NOON,
        by=world.dispatcher,
        at=MORNING,
        once=once(),
    )
    seals.receive(numbers=["S-7"], by=world.controller, at=MORNING, once=once())
    doing.issued(["S-8"], world.controller, world.controller)
    return Stage(
        world=world,
        codes=codes,
        declared=doing.declared(world),
        kept=kept[:2],
        offer=doing.given(offered, world.courier, world.controller),
        offered=offered,
        bag=doing.bag_of(kept[:1], world.controller),
        sealed=sealed,
        delivered=delivered,
        night=night,
        pickup=UUID(asked["pickup"]),
        trip=UUID(planned["trip"]),
    )


@pytest.fixture
def stage(set_up: Stage, db: None) -> Iterator[Stage]:
    yield deepcopy(set_up)
    assert doing.untold() == []


Act = Callable[..., dict[str, Any]]
#: Each act with what it needs from the stage: by, and its own facts.
ACTS: Mapping[str, tuple[Act, Callable[[Stage], dict[str, Any]]]] = {
    "declare": (
        items.declare,
        lambda s: {"declarations": [Declaration(receiver=s.world.far.pk)], "by": s.world.clerk},
    ),
    "withdraw": (items.withdraw, lambda s: {"codes": s.declared, "by": s.world.clerk}),
    "accept": (
        items.accept,
        lambda s: {"codes": s.declared, "checks": [], "by": s.world.courier},
    ),
    "accept_new": (
        items.accept_new,
        lambda s: {
            "declarations": [Declaration(receiver=s.world.far.pk)],
            "desk_id": s.world.clerk.place_id,
            "checks": [],
            "by": s.world.courier,
        },
    ),
    "weigh": (
        items.weigh,
        lambda s: {"weights": {s.kept[1]: 5}, "by": s.world.controller},
    ),
    "request_pickup": (
        pickups.request_pickup,
        lambda s: {"pieces": 1, "wanted_at": NIGHT, "by": s.world.clerk},
    ),
    "assign_pickup": (
        pickups.assign_pickup,
        lambda s: {
            "pickup_id": s.pickup,
            "courier_id": s.world.courier.user_id,
            "by": s.world.counter,
        },
    ),
    "cancel_pickup": (
        pickups.cancel_pickup,
        lambda s: {"pickup_id": s.pickup, "by": s.world.clerk},
    ),
    "offer": (
        handovers.offer,
        lambda s: {
            "codes": s.codes,
            "taker_place_id": s.world.centre.pk,
            "taker_person_id": s.world.controller.user_id,
            "by": s.world.courier,
        },
    ),
    "settle": (
        handovers.settle,
        lambda s: {
            "handover_id": s.offer,
            "seen": [Seen(code=s.offered[0])],
            "by": s.world.controller,
        },
    ),
    "take_back": (
        handovers.take_back,
        lambda s: {"handover_id": s.offer, "by": s.world.courier},
    ),
    "lapse": (handovers.lapse, lambda s: {"handover_id": s.offer}),
    "make": (bags.make, lambda s: {"by": s.world.controller}),
    "pack": (
        bags.pack,
        lambda s: {"bag": s.bag, "codes": s.kept[1:], "by": s.world.controller},
    ),
    "unpack": (
        bags.unpack,
        lambda s: {"bag": s.bag, "codes": s.kept[:1], "by": s.world.controller},
    ),
    "seal": (
        bags.seal,
        lambda s: {"bag": s.bag, "number": "S-8", "by": s.world.controller},
    ),
    "open_sealed": (
        bags.open_sealed,
        lambda s: {
            "bag": s.sealed,
            "number_seen": "S-1",
            "intact": True,
            "by": s.world.controller,
        },
    ),
    "receive_seals": (seals.receive, lambda s: {"numbers": ["S-9"], "by": s.world.controller}),
    "issue_seals": (
        seals.issue,
        lambda s: {"numbers": ["S-7"], "to": s.world.courier.user_id, "by": s.world.controller},
    ),
    "give_back_seals": (
        seals.give_back,
        lambda s: {"numbers": ["S-8"], "by": s.world.controller},
    ),
    "retain_seals": (seals.retain, lambda s: {"numbers": ["S-8"], "by": s.world.controller}),
    "attempt": (
        deliveries.attempt,
        lambda s: {
            "codes": s.codes,
            "point_id": s.world.door.pk,
            "reason": Reason.CLOSED,
            "by": s.world.courier,
        },
    ),
    "deliver": (
        deliveries.deliver,
        lambda s: {
            "codes": s.codes,
            "point_id": s.world.door.pk,
            "signed": doing.SIGNED,
            "by": s.world.courier,
        },
    ),
    "confirm": (
        deliveries.confirm,
        lambda s: {"codes": s.night, "by": s.world.receiving_clerk, "at": LATER},
    ),
    "recall": (
        changes.recall,
        lambda s: {"codes": s.codes, "paper": "BG-1", "by": s.world.clerk},
    ),
    "send_back": (
        changes.send_back,
        lambda s: {"codes": s.codes, "reason": Reason.MOVED, "by": s.world.controller},
    ),
    "forward": (
        changes.forward,
        lambda s: {
            "code": s.codes[0],
            "receiver_id": s.world.far.pk,
            "point_id": None,
            "reason": Reason.MERGED,
            "by": s.world.clerk,
        },
    ),
    "hold": (
        changes.hold,
        lambda s: {"codes": s.codes, "findings": ["torn"], "by": s.world.courier},
    ),
    "dispute": (
        changes.dispute,
        lambda s: {"codes": s.delivered, "by": s.world.receiving_clerk},
    ),
    "advice_returned": (
        changes.advice_returned,
        lambda s: {"codes": s.delivered, "by": s.world.clerk},
    ),
    "ask": (
        two_persons.ask,
        lambda s: {
            "proposal": Loss(codes=tuple(s.codes), cause=Cause.STOLEN, minutes="1/BB"),
            "by": s.world.courier,
        },
    ),
    "plan": (
        trips.plan,
        lambda s: {
            "route_id": s.world.trunk.pk,
            "vehicle_id": s.world.vehicle.pk,
            "courier_id": s.world.courier.user_id,
            "leaves_at": NIGHT,
            "by": s.world.dispatcher,
        },
    ),
    "change_crew": (
        trips.change_crew,
        lambda s: {
            "trip_id": s.trip,
            "courier_id": s.world.escort.user_id,
            "by": s.world.dispatcher,
        },
    ),
    "depart": (trips.depart, lambda s: {"trip_id": s.trip, "by": s.world.courier}),
    "cancel": (trips.cancel, lambda s: {"trip_id": s.trip, "by": s.world.dispatcher}),
    "record_balance": (
        shifts.record_balance,
        lambda s: {"count": shifts.Count(scanned=s.codes), "by": s.world.courier},
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_the_same_key_gives_the_same_answer_and_no_second_act(stage: Stage, name: str) -> None:
    act, facts = ACTS[name]
    said = {"at": AFTERNOON, "once": once(uuid4(), act=name), **facts(stage)}

    first = act(**said)
    entries = Entry.objects.count()

    assert act(**said) == first
    assert Entry.objects.count() == entries


def test_so_do_the_last_acts_of_a_run_a_return_a_loss_and_an_irregularity(stage: Stage) -> None:
    world = stage.world
    loss = Loss(codes=tuple(stage.kept[1:]), cause=Cause.STOLEN, minutes="1/BB")
    asked = two_persons.ask(proposal=loss, by=world.controller, at=AFTERNOON, once=once())
    approvals.approve(approval_id=asked["approval"], by=world.second_controller, at=AFTERNOON)
    changes.recall(codes=stage.codes, paper="BG-1", by=world.clerk, at=AFTERNOON, once=once())
    ride: dict[str, Any] = {"trip_id": stage.trip, "by": world.courier}
    steps: list[tuple[Act, dict[str, Any]]] = [
        (trips.depart, ride),
        (trips.arrive, ride),
        (trips.close, ride),
        (
            deliveries.give_back,
            {"codes": stage.codes, "signed": doing.SIGNED, "by": world.courier},
        ),
        (two_persons.lose, {"loss": loss, "by": world.controller}),
    ]
    for act, facts in steps:
        _twice(act, facts)
    matter = irregularities.open_list(world.controller).filter(kind="lost").get()
    _twice(
        two_persons.close_irregularity,
        {
            "irregularity_id": matter.pk,
            "ending": Ending.PASSED_ON,
            "minutes": "2/BB",
            "by": world.controller,
        },
    )


def _twice(act: Act, facts: dict[str, Any]) -> None:
    said = {"at": AFTERNOON, "once": once(), **facts}
    assert act(**said) == act(**said)
