"""How an agency's internal rules stand, and covers that came to it another way than by KT1."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.law.calendars.rules import VIETNAM
from kt1.law.screening.rules import passed
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.agencies.models import Agency
from kt1.oversight.papers import SignedPaper, written
from kt1.oversight.reviews import permissions, queries, steps
from kt1.oversight.reviews.models import InternalRule, OutsideReport
from kt1.oversight.reviews.rules import Carrier, RuleKind, RuleStage
from kt1.people.actor import Actor, NotAllowedError


class UnfitStatementError(Exception):
    """It cannot be so. The sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One of the two papers as it stands. Number, day and clause only of an issued one."""

    stage: RuleStage
    number: str = ""
    dated: date | None = None
    has_clause: bool | None = None


@transaction.atomic(durable=True)
def state_rule(
    *, agency_code: str, kind: RuleKind, stated: Stated, by: Actor, at: datetime, once: RequestKey
) -> None:
    """Say how quy chế or nội quy of a body stands, in place of what was said before.

    Raises:
        Agency.DoesNotExist, NotAllowedError, RefusedTextError, UnfitStatementError
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    today = at.astimezone(VIETNAM).date()
    body = queries.rules_seen_by(by, today).get(code=agency_code)
    if reason := permissions.why_not_state_rule(by, body):
        raise NotAllowedError(reason)
    issued = stated.stage is RuleStage.ISSUED
    if issued and (not stated.number.strip() or stated.dated is None or stated.has_clause is None):
        raise UnfitStatementError(_("An issued paper has a number, a day, and a clause or not."))
    if issued and stated.dated is not None and stated.dated > today:
        raise UnfitStatementError(_("The day of the paper is in the future."))
    facts = {
        "stage": stated.stage,
        "number": steps.public_number(stated.number) if issued else "",
        "dated": stated.dated if issued else None,
        "has_clause": stated.has_clause if issued else None,
        "stated_at": at,
        "stated_by_id": by.user_id,
    }
    InternalRule.objects.update_or_create(agency=body, kind=kind, defaults=facts)
    said = {
        "stage": stated.stage.value,
        "clause": "" if not issued else "yes" if stated.has_clause else "no",
        "dated": stated.dated.isoformat() if issued and stated.dated else "",
    }
    subject = f"internal-rule:{body.code}/{kind.value}"
    notes = {"number": str(facts["number"])}
    steps.told("internal_rule.stated", subject, said, by=by, at=at, notes=notes)
    finish(once, actor=str(by), answer={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """A cover that did not come by KT1: which day, from whom, how. There is nothing else."""

    received_on: date
    carrier: Carrier
    sender_code: str = ""
    sender_name: str = ""


@transaction.atomic(durable=True)
def report(*, came: Came, by: Actor, at: datetime, once: RequestKey) -> int:
    """File Phản ánh bì có dấu A/B/C không gửi qua KT1. Returns its id.

    Raises:
        Agency.DoesNotExist: no body of this code.
        NotAllowedError, RefusedTextError, UnfitStatementError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["report"])
    if reason := permissions.why_not_report(by):
        raise NotAllowedError(reason)
    made = _file(came, by.agency_id or 0, "", by=by, at=at)
    finish(once, actor=str(by), answer={"report": made.pk})
    return made.pk


@transaction.atomic(durable=True)
def report_on_paper(
    *, came: Came, agency_id: int, paper: SignedPaper, by: Actor, at: datetime, once: RequestKey
) -> int:
    """Enter the signed paper by which a body that works on paper reports a cover. Returns its id.

    Raises:
        Agency.DoesNotExist: not such a body, or no sender of this code.
        NotAllowedError, RefusedTextError, UnfitStatementError, UnfitPaperError
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["report"])
    body = queries.on_paper_under(by, at.astimezone(VIETNAM).date()).get(pk=agency_id)
    if reason := permissions.why_not_report_for(by, body):
        raise NotAllowedError(reason)
    made = _file(came, body.pk, written(paper, at=at), by=by, at=at)
    finish(once, actor=str(by), answer={"report": made.pk})
    return made.pk


def _file(came: Came, agency_id: int, paper: str, *, by: Actor, at: datetime) -> OutsideReport:
    if came.received_on > at.astimezone(VIETNAM).date():
        raise UnfitStatementError(_("The day is in the future."))
    sender = Agency.objects.get(code=came.sender_code) if came.sender_code else None
    named = passed(came.sender_name.strip()) if sender is None else ""
    if sender is None and not named:
        raise UnfitStatementError(_("Say who sent it."))
    if sender is not None and sender.pk == agency_id:
        raise UnfitStatementError(_("Who received it cannot be the sender."))
    made = OutsideReport.objects.create(
        agency_id=agency_id,
        received_on=came.received_on,
        sender=sender,
        sender_name=named,
        carrier=came.carrier,
        filed_at=at,
        filed_by_id=by.user_id,
        paper=paper,
    )
    body = {
        "received_on": came.received_on.isoformat(),
        "carrier": came.carrier.value,
        "sender": sender.code if sender else "",
        "by_paper": int(bool(paper)),
    }
    subject = f"outside-report:{made.pk}"
    notes = {"sender": named, "paper": paper}
    steps.told("outside_report.filed", subject, body, by=by, at=at, notes=notes)
    return made


@transaction.atomic(durable=True)
def withdraw(*, report_id: int, by: Actor, at: datetime, once: RequestKey) -> None:
    """It was filed by mistake: it counts no more.

    Raises:
        OutsideReport.DoesNotExist, NotAllowedError
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    found = queries.reports_seen_by(by).select_for_update(of=("self",)).get(pk=report_id)
    if reason := permissions.why_not_withdraw(by, found):
        raise NotAllowedError(reason)
    found.withdrawn_at = at
    found.save(update_fields=["withdrawn_at"])
    subject = f"outside-report:{found.pk}"
    steps.told("outside_report.withdrawn", subject, {}, by=by, at=at)
    finish(once, actor=str(by), answer={})
