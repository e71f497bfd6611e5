"""Requests of authorities: who asked, by what law, which minutes; never what was shown."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.assurance.disclosures import actions, permissions, queries
from kt1.assurance.disclosures.models import Disclosure
from kt1.custody.units.queries import UnknownUnitError
from kt1.law.screening.labels import REFUSAL_LABELS
from kt1.law.screening.rules import Refusal, RefusedTextError
from kt1.people.actor import NotAllowedError
from kt1.web.complaints.forms import DisclosureForm
from kt1.web.errors.answers import UNFIT
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import DayFilter, FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.parts.chips import Chip, Tone
from kt1.web.request import Request, once, signed_in

TITLE = gettext_lazy("Requests of authorities")
HOLDS = Chip(gettext_lazy("records are held"), Tone.HELD)
ENDED = Chip(gettext_lazy("closed"), Tone.GOOD)
NO_ITEM = Chip(gettext_lazy("open"), Tone.UNCONFIRMED)


def _state(row: Disclosure) -> Chip:
    if row.ended_at is not None:
        return ENDED
    return NO_ITEM if row.unit_id is None else HOLDS


def _link(row: Disclosure) -> str:
    return reverse("disclosure", args=[row.pk])


LISTING: Listing[Disclosure] = Listing(
    title=TITLE,
    order=("-registered_at", "-pk"),
    columns=(
        Column(key="so", label=gettext_lazy("Number of the minutes"), value=lambda d: d.number,
               kind=Kind.UNBROKEN, link=_link, sort="number"),
        Column(key="ngay", label=gettext_lazy("Date of the minutes"), value=lambda d: d.dated,
               kind=Kind.DAY, sort="dated"),
        Column(key="ai", label=gettext_lazy("Authority that asked"), value=lambda d: d.authority,
               sort="authority", roomy=True),
        Column(key="can-cu", label=gettext_lazy("Legal basis"), value=lambda d: d.basis,
               roomy=True),
        Column(key="bg", label=gettext_lazy("Item"), kind=Kind.CODE,
               value=lambda d: d.unit.code if d.unit else None),
        Column(key="tt", label=gettext_lazy("State"), value=_state, kind=Kind.CHIP),
    ),
    filters=(
        TextFilter(key="ai", label=gettext_lazy("Authority that asked"),
                   apply=lambda rows, text: rows.filter(authority__icontains=text)),
        DayFilter(key="tu", label=gettext_lazy("From day"), field="dated", of_moment=False),
        DayFilter(key="den", label=gettext_lazy("Until day"), field="dated", until=True,
                  of_moment=False),
        FlagFilter(key="mo", label=gettext_lazy("Open ones only"),
                   apply=lambda rows: rows.filter(ended_at=None)),
    ),
    row_link=_link,
    empty=gettext_lazy("No authority has asked yet."),
)  # fmt: skip


@require_GET
@signed_in
def disclosures(request: Request) -> HttpResponseBase:
    if reason := permissions.why_not_read(request.actor):
        raise NotAllowedError(reason)
    context: dict[str, Any] = {
        "crumbs": [(_("Directory"), reverse("directory")), (TITLE, "")],
        "lead": _("Who asked, by which law and minutes. What was shown is never written here."),
    }
    if permissions.why_not_register(request.actor) is None:
        context |= {"act_url": reverse("disclosure_new"), "act_label": _("Register a request")}
    return answer(request, LISTING, queries.seen_by(request.actor), context=context)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: Request) -> HttpResponseBase:
    if reason := permissions.why_not_register(request.actor):
        raise NotAllowedError(reason)
    form = DisclosureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = actions.register(
                asked=actions.Asked(**form.cleaned_data),
                by=request.actor,
                at=request.at,
                once=once(request),
            )
        except UnknownUnitError:
            form.add_error("code", _("There is no such item in your province."))
        except RefusedTextError as refused:
            form.add_error(None, REFUSAL_LABELS[Refusal(refused.refusal)])
        except actions.UnfitDisclosureError as fault:
            form.add_error(None, str(fault))
        else:
            return redirect("disclosure", made)
    context = {
        "form": form,
        "heading": _("Register a request"),
        "lead": _("Who asked, by which law and minutes. What was shown is never written here."),
        "button": _("Register a request"),
        "back": reverse("disclosures"),
        "crumbs": [(TITLE, reverse("disclosures")), (_("Register a request"), "")],
    }
    return render(request, "complaints/form.html", context, status=UNFIT if form.is_bound else 200)


@require_GET
@signed_in
def disclosure(request: Request, disclosure_id: int) -> HttpResponseBase:
    found = get_object_or_404(queries.seen_by(request.actor), pk=disclosure_id)
    context = {
        "disclosure": found,
        "chip": _state(found),
        "may_end": found.ended_at is None and permissions.why_not_register(request.actor) is None,
        "crumbs": [(TITLE, reverse("disclosures")), (found.number, "")],
    }
    return render(request, "complaints/disclosure.html", context)


@require_POST
@signed_in
def end(request: Request, disclosure_id: int) -> HttpResponseBase:
    actions.end(disclosure_id=disclosure_id, by=request.actor, at=request.at, once=once(request))
    messages.success(request, _("Ended: its records are no longer held for it."))
    return redirect("disclosure", disclosure_id)
