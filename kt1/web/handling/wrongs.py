"""Sự vụ: what did not agree in the work; a biên bản closes it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kt1.assurance.incidents import permissions as incidents
from kt1.assurance.incidents import raising
from kt1.assurance.incidents.permissions import HANDLERS
from kt1.custody.deliveries import changes, irregularities, permissions, two_persons
from kt1.custody.deliveries.models import Irregularity
from kt1.custody.deliveries.rules import Ending, IrregularityKind
from kt1.custody.handovers.rules import Finding
from kt1.custody.units.codes import LENGTH
from kt1.custody.units.models import Unit
from kt1.custody.units.queries import UnknownUnitError
from kt1.custody.units.rules import Kind, NotPossibleError
from kt1.people.accounts.rules import Role
from kt1.people.actor import NotAllowedError
from kt1.web.handling import labels, minutes, scanning, sheets
from kt1.web.handling.bags import POST
from kt1.web.handling.forms import CODE_ATTRS, MinutesField, choice, refused
from kt1.web.handling.scanning import NotACodeError
from kt1.web.handling.work_lists import irregularity_listing
from kt1.web.lists.answer import answer
from kt1.web.request import Request, acts_as, once

UNFIT = 422
ENDINGS = (
    (Ending.RESOLVED.value, gettext_lazy("cleared up and dealt with")),
    (Ending.NO_FAULT.value, gettext_lazy("nothing was wrong")),
    (Ending.PASSED_ON.value, gettext_lazy("passed on to who is competent")),
)


class CloseForm(forms.Form):
    minutes = MinutesField()
    ending = choice(
        gettext_lazy("How it ended"), ENDINGS, widget=forms.RadioSelect, initial=Ending.RESOLVED
    )


class TornForm(forms.Form):
    """A cover that is itself not intact: it is held where it is."""

    code = forms.CharField(
        label=gettext_lazy("Code of the item"),
        max_length=scanning.LENGTH_MAX,
        widget=forms.TextInput(attrs={**CODE_ATTRS, "autofocus": True}),
    )


def seen(request: Request) -> QuerySet[Irregularity]:
    return irregularities.seen_by(request.actor)


@require_GET
@acts_as(*POST)
def wrongs(request: Request) -> HttpResponseBase:
    context = {
        "holds": request.actor.role is not Role.DISPATCHER,
        "incidents": request.actor.role in HANDLERS,
    }
    return answer(
        request,
        irregularity_listing(),
        seen(request),
        template="handling/irregularities.html",
        context=context,
    )


@require_http_methods(["GET", "POST"])
@acts_as(Role.COUNTER, Role.CONTROLLER, Role.COURIER)
def irregularity_new(request: Request) -> HttpResponse:
    """Most open by themselves; a torn cover is what a person must say."""
    form = TornForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = changes.hold(
                codes=[scanning.read(form.cleaned_data["code"])],
                findings=[Finding.COVER_TORN.value],
                by=request.actor,
                at=request.at,
                once=once(request),
            )
        except NotACodeError as fault:
            refused(form, fault, "code")
        except UnknownUnitError:
            refused(form, _("Not in the register, or not yours to see."), "code")
        except NotPossibleError:
            refused(form, _("It lies in a bag, is under an offer, or does not travel."), "code")
        else:
            messages.success(request, _("The cover is held. Print the minutes and sign them."))
            return redirect("irregularity", done["irregularity"])
    context = {
        "form": form,
        "crumbs": [
            (_("Irregularities"), reverse("irregularities")),
            (_("A cover is not intact"), ""),
        ],
    }
    status = UNFIT if request.method == "POST" else 200
    return render(request, "handling/torn.html", context, status=status)


@require_http_methods(["GET", "POST"])
@acts_as(*POST)
def irregularity(request: Request, irregularity_id: UUID) -> HttpResponse:
    """What differed, and closing it with the number of the minutes."""
    found = get_object_or_404(seen(request), pk=irregularity_id)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and (reason := permissions.why_not_close(request.actor)):
        raise NotAllowedError(reason)
    if request.method == "POST" and form.is_valid():
        try:
            two_persons.close_irregularity(
                irregularity_id=found.pk,
                ending=Ending(form.cleaned_data["ending"]),
                minutes=form.cleaned_data["minutes"],
                by=request.actor,
                at=request.at,
                once=once(request),
            )
        except NotPossibleError as fault:
            refused(form, fault)
        else:
            messages.success(request, _("The irregularity is closed."))
            return redirect("irregularity", found.pk)
    return _page(request, found, form, UNFIT if request.method == "POST" else 200)


def _page(request: Request, found: Irregularity, form: CloseForm, status: int) -> HttpResponse:
    balance = found.kind == IrregularityKind.BALANCE_OFF
    codes = [name for name in found.findings if len(name) == LENGTH]
    kinds = dict(Unit.objects.filter(code__in=codes).values_list("code", "kind"))
    context = {
        "wrong": found,
        "number": labels.irregularity_number(found.pk),
        "chip": labels.irregularity_chip(found),
        "findings": [
            (
                name if name in codes else "",
                kinds.get(name, "") in {Kind.BAG, Kind.BOX},
                labels.findings_said(said, balance=balance),
            )
            for name, said in sorted(found.findings.items())
        ],
        "balance": balance,
        "form": form,
        **_incident(request, found),
        "why_not": permissions.why_not_close(request.actor),
        "crumbs": [
            (_("Irregularities"), reverse("irregularities")),
            (labels.irregularity_number(found.pk), ""),
        ],
    }
    return render(request, "handling/irregularity.html", context, status=status)


def _incident(request: Request, found: Irregularity) -> dict[str, Any]:
    """The incident (sự cố) it was raised to, for whoever handles these; else whether they may."""
    if incidents.why_not_raise(request.actor) is not None:
        return {}
    before = raising.raised(found.pk)
    return {"incident": before, "may_raise": before is None}


@require_GET
@acts_as(*POST)
def irregularity_minutes(request: Request, irregularity_id: UUID) -> HttpResponse:
    """Biên bản sự vụ, to be signed by both."""
    found = get_object_or_404(seen(request), pk=irregularity_id)
    return sheets.answer(minutes.of_irregularity(sheets.sheet_of(request), found))
