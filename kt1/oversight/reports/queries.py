"""Reports as an actor may read them, and the calendar of what is owed when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Exists, Min, OuterRef, Prefetch, Q, QuerySet

from kt1.law.calendars.rules import VIETNAM
from kt1.oversight.reminders.rules import Owed
from kt1.oversight.reports.figures import Frozen, of_json
from kt1.oversight.reports.models import (
    Report,
    ReportDefinition,
    ReportNarrative,
    ReportSubmission,
    ReportVersion,
)
from kt1.oversight.reports.permissions import RECEIVERS
from kt1.oversight.reports.rules import (
    Cycle,
    Due,
    Span,
    Standing,
    State,
    Window,
    before,
    period_on,
    span_of,
    standing,
)
from kt1.people.accounts.models import Duty
from kt1.people.accounts.queries import in_force
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor

#: How many periods back the calendar looks.
PERIODS_BACK = 4


def seen_by(actor: Actor) -> QuerySet[Report]:
    """The department its own; those it goes to what was sent to them; its head what he approves."""
    rows = Report.objects.select_related("definition", "province").order_by("-due", "-pk")
    if actor.role is Role.REGULATOR and actor.province_id is not None:
        return rows.filter(province=actor.province_id)
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
    rows = ReportSubmission.objects.select_related("version", "version__report").order_by("-at")
    rows = rows.filter(version__in=versions_seen_by(actor).order_by().values("pk"))
    if actor.role in RECEIVERS:
        return rows.filter(recipient=RECEIVERS[actor.role].value)
    return rows


def unacknowledged(actor: Actor) -> QuerySet[ReportSubmission]:
    """Reports that came to this person and that they have not said they have."""
    if actor.role not in RECEIVERS:
        return ReportSubmission.objects.none()
    return submissions_seen_by(actor).filter(received_at=None)


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
    rows = ReportNarrative.objects.filter(version=version)
    return dict(rows.values_list("section", "text"))


# ------------------------------------------------------------------------------- what is owed


def definitions_on(province_id: int, on: date) -> list[ReportDefinition]:
    """What holds for a province on a day: its own definition goes before the one for all."""
    rows = ReportDefinition.objects.filter(
        Q(province=None) | Q(province=province_id), valid_from__lte=on
    ).filter(Q(valid_to=None) | Q(valid_to__gte=on))
    found: dict[str, ReportDefinition] = {}
    for row in rows.order_by("code", "pk"):
        if row.code not in found or row.province_id is not None:
            found[row.code] = row
    return list(found.values())


def due_of(definition: ReportDefinition) -> Due:
    return Due(definition.due_months, definition.due_day, definition.due_excluded)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One line of the calendar: what is owed for which days, and how it stands."""

    definition: ReportDefinition
    period: str
    span: Span
    due: date
    report: Report | None
    standing: Standing


def calendar(province_id: int, today: date, *, back: int = PERIODS_BACK) -> list[Slot]:
    """What is owed now and was owed lately, the earliest due first. Five queries.

    The rule of a period is the one that holds on the last day of its window.
    """
    reports = {
        (one.code, one.period): one
        for one in _with_versions(Report.objects.filter(province=province_id))
    }
    found = []
    begun = _begun(province_id)
    for code, period, rules in _periods(province_id, today, back):
        span = span_of(Cycle(rules.cycle), Window(rules.window), period)
        report = reports.pop((code, period), None)
        if report is None and span.last < begun:
            continue
        due = report.due if report else due_of(rules).of(span)
        found.append(
            Slot(
                definition=rules,
                period=period,
                span=span,
                due=due,
                report=report,
                standing=_stands(report, span.last, due, today),
            )
        )
    for report in reports.values():
        span = Span(report.first, report.last)
        found.append(
            Slot(
                definition=report.definition,
                period=report.period,
                span=span,
                due=report.due,
                report=report,
                standing=_stands(report, span.last, report.due, today),
            )
        )
    return sorted(found, key=lambda slot: (slot.due, slot.definition.code, slot.period))


