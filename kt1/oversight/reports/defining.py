"""Stating what is owed: a new report, the next definition of one, the last day of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.law.parameters.keys import Evidence
from kt1.law.screening.rules import passed
from kt1.ledger.entries.actions import append
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.network.units.models import AdminUnit
from kt1.oversight.reports import permissions
from kt1.oversight.reports.models import ReportDefinition
from kt1.oversight.reports.rules import PARTY_CODES, RECIPIENTS, Cycle, Recipient, Window
from kt1.oversight.reports.steps import ReportError
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.reminders.rules import KEEPERS

#: What a province asks of itself beside what is shipped: own-1, own-2 …
OWN = "own-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a definition states."""

    title: str
    cycle: Cycle
    window: Window
    due_months: int
    due_day: int
    due_excluded: bool
    recipients: tuple[Recipient, ...]
    names: tuple[str, ...]
    basis: str
    evidence: Evidence


@transaction.atomic(durable=True)
def define(
    *, code: str, rule: Rule, since: date, by: Actor, at: datetime, once: RequestKey
) -> ReportDefinition:
    """State what is owed from a day on. The province's definition before it is closed.

    Args:
        code: of the report; empty for one that was not owed here before.

    Raises:
        NotAllowedError, RefusedTextError.
        ReportError: it begins before the one that holds, or what it says does not fit together.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return ReportDefinition.objects.get(pk=done["definition"])
    if reason := permissions.why_not_report(by):
        raise NotAllowedError(reason)
    _must_be_theirs(code, rule.recipients, by)
    if not rule.recipients or len(rule.names) != len(rule.recipients) or not rule.basis.strip():
        raise ReportError(_("A definition names its recipients and the paper it rests on."))
    AdminUnit.objects.select_for_update().get(pk=by.province_id or 0)
    code = code or _next_code(by)
    _close(code, since, by)
    made = ReportDefinition.objects.create(
        province_id=by.province_id,
        code=code,
        title=passed(rule.title.strip()),
        cycle=rule.cycle.value,
        window=rule.window.value,
        due_months=rule.due_months,
        due_day=rule.due_day,
        due_excluded=rule.due_excluded,
        recipients=[one.value for one in rule.recipients],
        names=[passed(one.strip()) for one in rule.names],
        basis=passed(rule.basis.strip(), names_a_paper=True),
        evidence=rule.evidence.value,
        valid_from=since,
        entered_by=str(by),
        entered_at=at,
    )
    _say(made, by, at)
    finish(once, actor=str(by), answer={"definition": made.pk})
    return made


def _must_be_theirs(code: str, recipients: Sequence[Recipient], by: Actor) -> None:
    """Raises:
    ReportError: the report is another office's, or goes where this office does not report.
    """
    if code and not permissions.keeps(by, code):
        raise ReportError(_("This report is of another office."))
    if not set(recipients) <= set(RECIPIENTS[KEEPERS[by.role]]):
        raise ReportError(_("Say to whom the report goes."))


def _next_code(by: Actor) -> str:
    own = OWN if permissions.keeps(by, OWN) else f"{PARTY_CODES}{OWN}"
    held = ReportDefinition.objects.filter(province=by.province_id, code__startswith=own)
    return f"{own}{held.order_by().values('code').distinct().count() + 1}"


def _close(code: str, since: date, by: Actor) -> None:
    """The province's definition that holds ends the day before."""
    own = ReportDefinition.objects.filter(province=by.province_id, code=code)
    last = own.order_by("-valid_from").first()
    if last is None:
        return
    if since <= max(last.valid_from, last.valid_to or last.valid_from):
        raise ReportError(_("It begins after the definition that holds now."))
    if last.valid_to is None:
        last.valid_to = since - timedelta(days=1)
        last.save(update_fields=["valid_to"])


def _say(made: ReportDefinition, by: Actor, at: datetime) -> None:
    append(
        kind="report.defined",
        subject=f"report:{by.province_id}/{made.code}",
        actor=str(by),
        at=at,
        body={
            "since": made.valid_from.isoformat(),
            "cycle": made.cycle,
            "window": made.window,
            "due": [made.due_months, made.due_day, made.due_excluded],
            "recipients": made.recipients,
            "evidence": made.evidence,
        },
        notes={"basis": made.basis, "title": made.title},
    )


@transaction.atomic(durable=True)
def end(*, code: str, last: date, paper: str, by: Actor, at: datetime, once: RequestKey) -> None:
    """The province's own definition holds for the last time on this day; a shipped one holds again.

    What was owed until then stays owed.

    Raises:
        NotAllowedError, RefusedTextError.
        ReportError: the province has no definition that holds, or it ends before it began.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return
    if reason := permissions.why_not_report(by):
        raise NotAllowedError(reason)
    _must_be_theirs(code, (), by)
    AdminUnit.objects.select_for_update().get(pk=by.province_id or 0)
    held = ReportDefinition.objects.filter(
        province=by.province_id, code=code, valid_to=None
    ).first()
    if held is None:
        raise ReportError(_("The province has no definition of its own that holds."))
    if last < held.valid_from:
        raise ReportError(_("It ends on the day it began at the earliest."))
    if not paper.strip():
        raise ReportError(_("Name the paper by which it is owed no more."))
    held.valid_to = last
    held.save(update_fields=["valid_to"])
    append(
        kind="report.ended",
        subject=f"report:{by.province_id}/{code}",
        actor=str(by),
        at=at,
        body={"last": last.isoformat()},
        notes={"basis": passed(paper.strip(), names_a_paper=True)},
    )
    finish(once, actor=str(by), answer={"definition": held.pk})
