"""Budgets of a province: by year, one version with how its money stands, its files."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import norms
from kt1.law.tariffs.rules import tax_within
from kt1.oversight.budget import actions, measuring, permissions, queries
from kt1.oversight.budget.models import SCENARIO_LABELS, BudgetVersion
from kt1.oversight.budget.queries import Row
from kt1.oversight.budget.rules import (
    IN_FORCE,
    NEXT,
    Alarm,
    Return,
    Scenario,
    Stage,
    change_per_mille,
)
from kt1.people.actor import NotAllowedError
from kt1.web.budget.forms import ReturnForm
from kt1.web.budget.labels import ALARM_CHIPS, per_cent, stage_chip, why_returned
from kt1.web.request import Request, once, signed_in

ALARMS = {alarm.value for alarm in Alarm if alarm is not Alarm.NONE}


@dataclass(frozen=True, slots=True)
class Shown:
    """One version in its year's history."""

    version: BudgetVersion
    chip: Any
    url: str
    current: bool


@require_GET
@signed_in
def budgets(request: Request) -> HttpResponseBase:
    """The years of one's province, with the version that stands."""
    if reason := permissions.why_not_read(request.actor):
        raise NotAllowedError(reason)
    rows = []
    found = list(queries.seen_by(request.actor))
    newest: dict[int, BudgetVersion] = {}
    for version in BudgetVersion.objects.filter(budget__in=found).order_by("n"):
        newest[version.budget_id] = version
    for budget in found:
        version_now = newest.get(budget.pk)
        if version_now is not None:
            url = reverse("budget", args=[budget.year])
            rows.append((budget, version_now, stage_chip(version_now), url))
    context = {
        "rows": rows,
        "may_estimate": permissions.why_not_estimate(request.actor, None) is None,
    }
    return render(request, "budget/budgets.html", context)


def asked(request: Request, year: int, n: str = "") -> BudgetVersion:
    """The version that the address names, else the newest. Raises Http404."""
    if reason := permissions.why_not_read(request.actor):
        raise NotAllowedError(reason)
    budget = queries.seen_by(request.actor).filter(year=year).first()
    if budget is None:
        raise Http404
    rows = queries.versions(budget)
    if n:
        rows = rows.filter(n=int(n)) if n.isdigit() and len(n) < 6 else rows.none()  # noqa: PLR2004 - no number is longer
    found = rows.first()
    if found is None:
        raise Http404
    return found


def told_at(version: BudgetVersion) -> int:
    """From which share on one is told, by the norms of the budget's year."""
    day = version.made_at.date()
    return norms("CHUNG", day).count(Key.BUDGET_TOLD_AT_PERCENT)


@require_GET
@signed_in
def budget(request: Request, year: int) -> HttpResponseBase:
    """One version: its lines as this person may see them, how money stands, what may be done."""
    version = asked(request, year, request.GET.get("ban", ""))
    rows = queries.rows(version, request.actor, told_at_percent=told_at(version))
    shown = narrowed(rows, request)
    every = list(queries.versions(version.budget))
    newest = every[0]
    actor = request.actor
    context = {
        "version": version,
        "budget": version.budget,
        "chip": stage_chip(version),
        "returned": why_returned(version),
        "scenario": SCENARIO_LABELS[Scenario(version.scenario)],
        "growth": per_cent(version.growth_per_mille),
        "in_force": version.stage in IN_FORCE,
        "rows": [(row, _change(row), ALARM_CHIPS[row.alarm]) for row in shown],
        "sum": queries.fold(shown),
        "warned": sum(1 for row in rows if row.alarm is not Alarm.NONE),
        "typed": request.GET,
        "alarms": [(a.value, ALARM_CHIPS[a]) for a in Alarm if a is not Alarm.NONE],
        "versions": [
            Shown(one, stage_chip(one), f"?ban={one.n}", one.pk == version.pk) for one in every
        ],
        "newest": newest.pk == version.pk,
        "files": [
            (form.upper(), f"{reverse('budget_file', args=[year, version.n, form])}")
            for form in ("docx", "pdf", "xlsx", "csv")
        ],
        "may_estimate": permissions.why_not_estimate(actor, newest) is None,
        "may_send": permissions.why_not_send(actor, version) is None,
        "may_review": permissions.why_not_review(actor, version) is None,
        "next": _next(request, version) if newest.pk == version.pk else [],
        "returning": ReturnForm(),
        "crumbs": [(_("Budget"), reverse("budgets")), (str(year), "")],
    }
    return render(request, "budget/budget.html", context)


