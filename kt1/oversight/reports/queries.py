"""Reports as an actor may read them, and what a department owes."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, Q, QuerySet

from kt1.law.calendars.rules import VIETNAM
from kt1.network.agencies.models import Agency
from kt1.oversight.reminders.rules import Owed
from kt1.oversight.reports.calendars import calendar
from kt1.oversight.reports.figures import Frozen, of_json
from kt1.oversight.reports.models import (
    Report,
    ReportNarrative,
    ReportSubmission,
    ReportVersion,
)
from kt1.oversight.reports.permissions import RECEIVERS
from kt1.oversight.reports.rules import (
    PARTY_CODES,
    SUPERIORS,
    Recipient,
    Standing,
    State,
)
from kt1.people.accounts.models import Duty
from kt1.people.accounts.queries import in_force
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.reminders.rules import KEEPERS


def seen_by(actor: Actor) -> QuerySet[Report]:
    """Each office its own; those it goes to what was sent to them; its head what he approves."""
    rows = Report.objects.select_related("definition", "province").order_by("-due", "-pk")
    if actor.role in KEEPERS and actor.province_id is not None:
        theirs = Q(code__startswith=PARTY_CODES)
        kept = theirs if actor.role is Role.PARTY_OFFICE else ~theirs
        return rows.filter(kept, province=actor.province_id)
    if actor.role is Role.HEAD and actor.agency_id is not None:
        return rows.filter(agency=actor.agency_id)
    if actor.role in RECEIVERS:
        found = rows.filter(Exists(_sent_to(actor).filter(version__report=OuterRef("pk"))))
        whole = actor.role is Role.MINISTRY
        return found if whole else found.filter(province=actor.province_id or 0)
    return rows.none()


def _sent_to(actor: Actor) -> QuerySet[ReportSubmission]:
    return ReportSubmission.objects.filter(recipient=RECEIVERS[actor.role].value)


def versions_seen_by(actor: Actor) -> QuerySet[ReportVersion]:
    """Recipients see what was sent to them, nothing that is still being written."""
    rows = (
        ReportVersion.objects.filter(report__in=seen_by(actor).order_by().values("pk"))
        .select_related("report", "report__definition", "report__province", "made_by")
        .order_by("-n")
    )
    if actor.role in RECEIVERS:
        return rows.filter(Exists(_sent_to(actor).filter(version=OuterRef("pk"))))
    return rows


def submissions_seen_by(actor: Actor) -> QuerySet[ReportSubmission]:
    rows = ReportSubmission.objects.select_related("version", "version__report", "body").order_by(
        "-at"
    )
    rows = rows.filter(version__in=versions_seen_by(actor).order_by().values("pk"))
    if actor.role in RECEIVERS:
        return rows.filter(recipient=RECEIVERS[actor.role].value)
    return rows


def unacknowledged(actor: Actor) -> QuerySet[ReportSubmission]:
    """Reports that came to this person and that they have not said they have."""
    if actor.role not in RECEIVERS:
        return ReportSubmission.objects.none()
    return submissions_seen_by(actor).filter(received_at=None)


@dataclass(frozen=True, slots=True)
class ToSend:
    """Who has not had a version yet."""

    superiors: tuple[Recipient, ...]
    bodies: tuple[Agency, ...]

    def __bool__(self) -> bool:
        return bool(self.superiors or self.bodies)


def to_be_sent(version: ReportVersion) -> ToSend:
    """Recipients of its report that this version was not sent to. Two queries."""
    had: set[tuple[str, int | None]] = set(version.submissions.values_list("recipient", "body"))
    bodies = [one.agency for one in version.report.bodies.select_related("agency")]
    return ToSend(
        superiors=tuple(
            one for one in SUPERIORS if one in version.report.recipients and (one, None) not in had
        ),
        bodies=tuple(one for one in bodies if (Recipient.BODY, one.pk) not in had),
    )


def waiting_for_leader(actor: Actor) -> QuerySet[ReportVersion]:
    """Presented, and this person may decide."""
    rows = versions_seen_by(actor).filter(state=State.PRESENTED)
    if actor.role in RECEIVERS:
        return rows.none()
    return rows.exclude(presented_by=actor.user_id)


def under_way(actor: Actor) -> QuerySet[ReportVersion]:
    """Versions of the department that somebody there has to go on with."""
    return versions_seen_by(actor).filter(state__in=[State.DRAFT, State.RETURNED, State.APPROVED])


def frozen_of(version: ReportVersion) -> Frozen:
    return of_json(version.figures)


def narrative_of(version: ReportVersion) -> dict[str, str]:
    """The words of each section, a paragraph a line."""
    rows = ReportNarrative.objects.filter(version=version).order_by("section", "n")
    found: dict[str, str] = {}
    for section, text, goes_on in rows.values_list("section", "text", "goes_on"):
        before = found.get(section)
        joint = "" if before is None else " " if goes_on else "\n"
        found[section] = f"{before or ''}{joint}{text}"
    return found


def department_of(province_id: int, on: date) -> int | None:
    """The body for which people of the province's Department act, where a duty names one."""
    at = datetime.combine(on, time.max, VIETNAM)
    duties = Duty.objects.filter(
        in_force(at), role=Role.REGULATOR, province=province_id, agency__isnull=False
    )
    return duties.order_by("pk").values_list("agency_id", flat=True).first()


def owed(*, province_id: int, on: date) -> tuple[Owed, ...]:
    """Reports past their window that were not sent to everybody: what the department owes."""
    department = department_of(province_id, on)
    if department is None:
        return ()
    return tuple(
        Owed(
            rule="report",
            subject=f"report:{slot.definition.code}/{slot.period}/agency:{department}",
            agency_id=department,
            province_id=province_id,
            due=slot.due,
        )
        for slot in calendar(province_id, on)
        if slot.standing in {Standing.TO_WRITE, Standing.LATE}
    )
