"""Who reports, approves, receives. Each answer is a reason why not, or None."""

from django.utils.translation import gettext as _

from kt1.oversight.reports.models import Report, ReportSubmission, ReportVersion
from kt1.oversight.reports.rules import WRITABLE, Recipient, State, keeper_of, may_follow
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.reminders.rules import KEEPERS

#: Who receives reports, and as which recipient.
RECEIVERS = {Role.PROVINCE_LEADER: Recipient.PROVINCE, Role.MINISTRY: Recipient.MINISTRY}


def why_not_read(actor: Actor) -> str | None:
    if actor.role in KEEPERS and actor.province_id is not None:
        return None
    if actor.role is Role.HEAD and actor.agency_id is not None:
        return None
    if actor.role in RECEIVERS:
        return None
    return _("Reports are read by the Department that makes them and by those they go to.")


def why_not_report(actor: Actor) -> str | None:
    """To make a report or a version, to define, to write its words, to send it."""
    if actor.role in KEEPERS and actor.province_id is not None:
        return None
    return _("The Department makes the reports of its province; of its bloc the Party office.")


def keeps(actor: Actor, code: str) -> bool:
    """Whether reports of this code are the actor's office's to make."""
    return KEEPERS.get(actor.role) is keeper_of(code)


def _not_theirs(actor: Actor, report: Report) -> str | None:
    if reason := why_not_report(actor):
        return reason
    if not actor.is_in(report.province_id) or not keeps(actor, report.code):
        return _("This report is of another office.")
    return None


def why_not_count_again(actor: Actor, last: ReportVersion) -> str | None:
    """A version follows one that is issued, or that the leader sent back, or that still rests."""
    if reason := _not_theirs(actor, last.report):
        return reason
    if last.state in {State.PRESENTED, State.APPROVED}:
        return _("This version lies with the leader or waits for its number: finish it first.")
    return None


def why_not_write(actor: Actor, version: ReportVersion) -> str | None:
    if reason := _not_theirs(actor, version.report):
        return reason
    if version.state not in WRITABLE:
        return _("The words rest once the report is presented to the leader.")
    return None


def why_not_present(actor: Actor, version: ReportVersion) -> str | None:
    if reason := _not_theirs(actor, version.report):
        return reason
    if not may_follow(State(version.state), State.PRESENTED):
        return _("Only a report that is being written is presented.")
    return None


def why_not_decide(actor: Actor, version: ReportVersion) -> str | None:
    """To approve it or send it back: the head of the department.

    Where no head of it signs in here, another of its people says what the head decided.
    """
    report = version.report
    leads = actor.role is Role.HEAD and actor.is_of(report.agency_id)
    beside = keeps(actor, report.code) and actor.is_in(report.province_id)
    if not leads and (not beside or _has_head(report)):
        return _("The leader of the Department approves its reports.")
    if version.state != State.PRESENTED:
        return _("No report waits for the leader.")
    if version.presented_by_id == actor.user_id:
        return _("Another person than the one who presented it approves a report.")
    return None


def _has_head(report: Report) -> bool:
    """Whether somebody holds the duty of head of the department that reports."""
    heads = Duty.objects.filter(role=Role.HEAD, agency=report.agency_id, valid_to=None)
    return heads.filter(user__is_active=True).exists()


def why_not_issue(actor: Actor, version: ReportVersion) -> str | None:
    if reason := _not_theirs(actor, version.report):
        return reason
    if not may_follow(State(version.state), State.ISSUED):
        return _("A report is given its number once the leader has approved it.")
    return None


def why_not_send(actor: Actor, version: ReportVersion) -> str | None:
    if reason := _not_theirs(actor, version.report):
        return reason
    if version.state != State.ISSUED:
        return _("Only a report with its number, date and signer goes out.")
    return None


def why_not_receive(actor: Actor, sent: ReportSubmission) -> str | None:
    report = sent.version.report
    recipient = RECEIVERS.get(actor.role)
    mine = recipient is Recipient.MINISTRY or actor.is_in(report.province_id)
    if recipient is None or recipient.value != sent.recipient or not mine:
        return _("Whoever a report went to says that they have it.")
    if sent.received_at is not None:
        return _("It is acknowledged already.")
    return None
