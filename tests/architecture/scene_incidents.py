"""Incidents and drills for the access matrix."""

from typing import Any
from uuid import uuid4

from kt1.assurance.gaps.rules import Seen
from kt1.assurance.incidents import steps
from kt1.assurance.incidents.models import Drill, Incident, IncidentNotice
from kt1.assurance.incidents.rules import Cover, Kind, code_of
from kt1.custody.items.models import Item
from kt1.network.places.models import Place
from tests.custody import doing
from tests.custody import factories as make

OWN, FAR = "own", "far"
ACTS = (
    "khoanh-giu",
    "bao",
    "xac-nhan",
    "chuyen-giay",
    "xac-minh",
    "bien-ban",
    "ket-thuc",
    "bai-hoc",
    "bao-cao",
    "nghi-lo",
)


def _incident(scene: Any, place: Place, **more: str) -> dict[str, Any]:
    """Signs of opening on an item of the small agency; everybody was told at once."""
    (code,) = doing.declared(scene.world)
    unit = Item.objects.get(unit__code=code).pk
    key = uuid4()
    row = Incident(
        id=key,
        code=code_of(key),
        kind=Kind.OPENED,
        province=place.province,
        place=place,
        cover=Cover.TORN,
        found_at=make.MORNING,
        opened_at=make.MORNING,
    )
    steps.write([steps.Opened(row=row, units={unit: Seen()} if not more.get("bare") else {})])
    IncidentNotice.objects.filter(incident=row).update(
        told_at=make.MORNING, told_by=scene.world.dispatcher.user_id, means="phone"
    )
    return {"incident_id": key, **{k: v for k, v in more.items() if k != "bare"}}


def _drill(scene: Any, place: Place, **more: str) -> dict[str, Any]:
    Drill.objects.filter(place=place, ended_at=None).update(
        ended_at=make.MORNING, ended_by=scene.world.dispatcher.user_id, score=0
    )
    key = uuid4()
    Drill.objects.create(
        id=key,
        code=code_of(key, "DT"),
        scenario=Kind.BROKEN_SEAL,
        province=place.province,
        place=place,
        covers=6,
        started_at=make.MORNING,
        started_by_id=scene.world.dispatcher.user_id,
    )
    return {"drill_id": key, **more}


def _both(maker: Any, **more: str) -> dict[str, Any]:
    return {
        OWN: lambda scene, _: maker(scene, scene.world.centre, **more),
        FAR: lambda scene, _: (
            maker(scene, scene.world.far_centre, bare="1", **more)
            if maker is _incident
            else maker(scene, scene.world.far_centre, **more)
        ),
    }


def _act(kind: str) -> Any:
    return lambda scene, _: _incident(scene, scene.world.centre, act=kind)


#: `own`: in the province of the small post, of an item of the small agency. Acts by their names.
ARGUMENTS: dict[str, dict[str, Any]] = {
    "incident": _both(_incident),
    "incident_act": {
        **{kind: _act(kind) for kind in ACTS},
        FAR: lambda scene, _: _incident(scene, scene.world.far_centre, bare="1", act="bao"),
    },
    "incident_paper": _both(_incident, which="bien-ban", form="docx"),
    "drill": _both(_drill),
    "drill_step": _both(_drill, step="report"),
    "drill_end": _both(_drill),
    "drill_sheet": _both(_drill, form="docx"),
}
