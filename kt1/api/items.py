"""Items: declare, accept, try, deliver, look."""

from typing import Any

from django.http import HttpRequest
from ninja import Path, Router, Status

from kt1.api import schemas
from kt1.api.door import actor_of, agency_of, code_of, facts, moment_of, place_of
from kt1.custody.clock.models import Derivation
from kt1.custody.clock.preview import Span
from kt1.custody.deliveries import actions as deliveries
from kt1.custody.deliveries.actions import Signed
from kt1.custody.handovers.chain import Link, chain
from kt1.custody.items import actions
from kt1.custody.items.gaps import accepted_gaps, declared_gaps
from kt1.custody.items.models import Item
from kt1.custody.items.rules import Declaration
from kt1.custody.units.queries import UnknownUnitError, seen_by
from kt1.law.calendars.rules import VIETNAM

router = Router(tags=["items"])


@router.post("", response={201: schemas.ItemsOut}, operation_id="declare_items")
def declare(request: HttpRequest, said: schemas.ItemsIn) -> Status[dict[str, Any]]:
    """Declare items at the sender's desk, in advance of their collection."""
    declarations = [
        Declaration(
            receiver=agency_of(one.receiver),
            mark=one.mark.value,
            urgency=one.urgency.value,
            content=one.content.value,
            pieces=one.pieces,
            agreed_at=one.agreed_at,
            point=place_of(one.point) if one.point else None,
            focal_only=one.focal_only,
            advice=one.advice,
            locator=one.locator,
        )
        for one in said.items
    ]
    desk = place_of(said.desk) if said.desk else None
    done = actions.declare(declarations=declarations, desk_id=desk, **facts(request))
    gaps = declared_gaps(done["codes"], at=moment_of(request))
    return Status(201, {"codes": done["codes"], "gaps": [_gap(body, gap) for body, gap in gaps]})


@router.post("/{code}/acceptance", response=schemas.AcceptanceOut, operation_id="accept_item")
def accept(
    request: HttpRequest, code: Path[schemas.Code], said: schemas.AcceptanceIn
) -> dict[str, Any]:
    """Accept a declared item, at the counter or at the sender's desk. Its clock starts."""
    answer = actions.accept(
        codes=[code_of(code)],
        checks=[c.value for c in said.checks],
        witness=said.witness,
        sheet=said.sheet,
        **facts(request),
    )
    only = answer["items"][0]
    gaps = accepted_gaps([only["code"]], at=moment_of(request)) if only["express"] else []
    return {
        "handover": answer["handover"],
        "deadline": only["deadline"],
        "gap": next((_gap(body, gap) for body, gap in gaps), None),
    }


@router.post("/{code}/attempts", response=schemas.AttemptOut, operation_id="record_attempt")
def attempt(
    request: HttpRequest, code: Path[schemas.Code], said: schemas.AttemptIn
) -> dict[str, Any]:
    """Record a try that ended without delivery. Only a valid one stops the clock."""
    return deliveries.attempt(
        codes=[code_of(code)],
        point_id=place_of(said.point),
        reason=said.reason,
        called_ahead=said.called_ahead,
        **facts(request),
    )


@router.post("/{code}/delivery", response=schemas.DeliveryOut, operation_id="deliver_item")
def deliver(
    request: HttpRequest, code: Path[schemas.Code], said: schemas.DeliveryIn
) -> dict[str, Any]:
    """Deliver to whoever may sign at that door now; 409 with the path when nobody may."""
    return deliveries.deliver(
        codes=[code_of(code)],
        point_id=place_of(said.point),
        signed=Signed(
            name=said.name,
            title=said.title,
            card=said.card,
            focal_point=said.focal_point,
            substitution=said.substitution,
        ),
        witness=said.witness,
        sheet=said.sheet,
        **facts(request),
    )


@router.get("/{code}", response=schemas.ItemOut, operation_id="get_item")
def item(request: HttpRequest, code: Path[schemas.Code]) -> dict[str, Any]:
    """One item with its clock and its whole chain. 404 unless it is yours to see."""
    found = (
        Item.objects.filter(unit__in=seen_by(actor_of(request)).filter(code=code_of(code)))
        .select_related("unit__clock", "sender", "receiver")
        .first()
    )
    if found is None:
        raise UnknownUnitError([code])
    clock = getattr(found.unit, "clock", None)
    steps: list[str] = []
    if clock is not None:
        steps = Derivation.objects.values_list("steps", flat=True).get(pk=clock.derivation)
    return {
        "code": found.unit.code,
        "state": found.unit.state,
        "sender": found.sender.code,
        "receiver": found.receiver.code,
        "urgency": found.urgency,
        "scope": found.scope,
        "pieces": found.pieces,
        "weight_g": found.weight_g,
        "accepted_at": clock and clock.started_at,
        "deadline": clock and clock.deadline,
        "expected_at": clock and clock.expected_at,
        "first_attempt_at": clock and clock.stopped_at,
        "delivered_at": clock and clock.delivered_at,
        "steps": steps,
        "chain": [_link(link) for link in chain(found.unit_id)],
    }


def _gap(receiver: str, gap: Span) -> dict[str, Any]:
    begins, ends = gap.begins.astimezone(VIETNAM), gap.ends.astimezone(VIETNAM)
    return {"receiver": receiver, "begins": begins, "ends": ends}


def _link(link: Link) -> dict[str, Any]:
    return {
        "handover": link.handover,
        "kind": link.kind,
        "outcome": link.outcome,
        "giver": link.giver,
        "taker": link.taker,
        "offered_at": link.offered_at,
        "settled_at": link.settled_at,
        "witness": link.witness,
        "inside": link.inside or None,
    }
