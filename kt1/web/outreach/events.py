"""Events and campaigns: planned, held, who came; and how far bodies were reached."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, Sum
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kt1.law.screening.labels import REFUSAL_LABELS
from kt1.law.screening.rules import Refusal, RefusedTextError
from kt1.network.agencies.models import Agency
from kt1.oversight.outreach import campaigns, permissions, queries
from kt1.oversight.outreach import events as acts
from kt1.oversight.outreach.events import UnfitEventError
from kt1.oversight.outreach.models import (
    EVENT_LABELS,
    EVENT_STATE_LABELS,
    OutreachEvent,
)
from kt1.oversight.outreach.rules import WITHOUT_PEOPLE, EventKind, EventState
from kt1.people.actor import NotAllowedError
from kt1.web.errors.answers import UNFIT
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, DayFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.moments import day
from kt1.web.outreach.forms import CameForm, EventForm
from kt1.web.parts.chips import Chip, Tone
from kt1.web.request import Request, once, signed_in
from kt1.web.service.wayfinding import today

TITLE = gettext_lazy("Events and campaigns")
_TONES = {
    EventState.PLANNED: Tone.MOVING,
    EventState.HELD: Tone.GOOD,
    EventState.CANCELLED: Tone.REFUSED,
}


def event_chip(row: OutreachEvent) -> Chip:
    """Its state."""
    state = EventState(row.state)
    return Chip(EVENT_STATE_LABELS[state], _TONES[state])


EVENTS: Listing[Any] = Listing(
    title=TITLE,
    order=("-begins", "-pk"),
    empty=gettext_lazy("No event is planned yet."),
    columns=(
        Column(key="luc", label=gettext_lazy("Begins"), value=lambda row: row.begins,
               kind=Kind.MOMENT, sort="begins",
               link=lambda row: reverse("outreach_event", args=[row.pk])),
        Column(key="ten", label=gettext_lazy("Name of it"), value=lambda row: row.title,
               under=lambda row: str(row.campaign) if row.campaign else None, roomy=True),
        Column(key="loai", label=gettext_lazy("Kind"), value=lambda row: row.get_kind_display()),
        Column(key="o", label=gettext_lazy("Where"), value=lambda row: row.place, wide_only=True),
        Column(key="moi", label=gettext_lazy("Invited"), value=lambda row: row.invited,
               kind=Kind.NUMBER),
        Column(key="den", label=gettext_lazy("Agencies that came"), value=lambda row: row.came,
               kind=Kind.NUMBER),
        Column(key="nguoi", label=gettext_lazy("Persons"), value=lambda row: row.persons or 0,
               kind=Kind.NUMBER),
        Column(key="tt", label=gettext_lazy("State"), value=event_chip, kind=Kind.CHIP),
    ),
    filters=(
        ChoiceFilter(key="loai", label=gettext_lazy("Kind"), field="kind",
                     choices=list(EVENT_LABELS.items())),
        ChoiceFilter(key="tt", label=gettext_lazy("State"), field="state",
                     choices=list(EVENT_STATE_LABELS.items())),
        TextFilter(key="dot", label=gettext_lazy("Campaign"),
                   apply=lambda rows, text: rows.filter(campaign__title__icontains=text)),
        DayFilter(key="tu", label=gettext_lazy("From day"), field="begins"),
        DayFilter(key="den", label=gettext_lazy("Until day"), field="begins", until=True),
    ),
    row_link=lambda row: reverse("outreach_event", args=[row.pk]),
)  # fmt: skip


@require_GET
@signed_in
def events(request: Request) -> HttpResponseBase:
    """Whoever keeps them all of the province; a body those it is invited to."""
    actor = request.actor
    if reason := permissions.why_not_open(actor):
        raise NotAllowedError(reason)
    rows = queries.events_seen_by(actor).annotate(
        invited=Count("attendances"),
        came=Count("attendances", filter=Q(attendances__came__gt=0)),
        persons=Sum("attendances__came"),
    )
    context: dict[str, Any] = {"lead": _("Trainings, conferences, briefings, broadcasts and more.")}
    if permissions.why_not_plan(actor) is None:
        context |= {"act_url": reverse("outreach_event_new"), "act_label": _("Plan an event")}
    context["campaigns"] = permissions.why_not_watch(actor) is None
    return answer(request, EVENTS, rows, template="outreach/events.html", context=context)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: Request) -> HttpResponseBase:
    actor = request.actor
    if reason := permissions.why_not_plan(actor):
        raise NotAllowedError(reason)
    form = EventForm(
        request.POST if request.method == "POST" else None,
        known=queries.invitable(actor, today(request)),
        campaigns=list(queries.campaigns_of(actor).values_list("pk", "title")),
        materials=[(row.pk, str(row)) for row in queries.library(actor)],
        initial={
            "begins": f"{day(request.at)} 08:00",
            "ends": f"{day(request.at)} 11:30",
            "campaign": request.GET.get("dot", ""),
        },
    )
    if form.is_valid():
        try:
            made = acts.plan(
                event=form.planned(), agency_ids=form.bodies(), by=actor, at=request.at,
                once=once(request),
            )  # fmt: skip
        except RefusedTextError as refused:
            form.add_error(None, REFUSAL_LABELS[Refusal(refused.refusal)])
        except UnfitEventError as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("It is planned; who is invited sees it at home."))
            return redirect("outreach_event", made)
    return form_page(request, form, _("Plan an event"), aside=reverse("campaign_new"))


def form_page(request: Request, form: Any, heading: str, **more: Any) -> HttpResponseBase:
    """A page with one form of outreach."""
    context = {
        "form": form,
        "heading": heading,
        "button": heading,
        "back": reverse("outreach_events"),
        "crumbs": [(TITLE, reverse("outreach_events")), (heading, "")],
        **more,
    }
    return render(request, "outreach/form.html", context, status=UNFIT if form.is_bound else 200)


def _known(request: Request, pk: int) -> OutreachEvent:
    return get_object_or_404(queries.events_seen_by(request.actor), pk=pk)


@require_GET
@signed_in
def event(request: Request, pk: int) -> HttpResponseBase:
    """One event with who is invited and who came; a body sees its own line alone."""
    found, actor = _known(request, pk), request.actor
    rows = found.attendances.select_related("agency").order_by("agency__sort_key", "pk")
    if actor.role not in permissions.WATCHERS:
        rows = rows.filter(agency=actor.agency_id)
    else:
        rows = rows.filter(agency__line__in=permissions.lines_seen(actor.role))
    context = {
        "event": found,
        "chip": event_chip(found),
        "rows": list(rows),
        "whole": found.attendances.count(),
        "came": found.attendances.filter(came__gt=0).count(),
        "may_settle": permissions.why_not_settle(actor, found, EventState.HELD) is None,
        "begun": found.begins <= request.at,
        "of_campaign": campaigns.seen_by(actor).filter(events=found).exists(),
        "crumbs": [(TITLE, reverse("outreach_events")), (found.title, "")],
    }
    return render(request, "outreach/event.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def settle(request: Request, pk: int) -> HttpResponseBase:
    """Enter who came, or that it was cancelled."""
    found, actor = _known(request, pk), request.actor
    if reason := permissions.why_not_settle(actor, found, EventState.HELD):
        raise NotAllowedError(reason)
    invited = list(
        Agency.objects.filter(pk__in=found.attendances.values("agency")).order_by("sort_key", "pk")
    )
    form = CameForm(
        request.POST if request.method == "POST" else None,
        invited=invited,
        known=queries.invitable(actor, today(request)),
        preset=1 if EventKind(found.kind) in WITHOUT_PEOPLE else None,
    )
    if form.is_valid():
        cancelled = "huy" in request.POST
        try:
            bodies = acts.settle(
                event_id=found.pk,
                after=EventState.CANCELLED if cancelled else EventState.HELD,
                came={} if cancelled else form.came(),
                paper=form.cleaned_data["paper"],
                by=actor,
                at=request.at,
                once=once(request),
            )
        except RefusedTextError as refused:
            form.add_error("paper", REFUSAL_LABELS[Refusal(refused.refusal)])
        except UnfitEventError as fault:
            form.add_error(None, str(fault))
        else:
            said = _("It is entered: %(n)d agencies were reached.") % {"n": bodies}
            messages.success(request, _("It is cancelled.") if cancelled else said)
            return redirect("outreach_event", found.pk)
    context = {
        "form": form,
        "event": found,
        "crumbs": [
            (TITLE, reverse("outreach_events")),
            (found.title, reverse("outreach_event", args=[found.pk])),
            (_("Enter who came"), ""),
        ],
    }
    return render(request, "outreach/came.html", context, status=UNFIT if form.is_bound else 200)
