"""What directives, outreach, inspections, violations, incidents and reviews add to a report."""

from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Sum

from kt1.assurance.incidents.queries import counted as incidents_counted
from kt1.assurance.incidents.rules import Kind as IncidentKind
from kt1.network.agencies.lines import Body
from kt1.oversight.directives.models import Assignment, Directive
from kt1.oversight.directives.queries import owing
from kt1.oversight.directives.rules import Direction, Stage, State
from kt1.oversight.inspections.models import Inspection
from kt1.oversight.inspections.queries import counted as inspections_counted
from kt1.oversight.outreach.models import Attendance, MaterialVersion, OutreachEvent
from kt1.oversight.outreach.rules import EventState
from kt1.oversight.reports.rules import Span
from kt1.oversight.reviews.models import Review
from kt1.oversight.reviews.queries import overdue, without_clause
from kt1.oversight.violations.queries import counted as violations_counted
from kt1.people.accounts.rules import Role
from kt1.people.reminders.rules import reminded_by

Counts = dict[str, int]


def counted(province_id: int, span: Span, since: datetime, until: datetime) -> Counts:
    """Of the days; all are counted by the day on which a thing was done, found or given."""
    days = (span.first, span.last)
    inspections = {
        f"inspections.{kind}": number
        for kind, number in inspections_counted(province_id=province_id, span=days)
    }
    inspections["inspections.done"] = (
        inspections["inspections.planned"] + inspections["inspections.ad_hoc"]
    )
    visited = Inspection.objects.filter(
        province=province_id, minutes_on__gte=span.first, minutes_on__lte=span.last
    )
    inspections["inspections.bodies"] = visited.values("agency").distinct().count()
    violations = {
        f"violations.{kind}": number
        for kind, number in violations_counted(province_id=province_id, span=days)
    }
    return {
        **directives(province_id, Body.SCIENCE_DEPARTMENT, since, until),
        **outreach(province_id, Body.SCIENCE_DEPARTMENT, since, until),
        **inspections,
        **violations,
        **_incidents(province_id, days),
    }


def directives(province_id: int, keeper: Body, since: datetime, until: datetime) -> Counts:
    """Papers an office issued; the tasks under them, for the Department under any paper here."""
    issued = Directive.objects.filter(
        province=province_id,
        keeper=keeper,
        direction=Direction.OUTGOING,
        issued_at__gte=since,
        issued_at__lt=until,
    ).exclude(stage=Stage.WITHDRAWN)
    every = (
        _followed(province_id)
        if keeper is Body.SCIENCE_DEPARTMENT
        else Assignment.objects.filter(
            task__directive__province=province_id, task__directive__keeper=keeper
        )
    )
    tasks = every.aggregate(
        given=Count("pk", filter=Q(given_at__gte=since, given_at__lt=until)),
        done=Count("pk", filter=Q(state=State.DONE, changed_at__gte=since, changed_at__lt=until)),
    )
    return {
        "directives.issued": issued.count(),
        "directives.given": tasks["given"],
        "directives.done": tasks["done"],
    }


def outreach(province_id: int, keeper: Body, since: datetime, until: datetime) -> Counts:
    """Events and guides of one office, and whom its events reached."""
    events = OutreachEvent.objects.filter(
        province=province_id,
        keeper=keeper,
        state=EventState.HELD,
        begins__gte=since,
        begins__lt=until,
    )
    came = Attendance.objects.filter(event__in=events, came__gte=1)
    materials = MaterialVersion.objects.filter(
        material__province=province_id,
        material__keeper=keeper,
        published_at__gte=since,
        published_at__lt=until,
    )
    return {
        "outreach.events": events.count(),
        "outreach.people": came.aggregate(n=Sum("came", default=0))["n"],
        "outreach.bodies": came.values("agency").distinct().count(),
        "outreach.materials": materials.count(),
    }


def _incidents(province_id: int, days: tuple[date, date]) -> Counts:
    """By kind, by when they were found; no drills, and none that turned out to be none."""
    found = {f"incidents.{kind}": 0 for kind in IncidentKind}
    for kind, number in incidents_counted(province_id=province_id, span=days):
        found[f"incidents.{kind}"] = number
    return {**found, "incidents.total": sum(found.values())}


def overdue_tasks(province_id: int, on: date) -> int:
    """Tasks past their day and not done; how it stood a year ago is kept nowhere."""
    return _followed(province_id).filter(owing(on)).count()


def _followed(province_id: int) -> QuerySet[Assignment]:
    """Tasks of bodies whose lines the Department follows (W7), under papers of any office but
    the Party's: what a Party office asks of whom is in its own report.
    """
    return Assignment.objects.filter(
        task__directive__province=province_id, agency__line__in=reminded_by(Role.REGULATOR)
    ).exclude(task__directive__keeper=Body.PARTY_OFFICE)


def unanswered(province_id: int, on: date) -> dict[str, set[int]]:
    """Bodies that did not do what was asked of them, by what: reviews, tasks, a KT1 clause."""
    reviews = overdue(Review.objects.filter(round__province=province_id), on)
    tasks = _followed(province_id).filter(owing(on))
    return {
        "review": set(reviews.values_list("agency_id", flat=True)),
        "task": set(tasks.values_list("agency_id", flat=True)),
        "rules": without_clause(province_id),
    }
