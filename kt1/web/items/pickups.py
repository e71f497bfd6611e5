"""Pick-ups: a records clerk asks, the counter or the dispatcher gives it to a courier."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kt1.custody.items import permissions, pickups
from kt1.custody.items.models import PICKUP_LABELS, Pickup
from kt1.custody.items.rules import PickupState
from kt1.people.accounts.models import Duty
from kt1.people.accounts.queries import in_force
from kt1.people.accounts.rules import Role
from kt1.people.actor import NotAllowedError
from kt1.people.vetting import queries as vetting
from kt1.web import moments
from kt1.web.errors.answers import UNFIT
from kt1.web.items.typed import NotAMomentError, read_moment
from kt1.web.parts.chips import Chip, Tone
from kt1.web.request import Request, acts_as, once

SHOWN_MOST = 100
CLOSED_MOST = 10
CHIPS = {
    PickupState.REQUESTED: Chip(PICKUP_LABELS[PickupState.REQUESTED], Tone.UNCONFIRMED),
    PickupState.ASSIGNED: Chip(PICKUP_LABELS[PickupState.ASSIGNED], Tone.MOVING),
    PickupState.COLLECTED: Chip(PICKUP_LABELS[PickupState.COLLECTED], Tone.GOOD),
    PickupState.CANCELLED: Chip(PICKUP_LABELS[PickupState.CANCELLED], Tone.REFUSED),
}


class PickupForm(forms.Form):
    pieces = forms.IntegerField(
        label=gettext_lazy("About how many covers"),
        min_value=1,
        max_value=pickups.PICKUP_PIECES_MAX,
        initial=1,
    )
    wanted = forms.CharField(
        label=gettext_lazy("Ready from"),
        max_length=24,
        required=False,
        help_text=gettext_lazy("dd/mm/yyyy hh:mm; empty means now."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_wanted(self) -> datetime | None:
        text = self.cleaned_data["wanted"]
        if not text:
            return None
        try:
            return read_moment(text)
        except NotAMomentError as fault:
            raise forms.ValidationError(str(fault)) from None


@require_http_methods(["GET", "POST"])
@acts_as(Role.CLERK, Role.COUNTER, Role.CONTROLLER, Role.COURIER, Role.DISPATCHER)
def page(request: Request) -> HttpResponseBase:
    form = PickupForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _shown(request, form)
    if reason := permissions.why_not_request_pickup(request.actor):
        raise NotAllowedError(reason)
    if not form.is_valid():
        return _shown(request, form, status=UNFIT)
    wanted = form.cleaned_data["wanted"] or request.at
    pickups.request_pickup(
        pieces=form.cleaned_data["pieces"],
        wanted_at=wanted,
        by=request.actor,
        at=request.at,
        once=once(request),
    )
    said = _("Asked for. The post sends a courier from %(moment)s.")
    messages.success(request, said % {"moment": moments.moment(wanted)})
    return redirect("pickups")


def _shown(request: Request, form: PickupForm, *, status: int = 200) -> HttpResponse:
    actor = request.actor
    waiting = list(pickups.open_pickups(actor)[:SHOWN_MOST])
    over = pickups.seen_by(actor).exclude(state__in=pickups.OPEN).order_by("-closed_at", "pk")
    may_assign = permissions.why_not_assign_pickup(actor) is None
    context: dict[str, Any] = {
        "form": form,
        "why_not_ask": permissions.why_not_request_pickup(actor),
        "may_assign": may_assign,
        "may_cancel": permissions.why_not_cancel_pickup(actor) is None,
        "waiting": [(one, _chip(one)) for one in waiting],
        "over": [(one, _chip(one)) for one in over[:CLOSED_MOST]],
        "couriers": _couriers(request) if may_assign and waiting else [],
    }
    return render(request, "items/pickups.html", context, status=status)


def _chip(one: Pickup) -> Chip:
    return CHIPS[PickupState(one.state)]


def _couriers(request: Request) -> list[tuple[int, str]]:
    duties = Duty.objects.filter(
        in_force(request.at),
        vetting.fit(request.at, "user"),
        role=Role.COURIER,
        user__is_active=True,
        place__province=request.actor.province_id,
    )
    rows = duties.order_by("user__title", "user_id").values_list("user_id", "user__title")
    return list(dict(rows).items())


@require_POST
@acts_as(Role.COUNTER, Role.CONTROLLER, Role.DISPATCHER)
def assign(request: Request, pickup: UUID) -> HttpResponseBase:
    get_object_or_404(pickups.seen_by(request.actor), pk=pickup)
    courier = request.POST.get("courier", "")
    if not courier.isdigit() or len(courier) > 18:  # noqa: PLR2004 - longer is no id
        messages.error(request, _("Choose a courier."))
        return redirect("pickups")
    pickups.assign_pickup(
        pickup_id=pickup,
        courier_id=int(courier),
        by=request.actor,
        at=request.at,
        once=once(request),
    )
    messages.success(request, _("Given to the courier."))
    return redirect("pickups")


@require_POST
@acts_as(Role.CLERK, Role.COUNTER, Role.CONTROLLER, Role.DISPATCHER)
def cancel(request: Request, pickup: UUID) -> HttpResponseBase:
    pickups.cancel_pickup(pickup_id=pickup, by=request.actor, at=request.at, once=once(request))
    messages.success(request, _("The pick-up is called off."))
    return redirect("pickups")
