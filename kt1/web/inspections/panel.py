"""Violations on the page of the incident or complaint they come from."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from kt1.assurance.complaints.models import Complaint
from kt1.assurance.incidents.models import Incident
from kt1.oversight.inspections.steps import day_of
from kt1.oversight.violations import permissions, queries
from kt1.oversight.violations.models import Violation
from kt1.web.inspections.labels import violation_chip
from kt1.web.parts.chips import Chip
from kt1.web.request import Request


@dataclass(frozen=True, slots=True)
class Panel:
    """What this person may read here, and where they may record another."""

    rows: list[tuple[Violation, Chip]]
    record_url: str


def of_incident(request: Request, found: Incident) -> Panel | None:
    return _panel(request, queries.from_incident(found, request.actor), str(found))


def of_complaint(request: Request, found: Complaint) -> Panel | None:
    return _panel(request, queries.from_complaint(found, request.actor), str(found))


def _panel(request: Request, rows: QuerySet[Violation], code: str) -> Panel | None:
    """None for whoever has nothing to read and may record none. One query."""
    if permissions.why_not_read(request.actor) is not None:
        return None
    may_record = permissions.why_not_record(request.actor) is None
    panel = Panel(
        rows=[(one, violation_chip(one, day_of(request.at))) for one in rows],
        record_url=f"{reverse('violation_new')}?tu={code}" if may_record else "",
    )
    return panel if panel.rows or may_record else None
