"""What the access matrix is walked with at rosters: those of one's own agency and of others."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from kt1.network.agencies.models import Agency
from kt1.network.places.models import Place
from kt1.people.actor import Actor
from kt1.people.focal_points.rules import Rank
from kt1.people.rosters.kinds import Act, RosterKind
from kt1.people.rosters.models import Roster, RosterChange, RosterLine, Swap
from tests.architecture.scene_delivery import FAR, OTHER
from tests.custody import factories as make

if TYPE_CHECKING:
    from tests.architecture.scene import Scene

Maker = Callable[["Scene", Actor | None], dict[str, Any]]
OWN = "own"
PAGES = (
    "roster",
    "roster_schedule",
    "roster_file",
    "roster_file_form",
    "roster_rotation",
    "roster_override",
    "roster_save",
    "roster_swaps",
    "roster_history",
    "roster_paper",
)
DAY = timedelta(days=1)


def _stand_in(body: Agency, door: Place) -> dict[str, Any]:
    """A stand-in of tomorrow that can be withdrawn."""
    one = make.receiver(door, body)
    change = RosterChange.objects.create(
        agency=body, point=door, act=Act.OVERRIDE_SET, at=make.MORNING
    )
    roster = Roster.objects.create(
        agency=body,
        point=door,
        kind=RosterKind.OVERRIDE,
        begins=make.MORNING + DAY,
        ends=make.MORNING + 2 * DAY,
        made=change,
        made_at=make.MORNING,
    )
    RosterLine.objects.create(roster=roster, position=0, receiver=one, rank=Rank.FOCAL)
    return {"code": body.code, "roster_id": roster.pk}


def _asked(body: Agency, door: Place, by: Actor) -> dict[str, Any]:
    """A swap that a clerk asked for and nobody has answered yet."""
    one, other = make.receiver(door, body), make.receiver(door, body)
    swap = Swap.objects.create(
        agency=body,
        point=door,
        giver=one,
        giver_rank=Rank.FOCAL,
        giver_begins=make.MORNING + DAY,
        giver_ends=make.MORNING + 2 * DAY,
        taker=other,
        asked_by_id=by.user_id,
        asked_at=make.MORNING,
    )
    return {"code": body.code, "swap_id": swap.pk}


ARGUMENTS: dict[str, dict[str, Maker]] = {
    **{
        name: {
            OWN: lambda scene, _: {"code": scene.world.sender.code},
            OTHER: lambda scene, _: {"code": scene.world.receiver.code},
            FAR: lambda scene, _: {"code": scene.world.far.code},
        }
        for name in PAGES
    },
    **{
        name: {
            OWN: lambda scene, _: _stand_in(scene.world.sender, scene.world.sender_door),
            OTHER: lambda scene, _: _stand_in(scene.world.receiver, scene.world.door),
            FAR: lambda scene, _: _stand_in(scene.world.far, scene.world.far_door),
        }
        for name in ("roster_one", "roster_end")
    },
    "roster_swap": {
        OWN: lambda scene, _: _asked(
            scene.world.sender, scene.world.sender_door, scene.world.clerk
        ),
        OTHER: lambda scene, _: _asked(
            scene.world.receiver, scene.world.door, scene.world.receiving_clerk
        ),
        FAR: lambda scene, _: _asked(scene.world.far, scene.world.far_door, scene.world.far_clerk),
    },
}


def _once(_scene: "Scene", _person: Actor | None) -> dict[str, Any]:
    return {"once": str(uuid4())}


PAYLOADS: dict[str, Maker] = dict.fromkeys(("roster_end", "roster_swap"), _once)
