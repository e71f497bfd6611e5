"""What the access matrix needs of the pages of norms."""

from datetime import date
from typing import Any
from uuid import uuid4

from kt1.law.calendars.models import CalendarDay
from kt1.law.parameters.models import LegalParameter

CODE, YEAR, PAPER = "TT16-2017", 2027, "TT26-2026"
#: One act each, of whatever relation: the law belongs to nobody.
NONE = "-"


def figure() -> dict[str, Any]:
    """A figure that nobody confirmed, resting on a paper."""
    return {"pk": LegalParameter.objects.get(norm_set__code=CODE, key="day_end").pk}


def day() -> dict[str, Any]:
    """A day that nobody confirmed, entered by nobody of the scene."""
    made, _new = CalendarDay.objects.get_or_create(
        calendar="CBCC",
        date=date(YEAR, 9, 1),
        withdrawn_at=None,
        defaults={"kind": "holiday", "name": "Quốc khánh", "evidence": "assumption"},
    )
    return {"pk": made.pk}


ARGUMENTS: dict[str, dict[str, Any]] = {
    **{
        name: {NONE: lambda _scene, _: {"code": CODE}}
        for name in ("norm_set", "norm_add", "norm_activate")
    },
    **{name: {NONE: lambda _scene, _: figure()} for name in ("norm_value", "norm_confirm")},
    "law_paper": {NONE: lambda _scene, _: {"code": PAPER}},
    **{
        name: {NONE: lambda _scene, _: {"code": "CBCC", "year": YEAR}}
        for name in ("calendar_year", "calendar_declare", "calendar_file")
    },
    **{name: {NONE: lambda _scene, _: day()} for name in ("calendar_confirm", "calendar_withdraw")},
}


def _once(_scene: Any, _person: Any) -> dict[str, Any]:
    return {"once": str(uuid4())}


PAYLOADS: dict[str, Any] = {
    "norm_confirm": _once,
    "calendar_confirm": _once,
    "calendar_withdraw": lambda scene, person: {**_once(scene, person), "reason": "nhập nhầm ngày"},
    "calendar_cover": lambda scene, person: {
        **_once(scene, person),
        "year": "2028",
        "settled_to": "31/12/2027",
    },
}
