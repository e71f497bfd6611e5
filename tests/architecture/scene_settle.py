"""Sheets of quality, long books on their way in, and adjustments for the access matrix."""

from datetime import date
from typing import Any
from uuid import uuid4

from kt1.assurance.books.jobs.models import BookJob
from kt1.assurance.books.models import Account
from kt1.assurance.quality.confirming.models import QualitySheet
from kt1.network.models import Agency
from kt1.people.actor import Actor
from tests.architecture import scene_reconciliation as months
from tests.custody import factories as make

OWN, FAR = months.OWN, months.FAR


def _sheet(body: Agency, **more: str) -> dict[str, Any]:
    made, _new = QualitySheet.objects.get_or_create(
        agency=body,
        starts=date(2025, 12, 1),
        defaults={
            "province": body.province,
            "ends": date(2025, 12, 31),
            "as_of": make.MORNING,
            "due": date(2026, 1, 15),
        },
    )
    return {"sheet_id": made.pk, **more}


def _job(body: Agency, by: Actor) -> dict[str, Any]:
    account = Account.objects.get(pk=months.month(body)["account_id"])
    made = BookJob.objects.filter(account=account).first() or BookJob.objects.create(
        account=account,
        side="S",
        rows=1,
        digest="",
        headings="",
        columns={},
        packed=b"",
        state="done",
        changed=False,
        duty_id=by.duty_id or 0,
        asked_at=make.MORNING,
        ended_at=make.MORNING,
    )
    return {"account_id": account.pk, "side": "gui", "job_id": made.pk}


def _once(_scene: Any, _person: Any) -> dict[str, Any]:
    return {"once": str(uuid4())}


ARGUMENTS: dict[str, dict[str, Any]] = {
    "quality_sheet": {
        OWN: lambda scene, _: _sheet(scene.world.sender),
        FAR: lambda scene, _: _sheet(scene.world.far),
    },
    "quality_sheet_act": {
        OWN: lambda scene, _: _sheet(scene.world.sender, act="lap"),
        FAR: lambda scene, _: _sheet(scene.world.far, act="lap"),
    },
    "reconciliation_adjust": {
        OWN: lambda scene, _: months.month(scene.world.sender),
        FAR: lambda scene, _: months.month(scene.world.far),
    },
    **{
        name: {
            OWN: lambda scene, _: _job(scene.world.sender, scene.world.clerk),
            FAR: lambda scene, _: _job(scene.world.far, scene.world.clerk),
        }
        for name in ("reconciliation_job", "reconciliation_job_stop")
    },
}
PAYLOADS: dict[str, Any] = dict.fromkeys(
    ("quality_sheets_confirm", "quality_sheet_act", "reconciliation_job_stop"), _once
)
