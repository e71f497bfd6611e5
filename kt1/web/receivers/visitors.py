"""Ai đến hôm nay: couriers of the body's routes by title and card, changes announced in advance.

A body must be able to tell its courier from an impostor. Each look writes one row of the log.
"""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kt1.custody.trips.visitors import Visit, visits_to
from kt1.network.routes.models import Route
from kt1.network.routes.rules import RouteKind
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import Role
from kt1.people.readings.steps import log_reading
from kt1.people.visits import announcing, queries
from kt1.people.visits.actions import UnfitVisitError
from kt1.people.visits.models import Announcement
from kt1.web.days import NotADayError, read_day
from kt1.web.fields import DayField, offer
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import FlagFilter
from kt1.web.lists.listing import Listing
from kt1.web.moments import ZONE, day
from kt1.web.parts.chips import Chip, Tone
from kt1.web.receivers.tabs import tabs
from kt1.web.request import Request, acts_as, once

PAGE = "receivers.visitors"
UNFIT = 422
AGENCY = (Role.CLERK, Role.HEAD, Role.ACCOUNTANT)
ANNOUNCED = Chip(gettext_lazy("Change announced"), Tone.MOVING)
STRANGE = Chip(gettext_lazy("Not announced: ring the post before you hand over"), Tone.RISK)
USUAL = Chip(gettext_lazy("As last time"), Tone.GOOD)
FIRST = Chip(gettext_lazy("First run on record"), Tone.PLAIN)


def chip_for(visit: Visit) -> Chip:
    if visit.is_strange:
        return STRANGE
    if visit.told:
        return ANNOUNCED
    return FIRST if visit.usual is None else USUAL


@require_GET
@acts_as(*AGENCY)
def visitors(request: Request) -> HttpResponseBase:
    """Of today, or of the day in `ngay`: tomorrow's change is known today."""
    today = request.at.astimezone(ZONE).date()
    try:
        on = read_day(request.GET["ngay"]) if request.GET.get("ngay") else today
    except NotADayError:
        on = today
    with transaction.atomic():
        log_reading(request.actor, request.at, PAGE, ())
        context: dict[str, Any] = {
            "on": on,
            "today": today,
            "visits": [(one, chip_for(one)) for one in visits_to(request.actor, on)],
            "days": [
                (_("Today"), f"?ngay={day(today)}", on == today),
                (_("Tomorrow"), f"?ngay={day(today + timedelta(days=1))}", on > today),
            ],
            "tabs": tabs(request.actor, "visitors"),
        }
        return render(request, "receivers/visitors.html", context)


class AnnounceForm(forms.Form):
    route = forms.ChoiceField(label=gettext_lazy("Route"))
    courier = forms.ChoiceField(label=gettext_lazy("Who comes"))
    from_day = DayField(label=gettext_lazy("From"))
    to_day = DayField(label=gettext_lazy("To the end of"))

    def __init__(self, data: Any, request: Request) -> None:
        today = day(request.at)
        super().__init__(data, initial={"from_day": today, "to_day": today})
        province = request.actor.province_id
        routes = Route.objects.filter(
            province=province, valid_to=None, kind__in=[RouteKind.DELIVERY, RouteKind.COLLECTION]
        )
        held = Duty.objects.filter(
            role=Role.COURIER, place__province=province, valid_from__lte=request.at
        ).exclude(valid_to__lte=request.at)
        people = held.exclude(user__card_number="").order_by("user__title", "user_id")
        offer(self, "route", routes.order_by("sort_key", "pk").values_list("pk", "name"))
        said = people.values_list("user_id", "user__title", "user__card_number")
        offer(self, "courier", [(pk, f"{title} · {card}") for pk, title, card in said])


ANNOUNCEMENTS: Listing[Announcement] = Listing(
    title=gettext_lazy("Announced couriers"),
    order=("-from_day", "-pk"),
    empty=gettext_lazy("No change is announced."),
    columns=(
        Column(key="tuyen", label=gettext_lazy("Route"), value=lambda row: row.route.name,
               sort="route__sort_key", roomy=True),
        Column(key="ai", label=gettext_lazy("Who comes"), value=lambda row: row.courier.title,
               under=lambda row: row.courier.card_number),
        Column(key="tu", label=gettext_lazy("From"), value=lambda row: row.from_day,
               kind=Kind.DAY, sort="from_day"),
        Column(key="den", label=gettext_lazy("To the end of"), value=lambda row: row.to_day,
               kind=Kind.DAY, sort="to_day"),
        Column(key="tt", label=gettext_lazy("State"), kind=Kind.CHIP,
               value=lambda row: Chip(gettext_lazy("Withdrawn"), Tone.PLAIN)
               if row.withdrawn_at else Chip(gettext_lazy("Announced"), Tone.GOOD)),
        Column(key="rut", label=gettext_lazy("Withdraw"), value=lambda row:
               "" if row.withdrawn_at else _("Withdraw"),
               link=lambda row: reverse("withdraw_announcement", args=[row.pk])
               if row.withdrawn_at is None else ""),
    ),
    filters=(
        FlagFilter(key="con", label=gettext_lazy("In force only"),
                   apply=lambda rows: rows.filter(withdrawn_at=None)),
    ),
)  # fmt: skip


@require_http_methods(["GET", "POST"])
@acts_as(Role.DISPATCHER)
def announcements(request: Request) -> HttpResponseBase:
    form = AnnounceForm(request.POST or None, request)
    if form.is_valid():
        given = form.cleaned_data
        try:
            announcing.announce(
                route_id=int(given["route"]),
                courier_id=int(given["courier"]),
                from_day=given["from_day"],
                to_day=given["to_day"],
                by=request.actor,
                at=request.at,
                once=once(request),
            )
        except UnfitVisitError as unfit:
            form.add_error(None, str(unfit))
        else:
            messages.success(request, _("Announced: the agencies of that route see it now."))
            return redirect("announcements")
    context = {"form": form, "tabs": tabs(request.actor, "announcements")}
    rows = queries.announcements_seen_by(request.actor)
    page = answer(
        request, ANNOUNCEMENTS, rows, template="receivers/announcements.html", context=context
    )
    if form.is_bound and isinstance(page, HttpResponse):
        page.status_code = UNFIT
    return page


@require_http_methods(["GET", "POST"])
@acts_as(Role.DISPATCHER)
def withdraw_announcement(request: Request, announcement_id: int) -> HttpResponseBase:
    seen = queries.announcements_seen_by(request.actor)
    found = get_object_or_404(seen, pk=announcement_id)
    if request.method == "POST":
        announcing.withdraw(
            announcement_id=found.pk, by=request.actor, at=request.at, once=once(request)
        )
        messages.success(request, _("Withdrawn."))
        return redirect("announcements")
    context = {
        "one": found,
        "crumbs": [(ANNOUNCEMENTS.title, reverse("announcements")), (_("Withdraw"), "")],
    }
    return render(request, "receivers/withdraw.html", context)
