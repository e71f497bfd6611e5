"""Writing a report's words, approving, issuing, sending and receiving it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.law.calendars.rules import VIETNAM
from kt1.law.screening.rules import passed
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.oversight.reports import permissions, queries, steps
from kt1.oversight.reports.models import ReportNarrative, ReportSubmission, ReportVersion
from kt1.oversight.reports.rules import WRITTEN_BY_HAND, Recipient, Return, Section, State, Way
from kt1.oversight.reports.steps import TEXT_MAX, ReportError
from kt1.people.actor import Actor, NotAllowedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """How an approved report was numbered, dated and signed."""

    number: str
    dated: date
    authority: str
    title: str
    name: str


@transaction.atomic(durable=True)
def write(
    *, version_id: int, texts: Mapping[Section, str], by: Actor, at: datetime, once: RequestKey
) -> ReportVersion:
    """Write the words of sections; a section that is not named keeps its own.

    Raises:
        ReportVersion.DoesNotExist, NotAllowedError, RefusedTextError.
        ReportError: a text is too long.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return ReportVersion.objects.get(pk=version_id)
    version = steps.locked(version_id)
    if reason := permissions.why_not_write(by, version):
        raise NotAllowedError(reason)
    if any(len(text) > TEXT_MAX for text in texts.values()):
        raise ReportError(_("A section has at most 6.000 characters."))
    kept = {section: steps.screened(text) for section, text in texts.items()}
    ReportNarrative.objects.filter(version=version, section__in=list(kept)).delete()
    ReportNarrative.objects.bulk_create(
        ReportNarrative(
            version=version,
            section=section.value,
            n=n,
            text=piece,
            goes_on=goes_on,
            written_by_id=by.user_id,
            written_at=at,
        )
        for section, text in kept.items()
        for n, (piece, goes_on) in enumerate(steps.pieces(text))
    )
    notes = {
        name: piece
        for section, text in kept.items()
        for name, piece in steps.notes_of(section.name.lower(), text)
    }
    sections = sorted(section.value for section in kept)
    steps.say(
        "report.written", version.report, by=by, at=at, version=version.n, sections=sections,
        notes=notes,
    )  # fmt: skip
    finish(once, actor=str(by), answer={"version": version.pk})
    return version


@transaction.atomic(durable=True)
def present(*, version_id: int, by: Actor, at: datetime, once: RequestKey) -> ReportVersion:
    """Lay a version before the leader. Its words rest from here on.

    Raises:
        ReportVersion.DoesNotExist, NotAllowedError.
        ReportError: a section that only words can fill has none, or a newer version stands.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return ReportVersion.objects.get(pk=version_id)
    version = steps.locked(version_id)
    if reason := permissions.why_not_present(by, version):
        raise NotAllowedError(reason)
    if not steps.is_newest(version):
        raise ReportError(_("A newer version stands: read that one."))
    words = queries.narrative_of(version)
    empty = [one.value for one in WRITTEN_BY_HAND if not words.get(one, "").strip()]
    if empty:
        raise ReportError(_("Nothing is written yet in: %(parts)s.") % {"parts": ", ".join(empty)})
    version.state, version.presented_by_id, version.presented_at = State.PRESENTED, by.user_id, at
    version.decided_by_id, version.decided_at, version.return_reason = None, None, ""
    version.save()
    steps.say("report.presented", version.report, by=by, at=at, version=version.n)
    finish(once, actor=str(by), answer={"version": version.pk})
    return version


@transaction.atomic(durable=True)
def decide(
    *,
    version_id: int,
    returned: Return | None = None,
    remark: str = "",
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> ReportVersion:
    """The leader approves a version, or sends it back for a reason.

    Args:
        returned: why it goes back; None approves it.
        remark: what to change, in a sentence; public papers may be named.

    Raises:
        ReportVersion.DoesNotExist, NotAllowedError, RefusedTextError.
        ReportError: another reason than those of the list, and no word of it.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return ReportVersion.objects.get(pk=version_id)
    version = steps.locked(version_id)
    if reason := permissions.why_not_decide(by, version):
        raise NotAllowedError(reason)
    said = passed(remark.strip(), names_a_paper=True) if returned else ""
    if returned is Return.OTHER and not said:
        raise ReportError(_("Say in the remark what is to be changed."))
    version.state = State.RETURNED if returned else State.APPROVED
    version.return_reason = returned or ""
    version.decided_by_id, version.decided_at = by.user_id, at
    version.save(update_fields=["state", "return_reason", "decided_by", "decided_at"])
    if returned:
        steps.say(
            "report.returned", version.report, by=by, at=at, version=version.n,
            reason=returned.value, notes={"note": said} if said else None,
        )  # fmt: skip
    else:
        steps.say("report.approved", version.report, by=by, at=at, version=version.n)
    finish(once, actor=str(by), answer={"version": version.pk})
    return version


