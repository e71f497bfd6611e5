"""Security of the post for the access matrix."""

from datetime import date
from typing import Any
from uuid import uuid4

from kt1.assurance.assessments.models import SafetyMeasure
from kt1.assurance.assessments.registered import (
    NetworkConnection,
    SafetyPlan,
    SecuredSite,
    SiteEntry,
)
from kt1.assurance.assessments.rules import (
    Exchange,
    Nature,
    PlanKind,
    Purpose,
    SiteUse,
    Topic,
    Visitors,
)
from kt1.network.models import Place
from tests.custody import factories as make

OWN, FAR = "own", "far"
ACTS = ("da-lam", "xac-nhan", "lam-lai", "thoi")
DAY = date(2026, 1, 14)


def _by(scene: Any) -> dict[str, Any]:
    return {"at": make.MORNING, "by_id": scene.world.clerk.user_id}


def _measure(scene: Any, place: Place, **more: str) -> dict[str, Any]:
    made = SafetyMeasure.objects.create(
        province=place.province,
        nature=Nature.CORRECTIVE,
        paper=uuid4().hex,
        paper_date=DAY,
        item=1,
        owner_id=scene.world.courier.user_id,
        due=DAY,
        **_by(scene),
    )
    return {"measure_id": made.pk, **more}


def _plan(scene: Any, place: Place) -> dict[str, Any]:
    made = SafetyPlan.objects.create(
        province=place.province, kind=PlanKind.FIRE, number=uuid4().hex, dated=DAY, **_by(scene)
    )
    return {"plan_id": made.pk}


def _new_site(scene: Any, place: Place) -> SecuredSite:
    SecuredSite.objects.filter(place=place).update(ended_on=DAY)
    return SecuredSite.objects.create(
        place=place, use=SiteUse.STORE, number="1", dated=DAY, guarded=True, entry_book=True,
        **_by(scene),
    )  # fmt: skip


def _site(scene: Any, place: Place) -> dict[str, Any]:
    return {"site_id": _new_site(scene, place).pk}


def _entry(scene: Any, place: Place) -> dict[str, Any]:
    made = SiteEntry.objects.create(
        site=_new_site(scene, place),
        book=uuid4().hex,
        line=1,
        visitors=Visitors.OTHER,
        people=1,
        purpose=Purpose.VISIT,
        entered_at=make.MORNING,
        with_user_id=scene.world.clerk.user_id,
        **_by(scene),
    )
    return {"entry_id": made.pk}


def _connection(scene: Any, place: Place) -> dict[str, Any]:
    NetworkConnection.objects.filter(place=place).update(ended_on=DAY)
    made = NetworkConnection.objects.create(
        province=place.province,
        place=place,
        exchange=Exchange.BAGS,
        number="1",
        dated=DAY,
        contact="Trực ca",
        phone="0222 3 822 999",
        check_due=DAY,
        **_by(scene),
    )
    return {"connection_id": made.pk}


def _both(maker: Any) -> dict[str, Any]:
    return {
        OWN: lambda scene, _: maker(scene, scene.world.centre),
        FAR: lambda scene, _: maker(scene, scene.world.far_centre),
    }


def _act(kind: str) -> Any:
    return lambda scene, _: _measure(scene, scene.world.centre, act=kind)


def _assessed() -> dict[str, Any]:
    return {
        OWN: lambda scene, _: {"topic": Topic.SITE.value, "code": scene.world.centre.code},
        FAR: lambda scene, _: {"topic": Topic.SITE.value, "code": scene.world.far_centre.code},
    }


#: `own`: of the province of the small post. Acts by their names.
ARGUMENTS: dict[str, dict[str, Any]] = {
    "safety_checklist": {OWN: lambda _scene, _: {"topic": Topic.SITE.value}},
    "assessed": _assessed(),
    "assess": _assessed(),
    "measure": _both(_measure),
    "measure_act": {
        **{kind: _act(kind) for kind in ACTS},
        FAR: lambda scene, _: _measure(scene, scene.world.far_centre, act="da-lam"),
    },
    "safety_plan_drill": _both(_plan),
    "safety_plan_end": _both(_plan),
    "secured_site_end": _both(_site),
    "site_entry_leave": _both(_entry),
    "connection_check": _both(_connection),
    "connection_end": _both(_connection),
}


def _once(_scene: Any, _person: Any) -> dict[str, Any]:
    return {"once": str(uuid4())}


#: Acts that are one button.
PAYLOADS: dict[str, Any] = dict.fromkeys(
    ("site_entry_leave",),
    _once,
)
