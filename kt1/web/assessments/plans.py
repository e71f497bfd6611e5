"""Plans by number, date and due drill; what they say stays on paper."""

from datetime import date
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kt1.assurance.assessments import permissions, queries, registers
from kt1.assurance.assessments.registered import PLAN_LABELS, SafetyPlan
from kt1.web.assessments.acting import Page, acted, allowed
from kt1.web.assessments.forms import DrillForm, OnForm, PlanForm
from kt1.web.assessments.labels import due_chip, tabs, today
from kt1.web.assessments.overview import guard
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, FlagFilter
from kt1.web.lists.listing import Listing
from kt1.web.moments import day
from kt1.web.request import Request, signed_in

TITLE = gettext_lazy("Plans")


def listing(on: date, warning: int, *, may: bool) -> Listing[Any]:
    def link(row: SafetyPlan) -> str | None:
        return reverse("safety_plan_drill", args=[row.pk]) if may and row.ended_on is None else None

    def end(row: SafetyPlan) -> str | None:
        return reverse("safety_plan_end", args=[row.pk]) if may and row.ended_on is None else None

    ending: Column[Any] = Column(
        key="kt", label=gettext_lazy("End it"), link=end,
        value=lambda p: _("end") if p.ended_on is None else "",
    )  # fmt: skip
    return Listing(
        title=TITLE,
        order=("drill_due", "-dated", "pk"),
        columns=(
            Column(key="so", label=gettext_lazy("Number of the plan"), value=lambda p: p.number,
                   under=lambda p: day(p.dated), sort="number", roomy=True),
            Column(key="loai", label=gettext_lazy("Kind of plan"), roomy=True,
                   value=lambda p: p.get_kind_display(),
                   under=lambda p: p.place.name if p.place else None),
            Column(key="dt", label=gettext_lazy("Last drill"), kind=Kind.DAY,
                   value=lambda p: p.last_drill),
            Column(key="han", label=gettext_lazy("Next drill by"), kind=Kind.DAY,
                   value=lambda p: p.drill_due, sort="drill_due"),
            Column(key="tt", label=gettext_lazy("State"), kind=Kind.CHIP,
                   value=lambda p: due_chip(p.drill_due, p.ended_on, on, warning)),
            *((Column(key="nhap", label=gettext_lazy("Drill"), link=link,
                      value=lambda p: _("enter a drill") if p.ended_on is None else ""),
               ending) if may else ()),
        ),
        filters=(
            ChoiceFilter(key="loai", label=gettext_lazy("Kind of plan"), field="kind",
                         choices=[(k.value, word) for k, word in PLAN_LABELS.items()]),
            FlagFilter(key="dt", label=gettext_lazy("To be drilled soon"),
                       apply=lambda rows: queries.to_drill(rows, on)),
            FlagFilter(key="hl", label=gettext_lazy("Only those in force"),
                       apply=lambda rows: rows.filter(ended_on=None)),
        ),
        empty=gettext_lazy("No plan is registered."),
    )  # fmt: skip


@require_GET
@signed_in
def plans(request: Request) -> HttpResponseBase:
    guard(request)
    on, may = today(request), permissions.why_not_manage(request.actor) is None
    context: dict[str, Any] = {
        "tabs": tabs("safety_plans", request),
        "lead": _("Number, date and the next drill; what a plan says stays on paper."),
    }
    if may:
        context |= {"act_url": reverse("safety_plan_new"), "act_label": _("Register a plan")}
    rows = queries.with_last_drill(queries.plans_seen_by(request.actor))
    shown = listing(on, queries.warning_days(on), may=may)
    return answer(request, shown, rows, template="assessments/tabbed.html", context=context)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: Request) -> HttpResponseBase:
    allowed(permissions.why_not_manage(request.actor))
    places = queries.houses(request.actor.province_id or 0, today(request))
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        places=[(one.code, one.name) for one in places],
    )
    page = Page(
        heading=_("Register a plan"),
        lead=_("Number, date and the next drill; what a plan says stays on paper."),
        back="safety_plans",
        of=TITLE,
    )
    more = {"planned": registers.Planned(**form.cleaned_data)} if form.is_valid() else {}
    return acted(request, page, form, registers.register_plan, **more)


def _known(request: Request, plan_id: int) -> SafetyPlan:
    found = get_object_or_404(queries.plans_seen_by(request.actor), pk=plan_id)
    allowed(permissions.why_not_change_plan(request.actor, found))
    return found


@require_http_methods(["GET", "POST"])
@signed_in
def drill(request: Request, plan_id: int) -> HttpResponseBase:
    found = _known(request, plan_id)
    form = DrillForm(request.POST if request.method == "POST" else None)
    page = Page(heading=_("Enter a drill"), lead=str(found), back="safety_plans", of=TITLE)
    more = dict(form.cleaned_data) if form.is_valid() else {}
    return acted(request, page, form, registers.hold_drill, plan_id=found.pk, **more)


@require_http_methods(["GET", "POST"])
@signed_in
def end(request: Request, plan_id: int) -> HttpResponseBase:
    found = _known(request, plan_id)
    form = OnForm(request.POST if request.method == "POST" else None)
    page = Page(heading=_("End the plan"), lead=str(found), back="safety_plans", of=TITLE)
    more = dict(form.cleaned_data) if form.is_valid() else {}
    return acted(request, page, form, registers.end_plan, plan_id=found.pk, **more)
