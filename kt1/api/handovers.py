"""Hand-overs: offer, settle, look."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from kt1.api import schemas
from kt1.api.door import actor_of, code_of, facts, place_of
from kt1.custody.handovers import actions, queries
from kt1.custody.handovers.models import HandoverLine
from kt1.custody.handovers.rules import Seen, Witness

router = Router(tags=["handovers"])


@router.post("", response={201: schemas.HandoverMade}, operation_id="offer_units")
def offer(request: HttpRequest, said: schemas.HandoverIn) -> Status[dict[str, Any]]:
    """Offer units to another holder; the giver stays answerable until they are taken."""
    return Status(
        201,
        actions.offer(
            codes=[code_of(c) for c in said.units],
            taker_place_id=place_of(said.taker_place),
            taker_person_id=said.taker_person,
            weights={code_of(c): grams for c, grams in said.weights.items()},
            trip=said.trip,
            **facts(request),
        ),
    )


@router.post(
    "/{handover_id}/settlement", response=schemas.SettlementOut, operation_id="settle_handover"
)
def settle(request: HttpRequest, handover_id: UUID, said: schemas.SettlementIn) -> dict[str, Any]:
    """Say what you see: each line is taken, or stays with the giver with its findings."""
    seen = [
        Seen(
            code=code_of(one.code),
            seal=one.seal,
            intact=one.intact,
            weight_g=one.weight_g,
            refuse=one.refuse,
            typed=one.typed,
        )
        for one in said.seen
    ]
    if said.witness == Witness.TWO_SESSIONS:
        return actions.settle(handover_id=handover_id, seen=seen, **facts(request))
    return actions.settle_for_taker(
        handover_id=handover_id,
        seen=seen,
        witness=said.witness,
        sheet=said.sheet,
        **facts(request),
    )


@router.get("/{handover_id}", response=schemas.HandoverOut, operation_id="get_handover")
def handover(request: HttpRequest, handover_id: UUID) -> dict[str, Any]:
    """One hand-over. 404 unless you give or take it. The declared seal is never shown."""
    found = (
        queries.seen_by(actor_of(request))
        .select_related("giver_place", "taker_place")
        .filter(pk=handover_id)
        .first()
    )
    if found is None:
        raise queries.UnknownHandoverError(str(handover_id))
    lines = HandoverLine.objects.filter(handover=handover_id).exclude(findings=[])
    return {
        "id": found.pk,
        "kind": found.kind,
        "outcome": found.outcome,
        "giver": found.giver_place.code,
        "taker": found.taker_place.code,
        "items": found.items,
        "bags": found.bags,
        "offered_at": found.offered_at,
        "lapses_at": found.lapses_at,
        "settled_at": found.settled_at,
        "witness": found.witness,
        "findings": dict(lines.values_list("unit__code", "findings")),
    }
