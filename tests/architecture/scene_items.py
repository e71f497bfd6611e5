"""Items, desks, pick-ups and refusals that the access matrix is walked with."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from kt1.custody.deliveries import two_persons
from kt1.custody.deliveries.corrections import Cause
from kt1.custody.deliveries.proposals import Loss
from kt1.custody.items import actions, pickups
from kt1.custody.items.rules import Declaration, Refusal
from kt1.people.actor import Actor
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World

OWN, OTHER, FAR = "own", "other", "far"
Maker = Callable[[Any, Actor | None], dict[str, Any]]


def code_of(world: World, relation: str) -> str:
    """An item of the sender, of its neighbour, or one that never leaves the other province."""
    if relation == OWN:
        return doing.accepted(world)[0]
    by, to, courier = world.neighbour_clerk, world.receiver.pk, world.courier
    if relation == FAR:
        there = make.agency(at_province=make.province("75"))
        by, to, courier = world.far_clerk, there.pk, world.far_courier
    said: dict[str, Any] = {
        "declarations": [Declaration(receiver=to)],
        "by": by,
        "at": make.MORNING,
    }
    code: str = actions.declare(**said, once=make.once())["codes"][0]
    actions.accept(codes=[code], checks=doing.CHECKS, by=courier, at=make.MORNING, once=make.once())
    return code


def _item(relation: str, **more: Any) -> Maker:
    return lambda scene, _person: {"code": code_of(scene.world, relation), **more}


def _desk(relation: str) -> Maker:
    def made(scene: Any, _person: Actor | None) -> dict[str, Any]:
        world: World = scene.world
        body = world.sender if relation == OWN else world.far
        return {"desk": make.desk(body).code}

    return made


def _pickup(relation: str) -> Maker:
    def made(scene: Any, _person: Actor | None) -> dict[str, Any]:
        by = scene.world.clerk if relation == OWN else scene.world.far_clerk
        asked = pickups.request_pickup(
            pieces=2, wanted_at=make.MORNING, by=by, at=make.MORNING, once=make.once()
        )
        return {"pickup": UUID(asked["pickup"])}

    return made


def _refusal(relation: str) -> Maker:
    def made(scene: Any, _person: Actor | None) -> dict[str, Any]:
        world: World = scene.world
        near = relation == OWN
        done = actions.refuse(
            reason=Refusal.SEAL,
            desk_id=make.desk(world.sender if near else world.far).pk,
            by=world.courier if near else world.far_courier,
            at=make.MORNING,
            once=make.once(),
        )
        return {"entry": UUID(done["entry"])}

    return made


def _approval(relation: str) -> Maker:
    def made(scene: Any, _person: Actor | None) -> dict[str, Any]:
        world: World = scene.world
        code = code_of(world, relation)
        loss = Loss(codes=(code,), cause=Cause.NOT_FOUND, minutes="1/BB")
        by = world.far_controller if relation == FAR else world.second_controller
        asked = two_persons.ask(proposal=loss, by=by, at=make.MORNING, once=make.once())
        return {"code": code, "approval": asked["approval"]}

    return made


_NEAR_AND_FAR = (OWN, FAR)
_ALL = (OWN, OTHER, FAR)

ARGUMENTS: dict[str, dict[str, Maker]] = {
    **{name: {r: _item(r) for r in _ALL} for name in ("item", "item_mark", "item_proof")},
    "item_act": {r: _item(r, act="rut") for r in _ALL},
    "item_ask": {r: _item(r, act="mat") for r in _ALL},
    "item_do": {r: _approval(r) for r in _ALL},
    **{
        name: {r: _desk(r) for r in _NEAR_AND_FAR}
        for name in ("accept_desk", "accept_take", "accepted", "accept_new",
                     "accept_new_preview", "accept_refuse")
    },
    **{name: {r: _pickup(r) for r in _NEAR_AND_FAR} for name in ("pickup_assign", "pickup_cancel")},
    **{name: {r: _refusal(r) for r in _NEAR_AND_FAR} for name in ("refused", "refusal_minutes")},
}  # fmt: skip

#: Each form whole, so that what is told apart is the person and not what they forgot.
PAYLOADS: dict[str, Maker] = {
    "item_labels": lambda scene, _person: {"ma": code_of(scene.world, OWN)},
    "posting_slips": lambda scene, _person: {"ma": code_of(scene.world, OWN)},
    "withdraw": lambda scene, _person: {
        "ma": doing.declared(scene.world)[0],
        "once": str(uuid4()),
    },
    "pickups": lambda _scene, _person: {"pieces": "2", "once": str(uuid4())},
    "item_act": lambda _scene, _person: {"rut-paper": "posting", "once": str(uuid4())},
    "item_ask": lambda _scene, _person: {
        "mat-cause": "not_found",
        "mat-minutes": "2/BB",
        "once": str(uuid4()),
    },
}
