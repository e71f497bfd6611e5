"""Inspections, violations and the watch list for the access matrix."""

from datetime import timedelta
from typing import Any

from kt1.law.instruments.models import Instrument
from kt1.network.agencies.models import Agency
from kt1.oversight.inspections.checklists import checklists
from kt1.oversight.inspections.drawn import Draw
from kt1.oversight.inspections.models import Finding, Inspection, Plan, PlanLine, TeamMember
from kt1.oversight.inspections.rules import Basis, Evidence, Ground, Manner, Part, Side, State
from kt1.oversight.inspections.versions import ChecklistQuestion, ChecklistVersion
from kt1.oversight.violations.models import Violation
from kt1.oversight.violations.rules import Area, Origin
from kt1.people.accounts.rules import Role
from tests.custody import factories as make

OWN, FAR = "own", "far"
ON = make.MORNING.date()
ACTS = ("quyet-dinh", "bat-dau", "bien-ban", "ket-luan", "dong-ho-so", "da-doc", "giai-trinh",
        "da-doc-giay", "giai-trinh-giay",
        "doi-ngay", "huy")  # fmt: skip
VIOLATION_ACTS = ("yeu-cau", "bao-cao", "kiem-tra-lai", "hinh-thuc", "ket-qua", "khong-phai")


def _inspection(scene: Any, body: Agency) -> Inspection:
    """The team is at work; its police member is the scene's."""
    version = checklists()["user-tt16"]
    made = Inspection.objects.create(
        province=body.province, agency=body, side=Side.USER, basis=Basis.AD_HOC,
        ground=Ground.WATCH, manner=Manner.ON_SITE, state=State.OPEN, checklist=version.code,
        checklist_digest=version.digest, period_from=ON - timedelta(days=9), period_to=ON,
        visit_from=ON, visit_to=ON, decision_number="1/QĐ", decision_on=ON, notified_on=ON,
        made_at=make.MORNING, made_by_id=scene.world.clerk.user_id,
    )  # fmt: skip
    if body == scene.world.sender:
        TeamMember.objects.create(
            inspection=made, user_id=scene.people[Role.POLICE_PA03].user_id,
            office="Công an", position="Cán bộ", part=Part.MEMBER,
        )  # fmt: skip
    return made


def _id(scene: Any, body: Agency, **more: Any) -> dict[str, Any]:
    return {"inspection_id": _inspection(scene, body).pk, **more}


def _with_finding(scene: Any, body: Agency) -> dict[str, Any]:
    made = _inspection(scene, body)
    Finding.objects.create(
        inspection=made, n=1, question="U05", evidence=Evidence.SEEN, at=make.MORNING,
        by_id=scene.world.clerk.user_id,
    )  # fmt: skip
    return {"inspection_id": made.pk, "n": 1}


def _with_sample(scene: Any, body: Agency) -> dict[str, Any]:
    made = _inspection(scene, body)
    Draw.objects.create(
        inspection=made, n=1, seed="0" * 64, log_size=0, as_of=make.MORNING, population=0,
        population_digest="0" * 64, wanted=1, at=make.MORNING, by_id=scene.world.clerk.user_id,
    )  # fmt: skip
    return {"inspection_id": made.pk, "n": 1}


def _violation(scene: Any, body: Agency, **more: Any) -> dict[str, Any]:
    made = Violation.objects.create(
        province=body.province, agency=body, origin=Origin.WATCH, area=Area.RECEIVING, done_on=ON,
        at=make.MORNING, by_id=scene.world.clerk.user_id,
    )  # fmt: skip
    return {"violation_id": made.pk, **more}


def _line_act(scene: Any, kind: str) -> dict[str, Any]:
    plan = Plan.objects.create(
        province=scene.world.sender.province, year=2026, number="1/KH", dated=ON,
        approved_at=make.MORNING,
    )  # fmt: skip
    line = PlanLine.objects.create(
        plan=plan, agency=scene.world.sender, side=Side.USER, manner=Manner.ON_SITE, month=3
    )
    return {"year": 2026, "act": f"{kind}-{line.pk}"}


def _version(scene: Any, body: Agency, **more: Any) -> dict[str, Any]:
    """A draft of the body's province with one question; somebody else wrote in it."""
    made = ChecklistVersion.objects.create(
        province=body.province, side=Side.USER, n=3, code=f"user-{body.province.code}-3",
        based_on="user-qd32", title="Phiếu", instrument=Instrument.objects.get(code="QD32-2025"),
        made_at=make.MORNING, made_by_id=scene.world.clerk.user_id,
        changed_by_id=scene.world.clerk.user_id,
    )  # fmt: skip
    ChecklistQuestion.objects.create(
        version=made, n=1, key="UT01", section="Phần", area=Area.SERVICE, words="Câu hỏi"
    )
    return {"code": made.code, **more}


def _both(maker: Any, **more: Any) -> dict[str, Any]:
    return {
        OWN: lambda scene, _: maker(scene, scene.world.sender, **more),
        FAR: lambda scene, _: maker(scene, scene.world.far, **more),
    }


def _act(maker: Any, kind: str) -> Any:
    return lambda scene, _: maker(scene, scene.world.sender, act=kind)


def _agency(of: str) -> Any:
    return lambda scene, _: {"agency_id": getattr(scene.world, of).pk}


#: `own`: of the small agency; the police is in its team. Acts by their names.
ARGUMENTS: dict[str, dict[str, Any]] = {
    "watch_remind": {OWN: _agency("sender"), FAR: _agency("far")},
    "watch_take_off": {OWN: _agency("sender"), FAR: _agency("far")},
    "inspection_plan": {"-": lambda _scene, _: {"year": 2026}},
    "inspection_plan_act": {
        "them": lambda _scene, _: {"year": 2026, "act": "them"},
        "bo": lambda scene, _: _line_act(scene, "bo"),
        "lap": lambda scene, _: _line_act(scene, "lap"),
    },
    "checklist_draft": {"-": lambda _scene, _: {"side": "user"}},
    "checklist_version": {
        **_both(_version),
        "shipped": lambda _scene, _: {"code": "user-qd32"},
    },
    "checklist_rename": _both(_version),
    "checklist_publish": _both(_version),
    "checklist_discard": _both(_version),
    "checklist_question": _both(_version, key="UT01"),
    "checklist_drop": _both(_version, key="UT01"),
    "inspection": _both(_id),
    "inspection_checklist": _both(_id),
    "inspection_finding": _both(_id),
    "inspection_withdraw": _both(_with_finding),
    "inspection_team": _both(_id),
    "inspection_leave": _both(_id, member_id=1),
    "inspection_draw": _both(_id),
    "inspection_sample": _both(_with_sample),
    "inspection_paper": _both(_id, kind="bien-ban", form="docx"),
    "inspection_act": {
        **{kind: _act(_id, kind) for kind in ACTS},
        FAR: lambda scene, _: _id(scene, scene.world.far, act="huy"),
    },
    "violation": _both(_violation),
    "violation_paper": _both(_violation, kind="chan-chinh", form="docx"),
    "violation_act": {
        **{kind: _act(_violation, kind) for kind in VIOLATION_ACTS},
        FAR: lambda scene, _: _violation(scene, scene.world.far, act="yeu-cau"),
    },
}
