"""What the body inspected says: that it read the decision, and its explanations."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.law.screening.rules import passed
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.oversight.inspections import permissions, steps
from kt1.oversight.inspections.steps import UnfitInspectionError
from kt1.people.actor import Actor, NotAllowedError


@transaction.atomic(durable=True)
def acknowledge(*, inspection_id: int, by: Actor, at: datetime, once: RequestKey) -> str:
    """The body has read the decision. Returns the inspection's state.

    Raises:
        Inspection.DoesNotExist, NotAllowedError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return str(done["state"])
    found = steps.locked(inspection_id, by)
    if reason := permissions.why_not_acknowledge(by, found):
        raise NotAllowedError(reason)
    found.acknowledged_at, found.acknowledged_by_id = at, by.user_id
    found.save(update_fields=["acknowledged_at", "acknowledged_by"])
    steps.told(found, "acknowledged", {}, by=by, at=at)
    finish(once, actor=str(by), answer={"state": found.state})
    return found.state


@transaction.atomic(durable=True)
def explain(*, inspection_id: int, note: str, by: Actor, at: datetime, once: RequestKey) -> str:
    """The body explains itself in a few words; what is longer goes by its own letter.

    Raises:
        Inspection.DoesNotExist, NotAllowedError, RefusedTextError, UnfitInspectionError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return str(done["state"])
    found = steps.locked(inspection_id, by)
    if reason := permissions.why_not_explain(by, found):
        raise NotAllowedError(reason)
    if not passed(note).strip():
        raise UnfitInspectionError(_("Write what is to be known."))
    steps.told(found, "explained", {}, by=by, at=at, note=note)
    finish(once, actor=str(by), answer={"state": found.state})
    return found.state
