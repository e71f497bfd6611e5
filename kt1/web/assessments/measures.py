"""Corrective and preventive measures: list, one of them, and its acts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kt1.assurance.assessments import measuring, permissions, queries
from kt1.assurance.assessments.models import MEASURE_LABELS, NATURE_LABELS, SafetyMeasure
from kt1.assurance.assessments.steps import UnfitSafetyError
from kt1.law.screening.labels import REFUSAL_LABELS
from kt1.law.screening.rules import Refusal, RefusedTextError
from kt1.ledger.entries.queries import entries_about, notes_of
from kt1.people.accounts.rules import POST_ROLES
from kt1.people.actor import Actor, NotAllowedError
from kt1.web.assessments.forms import DoneForm, MeasureForm, NoteForm, ReopenForm, VerifyForm
from kt1.web.assessments.labels import measure_chip, tabs, today
from kt1.web.errors.answers import UNFIT
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, FlagFilter
from kt1.web.lists.listing import Listing
from kt1.web.moments import day
from kt1.web.request import Request, once, signed_in
from kt1.web.words import Words

TITLE = gettext_lazy("Corrective and preventive measures")
SAID: Mapping[str, Words] = {
    "measure.set": gettext_lazy("Set"),
    "measure.done": gettext_lazy("Said to be done"),
    "measure.verified": gettext_lazy("Verified"),
    "measure.reopened": gettext_lazy("To be done again"),
    "measure.given_up": gettext_lazy("Given up"),
}


@dataclass(frozen=True, slots=True)
class Act:
    """One act on a measure."""

    key: str
    label: Words
    form: type[forms.Form]
    why_not: Callable[[Actor, SafetyMeasure], str | None]
    do: Callable[..., None]


ACTS: Mapping[str, Act] = {
    one.key: one
    for one in (
        Act("da-lam", gettext_lazy("It is done"), DoneForm,
            permissions.why_not_finish, measuring.finish_measure),
        Act("xac-nhan", gettext_lazy("Verify it"), VerifyForm,
            permissions.why_not_verify, measuring.verify),
        Act("lam-lai", gettext_lazy("To be done again"), ReopenForm,
            permissions.why_not_reopen, measuring.reopen),
        Act("thoi", gettext_lazy("Give it up"), NoteForm,
            permissions.why_not_give_up, measuring.give_up),
    )
}  # fmt: skip


def _link(row: SafetyMeasure) -> str:
    return reverse("measure", args=[row.pk])


def listing(on: date, actor: Actor) -> Listing[SafetyMeasure]:
    return Listing(
        title=TITLE,
        order=("due", "pk"),
        columns=(
            Column(key="so", label=gettext_lazy("Measure"), value=str, kind=Kind.UNBROKEN,
                   link=_link, sort="pk"),
            Column(key="loai", label=gettext_lazy("Kind of measure"),
                   value=lambda m: m.get_nature_display()),
            Column(key="van-ban", label=gettext_lazy("Paper and line"), value=_paper, roomy=True),
            Column(key="ai", label=gettext_lazy("Who answers for it"),
                   value=lambda m: m.owner.title),
            Column(key="han", label=gettext_lazy("To be done by"), kind=Kind.DAY,
                   value=lambda m: m.due, sort="due"),
            Column(key="tt", label=gettext_lazy("State"), kind=Kind.CHIP,
                   value=lambda m: measure_chip(m, on)),
        ),
        filters=(
            ChoiceFilter(key="tt", label=gettext_lazy("State"), field="state",
                         choices=[(s.value, word) for s, word in MEASURE_LABELS.items()]),
            ChoiceFilter(key="loai", label=gettext_lazy("Kind of measure"), field="nature",
                         choices=[(n.value, word) for n, word in NATURE_LABELS.items()]),
            FlagFilter(key="qh", label=gettext_lazy("Overdue only"),
                       apply=lambda rows: queries.late(rows, on)),
            FlagFilter(key="toi", label=gettext_lazy("Mine only"),
                       apply=lambda rows: rows.filter(owner=actor.user_id)),
        ),
        row_link=_link,
        empty=gettext_lazy("No measure is set."),
    )  # fmt: skip


def _paper(row: SafetyMeasure) -> str:
    said = {"paper": row.paper, "day": day(row.paper_date), "n": row.item}
    return _("%(paper)s of %(day)s, line %(n)s") % said


def _guard(request: Request) -> None:
    """Whoever may answer for a measure reads their own; managers and overseers all."""
    if request.actor.role in POST_ROLES:
        return
    if reason := permissions.why_not_read(request.actor):
        raise NotAllowedError(reason)


@require_GET
@signed_in
def measures(request: Request) -> HttpResponseBase:
    _guard(request)
    actor = request.actor
    context: dict[str, Any] = {
        "lead": _("By the line of a paper; what is to be done stands there."),
    }
    if permissions.why_not_read(actor) is None:
        context["tabs"] = tabs("measures", request)
    if permissions.why_not_manage(actor) is None:
        context |= {"act_url": reverse("measure_new"), "act_label": _("Set a measure")}
    rows = queries.measures_seen_by(actor)
    shown = listing(today(request), actor)
    return answer(request, shown, rows, template="assessments/tabbed.html", context=context)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: Request) -> HttpResponseBase:
    """`tu` names the assessment it follows from."""
    if reason := permissions.why_not_manage(request.actor):
        raise NotAllowedError(reason)
    asked = request.GET.get("tu", "")
    source = None
    if asked.isdecimal():
        source = get_object_or_404(queries.assessments_seen_by(request.actor), pk=int(asked))
    initial = {"paper": source.number, "paper_date": day(source.done_on)} if source else {}
    staff = queries.staff(request.actor.province_id or 0, request.at)
    form = MeasureForm(
        request.POST if request.method == "POST" else None,
        staff=[(one.pk, one.title) for one in staff],
        initial=initial,
    )
    if form.is_valid():
        values = form.cleaned_data
        values["owner_id"] = values.pop("owner")
        try:
            made = measuring.set_measure(
                wanted=measuring.Wanted(assessment_id=source.pk if source else None, **values),
                by=request.actor,
                at=request.at,
                once=once(request),
            )
        except RefusedTextError as refused:
            form.add_error("paper", REFUSAL_LABELS[Refusal(refused.refusal)])
        except UnfitSafetyError as fault:
            form.add_error(None, str(fault))
        else:
            return redirect("measure", made)
    context = {
        "form": form,
        "heading": _("Set a measure"),
        "lead": _("By the line of a paper; what is to be done stands there."),
        "button": _("Set a measure"),
        "back": reverse("measures"),
        "crumbs": [(TITLE, reverse("measures")), (_("Set a measure"), "")],
    }
    status = UNFIT if form.is_bound else 200
    return render(request, "assessments/form.html", context, status=status)


def _known(request: Request, measure_id: int) -> SafetyMeasure:
    return get_object_or_404(queries.measures_seen_by(request.actor), pk=measure_id)


@require_GET
@signed_in
def measure(request: Request, measure_id: int) -> HttpResponseBase:
    _guard(request)
    found = _known(request, measure_id)
    entries = list(entries_about(f"measure:{found.pk}"))
    notes = notes_of([entry.pk for entry in entries])
    context = {
        "measure": found,
        "paper": _paper(found),
        "chip": measure_chip(found, today(request)),
        "acts": [one for one in ACTS.values() if one.why_not(request.actor, found) is None],
        "history": [
            (SAID[entry.kind], entry.at, notes.get(entry.pk, {}).get("note") or "")
            for entry in entries
        ],
        "crumbs": [(TITLE, reverse("measures")), (str(found), "")],
    }
    return render(request, "assessments/measure.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def act(request: Request, measure_id: int, act: str) -> HttpResponseBase:
    _guard(request)
    found, kind = _known(request, measure_id), ACTS.get(act)
    if kind is None:
        raise Http404
    if reason := kind.why_not(request.actor, found):
        raise NotAllowedError(reason)
    form = kind.form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            kind.do(
                measure_id=found.pk, by=request.actor, at=request.at, once=once(request),
                **form.cleaned_data,
            )  # fmt: skip
        except RefusedTextError as refused:
            form.add_error(None, REFUSAL_LABELS[Refusal(refused.refusal)])
        except UnfitSafetyError as fault:
            form.add_error(None, str(fault))
        else:
            return redirect("measure", found.pk)
    here = reverse("measure", args=[found.pk])
    context = {
        "form": form,
        "heading": kind.label,
        "lead": f"{found} · {_paper(found)}",
        "button": kind.label,
        "back": here,
        "crumbs": [(TITLE, reverse("measures")), (str(found), here), (kind.label, "")],
    }
    status = UNFIT if form.is_bound else 200
    return render(request, "assessments/form.html", context, status=status)
