"""Months of bodies for the access matrix."""

from datetime import date
from typing import Any
from uuid import uuid4

from kt1.assurance.books.models import Account
from kt1.network.models import Agency
from tests.custody import factories as make

OWN, FAR = "own", "far"


def month(body: Agency, **more: str) -> dict[str, Any]:
    made, _new = Account.objects.get_or_create(
        agency=body,
        starts=date(2025, 12, 1),
        defaults={
            "province": body.province,
            "ends": date(2025, 12, 31),
            "frozen_at": make.MORNING,
            "due": date(2026, 1, 10),
        },
    )
    return {"account_id": made.pk, **more}


def _once(_scene: Any, _person: Any) -> dict[str, Any]:
    return {"once": str(uuid4())}


ACTS = (
    "reconciliation_resolve",
    "reconciliation_remark",
    "reconciliation_sign",
    "reconciliation_send_back",
    "reconciliation_paper",
)

#: `own`: of the small agency, and of the post that serves it.
ARGUMENTS: dict[str, dict[str, Any]] = {
    **{
        name: {
            OWN: lambda scene, _: month(scene.world.sender),
            FAR: lambda scene, _: month(scene.world.far),
        }
        for name in ("reconciliation", *ACTS)
    },
    "reconciliation_book": {
        OWN: lambda scene, _: month(scene.world.sender, side="gui"),
        FAR: lambda scene, _: month(scene.world.far, side="gui"),
    },
    "reconciliation_form": {
        "chi-tiet": lambda scene, _: month(scene.world.sender, kind="chi-tiet", form="pdf"),
        "tong-hop": lambda scene, _: month(scene.world.sender, kind="tong-hop", form="pdf"),
        FAR: lambda scene, _: month(scene.world.far, kind="chi-tiet", form="pdf"),
    },
}
PAYLOADS: dict[str, Any] = dict.fromkeys(
    ("reconciliation_freeze", "reconciliation_open", *ACTS), _once
)
