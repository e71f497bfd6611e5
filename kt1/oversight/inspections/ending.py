"""The conclusion, the end of the file, and letting go of what it held."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.law.parameters.keys import Key
from kt1.law.screening.rules import passed
from kt1.ledger.entries.canonical import JSON
from kt1.ledger.holds import steps as holds
from kt1.ledger.holds.models import Hold
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.oversight.inspections import permissions, queries, rules, steps
from kt1.oversight.inspections.models import Inspection
from kt1.oversight.inspections.rules import State
from kt1.oversight.inspections.steps import UnfitInspectionError
from kt1.oversight.violations import steps as violations
from kt1.people.actor import Actor, NotAllowedError


@transaction.atomic(durable=True)
def conclude(
    *, inspection_id: int, number: str, dated: date, by: Actor, at: datetime, once: RequestKey
) -> int:
    """Enter the conclusion; each finding becomes a violation to follow. Returns how many.

    Raises:
        Inspection.DoesNotExist, NotAllowedError, RefusedTextError, UnfitInspectionError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["violations"])
    found = steps.locked(inspection_id, by)
    if reason := permissions.why_not_move(by, found, State.CONCLUDED):
        raise NotAllowedError(reason)
    text = steps.paper(number, dated, since=found.minutes_on, at=at)
    checklist = steps.checklist_of(found)
    areas = {one.key: one.area for one in checklist.questions}
    made = violations.open_of_findings(found, areas, by=by, at=at)
    found.state = State.CONCLUDED
    found.conclusion_number, found.conclusion_on = text, dated
    found.save(update_fields=["state", "conclusion_number", "conclusion_on"])
    body: dict[str, JSON] = {"dated": dated.isoformat(), "violations": len(made)}
    steps.told(found, "concluded", body, by=by, at=at, note=text)
    finish(once, actor=str(by), answer={"violations": len(made)})
    return len(made)


@transaction.atomic(durable=True)
def close(
    *, inspection_id: int, kept_where: str, by: Actor, at: datetime, once: RequestKey
) -> date:
    """Close the file: nothing of it changes any more. Returns the day until which it is kept.

    What its violations still need goes on by itself, and to the next inspection of the body.

    Raises:
        Inspection.DoesNotExist, NotAllowedError, RefusedTextError
        UnfitInspectionError: no norm says how long, or it is not said where the file lies.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return date.fromisoformat(str(done["until"]))
    found = steps.locked(inspection_id, by)
    if reason := permissions.why_not_move(by, found, State.CLOSED):
        raise NotAllowedError(reason)
    if not passed(kept_where).strip():
        raise UnfitInspectionError(_("Say where the paper file is kept."))
    on = steps.day_of(at)
    years = queries.norm(Key.INSPECTION_FILE_YEARS, on)
    if years is None:
        raise UnfitInspectionError(_("No norm says how long the file is kept."))
    found.state = State.CLOSED
    found.closed_at = at
    found.kept_where = kept_where.strip()
    found.keep_until = rules.years_later(on, years)
    found.save(update_fields=["state", "closed_at", "kept_where", "keep_until"])
    body: dict[str, JSON] = {"keep_until": found.keep_until.isoformat()}
    steps.told(found, "closed", body, by=by, at=at)
    finish(once, actor=str(by), answer={"until": found.keep_until.isoformat()})
    return found.keep_until


@transaction.atomic(durable=True)
def let_go(*, at: datetime) -> int:
    """Of every file past its time: the records of its sampled items are no longer held by it.

    The file itself stays until a signed list disposes of it. Returns how many let go.
    """
    over = Inspection.objects.filter(state=State.CLOSED, keep_until__lt=steps.day_of(at))
    names = {steps.subject_of(one) for one in over.only("pk")}
    held = Hold.objects.filter(holder__in=names, ended_at=None).values_list("holder", flat=True)
    holders = sorted(set(held))
    for holder in holders:
        holds.release(holder, at=at)
    return len(holders)
