"""Bags, hand-overs, runs, counts and sự vụ that the access matrix is walked with."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kt1.custody.bags import actions as bags
from kt1.custody.bags import seals
from kt1.custody.deliveries import changes
from kt1.custody.deliveries.models import Irregularity
from kt1.custody.handovers.rules import Finding
from kt1.custody.shifts import actions as shifts
from kt1.custody.trips import actions as trips
from kt1.network.places.rules import PlaceKind
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.custody import doing
from tests.custody import factories as make

if TYPE_CHECKING:
    from tests.architecture.scene import Scene

HOLDERS = (Role.COUNTER, Role.CONTROLLER, Role.COURIER)
PACKERS = (Role.COUNTER, Role.CONTROLLER)
OWN, OTHER, FAR = "own", "other", "far"
Maker = Callable[["Scene", Actor | None], dict[str, Any]]


def _packer(scene: "Scene", person: Actor | None) -> Actor:
    return person if person is not None and person.role in PACKERS else scene.world.controller


def _holder(scene: "Scene", person: Actor | None) -> Actor:
    return person if person is not None and person.role in HOLDERS else scene.world.controller


def _bag(by: Actor) -> dict[str, Any]:
    return {"code": str(bags.make(by=by, at=make.MORNING, once=make.once())["code"])}


def _bags() -> dict[str, Maker]:
    return {
        OWN: lambda scene, person: _bag(_packer(scene, person)),
        OTHER: lambda scene, _: _bag(scene.world.second_controller),
        FAR: lambda scene, _: _bag(scene.world.far_controller),
    }


def _offer(scene: "Scene", giver: Actor, taker: Actor) -> dict[str, Any]:
    codes = doing.accepted(scene.world, 1, by=giver)
    return {"handover_id": doing.given(codes, giver, taker)}


def _far_offer(scene: "Scene") -> dict[str, Any]:
    bag = _bag(scene.world.far_controller)["code"]
    return {"handover_id": doing.given([bag], scene.world.far_controller, scene.world.far_courier)}


def _offers(**more: Any) -> dict[str, Maker]:
    """OWN: offered to whoever asks; OTHER: between two others of the centre."""
    return {
        OWN: lambda scene, person: {
            **_offer(scene, scene.world.second_controller, _holder(scene, person)),
            **more,
        },
        OTHER: lambda scene, _: {
            **_offer(scene, scene.world.second_controller, scene.world.escort),
            **more,
        },
        FAR: lambda scene, _: {**_far_offer(scene), **more},
    }


def _given(**more: Any) -> dict[str, Maker]:
    """OWN: offered by whoever asks."""
    return {
        OWN: lambda scene, person: {
            **_offer(scene, _holder(scene, person), scene.world.second_controller),
            **more,
        },
        FAR: lambda scene, _: {**_far_offer(scene), **more},
    }


def _given_to_a_place() -> dict[str, Maker]:
    """OWN: offered by whoever asks to another place, to whoever is there."""

    def own(scene: "Scene", person: Actor | None) -> dict[str, Any]:
        giver = _holder(scene, person)
        taker = scene.world.controller if giver == scene.world.counter else scene.world.counter
        codes = doing.accepted(scene.world, 1, by=giver)
        return {"handover_id": doing.given(codes, giver, taker, named=False)}

    return {OWN: own, FAR: _given()[FAR]}


def _trip(scene: "Scene", *, far: bool = False) -> dict[str, Any]:
    world = scene.world
    route = make.route("75-PH1", world.far_centre, world.far_door) if far else world.round
    answer = trips.plan(
        route_id=route.pk,
        vehicle_id=_far_vehicle(scene).pk if far else world.vehicle.pk,
        courier_id=world.far_courier.user_id if far else world.courier.user_id,
        leaves_at=make.MORNING + timedelta(hours=1),
        by=world.far_controller if far else world.controller,
        at=make.MORNING,
        once=make.once(),
    )
    return {"trip_id": UUID(answer["trip"])}


def _far_vehicle(scene: "Scene") -> Any:
    return make.place(PlaceKind.VEHICLE, "75-XE9", parent=scene.world.far_centre,
                      at_province=make.province("75"))  # fmt: skip


def _runs() -> dict[str, Maker]:
    return {OWN: lambda scene, _: _trip(scene), FAR: lambda scene, _: _trip(scene, far=True)}


def _count(by: Actor) -> dict[str, Any]:
    answer = shifts.record_balance(
        count=shifts.Count(scanned=()), by=by, at=make.MORNING, once=make.once()
    )
    return {"balance_id": UUID(answer["balance"])}


def _counts() -> dict[str, Maker]:
    return {
        OWN: lambda scene, person: _count(_holder(scene, person)),
        FAR: lambda scene, _: _count(scene.world.far_controller),
    }


def _torn(by: Actor, code: str) -> dict[str, Any]:
    answer = changes.hold(
        codes=[code],
        findings=[Finding.COVER_TORN.value],
        by=by,
        at=make.MORNING,
        once=make.once(),
    )
    return {"irregularity_id": UUID(answer["irregularity"])}


def _own_torn(scene: "Scene", person: Actor | None) -> dict[str, Any]:
    by = _holder(scene, person)
    return _torn(by, doing.accepted(scene.world, 1, by=by)[0])


def _far_torn(scene: "Scene") -> dict[str, Any]:
    """Of a bag of the other province whose seal is in no register."""
    by = scene.world.far_controller
    code = _bag(by)["code"]
    answer = bags.seal(bag=code, number="XX1", by=by, at=make.MORNING, once=make.once())
    assert not answer["sealed"]
    return {"irregularity_id": _last_wrong()}


def _last_wrong() -> UUID:
    return Irregularity.objects.order_by("-opened_at", "-pk").values_list("pk", flat=True)[0]


def _wrongs() -> dict[str, Maker]:
    return {OWN: _own_torn, FAR: lambda scene, _: _far_torn(scene)}


def _seal(by: Actor, number: str) -> dict[str, Any]:
    seals.receive(numbers=[number], by=by, at=make.MORNING, once=make.once())
    return {"number": number}


ARGUMENTS: dict[str, dict[str, Maker]] = {
    **{
        name: _bags()
        for name in (
            "bag",
            "bag_pack",
            "bag_unpack",
            "bag_seal",
            "bag_label",
            "bag_open",
            "bag_count",
            "bag_count_done",
            "bag_repack",
            "bag_repack_done",
            "bag_repack_minutes",
        )
    },
    **{
        name: _offers()
        for name in ("handover", "handover_scan", "handover_line", "handover_settle")
    },
    **{
        name: _given_to_a_place()
        for name in (
            "handover_take_back",
            "handover_device",
            "handover_device_settle",
            "handover_paper",
        )
    },
    "handover_manifest": {
        OWN: _given(copy="ben-giao")[OWN],
        OTHER: _offers(copy="ben-nhan")[OWN],
        FAR: _given(copy="ben-nhan")[FAR],
    },
    **{
        name: _runs()
        for name in (
            "trip",
            "trip_crew",
            "trip_depart",
            "trip_arrive",
            "trip_close",
            "trip_cancel",
            "trip_manifest",
        )
    },
    **{name: _counts() for name in ("shift", "shift_minutes")},
    **{name: _wrongs() for name in ("irregularity", "irregularity_minutes", "incident_raise")},
    "seal": {
        OWN: lambda scene, _: _seal(scene.world.controller, "MH0000001"),
        FAR: lambda scene, _: _seal(scene.world.far_controller, "MH0000002"),
    },
}
