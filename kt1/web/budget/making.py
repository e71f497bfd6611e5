"""Making an estimate, and every decision after it, body by body."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kt1.law.screening.rules import RefusedTextError
from kt1.oversight.budget import actions, permissions, queries
from kt1.oversight.budget.actions import Amount, BudgetError
from kt1.oversight.budget.models import BudgetVersion
from kt1.oversight.budget.rules import Scenario, Stage
from kt1.people.actor import NotAllowedError
from kt1.web.budget.forms import DecisionForm, EstimateForm
from kt1.web.budget.pages import asked
from kt1.web.errors.answers import UNFIT
from kt1.web.request import Request, once, signed_in
from kt1.web.tariff.entering import REFUSED
from kt1.web.tariff.forms import month_text
from kt1.web.tariff.pages import today

HEADINGS = {
    Stage.APPRAISED: gettext_lazy("Appraise the estimate"),
    Stage.ALLOCATED: gettext_lazy("Allocate the budget"),
    Stage.ADJUSTED: gettext_lazy("Adjust the budget"),
    Stage.SETTLED: gettext_lazy("Settle the year"),
}


@require_http_methods(["GET", "POST"])
@signed_in
def new_estimate(request: Request) -> HttpResponseBase:
    """An estimate for a year from the months measured; it may be made again until it is sent."""
    if reason := permissions.why_not_estimate(request.actor, None):
        raise NotAllowedError(reason)
    form = EstimateForm(request.POST or None, initial=_begun(request))
    if form.is_valid() and (made := _made(request, form)) is not None:
        messages.success(request, _("The estimate is made. Read it, then send it."))
        return redirect("budget", made.budget.year)
    context = {
        "form": form,
        "crumbs": [(_("Budget"), reverse("budgets")), (_("Make an estimate"), "")],
    }
    return render(request, "budget/new.html", context, status=UNFIT if form.is_bound else 200)


def _begun(request: Request) -> dict[str, Any]:
    """The next year, from the twelve months that are over."""
    on = today(request)
    over = on.year * 12 + on.month - 2  # months since year 0, of the last one that is over
    last, first = on.replace(year=over // 12, month=over % 12 + 1, day=1), over - 11
    return {
        "year": on.year + 1,
        "first": month_text(last.replace(year=first // 12, month=first % 12 + 1)),
        "last": month_text(last),
    }


def _made(request: Request, form: EstimateForm) -> BudgetVersion | None:
    said = form.cleaned_data
    try:
        return actions.make_estimate(
            year=said["year"],
            first=said["first"],
            last=said["last"],
            growth_per_mille=said["growth"],
            scenario=Scenario(said["scenario"]),
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except (BudgetError, NotAllowedError) as fault:
        form.add_error(None, str(fault))
    return None


@require_http_methods(["GET", "POST"])
@signed_in
def decide(request: Request, year: int, stage: str) -> HttpResponseBase:
    """The next version: amounts as they stand, to be changed where the paper says so."""
    last = asked(request, year)
    wanted = Stage(stage) if stage in set(Stage) else None
    if wanted is None or wanted not in HEADINGS:
        raise Http404
    if reason := permissions.why_not_decide(request.actor, last, wanted):
        raise NotAllowedError(reason)
    lines = [
        line
        for line in last.lines.select_related("agency").order_by("agency__sort_key", "pk")
        if queries.may_see(request.actor, line)
    ]
    form = DecisionForm(request.POST or None, lines=lines, stage=wanted)
    if form.is_valid() and _decided(request, form, last, wanted):
        messages.success(request, _("The version is made."))
        return redirect("budget", year)
    context = {
        "form": form,
        "heading": HEADINGS[wanted],
        "hidden": last.lines.count() - len(lines),
        "back": reverse("budget", args=[year]),
        "crumbs": [
            (_("Budget"), reverse("budgets")),
            (str(year), reverse("budget", args=[year])),
            (HEADINGS[wanted], ""),
        ],
    }
    return render(request, "budget/decide.html", context, status=UNFIT if form.is_bound else 200)


def _decided(request: Request, form: DecisionForm, last: BudgetVersion, stage: Stage) -> bool:
    said = form.cleaned_data
    amounts = {
        line.agency_id: Amount(
            said[f"so-{line.agency_id}"], said.get(f"chuyen-{line.agency_id}") or 0
        )
        for line in form.lines
    }
    try:
        actions.decide(
            after_id=last.pk,
            stage=stage,
            amounts=amounts,
            paper=said["paper"],
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except BudgetError as fault:
        form.add_error(None, str(fault))
    except RefusedTextError:
        form.add_error("paper", REFUSED)
    return not form.errors
