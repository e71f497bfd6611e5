"""Inspections and violations as lists."""

from datetime import date
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.law.parameters.keys import Key
from kt1.network.agencies.models import Agency
from kt1.network.names.queries import called
from kt1.oversight.inspections import permissions, queries
from kt1.oversight.inspections.models import BASIS_LABELS, SIDE_LABELS, STATE_LABELS
from kt1.oversight.inspections.queries import norm
from kt1.oversight.inspections.steps import day_of
from kt1.oversight.violations import permissions as violation_permissions
from kt1.oversight.violations import queries as violation_queries
from kt1.oversight.violations.models import AREA_LABELS, ORIGIN_LABELS
from kt1.oversight.violations.models import STATE_LABELS as VIOLATION_LABELS
from kt1.oversight.violations.reference import conducts
from kt1.people.actor import NotAllowedError
from kt1.web.inspections.labels import state_chip, tabs, violation_chip
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, DayFilter, FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.request import Request, signed_in

TITLE = gettext_lazy("Inspections")
VIOLATIONS = gettext_lazy("Violations")


def _called(rows: Any, text: str) -> Any:
    return rows.filter(agency__in=Agency.objects.filter(called(text)))


def listing(on: date) -> Listing[Any]:
    return Listing(
        title=TITLE,
        order=("-visit_from", "-pk"),
        columns=(
            Column(key="so", label=gettext_lazy("Inspection"), value=str, kind=Kind.UNBROKEN,
                   link=_inspection, sort="pk"),
            Column(key="co-quan", label=gettext_lazy("Agency"), value=lambda row: row.agency.name,
                   under=lambda row: row.agency.code, sort="agency__sort_key", roomy=True),
            Column(key="ve", label=gettext_lazy("What is inspected"),
                   value=lambda row: row.get_side_display(),
                   under=lambda row: row.get_basis_display()),
            Column(key="tu", label=gettext_lazy("Visit from"), kind=Kind.DAY,
                   value=lambda row: row.visit_from, sort="visit_from"),
            Column(key="den", label=gettext_lazy("Visit until"), kind=Kind.DAY,
                   value=lambda row: row.visit_to, wide_only=True),
            Column(key="qd", label=gettext_lazy("Decision"), kind=Kind.UNBROKEN,
                   value=lambda row: row.decision_number, wide_only=True),
            Column(key="tt", label=gettext_lazy("State"), kind=Kind.CHIP,
                   value=lambda row: state_chip(row, on)),
        ),
        filters=(
            TextFilter(key="q", label=gettext_lazy("Agency"), apply=_called),
            ChoiceFilter(key="tt", label=gettext_lazy("State"), field="state",
                         choices=[(one.value, word) for one, word in STATE_LABELS.items()]),
            ChoiceFilter(key="ve", label=gettext_lazy("What is inspected"), field="side",
                         choices=[(one.value, word) for one, word in SIDE_LABELS.items()]),
            ChoiceFilter(key="loai", label=gettext_lazy("Kind"), field="basis",
                         choices=[(one.value, word) for one, word in BASIS_LABELS.items()]),
            DayFilter(key="tu", label=gettext_lazy("From day"), field="visit_from",
                      of_moment=False),
            DayFilter(key="den", label=gettext_lazy("Until day"), field="visit_from", until=True,
                      of_moment=False),
        ),
        row_link=_inspection,
        empty=gettext_lazy("No inspection yet. Plan the year, or prepare an ad hoc one."),
    )  # fmt: skip


def _inspection(row: Any) -> str:
    return reverse("inspection", args=[row.pk])


def _violation(row: Any) -> str:
    return reverse("violation", args=[row.pk])


@require_GET
@signed_in
def inspections(request: Request) -> HttpResponseBase:
    actor, on = request.actor, day_of(request.at)
    if reason := permissions.why_not_read(actor):
        raise NotAllowedError(reason)
    context: dict[str, Any] = {"tabs": tabs(actor, "inspections", on.year)}
    if permissions.why_not_plan(actor) is None:
        context |= {
            "act_url": reverse("inspection_new"),
            "act_label": _("Prepare an ad hoc inspection"),
        }
    return answer(request, listing(on), queries.seen_by(actor), template="inspections/list.html",
                  context=context)  # fmt: skip


