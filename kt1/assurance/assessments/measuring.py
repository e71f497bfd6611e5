"""Corrective and preventive measures: set, done, verified by another person."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kt1.assurance.assessments import permissions, queries, steps
from kt1.assurance.assessments.models import SafetyMeasure
from kt1.assurance.assessments.rules import MeasureState, Nature
from kt1.assurance.assessments.steps import UnfitSafetyError
from kt1.law.screening.rules import passed
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.people.actor import Actor, NotAllowedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A measure by its paper: which line of it, who answers for it, until when."""

    nature: Nature
    paper: str
    paper_date: date
    item: int
    owner_id: int
    due: date
    assessment_id: int | None = None


@transaction.atomic(durable=True)
def set_measure(*, wanted: Wanted, by: Actor, at: datetime, once: RequestKey) -> int:
    """Returns its id.

    Raises:
        NotAllowedError, RefusedTextError
        Assessment.DoesNotExist, User.DoesNotExist
        UnfitSafetyError: the day is past, or that line has a measure.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["measure"])
    if reason := permissions.why_not_manage(by):
        raise NotAllowedError(reason)
    if wanted.due < steps.day_of(at):
        raise UnfitSafetyError(_("The due day is past."))
    if wanted.paper_date > steps.day_of(at):
        raise UnfitSafetyError(_("The day of the paper is in the future."))
    owner = queries.staff(by.province_id or 0, at).get(pk=wanted.owner_id)
    assessment = None
    if wanted.assessment_id is not None:
        assessment = queries.assessments_seen_by(by).get(pk=wanted.assessment_id)
    try:
        with transaction.atomic():
            made = SafetyMeasure.objects.create(
                province_id=by.province_id or 0,
                assessment=assessment,
                nature=wanted.nature,
                paper=steps.number(wanted.paper),
                paper_date=wanted.paper_date,
                item=wanted.item,
                owner=owner,
                due=wanted.due,
                at=at,
                by_id=by.user_id,
            )
    except IntegrityError:
        raise UnfitSafetyError(_("This line of the paper has such a measure already.")) from None
    body: dict[str, str | int | bool] = {
        "nature": wanted.nature.value,
        "item": wanted.item,
        "owner": f"user:{owner.pk}",
        "due": wanted.due.isoformat(),
    }
    _told("set", made, body, by=by, at=at, paper=made.paper)
    finish(once, actor=str(by), answer={"measure": made.pk})
    return made.pk


def _locked(measure_id: int, by: Actor) -> SafetyMeasure:
    return queries.measures_seen_by(by).select_for_update(of=("self",)).get(pk=measure_id)


@transaction.atomic(durable=True)
def finish_measure(
    *, measure_id: int, done_on: date, paper: str, by: Actor, at: datetime, once: RequestKey
) -> None:
    """Whoever answers for it says that it is done, by which paper.

    Raises:
        SafetyMeasure.DoesNotExist, NotAllowedError, RefusedTextError, UnfitSafetyError
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    found = _locked(measure_id, by)
    if reason := permissions.why_not_finish(by, found):
        raise NotAllowedError(reason)
    if done_on > steps.day_of(at):
        raise UnfitSafetyError(_("The day is in the future."))
    found.state, found.done_on, found.done_by_id = MeasureState.DONE, done_on, by.user_id
    found.done_paper = steps.number(paper)
    found.save()
    body: dict[str, str | int | bool] = {
        "done_on": done_on.isoformat(),
        "late": found.due < done_on,
    }
    _told("done", found, body, by=by, at=at, paper=found.done_paper)
    finish(once, actor=str(by), answer={})


@transaction.atomic(durable=True)
def verify(
    *, measure_id: int, verified_on: date, by: Actor, at: datetime, once: RequestKey
) -> None:
    """Another person has looked: it is done and it helps.

    Raises:
        SafetyMeasure.DoesNotExist, NotAllowedError, UnfitSafetyError
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    found = _locked(measure_id, by)
    if reason := permissions.why_not_verify(by, found):
        raise NotAllowedError(reason)
    if verified_on > steps.day_of(at) or (found.done_on and verified_on < found.done_on):
        raise UnfitSafetyError(_("The day lies between the day it was done and today."))
    found.state, found.verified_on = MeasureState.VERIFIED, verified_on
    found.verified_by_id = by.user_id
    found.save()
    _told("verified", found, {"verified_on": verified_on.isoformat()}, by=by, at=at)
    finish(once, actor=str(by), answer={})


@transaction.atomic(durable=True)
def reopen(
    *, measure_id: int, due: date, note: str, by: Actor, at: datetime, once: RequestKey
) -> None:
    """It is not done, or does not help: to be done again until a new day.

    Raises:
        SafetyMeasure.DoesNotExist, NotAllowedError, RefusedTextError, UnfitSafetyError
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    found = _locked(measure_id, by)
    if reason := permissions.why_not_reopen(by, found):
        raise NotAllowedError(reason)
    if due < steps.day_of(at):
        raise UnfitSafetyError(_("The due day is past."))
    said = passed(note.strip())
    found.state, found.due = MeasureState.OPEN, due
    found.done_on = found.done_by_id = None
    found.done_paper = ""
    found.save()
    _told("reopened", found, {"due": due.isoformat()}, by=by, at=at, note=said)
    finish(once, actor=str(by), answer={})


@transaction.atomic(durable=True)
def give_up(*, measure_id: int, note: str, by: Actor, at: datetime, once: RequestKey) -> None:
    """It is no longer wanted; why is a remark.

    Raises:
        SafetyMeasure.DoesNotExist, NotAllowedError, RefusedTextError
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    found = _locked(measure_id, by)
    if reason := permissions.why_not_give_up(by, found):
        raise NotAllowedError(reason)
    said = passed(note.strip())
    found.state = MeasureState.CANCELLED
    found.save(update_fields=["state"])
    _told("given_up", found, {}, by=by, at=at, note=said)
    finish(once, actor=str(by), answer={})


def _told(
    what: str,
    found: SafetyMeasure,
    body: dict[str, str | int | bool],
    *,
    by: Actor,
    at: datetime,
    **notes: str,
) -> None:
    steps.told(f"measure.{what}", f"measure:{found.pk}", body, by=by, at=at, notes=notes)
