"""Entering and deciding force majeure. Nothing is deleted; what was refused stays too."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.assurance.quality.models import ForceMajeure
from kt1.assurance.quality.permissions import why_not_decide_event, why_not_enter_event
from kt1.assurance.quality.rules import EventKind, EventState, Refusal
from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import count_on
from kt1.law.screening.rules import passed
from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.units.models import AdminUnit
from kt1.people.actor import Actor, NotAllowedError


class EventError(ValueError):
    """The event cannot be entered so. The sentence says why."""


@transaction.atomic(durable=True)
def enter_event(
    *,
    kind: EventKind,
    commune_id: int | None,
    begins: datetime,
    ends: datetime,
    evidence: str,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> ForceMajeure:
    """Enter an event of one's province with its paper. It excuses nothing until it is approved.

    Args:
        commune_id: None for the whole province.
        begins, ends: aware; both are in the past.
        evidence: number, date and issuer of the paper.

    Raises:
        NotAllowedError, EventError.
        RefusedTextError: the name of the paper is not a text that may be kept.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return ForceMajeure.objects.get(pk=str(done["event"]))
    province = by.province_id
    if (reason := why_not_enter_event(by)) or province is None:
        raise NotAllowedError(reason)
    _must_make_sense(begins, ends, at)
    if not evidence.strip():
        raise EventError(_("Number, date and issuer of the paper that shows it."))
    if commune_id and not AdminUnit.objects.filter(pk=commune_id, parent=province).exists():
        raise EventError(_("The commune lies in another province."))
    made = ForceMajeure.objects.create(
        id=uuid4(),
        province_id=province,
        commune_id=commune_id,
        kind=kind.value,
        begins=begins,
        ends=ends,
        evidence=passed(evidence.strip(), names_a_paper=True),
        entered_by_id=by.user_id,
        entered_at=at,
    )
    append(
        kind="force_majeure.entered",
        subject=f"event:{made.pk}",
        actor=str(by),
        at=at,
        body={
            "kind": kind.value,
            "province": province,
            "commune": commune_id,
            "begins": begins.isoformat(),
            "ends": ends.isoformat(),
        },
        notes={"evidence": made.evidence},
    )
    finish(once, actor=str(by), answer={"event": str(made.pk)})
    return made


def _must_make_sense(begins: datetime, ends: datetime, at: datetime) -> None:
    if ends <= begins:
        raise EventError(_("The event ends after it begins."))
    if ends > at:
        raise EventError(_("Enter the event when it is over."))
    days = count_on(begins.astimezone(VIETNAM).date(), Key.FORCE_MAJEURE_DAYS)
    if days is not None and ends - begins > timedelta(days=days):
        said = _("An event of more than %(days)s days is entered in parts.")
        raise EventError(said % {"days": days})


@transaction.atomic(durable=True)
def decide_event(
    *, event_id: UUID, refusal: Refusal | None, by: Actor, at: datetime, once: RequestKey
) -> ForceMajeure:
    """Approve an event, or refuse it for a coded reason. Decided once.

    Raises:
        ForceMajeure.DoesNotExist, NotAllowedError.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return ForceMajeure.objects.get(pk=event_id)
    event = ForceMajeure.objects.select_for_update().get(pk=event_id)
    if reason := why_not_decide_event(by, event):
        raise NotAllowedError(reason)
    event.state = EventState.REFUSED if refusal else EventState.APPROVED
    event.refusal = refusal.value if refusal else ""
    event.decided_by_id, event.decided_at = by.user_id, at
    event.save(update_fields=["state", "refusal", "decided_by", "decided_at"])
    append(
        kind="force_majeure.decided",
        subject=f"event:{event.pk}",
        actor=str(by),
        at=at,
        body={"state": str(event.state), "refusal": event.refusal},
    )
    finish(once, actor=str(by), answer={"event": str(event.pk)})
    return event