def narrowed(rows: Sequence[Row], request: Request) -> list[Row]:
    """The rows that the address asks for: by name, or by what is warned of."""
    text, alarm = request.GET.get("q", "").strip().lower(), request.GET.get("bao", "")
    return [
        row
        for row in rows
        if (not text or (row.line is not None and text in row.line.agency.name.lower()))
        and (alarm not in ALARMS or row.alarm.value == alarm)
    ]


def _change(row: Row) -> str:
    return per_cent(change_per_mille(row.this_year, row.amount))


def _next(request: Request, version: BudgetVersion) -> list[tuple[Stage, str]]:
    words = {
        Stage.APPRAISED: _("Appraise"),
        Stage.ALLOCATED: _("Allocate"),
        Stage.ADJUSTED: _("Adjust"),
        Stage.SETTLED: _("Settle the year"),
    }
    return [
        (stage, words[stage])
        for stage in Stage
        if stage in NEXT[Stage(version.stage)]
        and stage in words
        and permissions.why_not_decide(request.actor, version, stage) is None
    ]


@require_GET
@signed_in
def steps(request: Request, year: int, n: int, code: str) -> HttpResponseBase:
    """How the amount of one body came about, step by step.

    To others than the body a few items are no number, and what marks cost stands within the sum:
    an amount apart would tell how many covers bore which letter (W5, N11).
    """
    version = asked(request, year, str(n))
    found = [
        row
        for row in queries.rows(version, request.actor, told_at_percent=told_at(version))
        if row.line is not None and row.line.agency.code == code
    ]
    if not found:
        raise Http404
    line = found[0].line
    own = line is not None and request.actor.is_of(line.agency_id)
    least = norms("CHUNG", version.made_at.date()).count(Key.SMALL_CELL_MIN)
    taxed = tax_within(found[0].amount, version.vat_percent)
    context = {
        "version": version,
        "row": found[0],
        "own": own,
        "few": 0 if own or line is None or not 0 < line.items < least else least,
        "by_tariff": line.measured_vnd + line.surcharge_vnd if line else 0,
        "tax": taxed,
        "net": found[0].amount - taxed,
        "unstated": measuring.unstated(
            version.budget.province_id, first=version.basis_first, last=version.basis_last
        ).get(line.agency_id if line else 0),
        "chip": ALARM_CHIPS[found[0].alarm],
        "scenario": SCENARIO_LABELS[Scenario(version.scenario)],
        "growth": per_cent(version.growth_per_mille),
        "crumbs": [
            (_("Budget"), reverse("budgets")),
            (str(year), f"{reverse('budget', args=[year])}?ban={n}"),
            (line.agency.name if line else "", ""),
        ],
    }
    return render(request, "budget/steps.html", context)


@require_POST
@signed_in
def send(request: Request, year: int) -> HttpResponseBase:
    version = asked(request, year)
    actions.send(version_id=version.pk, by=request.actor, at=request.at, once=once(request))
    messages.success(request, _("The estimate went to the Department of Finance."))
    return redirect("budget", year)


@require_POST
@signed_in
def send_back(request: Request, year: int) -> HttpResponseBase:
    version = asked(request, year)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        raise Http404
    actions.send_back(
        version_id=version.pk,
        reason=Return(form.cleaned_data["reason"]),
        by=request.actor,
        at=request.at,
        once=once(request),
    )
    messages.success(request, _("The estimate went back to the Department that made it."))
    return redirect("budget", year)


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    header = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = str(header)
    response.headers["Cache-Control"] = "no-store"
    return response
