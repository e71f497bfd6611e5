"""Accepting covers that nobody declared in advance, and refusing what may not be accepted."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kt1.custody.items import actions, permissions
from kt1.custody.items.models import CHECK_LABELS, REFUSAL_LABELS
from kt1.custody.items.rules import PIECES_MAX, Check, Refusal
from kt1.custody.items.steps import WrongDeclarationError
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.web.errors.answers import UNFIT
from kt1.web.items.accept import TAKERS, finished, pickup_of, why_not_checked
from kt1.web.items.declare import changed, form_context, shown_of, today
from kt1.web.items.forms import Covers
from kt1.web.items.labels import COVER_CHECKS
from kt1.web.items.typed import read_codes
from kt1.web.request import Request, acts_as, once


def _desk(request: Request, code: str) -> Place:
    return get_object_or_404(
        Place.objects.select_related("agency"),
        code=code,
        kind=PlaceKind.AGENCY_DESK,
        province=request.actor.province_id,
        valid_to=None,
    )


@require_http_methods(["GET", "POST"])
@acts_as(*TAKERS)
def undeclared(request: Request, desk: str) -> HttpResponseBase:
    """A quick form of covers at one desk: declared and accepted in one act."""
    place = _desk(request, desk)
    on, sender = today(request), place.agency_id
    if request.method != "POST":
        return _page(request, place, Covers(None, on=on, sender=sender))
    do = request.POST.get("do", "declare")
    if do != "declare":
        return _page(request, place, changed(request, do, sender=sender))
    covers = Covers(request.POST, on=on, sender=sender, bound=True)
    fault = why_not_checked(request)
    if not covers.is_valid() or fault:
        if fault:
            messages.error(request, fault)
        return _page(request, place, covers, status=UNFIT)
    try:
        done = actions.accept_new(
            declarations=covers.declarations(),
            desk_id=place.pk,
            checks=request.POST.getlist("checks"),
            pickup=pickup_of(request),
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except WrongDeclarationError as wrong:
        messages.error(request, str(wrong))
        return _page(request, place, covers, status=UNFIT)
    return finished(request, place, [one["code"] for one in done["items"]])


def _page(request: Request, place: Place, covers: Covers, *, status: int = 200) -> HttpResponse:
    context = {
        **form_context(request, covers, desk=place.pk),
        "desk": place,
        "why_not": permissions.why_not_accept(request.actor, request.at),
        "checks": [(check.value, CHECK_LABELS[check]) for check in COVER_CHECKS],
        "book_label": CHECK_LABELS[Check.BOOK_SIGNED],
        "ticked": request.POST.getlist("checks"),
        "crumbs": [
            (_("Accept items"), reverse("accept")),
            (place.agency.name if place.agency else "", reverse("accept_desk", args=[place.code])),
            (_("Covers not declared"), ""),
        ],
    }
    return render(request, "items/accept_new.html", context, status=status)


@require_POST
@acts_as(*TAKERS)
def undeclared_preview(request: Request, desk: str) -> HttpResponseBase:
    """The clocks alone, for the side of the form. Records nothing."""
    place = _desk(request, desk)
    covers = changed(request, "preview", sender=place.agency_id)
    shown = shown_of(request, covers.forms, place.pk)
    return render(request, "items/_clocks.html", {"shown": shown})


class RefusalForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=[(one.value, REFUSAL_LABELS[one]) for one in Refusal],
        widget=forms.RadioSelect,
    )
    pieces = forms.IntegerField(
        label=gettext_lazy("Number of covers"), min_value=1, max_value=PIECES_MAX, initial=1
    )


@require_http_methods(["GET", "POST"])
@acts_as(*TAKERS)
def refuse(request: Request, desk: str) -> HttpResponseBase:
    """Not to accept a cover, for a lawful reason; minutes are printed for both sides."""
    place = _desk(request, desk)
    (code,) = read_codes(request.GET.get("ma", ""))[:1] or [""]
    form = RefusalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = actions.refuse(
            reason=Refusal(form.cleaned_data["reason"]),
            desk_id=place.pk,
            code=code,
            pieces=form.cleaned_data["pieces"],
            by=request.actor,
            at=request.at,
            once=once(request),
        )
        messages.warning(request, _("Refused. The cover stays with its sender."))
        return redirect("refused", done["entry"])
    context = {
        "desk": place,
        "code": code,
        "form": form,
        "crumbs": [
            (_("Accept items"), reverse("accept")),
            (place.agency.name if place.agency else "", reverse("accept_desk", args=[desk])),
            (_("Refuse a cover"), ""),
        ],
    }
    status = UNFIT if form.is_bound else 200
    return render(request, "items/refuse.html", context, status=status)
