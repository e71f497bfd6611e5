"""Events of force majeure that the access matrix is walked with."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from kt1.assurance.quality.models import ForceMajeure
from kt1.people.actor import Actor
from tests.custody import factories as make

Maker = Callable[[Any, Actor | None], dict[str, Any]]


def _event(province: str) -> Maker:
    """An event of that province that nobody has decided on."""

    def made(scene: Any, _person: Actor | None) -> dict[str, Any]:
        event = ForceMajeure.objects.create(
            id=uuid4(),
            province=make.province(province),
            kind="storm",
            begins=make.MORNING - timedelta(days=2),
            ends=make.MORNING - timedelta(days=1),
            evidence="12/PCTT",
            entered_by_id=scene.world.dispatcher.user_id,
            entered_at=make.MORNING,
        )
        return {"event_id": event.pk}

    return made


ARGUMENTS: dict[str, dict[str, Maker]] = {"event": {"own": _event("24"), "far": _event("75")}}
PAYLOADS: dict[str, Maker] = {
    "event": lambda _scene, _person: {"once": str(uuid4()), "decision": "approve"},
    "enter_event": lambda _scene, _person: {
        "once": str(uuid4()),
        "kind": "storm",
        "begins_on": "10/01/2026",
        "begins_at": "06:00",
        "ends_on": "11/01/2026",
        "ends_at": "18:00",
        "evidence": "12/PCTT",
    },
}
