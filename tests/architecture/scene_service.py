"""What the access matrix needs of the pages on the service and on guidance."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from kt1.law.catalogue.models import ServiceInformation
from kt1.network.models import Agency
from kt1.people.guidance.models import Guidance
from kt1.people.guidance.rules import Channel, Giver, Matter, Told
from tests.custody import factories as make


def contact(province: str) -> dict[str, Any]:
    """A contact of a province, entered by somebody who is nobody of the scene."""
    made = ServiceInformation.objects.create(
        topic="complaint",
        key=uuid4().hex,
        province=province,
        version=1,
        title="Nơi tiếp nhận thử",
        phone="02223800000",
        valid_from=date(2025, 7, 1),
        evidence="official_text",
        paper="1/TB",
        entered_by="user:0",
    )
    return {"pk": made.pk}


def guidance(body: Agency) -> dict[str, Any]:
    """Guidance that the post gave a body."""
    made = Guidance.objects.create(
        agency=body,
        giver=Giver.POST,
        given_by_id=make.user().pk,
        matter=Matter.WRAPPING,
        channel=Channel.CALL,
        told=Told.CLERK,
        given_at=make.MORNING - timedelta(hours=1),
        recorded_at=make.MORNING,
        entry=uuid4(),
    )
    return {"pk": made.pk}


OWN, OTHER, FAR = "own", "other", "far"

ARGUMENTS: dict[str, dict[str, Any]] = {
    **{
        name: {
            OWN: lambda _scene, _: contact("24"),
            FAR: lambda _scene, _: contact("75"),
        }
        for name in ("service_versions", "service_confirm", "service_end")
    },
    "service_publish": {
        topic: (lambda _scene, _, topic=topic: {"topic": topic}) for topic in ("hotline", "product")
    },
    **{
        name: {
            OWN: lambda scene, _: guidance(scene.world.sender),
            OTHER: lambda scene, _: guidance(scene.world.receiver),
            FAR: lambda scene, _: guidance(scene.world.far),
        }
        for name in ("guidance", "guidance_read")
    },
}


def _once(_scene: Any, _person: Any) -> dict[str, Any]:
    return {"once": str(uuid4())}


PAYLOADS: dict[str, Any] = {
    "service_confirm": _once,
    "service_end": lambda scene, person: {**_once(scene, person), "last_day": "31/12/2027"},
    "guidance_read": _once,
}
