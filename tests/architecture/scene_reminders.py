"""Letters that urge, for the access matrix."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from kt1.network.agencies.lines import Body, Verb
from kt1.network.models import Agency
from kt1.oversight.reminders.models import Owing, UrgedLine, Urging
from kt1.oversight.reminders.rules import LATE, Channel, LetterState, Rule, SignedAs
from kt1.people.accounts.rules import Role
from tests.custody import factories as make

OWN, FAR = "own", "far"


def _urging(scene: Any, body: Agency) -> dict[str, Any]:
    day = make.MORNING.date()
    owing = Owing.objects.create(
        rule=Rule.FOCAL, subject=f"focal/{uuid4().hex}", agency=body, province=body.province,
        due=day, since=make.MORNING, step=LATE, step_at=make.MORNING,
    )  # fmt: skip
    made = Urging.objects.create(
        province=body.province, office=Body.SCIENCE_DEPARTMENT, channel=Channel.LETTER,
        verb=Verb.ORDER.name, signed_as=SignedAs.DEPUTY, until=day + timedelta(days=10),
        state=LetterState.DRAFT, made_by_id=scene.people[Role.REGULATOR].user_id,
        made_at=make.MORNING,
    )  # fmt: skip
    UrgedLine.objects.create(urging=made, owing=owing)
    return {"urging_id": made.pk}


def _both(**more: str) -> dict[str, Any]:
    return {
        OWN: lambda scene, _: {**_urging(scene, scene.world.sender), **more},
        FAR: lambda scene, _: {**_urging(scene, scene.world.far), **more},
    }


ARGUMENTS: dict[str, dict[str, Any]] = {
    "urging": _both(),
    "urging_issue": _both(),
    "urging_lay_aside": _both(),
    "urging_letter": _both(form="docx"),
    "coverage_letter": {OWN: lambda _scene, _: {"form": "docx"}},
}


def _once(_scene: Any, _person: Any) -> dict[str, str]:
    return {"once": str(uuid4())}


PAYLOADS: dict[str, Any] = {
    "digest_take_note": _once,
    "urging_lay_aside": _once,
}
