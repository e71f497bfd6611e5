"""Filing a complaint and what the body that complained does with it; the post's answer."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.assurance.complaints import permissions, steps, terms
from kt1.assurance.complaints.models import Complaint, ComplaintAnswer
from kt1.assurance.complaints.rules import OVER, Cause, Matter, Outcome, State
from kt1.custody.items import listed
from kt1.custody.items.models import Item
from kt1.custody.units.queries import UnknownUnitError
from kt1.law.calendars.rules import VIETNAM
from kt1.ledger.holds import steps as holds
from kt1.ledger.holds.rules import item_subject
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.agencies.models import Agency
from kt1.people.actor import Actor, NotAllowedError


class UnfitComplaintError(Exception):
    """It cannot be filed now. The sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPaper:
    """The signed complaint of a body that works on paper, as it reached the post (W7).

    `came`: the day from which the post's clock runs, whenever it is entered.
    """

    by_receiver: bool
    number: str
    dated: date
    came: date


@transaction.atomic(durable=True)
def file(
    *,
    code: str,
    matter: Matter,
    note: str,
    by: Actor,
    at: datetime,
    once: RequestKey,
    on_paper: OnPaper | None = None,
) -> int:
    """Complain of one item. From now on its records are held.

    Args:
        on_paper: where the post enters the paper of a body; the day it came counts as the day
            of filing.

    Returns the complaint's id.

    Raises:
        UnknownUnitError: no item that `by` may know of.
        NotAllowedError, RefusedTextError
        UnfitComplaintError: not accepted yet, too late, open already, or days that cannot be.
        UnsetNormError, NoCalendarError: the clocks cannot be worked out.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["complaint"])
    rows = listed.seen_by(by).select_related("unit__clock", "sender", "receiver")
    item = rows.filter(unit__code=code).first()
    if item is None:
        raise UnknownUnitError([code])
    body = _complainant(item, on_paper)
    if reason := permissions.why_not_file(by, item, body):
        raise permissions.NotOnPaperError(reason) if on_paper else NotAllowedError(reason)
    steps.screened(note)
    agency = by.agency_id or 0 if body is None else body.pk
    filed = _filed(item, on_paper, at)
    if fault := why_unfit(item, matter, agency_id=agency, at=filed):
        raise UnfitComplaintError(fault)
    on = terms.day_of(filed)
    window, due = terms.window_of(item, matter, on), terms.due_of(on)
    made = Complaint.objects.create(
        unit=item.unit,
        agency_id=agency,
        province_id=by.province_id or 0,
        matter=matter,
        filed_at=filed,
        filed_by_id=by.user_id,
        window_ends=window.on,
        window_norm=window.norm,
        due=due.on,
        due_norm=due.norm,
    )
    holder = steps.subject_of(made)
    holds.hold([item_subject(code), holder], holder=holder, at=at)
    said = {"item": code, "matter": matter.value, "due": due.on.isoformat(), "norm": due.norm}
    steps.told(made, "filed", said, by=by, at=at, note=note, paper=_named(on_paper))
    finish(once, actor=str(by), answer={"complaint": made.pk})
    return made.pk


def _complainant(item: Item, on_paper: OnPaper | None) -> Agency | None:
    if on_paper is None:
        return None
    steps.screened(on_paper.number, names_a_paper=True)
    return item.receiver if on_paper.by_receiver else item.sender


def _filed(item: Item, on_paper: OnPaper | None, at: datetime) -> datetime:
    """The moment that counts as its filing: for a paper the beginning of the day it came."""
    if on_paper is None:
        return at
    if not on_paper.dated <= on_paper.came <= terms.day_of(at):
        raise UnfitComplaintError(_("The paper came on the day of its date or later, until today."))
    if hasattr(item.unit, "clock") and on_paper.dated < terms.day_of(item.unit.clock.started_at):
        raise UnfitComplaintError(_("The paper is dated before the post accepted the item."))
    return datetime.combine(on_paper.came, time.min, VIETNAM)


def _named(on_paper: OnPaper | None) -> str:
    return "" if on_paper is None else f"{on_paper.number} {on_paper.dated:%d/%m/%Y}"


def why_unfit(item: Item, matter: Matter, *, agency_id: int, at: datetime) -> str | None:
    """Why this item cannot be complained of now, besides who asks.

    Raises:
        UnsetNormError: no norm says how long one may complain.
    """
    if not hasattr(item.unit, "clock"):
        return _("The post has not accepted this item: without an acceptance there is no claim.")
    ends = terms.window_of(item, matter, terms.day_of(at)).on
    if ends < terms.day_of(at):
        return _("It could be filed until %(day)s.") % {"day": f"{ends:%d/%m/%Y}"}
    same = Complaint.objects.filter(unit=item.pk, agency=agency_id, matter=matter)
    if same.exclude(state__in=OVER).exists():
        return _("Your agency has an open complaint of this item and matter already.")
    return None


@transaction.atomic(durable=True)
def answer(
    *,
    complaint_id: int,
    outcome: Outcome,
    cause: Cause,
    note: str,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> int:
    """The post answers. Returns the number of the answer.

    Raises:
        Complaint.DoesNotExist, NotAllowedError, RefusedTextError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["answer"])
    found = steps.locked(complaint_id, by)
    if reason := permissions.why_not_answer(by, found):
        raise NotAllowedError(reason)
    steps.screened(note)
    n = found.answers.count() + 1
    ComplaintAnswer.objects.create(
        complaint=found, n=n, outcome=outcome, cause=cause, due=found.due, at=at, by_id=by.user_id
    )
    steps.move(found, State.ANSWERED, at=at)
    late = found.due < terms.day_of(at)
    body = {"n": n, "outcome": outcome.value, "cause": cause.value, "late": late}
    steps.told(found, "answered", body, by=by, at=at, note=note)
    finish(once, actor=str(by), answer={"answer": n})
    return n


@transaction.atomic(durable=True)
def decide(
    *,
    complaint_id: int,
    after: State,
    note: str,
    by: Actor,
    at: datetime,
    once: RequestKey,
    paper: str = "",
) -> str:
    """The body withdraws, agrees to the answer, or does not and the post's clock starts again.

    Args:
        after: WITHDRAWN, CLOSED or CONTESTED.
        paper: number and date of the body's signed paper, where the post enters it.

    Returns the state it stands in.

    Raises:
        Complaint.DoesNotExist, NotAllowedError, RefusedTextError
        UnfitComplaintError: the post enters it without a paper.
        UnsetNormError, NoCalendarError: the new clock cannot be worked out.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return str(done["state"])
    found = steps.locked(complaint_id, by)
    if reason := permissions.why_not_decide(by, found, after):
        raise NotAllowedError(reason)
    steps.screened(note)
    steps.screened(paper, names_a_paper=True)
    if permissions.enters_papers(by) and not paper.strip():
        raise UnfitComplaintError(_("Name the agency's signed paper: number and date."))
    if after is State.CONTESTED:
        limit = terms.due_of(terms.day_of(at))
        found.due, found.due_norm = limit.on, limit.norm
        found.save(update_fields=["due", "due_norm"])
    steps.move(found, after, at=at)
    body = {"due": found.due.isoformat()} if after is State.CONTESTED else {}
    steps.told(found, after.value, body, by=by, at=at, note=note, paper=paper)
    finish(once, actor=str(by), answer={"state": found.state})
    return found.state
