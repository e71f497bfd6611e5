"""What the access matrix is walked with at notices, substitutes, doors and announced couriers."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from kt1.network.agencies.models import Agency
from kt1.network.places.models import Place
from kt1.people.accounts.models import User
from kt1.people.actor import Actor
from kt1.people.focal_points.models import IssuedList, Notice
from kt1.people.visits.models import Announcement, Call, Substitution
from kt1.people.visits.rules import Purpose
from tests.architecture.scene_delivery import FAR, OTHER
from tests.custody import doing
from tests.custody import factories as make

if TYPE_CHECKING:
    from tests.architecture.scene import Scene

Maker = Callable[["Scene", Actor | None], dict[str, Any]]
OWN, NONE = "own", "-"


def _notice(body: Agency, by: Actor) -> dict[str, Any]:
    made = Notice.objects.create(
        agency=body, year=2026, n=1, at=make.MORNING, by_id=by.user_id, focal_points=[]
    )
    return {"notice_id": made.pk}


def _asked(body: Agency, door: Place, by: Actor) -> dict[str, Any]:
    """A substitute that somebody at the door has just asked for."""
    rung = make.receiver(door, body)
    call = Call.objects.create(
        purpose=Purpose.SUBSTITUTE,
        point=door,
        agency=body,
        focal_point=rung,
        by_id=by.user_id,
        at=make.MORNING,
        answered=True,
    )
    made = Substitution.objects.create(
        point=door, agency=body, call=call, asked_by_id=by.user_id, asked_at=make.MORNING
    )
    return {"substitution_id": made.pk}


def _announced(scene: "Scene", _person: Actor | None) -> dict[str, Any]:
    made = Announcement.objects.create(
        route=scene.world.round,
        courier=User.objects.get(pk=scene.world.courier.user_id),
        from_day=date(2026, 1, 14),
        to_day=date(2026, 1, 15),
        at=make.MORNING,
        by_id=scene.world.dispatcher.user_id,
    )
    return {"announcement_id": made.pk}


def _issued(body: Agency | None, by: Actor, code: str = "24") -> dict[str, Any]:
    made = IssuedList.objects.create(
        province=make.province(code),
        agency=body,
        year=2026,
        n=1,
        copies=1,
        at=make.MORNING,
        by_id=by.user_id,
    )
    return {"list_id": made.pk, "form": "pdf"}


def _delivered(scene: "Scene", _person: Actor | None) -> dict[str, Any]:
    codes = doing.accepted(scene.world)
    doing.delivered(scene.world, codes, when=make.AFTERNOON)
    return {"code": codes[0]}


ARGUMENTS: dict[str, dict[str, Maker]] = {
    **{
        name: {
            OWN: lambda scene, _: {"code": scene.world.sender_door.code},
            OTHER: lambda scene, _: {"code": scene.world.door.code},
            FAR: lambda scene, _: {"code": scene.world.far_door.code},
        }
        for name in ("point", "describe_point")
    },
    "tell_post": {
        OWN: lambda scene, _: {"code": scene.world.sender.code},
        OTHER: lambda scene, _: {"code": scene.world.receiver.code},
        FAR: lambda scene, _: {"code": scene.world.far.code},
    },
    **{
        name: {
            OWN: lambda scene, _: _notice(scene.world.sender, scene.world.clerk),
            OTHER: lambda scene, _: _notice(scene.world.receiver, scene.world.receiving_clerk),
            FAR: lambda scene, _: _notice(scene.world.far, scene.world.far_clerk),
        }
        for name in ("notice", "acknowledge_notice")
    },
    **{
        name: {
            OWN: lambda scene, _: _asked(
                scene.world.sender, scene.world.sender_door, scene.world.escort
            ),
            OTHER: lambda scene, _: _asked(
                scene.world.receiver, scene.world.door, scene.world.escort
            ),
            FAR: lambda scene, _: _asked(
                scene.world.far, scene.world.far_door, scene.world.far_courier
            ),
        }
        for name in ("substitute", "settle_substitute", "write_substitute")
    },
    "withdraw_announcement": {OTHER: _announced},
    "list_copy": {
        OWN: lambda scene, _: _issued(scene.world.sender, scene.world.clerk),
        OTHER: lambda scene, _: _issued(None, scene.world.dispatcher),
        FAR: lambda scene, _: _issued(None, scene.world.far_controller, "75"),
    },
    "replay_answer": {
        OTHER: _delivered,
        FAR: lambda _scene, _: {"code": "0" * 17},
    },
}


def _once(_scene: "Scene", _person: Actor | None) -> dict[str, Any]:
    return {"once": str(uuid4())}


PAYLOADS: dict[str, Maker] = {
    **dict.fromkeys(
        ("tell_post", "acknowledge_notice", "withdraw_announcement", "issue_list"), _once
    ),
    "api-v1:who": lambda scene, _person: {"point": scene.world.door.code},
}
