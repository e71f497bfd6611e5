"""What the access matrix is walked with at the addresses of the API."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from kt1.people.actor import Actor
from tests.custody import doing
from tests.custody.world import World

OWN, FAR = "own", "far"
Maker = Callable[[Any, Actor | None], dict[str, Any]]


def _declared(scene: Any, _person: Actor | None) -> dict[str, Any]:
    return {"code": doing.declared(scene.world)[0]}


def _accepted(scene: Any, _person: Actor | None) -> dict[str, Any]:
    return {"code": doing.accepted(scene.world)[0]}


def _unknown(_scene: Any, _person: Actor | None) -> dict[str, Any]:
    return {"code": "0" * 17}


def _bag(scene: Any, _person: Actor | None) -> dict[str, Any]:
    return {"code": doing.bag_of([], scene.world.controller)}


def _offered(scene: Any, _person: Actor | None) -> dict[str, Any]:
    world: World = scene.world
    codes = doing.accepted(world)
    return {"handover_id": doing.given(codes, world.courier, world.controller)}


def _unknown_offer(_scene: Any, _person: Actor | None) -> dict[str, Any]:
    return {"handover_id": UUID(int=1)}


def _items(scene: Any, _person: Actor | None) -> dict[str, Any]:
    return {"items": [{"receiver": scene.world.receiver.code}]}


def _offer(scene: Any, _person: Actor | None) -> dict[str, Any]:
    codes = doing.accepted(scene.world)
    return {"units": codes, "taker_place": scene.world.vehicle.code}


_DELIVERY = {"name": "Người nhận thử", "title": "Trực"}

ARGUMENTS: dict[str, dict[str, Maker]] = {
    "api-v1:accept": {OWN: _declared, FAR: _unknown},
    "api-v1:attempt": {OWN: _accepted, FAR: _unknown},
    "api-v1:deliver": {OWN: _accepted, FAR: _unknown},
    "api-v1:item": {OWN: _accepted, FAR: _unknown},
    "api-v1:pack": {OWN: _bag, FAR: _unknown},
    "api-v1:seal": {OWN: _bag, FAR: _unknown},
    "api-v1:settle": {OWN: _offered, FAR: _unknown_offer},
    "api-v1:handover": {OWN: _offered, FAR: _unknown_offer},
}
PAYLOADS: dict[str, Maker] = {
    "api-v1:declare": _items,
    "api-v1:accept": lambda _scene, _person: {"checks": ["cover"]},
    "api-v1:attempt": lambda scene, _: {"point": scene.world.door.code, "reason": "closed"},
    "api-v1:deliver": lambda scene, _: {"point": scene.world.door.code, **_DELIVERY},
    "api-v1:pack": lambda _scene, _person: {"items": ["0" * 17]},
    "api-v1:seal": lambda _scene, _person: {"lock": "K-1"},
    "api-v1:offer": _offer,
    "api-v1:settle": lambda _scene, _person: {"seen": []},
}