def slot_of(province_id: int, code: str, period: str, today: date) -> Slot | None:
    """What is owed for one period, or None where no definition says anything of it.

    Raises:
        PeriodError: the period is not one of this report.
    """
    rows = ReportDefinition.objects.filter(Q(province=None) | Q(province=province_id), code=code)
    versions = list(rows.exclude(cycle=Cycle.ON_DEMAND))
    now = _holding(versions, today) or max(versions, key=lambda one: one.valid_from, default=None)
    if now is None:
        return None
    last = span_of(Cycle(now.cycle), Window(now.window), period).last
    rules = _holding(versions, last)
    if rules is None:
        return None
    span = span_of(Cycle(rules.cycle), Window(rules.window), period)
    due = due_of(rules).of(span)
    stands = standing(last=span.last, due=due, complete_on=None, today=today)
    return Slot(definition=rules, period=period, span=span, due=due, report=None, standing=stands)


def _begun(province_id: int) -> date:
    """From which day on the Department acts here: what was owed before is not owed here."""
    duties = Duty.objects.filter(role=Role.REGULATOR, province=province_id)
    first = duties.aggregate(at=Min("valid_from"))["at"]
    return first.astimezone(VIETNAM).date() if first else date.min


def _with_versions(rows: QuerySet[Report]) -> QuerySet[Report]:
    versions = ReportVersion.objects.defer("figures").order_by("-n")
    return rows.select_related("definition").prefetch_related(
        Prefetch("versions", versions.prefetch_related("submissions"))
    )


def _periods(
    province_id: int, today: date, back: int
) -> Iterator[tuple[str, str, ReportDefinition]]:
    rows = ReportDefinition.objects.filter(Q(province=None) | Q(province=province_id))
    by_code: dict[str, list[ReportDefinition]] = {}
    for row in rows.exclude(cycle=Cycle.ON_DEMAND).order_by("code", "valid_from"):
        by_code.setdefault(row.code, []).append(row)
    for code, versions in by_code.items():
        now = _holding(versions, today)
        if now is None:
            continue
        cycle = Cycle(now.cycle)
        period = period_on(cycle, Window(now.window), today)
        for _n in range(back):
            last = span_of(cycle, Window(now.window), period).last
            rules = _holding(versions, last)
            if rules is not None and rules.cycle == cycle:
                yield code, period, rules
            period = before(cycle, period)


def _holding(versions: list[ReportDefinition], on: date) -> ReportDefinition | None:
    held = [
        one
        for one in versions
        if one.valid_from <= on and (one.valid_to is None or one.valid_to >= on)
    ]
    return max(held, key=lambda one: one.province_id is not None, default=None)


def _stands(report: Report | None, last: date, due: date, today: date) -> Standing:
    return standing(last=last, due=due, complete_on=_complete_on(report), today=today)


def _complete_on(report: Report | None) -> date | None:
    """The day on which the last recipient had it sent: each counts by its first submission."""
    if report is None:
        return None
    first: dict[str, date] = {}
    for version in report.versions.all():
        for sent in version.submissions.all():
            first[sent.recipient] = min(sent.sent_on, first.get(sent.recipient, sent.sent_on))
    return max(first.values()) if first.keys() >= set(report.recipients) else None


def standings(reports: QuerySet[Report], today: date) -> Mapping[int, Standing]:
    """How each of these stands, by id. Three queries."""
    return {one.pk: _stands(one, one.last, one.due, today) for one in _with_versions(reports)}


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
            subject=f"report:{slot.definition.code}/{slot.period}",
            agency_id=department,
            province_id=province_id,
            due=slot.due,
        )
        for slot in calendar(province_id, on)
        if slot.standing in {Standing.TO_WRITE, Standing.LATE}
    )
