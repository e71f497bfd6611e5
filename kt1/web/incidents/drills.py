"""Drills: started by the dispatcher, stepped through at the place, timed and scored."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.assurance.incidents import drills as acts
from kt1.assurance.incidents.drill_rules import COVERS_MAX, SCENARIOS, Mark, Step, score
from kt1.assurance.incidents.models import KIND_LABELS, Drill
from kt1.assurance.incidents.rules import Kind
from kt1.people.actor import NotAllowedError
from kt1.web.errors.answers import UNFIT
from kt1.web.fields import offer
from kt1.web.incidents.labels import STEP_LABELS
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column
from kt1.web.lists.columns import Kind as ColumnKind
from kt1.web.lists.filters import ChoiceFilter, DayFilter
from kt1.web.lists.listing import Listing
from kt1.web.moments import span
from kt1.web.parts.chips import Chip, Tone
from kt1.web.request import Request, once, signed_in

TITLE = gettext_lazy("Drills")
_LABELS: Mapping[str, Any] = {one.value: KIND_LABELS[one] for one in SCENARIOS}


class DrillForm(forms.Form):
    scenario = forms.TypedChoiceField(
        label=gettext_lazy("What is simulated"),
        coerce=Kind,
        choices=list(_LABELS.items()),
        widget=forms.RadioSelect,
    )
    place = forms.TypedChoiceField(label=gettext_lazy("Where"), coerce=int)
    covers = forms.IntegerField(
        label=gettext_lazy("Pretended number of covers"),
        min_value=1,
        max_value=COVERS_MAX,
        initial=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


def _link(row: Drill) -> str:
    return reverse("drill", args=[row.pk])


def _chip(one: Drill) -> Chip:
    if one.ended_at is None:
        return Chip(_("drill running"), Tone.MOVING)
    return Chip(_("drill ended"), Tone.GOOD)


LISTING: Listing[Any] = Listing(
    title=TITLE,
    order=("-started_at", "-pk"),
    columns=(
        Column(key="ma", label=gettext_lazy("Drill"), value=str, kind=ColumnKind.UNBROKEN,
               link=_link),
        Column(key="loai", label=gettext_lazy("What is simulated"),
               value=lambda one: one.get_scenario_display(), roomy=True),
        Column(key="noi", label=gettext_lazy("Where"), value=lambda one: one.place.name,
               roomy=True),
        Column(key="luc", label=gettext_lazy("Started"), kind=ColumnKind.MOMENT,
               value=lambda one: one.started_at, sort="started_at"),
        Column(key="diem", label=gettext_lazy("Score (%)"), kind=ColumnKind.NUMBER,
               value=lambda one: one.score, sort="score"),
        Column(key="tt", label=gettext_lazy("State"), kind=ColumnKind.CHIP,
               value=_chip),
    ),
    filters=(
        ChoiceFilter(key="loai", label=gettext_lazy("What is simulated"), field="scenario",
                     choices=list(_LABELS.items())),
        DayFilter(key="tu", label=gettext_lazy("From day"), field="started_at"),
        DayFilter(key="den", label=gettext_lazy("Until day"), field="started_at", until=True),
    ),
    row_link=_link,
    empty=gettext_lazy("No drill was held yet."),
)  # fmt: skip


@require_GET
@signed_in
def drills(request: Request) -> HttpResponseBase:
    if reason := acts.why_not_read(request.actor):
        raise NotAllowedError(reason)
    context = {"lead": _("Simulated incidents: they are in no figure and tell nobody.")}
    if acts.why_not_start(request.actor) is None:
        context |= {"act_url": reverse("drill_new"), "act_label": _("Start a drill")}
    return answer(
        request,
        LISTING,
        acts.seen_by(request.actor),
        template="incidents/drills.html",
        context=context,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: Request) -> HttpResponseBase:
    if reason := acts.why_not_start(request.actor):
        raise NotAllowedError(reason)
    form = DrillForm(request.POST if request.method == "POST" else None)
    offer(form, "place", [(one.pk, one.name) for one in acts.places_of(request.actor)])
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = acts.start(
                scenario=said["scenario"],
                place_id=said["place"],
                covers=said["covers"],
                by=request.actor,
                at=request.at,
                once=once(request),
            )
        except acts.UnfitDrillError as fault:
            form.add_error(None, str(fault))
        else:
            return redirect("drill", made)
    context = {
        "form": form,
        "drilling": True,
        "heading": _("Start a drill"),
        "lead": _("The steps are timed from the moment you start. Nobody outside is told."),
        "button": _("Start a drill"),
        "back": reverse("drills"),
        "crumbs": [(TITLE, reverse("drills")), (_("Start a drill"), "")],
    }
    return render(request, "incidents/form.html", context, status=UNFIT if form.is_bound else 200)


@require_GET
@signed_in
def drill(request: Request, drill_id: UUID) -> HttpResponseBase:
    found = known(request, drill_id)
    marks = acts.marks_of(found)
    context = {
        "drill": found,
        "chip": _chip(found),
        "rows": [
            (
                mark,
                STEP_LABELS[mark.step],
                span(mark.within) if mark.within else "",
                mark_chip(mark),
            )
            for mark in marks
        ],
        "score": found.score if found.score is not None else score(marks),
        "may_step": acts.why_not_step(request.actor, found) is None,
        "may_end": acts.why_not_end(request.actor, found) is None,
        "crumbs": [(TITLE, reverse("drills")), (str(found), "")],
    }
    return render(request, "incidents/drill.html", context)


def known(request: Request, drill_id: UUID) -> Drill:
    return get_object_or_404(acts.seen_by(request.actor), pk=drill_id)


def mark_chip(mark: Mark) -> Chip:
    if mark.took is None:
        return Chip(_("not done"), Tone.UNCONFIRMED)
    word = _("after %(span)s") % {"span": span(mark.took)}
    return Chip(word, Tone.LATE if mark.is_late else Tone.GOOD)


@require_POST
@signed_in
def step(request: Request, drill_id: UUID, step: str) -> HttpResponseBase:
    found = known(request, drill_id)
    if step not in set(Step):
        raise Http404
    if reason := acts.why_not_step(request.actor, found):
        raise NotAllowedError(reason)
    try:
        acts.step(
            drill_id=drill_id,
            done=Step(step),
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except acts.UnfitDrillError:
        return redirect("drill", drill_id)  # somebody else was quicker: the page shows it done
    return redirect("drill", drill_id)


@require_POST
@signed_in
def end(request: Request, drill_id: UUID) -> HttpResponseBase:
    acts.end(
        drill_id=known(request, drill_id).pk,
        by=request.actor,
        at=request.at,
        once=once(request),
    )
    return redirect("drill", drill_id)
