"""Long files of the operator's events for the access matrix."""

from typing import Any
from uuid import uuid4

from kt1.custody.operator.jobs.models import EventFile
from kt1.people.actor import Actor
from tests.custody import factories as make

OWN, FAR = "own", "far"
_NAMES = ("operator_job", "operator_agree", "operator_stop", "operator_wrong_rows")


def _file(by: Actor) -> dict[str, Any]:
    made, _new = EventFile.objects.get_or_create(
        province_id=by.province_id,
        defaults={
            "duty_id": by.duty_id or 0,
            "state": "stopped",
            "rows": 1,
            "digest": "",
            "columns": [],
            "days": "dmy",
            "asked_at": make.MORNING,
            "told_at": make.MORNING,
            "ended_at": make.MORNING,
        },
    )
    return {"file_id": made.pk}


def _once(_scene: Any, _person: Any) -> dict[str, Any]:
    return {"once": str(uuid4())}


ARGUMENTS: dict[str, dict[str, Any]] = {
    name: {
        OWN: lambda scene, _: _file(scene.world.dispatcher),
        FAR: lambda scene, _: _file(scene.world.far_controller),
    }
    for name in _NAMES
}
PAYLOADS: dict[str, Any] = dict.fromkeys(_NAMES[1:], _once)