def violations_listing(on: date) -> Listing[Any]:
    soon = norm(Key.SANCTION_WARNING_DAYS, on) or 0
    return Listing(
        title=VIOLATIONS,
        order=("-at", "-pk"),
        columns=(
            Column(key="so", label=gettext_lazy("Violation"), value=str, kind=Kind.UNBROKEN,
                   link=_violation, sort="pk"),
            Column(key="co-quan", label=gettext_lazy("Agency"), value=lambda row: row.agency.name,
                   under=lambda row: row.agency.code, sort="agency__sort_key", roomy=True),
            Column(key="tt", label=gettext_lazy("State"), kind=Kind.CHIP,
                   value=lambda row: violation_chip(row, on)),
            Column(key="ve", label=gettext_lazy("What it is about"),
                   value=lambda row: row.get_area_display(), under=_provision, roomy=True),
            Column(key="ngay", label=gettext_lazy("Recorded"), kind=Kind.DAY,
                   value=lambda row: day_of(row.at), sort="at"),
            Column(key="han", label=gettext_lazy("To be corrected by"), kind=Kind.DAY,
                   value=lambda row: row.correct_by, sort="correct_by"),
            Column(key="hieu", label=gettext_lazy("Limit for a sanction"), kind=Kind.DAY,
                   value=lambda row: row.limit_on, sort="limit_on", wide_only=True),
            Column(key="lap", label=gettext_lazy("Repeated"), kind=Kind.YES_NO,
                   value=lambda row: row.repeats_id is not None, wide_only=True),
        ),
        filters=(
            TextFilter(key="q", label=gettext_lazy("Agency"), apply=_called),
            ChoiceFilter(key="tt", label=gettext_lazy("State"), field="state",
                         choices=[(one.value, word) for one, word in VIOLATION_LABELS.items()]),
            ChoiceFilter(key="ve", label=gettext_lazy("What it is about"), field="area",
                         choices=[(one.value, word) for one, word in AREA_LABELS.items()]),
            DayFilter(key="tu", label=gettext_lazy("From day"), field="at"),
            DayFilter(key="den", label=gettext_lazy("Until day"), field="at", until=True),
            FlagFilter(key="qh", label=gettext_lazy("Overdue corrections only"),
                       apply=lambda rows: violation_queries.late(rows, on)),
            FlagFilter(key="sht", label=gettext_lazy("Time for a sanction ends soon"),
                       apply=lambda rows: violation_queries.near_limit(rows, on, soon)),
            ChoiceFilter(key="nguon", label=gettext_lazy("Where it came to light"), field="origin",
                         choices=[(one.value, word) for one, word in ORIGIN_LABELS.items()]),
            FlagFilter(key="lap", label=gettext_lazy("Repeated only"),
                       apply=lambda rows: rows.filter(repeats__isnull=False)),
            FlagFilter(key="mo", label=gettext_lazy("Open ones only"),
                       apply=violation_queries.open_ones),
        ),
        row_link=_violation,
        empty=gettext_lazy("No violation is recorded."),
    )  # fmt: skip


def _provision(row: Any) -> str:
    return conducts()[row.conduct].provision if row.conduct else ""


@require_GET
@signed_in
def violations(request: Request) -> HttpResponseBase:
    actor, on = request.actor, day_of(request.at)
    if reason := violation_permissions.why_not_read(actor):
        raise NotAllowedError(reason)
    context: dict[str, Any] = {"tabs": tabs(actor, "violations", on.year)}
    if violation_permissions.why_not_record(actor) is None:
        context |= {"act_url": reverse("violation_new"), "act_label": _("Record a violation")}
    rows = violation_queries.seen_by(actor)
    return answer(request, violations_listing(on), rows, template="inspections/list.html",
                  context=context)  # fmt: skip
