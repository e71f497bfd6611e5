"""From the inquiry to the lesson; or on, on paper. And the two stages of the report."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.assurance.incidents import permissions, steps
from kt1.assurance.incidents.actions import UnfitIncidentError, locked, screened
from kt1.assurance.incidents.models import Incident
from kt1.assurance.incidents.rules import Cause, Ending, Kind, Measure, Stage, State
from kt1.law.calendars.rules import VIETNAM
from kt1.ledger.holds import steps as holds
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.people.actor import Actor, NotAllowedError


@transaction.atomic(durable=True)
def investigate(
    *, incident_id: UUID, cause: Cause, note: str, by: Actor, at: datetime, once: RequestKey
) -> None:
    """What the inquiry found, coded; words are a note.

    Raises:
        Incident.DoesNotExist, NotAllowedError, RefusedTextError
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    one = locked(incident_id, by, at)
    if reason := permissions.why_not_investigate(by, one):
        raise NotAllowedError(reason)
    said = screened(note)
    one.state, one.cause, one.investigated_at = State.INVESTIGATED, cause, at
    one.save(update_fields=["state", "cause", "investigated_at"])
    steps.tell(one, "investigated", {"cause": cause.value}, by=by, at=at, note=said)
    finish(once, actor=str(by), answer={})


@transaction.atomic(durable=True)
def record(
    *, incident_id: UUID, number: str, dated: date, by: Actor, at: datetime, once: RequestKey
) -> None:
    """Enter the biên bản that those concerned signed.

    Raises:
        Incident.DoesNotExist, NotAllowedError, RefusedTextError
        UnfitIncidentError: dated before it was found, or in the future.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    one = locked(incident_id, by, at)
    if reason := permissions.why_not_record(by, one):
        raise NotAllowedError(reason)
    _must_be_of_its_time(one, dated, at)
    one.state, one.minutes, one.minutes_on = State.RECORDED, _numbered(number), dated
    one.save(update_fields=["state", "minutes", "minutes_on"])
    body = {"minutes": one.minutes, "dated": dated.isoformat()}
    steps.tell(one, "recorded", body, by=by, at=at)
    finish(once, actor=str(by), answer={})


@transaction.atomic(durable=True)
def close(
    *, incident_id: UUID, ending: Ending, note: str, by: Actor, at: datetime, once: RequestKey
) -> None:
    """How it ended. The records of its items are held no longer.

    Raises:
        Incident.DoesNotExist, NotAllowedError, RefusedTextError, UnfitIncidentError
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    one = locked(incident_id, by, at)
    if reason := permissions.why_not_close(by, one):
        raise NotAllowedError(reason)
    if not permissions.fits(Kind(one.kind), ending):
        raise UnfitIncidentError(_("A loss is not an irregularity of recording."))
    said = screened(note)
    one.state, one.ending, one.closed_at = State.CLOSED, ending, at
    one.save(update_fields=["state", "ending", "closed_at"])
    holds.release(steps.subject_of(one), at=at)
    steps.tell(one, "closed", {"ending": ending.value}, by=by, at=at, note=said)
    finish(once, actor=str(by), answer={})


@transaction.atomic(durable=True)
def learn(
    *, incident_id: UUID, measure: Measure, note: str, by: Actor, at: datetime, once: RequestKey
) -> None:
    """What changes from now on.

    Raises:
        Incident.DoesNotExist, NotAllowedError, RefusedTextError
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    one = locked(incident_id, by, at)
    if reason := permissions.why_not_learn(by, one):
        raise NotAllowedError(reason)
    said = screened(note)
    one.state, one.measure, one.learned_at = State.LEARNED, measure, at
    one.save(update_fields=["state", "measure", "learned_at"])
    steps.tell(one, "learned", {"measure": measure.value}, by=by, at=at, note=said)
    finish(once, actor=str(by), answer={})


@transaction.atomic(durable=True)
def go_on_on_paper(
    *, incident_id: UUID, number: str, dated: date, by: Actor, at: datetime, once: RequestKey
) -> None:
    """A suspected leak leaves this system by a letter's number; nothing more is kept (W13).

    Raises:
        Incident.DoesNotExist, NotAllowedError, RefusedTextError, UnfitIncidentError
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    one = locked(incident_id, by, at)
    if reason := permissions.why_not_go_on_paper(by, one):
        raise NotAllowedError(reason)
    _must_be_of_its_time(one, dated, at)
    one.state, one.closed_at = State.ON_PAPER, at
    one.paper, one.paper_on = _numbered(number), dated
    one.save(update_fields=["state", "closed_at", "paper", "paper_on"])
    # Its records stay held: what goes on on paper may ask for them.
    body = {"paper": one.paper, "dated": dated.isoformat()}
    steps.tell(one, "went_on_on_paper", body, by=by, at=at)
    finish(once, actor=str(by), answer={})


@transaction.atomic(durable=True)
def report(
    *,
    incident_id: UUID,
    stage: Stage,
    number: str,
    dated: date,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> None:
    """Enter that a stage of the report was sent.

    Raises:
        Incident.DoesNotExist, NotAllowedError, RefusedTextError
        UnfitIncidentError: sent already, not owed, or dated out of its time.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    one = locked(incident_id, by, at)
    if reason := permissions.why_not_report(by, one):
        raise NotAllowedError(reason)
    _must_be_of_its_time(one, dated, at)
    owed = one.reports.filter(stage=stage, sent_at=None)
    if not owed.update(number=_numbered(number), dated=dated, sent_at=at, sent_by_id=by.user_id):
        raise UnfitIncidentError(_("This report was sent already, or none is owed."))
    body = {"stage": stage.value, "number": number, "dated": dated.isoformat()}
    steps.tell(one, "reported", body, by=by, at=at)
    finish(once, actor=str(by), answer={})


def _numbered(number: str) -> str:
    said = screened(number, names_a_paper=True)
    if not said:
        raise UnfitIncidentError(_("A paper is entered with its number."))
    return said


def _must_be_of_its_time(one: Incident, dated: date, at: datetime) -> None:
    if not one.found_at.astimezone(VIETNAM).date() <= dated <= at.astimezone(VIETNAM).date():
        raise UnfitIncidentError(_("It is dated between the day it was found and today."))
