"""Directives, requests, the library and events for the access matrix."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from kt1.ledger.entries.actions import append
from kt1.network.agencies.lines import Body
from kt1.network.models import Agency
from kt1.oversight.directives.models import Assignment, Directive, DirectiveTask, TaskTarget
from kt1.oversight.directives.rules import Direction, PaperKind, Part, Stage
from kt1.oversight.outreach.models import (
    Attendance,
    Campaign,
    Material,
    MaterialVersion,
    OutreachEvent,
)
from kt1.oversight.outreach.rules import EventKind, Topic
from kt1.oversight.requests.models import Inquiry, InquiryMessage
from kt1.oversight.requests.rules import Matter, Side
from tests.custody import factories as make

OWN, OTHER, FAR = "own", "other", "far"


def _directive(scene: Any, body: Agency, *, draft: bool = False) -> DirectiveTask:
    made = Directive.objects.create(
        province=body.province,
        keeper=Body.SCIENCE_DEPARTMENT,
        direction=Direction.INCOMING,
        kind=PaperKind.LETTER,
        issuer="UBND tỉnh",
        title=f"Việc {uuid4().hex[:8]}",
        registered_by_id=scene.world.dispatcher.user_id,
        registered_at=make.MORNING,
    )
    task = DirectiveTask.objects.create(directive=made, n=1, text="Chỉ định đầu mối")
    TaskTarget.objects.create(task=task, part=Part.LEAD, agency=body)
    if draft:
        return task
    Assignment.objects.create(
        task=task, agency=body, part=Part.LEAD, given_at=make.MORNING, changed_at=make.MORNING
    )
    Directive.objects.filter(pk=made.pk).update(stage=Stage.ISSUED, issued_at=make.MORNING)
    return task


def _page(body: str, *, draft: bool = False, **more: Any) -> Callable[..., dict[str, Any]]:
    def made(scene: Any, _person: Any) -> dict[str, Any]:
        given = _directive(scene, getattr(scene.world, body), draft=draft)
        return {"pk": given.directive_id, **more}

    return made


def _task(body: str) -> Callable[..., dict[str, Any]]:
    return lambda scene, _: {
        "pk": _directive(scene, getattr(scene.world, body)).assignments.get().pk
    }


def _inquiry(body: str, **more: Any) -> Callable[..., dict[str, Any]]:
    def made(scene: Any, _person: Any) -> dict[str, Any]:
        agency = getattr(scene.world, body)
        row = Inquiry.objects.create(
            province=agency.province,
            agency=agency,
            asked_by=Side.FOLLOWER,
            waits_for=Side.BODY,
            matter=Matter.ANNEX,
            due=make.MORNING.date(),
            batch=uuid4(),
            at=make.MORNING,
        )
        entry = append(
            kind="inquiry.asked", subject=f"inquiry:{row.pk}", actor="user:0",
            at=make.MORNING, body={}, notes={"words": "Đề nghị cho biết"},
        )  # fmt: skip
        InquiryMessage.objects.create(
            inquiry=row, n=1, side=Side.FOLLOWER, entry=entry, at=make.MORNING,
            by_id=scene.world.dispatcher.user_id,
        )  # fmt: skip
        return {"pk": row.pk, **more}

    return made


def _material(body: str) -> Callable[..., dict[str, Any]]:
    def made(scene: Any, _person: Any) -> dict[str, Any]:
        row = Material.objects.create(
            province=getattr(scene.world, body).province, code=uuid4().hex, topic=Topic.DUTY
        )
        version = MaterialVersion.objects.create(
            material=row, n=1, title="Gửi gì", published_at=make.MORNING,
            published_by_id=scene.world.dispatcher.user_id,
        )  # fmt: skip
        return {"pk": version.pk}

    return made


def _event(body: str) -> Callable[..., dict[str, Any]]:
    def made(scene: Any, _person: Any) -> dict[str, Any]:
        agency = getattr(scene.world, body)
        row = OutreachEvent.objects.create(
            province=agency.province, kind=EventKind.TRAINING, title="Tập huấn",
            begins=make.MORNING - timedelta(days=1), ends=make.MORNING,
            made_by_id=scene.world.dispatcher.user_id, made_at=make.MORNING,
        )  # fmt: skip
        Attendance.objects.create(event=row, agency=agency)
        return {"pk": row.pk}

    return made


def _campaign(body: str) -> Callable[..., dict[str, Any]]:
    def made(scene: Any, _person: Any) -> dict[str, Any]:
        row = Campaign.objects.create(
            province=getattr(scene.world, body).province, title=uuid4().hex,
            first=make.MORNING.date(), last=make.MORNING.date(),
            made_by_id=scene.world.dispatcher.user_id, made_at=make.MORNING,
        )  # fmt: skip
        return {"pk": row.pk}

    return made


def _three(maker: Any, **more: Any) -> dict[str, Any]:
    return {
        OWN: maker("sender", **more),
        OTHER: maker("receiver", **more),
        FAR: maker("far", **more),
    }


ARGUMENTS: dict[str, dict[str, Any]] = {
    "directive": _three(_page),
    "directive_task_new": {OWN: _page("sender", draft=True), FAR: _page("far", draft=True)},
    "directive_task": {OWN: _page("sender", draft=True, n=1), FAR: _page("far", draft=True, n=1)},
    "directive_days": {OWN: _page("sender", draft=True), FAR: _page("far", draft=True)},
    "directive_receipts": {OWN: _page("sender"), FAR: _page("far")},
    "directive_number": {OWN: _page("sender"), FAR: _page("far")},
    "directive_end": {
        OWN: _page("sender", after="ket-thuc"),
        OTHER: _page("sender", after="thu-hoi"),
        FAR: _page("far", after="ket-thuc"),
    },
    "directive_act": {
        "ban-hanh": _page("sender", draft=True, act="ban-hanh"),
        "cap-nhat": _page("sender", act="cap-nhat"),
        "da-nhan": _page("sender", act="da-nhan"),
        "bo-nhiem-vu": _page("sender", draft=True, act="bo-nhiem-vu"),
        FAR: _page("far", act="cap-nhat"),
    },
    "directive_paper": {OWN: _page("sender"), FAR: _page("far")},
    "task": _three(_task),
    "inquiry": _three(_inquiry),
    "inquiry_act": {
        "tra-loi": _inquiry("sender", act="tra-loi"),
        "ket-thuc": _inquiry("sender", act="ket-thuc"),
        FAR: _inquiry("far", act="tra-loi"),
    },
    "material": {OWN: _material("sender"), FAR: _material("far")},
    "material_read": {OWN: _material("sender"), FAR: _material("far")},
    "material_paper": {OWN: _material("sender"), FAR: _material("far")},
    "material_readers": {OWN: _material("sender"), FAR: _material("far")},
    "material_withdraw": {OWN: _material("sender"), FAR: _material("far")},
    "quiz": {OWN: _material("sender"), FAR: _material("far")},
    **{
        name: {OWN: _campaign("sender"), FAR: _campaign("far")}
        for name in ("campaign", "campaign_bodies", "campaign_change", "campaign_end")
    },
    "outreach_event": _three(_event),
    "outreach_event_settle": {OWN: _event("sender"), FAR: _event("far")},
}


def _once(_scene: Any, _person: Any) -> dict[str, Any]:
    return {"once": str(uuid4())}


PAYLOADS: dict[str, Any] = {
    "directive_act": lambda scene, person: {**_once(scene, person), "n": "1"},
    "inquiry_act": lambda scene, person: {**_once(scene, person), "text": "Đã rõ"},
    "material_read": _once,
    "material_withdraw": _once,
}
