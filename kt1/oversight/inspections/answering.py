"""What the body inspected says: that it read the decision, and its explanations."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.law.screening.rules import passed
from kt1.ledger.entries.canonical import JSON
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.oversight.inspections import permissions, steps
from kt1.oversight.inspections.steps import UnfitInspectionError
from kt1.oversight.papers import SignedPaper, UnfitPaperError, written
from kt1.people.actor import Actor, NotAllowedError


@transaction.atomic(durable=True)
def acknowledge(
    *, inspection_id: int, paper: SignedPaper | None = None, by: Actor, at: datetime,
    once: RequestKey,
) -> str:  # fmt: skip
    """The body has read the decision. Returns the inspection's state.

    Args:
        paper: the body's own, where whoever follows its line enters it.

    Raises:
        Inspection.DoesNotExist, NotAllowedError, RefusedTextError, UnfitInspectionError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return str(done["state"])
    found = steps.locked(inspection_id, by)
    if reason := permissions.why_not_acknowledge(by, found, by_paper=paper is not None):
        raise NotAllowedError(reason)
    said = _written(paper, at)
    found.acknowledged_at, found.acknowledged_by_id = at, by.user_id
    found.save(update_fields=["acknowledged_at", "acknowledged_by"])
    steps.told(found, "acknowledged", _by(said), by=by, at=at, note=said)
    finish(once, actor=str(by), answer={"state": found.state})
    return found.state


@transaction.atomic(durable=True)
def explain(
    *, inspection_id: int, note: str, paper: SignedPaper | None = None, by: Actor, at: datetime,
    once: RequestKey,
) -> str:  # fmt: skip
    """The body explains itself in a few words; what is longer goes by its own letter.

    Args:
        paper: the body's own, where whoever follows its line enters it.

    Raises:
        Inspection.DoesNotExist, NotAllowedError, RefusedTextError, UnfitInspectionError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return str(done["state"])
    found = steps.locked(inspection_id, by)
    if reason := permissions.why_not_explain(by, found, by_paper=paper is not None):
        raise NotAllowedError(reason)
    if not passed(note).strip():
        raise UnfitInspectionError(_("Write what is to be known."))
    said = _written(paper, at)
    text = f"{said}: {note.strip()}" if said else note
    steps.told(found, "explained", _by(said), by=by, at=at, note=text)
    finish(once, actor=str(by), answer={"state": found.state})
    return found.state


def _written(paper: SignedPaper | None, at: datetime) -> str:
    try:
        return written(paper, at=at) if paper else ""
    except UnfitPaperError as fault:
        raise UnfitInspectionError(str(fault)) from None


def _by(said: str) -> dict[str, JSON]:
    return {"by_paper": 1} if said else {}