@transaction.atomic(durable=True)
def issue(
    *, version_id: int, signed: Signed, by: Actor, at: datetime, once: RequestKey
) -> ReportVersion:
    """Enter number, date and signer of the paper that was signed.

    Raises:
        ReportVersion.DoesNotExist, NotAllowedError, RefusedTextError.
        ReportError: something is missing, or the date is not between approval and today.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return ReportVersion.objects.get(pk=version_id)
    version = steps.locked(version_id)
    if reason := permissions.why_not_issue(by, version):
        raise NotAllowedError(reason)
    if not all(one.strip() for one in (signed.number, signed.title, signed.name)):
        raise ReportError(_("Number, title and name of the signer are needed."))
    if not _decided_on(version) <= signed.dated <= _today(at):
        raise ReportError(_("The report is dated after it was approved, and not after today."))
    version.number = passed(signed.number.strip(), names_a_paper=True)
    version.dated = signed.dated
    version.authority = signed.authority.strip()
    version.leader_title = passed(signed.title.strip())
    version.leader = passed(signed.name.strip())
    version.state, version.issued_at = State.ISSUED, at
    version.save()
    steps.say(
        "report.issued", version.report, by=by, at=at, version=version.n,
        dated=signed.dated.isoformat(),
        notes={"number": version.number, "leader": version.leader},
    )  # fmt: skip
    finish(once, actor=str(by), answer={"version": version.pk})
    return version


@transaction.atomic(durable=True)
def send(
    *,
    version_id: int,
    recipients: Sequence[Recipient],
    bodies: Sequence[int] = (),
    way: Way,
    sent_on: date,
    reference: str,
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> ReportVersion:
    """Enter in the log that an issued version went to recipients. From then on they can read it.

    Args:
        bodies: of the network, among those the report goes to.

    Raises:
        ReportVersion.DoesNotExist, NotAllowedError, RefusedTextError.
        ReportError: a recipient the report does not have or that has it, or a day that cannot be.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return ReportVersion.objects.get(pk=version_id)
    version = steps.locked(version_id)
    if reason := permissions.why_not_send(by, version):
        raise NotAllowedError(reason)
    left = queries.to_be_sent(version)
    theirs = {one.pk for one in left.bodies}
    if not (recipients or bodies) or set(recipients) - set(left.superiors) or set(bodies) - theirs:
        raise ReportError(_("Name those this report goes to and that do not have it yet."))
    if way is Way.SYSTEM and (bodies or Recipient.PARTY in recipients):
        raise ReportError(_("Only the province and the Ministry read reports here."))
    if version.dated is None or not version.dated <= sent_on <= _today(at):
        raise ReportError(_("It is sent on or after its date, and not after today."))
    number = passed(reference.strip(), names_a_paper=True)
    to: list[tuple[Recipient, int | None]] = [
        *((one, None) for one in recipients),
        *((Recipient.BODY, one) for one in sorted(set(bodies))),
    ]
    for recipient, body in to:
        ReportSubmission.objects.create(
            version=version,
            recipient=recipient.value,
            body_id=body,
            way=way.value,
            sent_on=sent_on,
            reference=number,
            by_id=by.user_id,
            at=at,
        )
    steps.say(
        "report.sent", version.report, by=by, at=at, version=version.n, way=way.value,
        recipients=sorted({one.value for one, _body in to}), sent_on=sent_on.isoformat(),
    )  # fmt: skip
    finish(once, actor=str(by), answer={"version": version.pk})
    return version


@transaction.atomic(durable=True)
def acknowledge(
    *, submission_id: int, by: Actor, at: datetime, once: RequestKey
) -> ReportSubmission:
    """A recipient says that they have it.

    Raises:
        ReportSubmission.DoesNotExist, NotAllowedError.
    """
    if begin(once, actor=str(by), at=at) is not None:
        return ReportSubmission.objects.get(pk=submission_id)
    sent = (
        ReportSubmission.objects.select_for_update(of=("self",))
        .select_related("version__report")
        .get(pk=submission_id)
    )
    if reason := permissions.why_not_receive(by, sent):
        raise NotAllowedError(reason)
    sent.received_at, sent.received_by_id = at, by.user_id
    sent.save(update_fields=["received_at", "received_by"])
    report = sent.version.report
    steps.say(
        "report.received", report, by=by, at=at, version=sent.version.n, recipient=sent.recipient
    )
    finish(once, actor=str(by), answer={"submission": sent.pk})
    return sent


def _today(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()


def _decided_on(version: ReportVersion) -> date:
    return version.decided_at.astimezone(VIETNAM).date() if version.decided_at else date.max
