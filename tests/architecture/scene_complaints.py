"""Complaints and requests of authorities for the access matrix."""

from typing import Any
from uuid import uuid4

from kt1.assurance.complaints.models import Complaint
from kt1.assurance.complaints.rules import Matter
from kt1.assurance.disclosures.models import Disclosure
from kt1.custody.items.models import Item
from kt1.network.models import Agency
from tests.custody import doing
from tests.custody import factories as make

OWN, FAR = "own", "far"
ACTS = ("tra-loi", "dong-y", "khong-dong-y", "bien-ban", "chi-tra", "tim-thay", "rut")


def _unit(scene: Any) -> int:
    (code,) = doing.declared(scene.world)
    return int(Item.objects.get(unit__code=code).pk)


def _complaint(scene: Any, body: Agency, **more: str) -> dict[str, Any]:
    made = Complaint.objects.create(
        unit_id=_unit(scene),
        agency=body,
        province=body.province,
        matter=Matter.LOSS,
        filed_at=make.MORNING,
        filed_by_id=scene.world.clerk.user_id,
        window_ends=make.MORNING.date(),
        window_norm="TT16-2017/complaint_window_months@2017-08-15",
        due=make.MORNING.date(),
        due_norm="TT16-2017/complaint_answer_working_days@2017-08-15",
    )
    return {"complaint_id": made.pk, **more}


def _disclosure(scene: Any, body: Agency) -> dict[str, Any]:
    made = Disclosure.objects.create(
        province=body.province,
        authority="Thanh tra",
        basis="Luật Thanh tra",
        number=uuid4().hex,
        dated=make.MORNING.date(),
        registered_at=make.MORNING,
        registered_by_id=scene.world.dispatcher.user_id,
    )
    return {"disclosure_id": made.pk}


def _both(maker: Any) -> dict[str, Any]:
    return {
        OWN: lambda scene, _: maker(scene, scene.world.sender),
        FAR: lambda scene, _: maker(scene, scene.world.far),
    }


def _act(kind: str) -> Any:
    return lambda scene, _: _complaint(scene, scene.world.sender, act=kind)


#: `own`: of the small agency, and of the post that serves it. Acts by their names.
ARGUMENTS: dict[str, dict[str, Any]] = {
    "complaint": _both(_complaint),
    "liability_paper": _both(_complaint),
    "complaint_act": {
        **{kind: _act(kind) for kind in ACTS},
        FAR: lambda scene, _: _complaint(scene, scene.world.far, act="tra-loi"),
    },
    "disclosure": _both(_disclosure),
    "disclosure_end": _both(_disclosure),
}
