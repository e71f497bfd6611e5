"""Workers, their papers, requests and trainings for the access matrix."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from kt1.network.units.models import AdminUnit
from kt1.people.actor import Actor
from kt1.people.vetting.models import AskedAbout, Standing, TrainingEvent, VettingRequest
from kt1.people.vetting.rules import Authority, Topic
from tests.custody import factories as make

OWN, OTHER, FAR = "own", "other", "far"


def _worker(actor: Actor) -> dict[str, Any]:
    return {"user_id": actor.user_id}


def _paper(actor: Actor) -> dict[str, Any]:
    return {"standing_id": Standing.objects.filter(user=actor.user_id)[0].pk}


def _request(of: Actor) -> dict[str, Any]:
    made = VettingRequest.objects.create(
        province=AdminUnit.objects.get(pk=of.province_id or 0),
        number=f"{uuid4().hex[:8]}/BĐT",
        dated_on=date(2026, 1, 12),
        asked_by_id=of.user_id,
        asked_at=make.MORNING - timedelta(days=1),
    )
    AskedAbout.objects.create(request=made, user_id=of.user_id)
    return {"request_id": made.pk}


def _training(of: Actor) -> dict[str, Any]:
    made = TrainingEvent.objects.create(
        province_id=of.province_id or 0,
        topic=Topic.KT1,
        held_on=date(2026, 1, 12),
        authority=Authority.POST,
        reference="TH-9",
    )
    return {"event_id": made.pk}


ARGUMENTS: dict[str, dict[str, Any]] = {
    "worker": {
        OWN: lambda scene, person: _worker(person or scene.world.courier),
        OTHER: lambda scene, _: _worker(scene.world.escort),
        FAR: lambda scene, _: _worker(scene.world.far_courier),
    },
    "standing_new": {
        OWN: lambda scene, person: _worker(person or scene.world.courier),
        OTHER: lambda scene, _: _worker(scene.world.escort),
        FAR: lambda scene, _: _worker(scene.world.far_courier),
    },
    "standing_end": {
        OTHER: lambda scene, _: _paper(scene.world.escort),
        FAR: lambda scene, _: _paper(scene.world.far_courier),
    },
    "vetting_request": {
        OTHER: lambda scene, _: _request(scene.world.courier),
        FAR: lambda scene, _: _request(scene.world.far_courier),
    },
    "training": {
        OTHER: lambda scene, _: _training(scene.world.courier),
        FAR: lambda scene, _: _training(scene.world.far_courier),
    },
}
