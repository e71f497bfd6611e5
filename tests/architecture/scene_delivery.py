"""What the access matrix is walked with at doors, at acts of two persons and at receivers."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from kt1.custody.deliveries.corrections import Cause
from kt1.custody.deliveries.proposals import Loss
from kt1.network.agencies.models import Agency
from kt1.people.actor import Actor
from kt1.people.approvals import steps as approvals
from tests.custody import doing
from tests.custody import factories as make

if TYPE_CHECKING:
    from tests.architecture.scene import Scene

Maker = Callable[["Scene", Actor | None], dict[str, Any]]
OTHER, FAR, NONE = "other", "far", "-"
DOORS = (
    "door",
    "door_scan",
    "door_undo",
    "deliver",
    "attempt",
    "give_back",
    "delivery_sheet",
    "door_who",
    "door_ring",
    "door_substitute",
)
TOGETHER = ("together", "together_scan", "together_undo", "together_do")


def _door(scene: "Scene", _person: Actor | None) -> dict[str, Any]:
    """A door for which the courier holds an item."""
    doing.accepted(scene.world)
    return {"key": scene.world.door.code}


def _asked(by: Actor) -> dict[str, Any]:
    """A loss that somebody asked for and nobody has agreed to yet."""
    loss = Loss(codes=(uuid4().hex,), cause=Cause.NOT_FOUND, minutes="12/BB")
    asked = approvals.ask(
        kind=loss.kind, subject=loss.subject, payload=loss.payload(), by=by, at=make.MORNING
    )
    return {"approval_id": asked.pk}


def _on_paper(body: Agency) -> dict[str, Any]:
    Agency.objects.filter(pk=body.pk).update(works_on_paper=True)
    return {"code": body.code}


ARGUMENTS: dict[str, dict[str, Maker]] = {
    **{
        name: {OTHER: _door, FAR: lambda scene, _: {"key": scene.world.far_door.code}}
        for name in DOORS
    },
    **{name: {NONE: lambda _scene, _: {"act": "mat"}} for name in TOGETHER},
    **{
        name: {
            OTHER: lambda scene, _: _asked(scene.world.second_controller),
            FAR: lambda scene, _: _asked(scene.world.far_controller),
        }
        for name in ("proposal", "carry_out")
    },
    "name_receiver_for": {
        OTHER: lambda scene, _: _on_paper(scene.world.receiver),
        FAR: lambda scene, _: _on_paper(scene.world.far),
    },
}
