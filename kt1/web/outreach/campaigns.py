"""Campaigns: a list, the page of one with its events and coverage, changing and ending it."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kt1.law.screening.labels import REFUSAL_LABELS
from kt1.law.screening.rules import Refusal, RefusedTextError
from kt1.oversight.outreach import campaigning, permissions, queries
from kt1.oversight.outreach import campaigns as seen
from kt1.oversight.outreach import events as acts
from kt1.oversight.outreach.events import UnfitEventError
from kt1.oversight.outreach.models import Campaign
from kt1.people.actor import NotAllowedError
from kt1.people.coverage.rules import day_of
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.moments import day
from kt1.web.outreach.coverage import FILTERS, by_commune, columns, communes_of
from kt1.web.outreach.events import TITLE as EVENTS
from kt1.web.outreach.events import event_chip, form_page
from kt1.web.outreach.forms import CampaignForm
from kt1.web.parts.chips import Chip, Tone
from kt1.web.request import Request, once, signed_in

TITLE = gettext_lazy("Campaigns")
BODIES = gettext_lazy("Bodies of a campaign")


def _link(row: Campaign) -> str:
    return reverse("campaign", args=[row.pk])


def _chip(row: Campaign, request: Request) -> Chip:
    on = day_of(request.at)
    if on < row.first:
        return Chip(_("to come"), Tone.UNCONFIRMED)
    return Chip(_("running"), Tone.MOVING) if on <= row.last else Chip(_("over"), Tone.GOOD)


def _listing(request: Request) -> Listing[Any]:
    return Listing(
        title=TITLE,
        order=("-first", "-pk"),
        empty=gettext_lazy("No campaign was begun yet."),
        columns=(
            Column(key="ten", label=gettext_lazy("Campaign"), value=lambda row: row.title,
                   roomy=True, link=_link, sort="title"),
            Column(key="tu", label=gettext_lazy("From day"), value=lambda row: row.first,
                   kind=Kind.DAY, sort="first"),
            Column(key="den", label=gettext_lazy("Until day"), value=lambda row: row.last,
                   kind=Kind.DAY, sort="last"),
            Column(key="sk", label=gettext_lazy("Events"), kind=Kind.NUMBER,
                   value=lambda row: row.planned, link=lambda row: f"{_link(row)}#events"),
            Column(key="da", label=gettext_lazy("Held"), kind=Kind.NUMBER,
                   value=lambda row: row.held),
            Column(key="nguoi", label=gettext_lazy("Persons"), kind=Kind.NUMBER,
                   value=lambda row: row.persons or 0),
            Column(key="tt", label=gettext_lazy("State"), kind=Kind.CHIP,
                   value=lambda row: _chip(row, request)),
        ),
        filters=(
            TextFilter(key="q", label=gettext_lazy("Words"),
                       apply=lambda rows, text: rows.filter(title__icontains=text)),
            FlagFilter(key="dang", label=gettext_lazy("Not over"),
                       apply=lambda rows: rows.filter(last__gte=day_of(request.at))),
        ),
        row_link=_link,
    )  # fmt: skip


@require_GET
@signed_in
def campaigns(request: Request) -> HttpResponseBase:
    """Those of one's province, for whoever keeps or watches them."""
    actor = request.actor
    if reason := permissions.why_not_watch(actor):
        raise NotAllowedError(reason)
    context: dict[str, Any] = {
        "lead": _("A span in which something is made known, by several events."),
        "crumbs": [(EVENTS, reverse("outreach_events")), (TITLE, "")],
    }
    if permissions.why_not_plan(actor) is None:
        context |= {"act_url": reverse("campaign_new"), "act_label": _("Begin a campaign")}
    return answer(
        request, _listing(request), seen.with_counts(seen.seen_by(actor)), context=context
    )


def _known(request: Request, pk: int) -> Campaign:
    if reason := permissions.why_not_watch(request.actor):
        raise NotAllowedError(reason)
    return get_object_or_404(seen.seen_by(request.actor), pk=pk)


@require_GET
@signed_in
def campaign(request: Request, pk: int) -> HttpResponseBase:
    """Its events with who came, its figures, and its coverage by commune."""
    found, actor, on = _known(request, pk), request.actor, day_of(request.at)
    rows = seen.bodies(found, actor, on)
    may_change = permissions.why_not_change_campaign(actor, found, on) is None
    events = [(row, event_chip(row)) for row in seen.events_of(found)]
    context: dict[str, Any] = {
        "campaign": found,
        "chip": _chip(found, request),
        "events": events,
        "persons": sum(row.persons or 0 for row, _chip_of in events),
        "total": queries.coverage(rows),
        "invited": rows.filter(invited=True).count(),
        "may_change": may_change,
        "crumbs": [
            (EVENTS, reverse("outreach_events")),
            (TITLE, reverse("campaigns")),
            (found.title, ""),
        ],
    }
    if may_change:
        context |= {
            "act_url": f"{reverse('outreach_event_new')}?dot={found.pk}",
            "act_label": _("Plan an event"),
        }
    listing = by_commune(reverse("campaign_bodies", args=[found.pk]), {})
    table = seen.by_commune(rows, on)
    return answer(request, listing, table, template="outreach/campaign.html", context=context)


@require_GET
@signed_in
def bodies(request: Request, pk: int) -> HttpResponseBase:
    """Bodies one watches: invited, how many persons came, reached in which way."""
    found, actor, on = _known(request, pk), request.actor, day_of(request.at)
    agency, *others = columns(communes_of(actor.province_id, on))
    invited = FlagFilter(
        key="moi",
        label=gettext_lazy("Invited"),
        apply=lambda rows: rows.filter(invited=True),
    )
    came: Column[Any] = Column(
        key="nguoi",
        label=gettext_lazy("Persons"),
        kind=Kind.NUMBER,
        value=lambda row: row.persons or 0,
        sort="persons",
    )
    listing: Listing[Any] = Listing(
        title=BODIES,
        order=("sort_key", "pk"),
        empty=gettext_lazy("There are no bodies of the lines you see."),
        columns=(agency, *others, came),
        filters=(*FILTERS, invited),
    )
    context = {
        "lead": found.title,
        "crumbs": [
            (EVENTS, reverse("outreach_events")),
            (TITLE, reverse("campaigns")),
            (found.title, _link(found)),
            (BODIES, ""),
        ],
    }
    return answer(request, listing, seen.bodies(found, actor, on), context=context)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: Request) -> HttpResponseBase:
    if reason := permissions.why_not_plan(request.actor):
        raise NotAllowedError(reason)
    form = CampaignForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = acts.begin_campaign(
                by=request.actor, at=request.at, once=once(request), **form.cleaned_data
            )
        except RefusedTextError as refused:
            form.add_error("title", REFUSAL_LABELS[Refusal(refused.refusal)])
        except UnfitEventError as fault:
            form.add_error(None, str(fault))
        else:
            return redirect("campaign", made)
    return form_page(request, form, _("Begin a campaign"), back=reverse("campaigns"))


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: Request, pk: int) -> HttpResponseBase:
    """Another name or other days."""
    found, actor = _known(request, pk), request.actor
    if reason := permissions.why_not_change_campaign(actor, found, day_of(request.at)):
        raise NotAllowedError(reason)
    initial = {"title": found.title, "first": day(found.first), "last": day(found.last)}
    form = CampaignForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            campaigning.change_campaign(
                campaign_id=found.pk, by=actor, at=request.at, once=once(request),
                **form.cleaned_data,
            )  # fmt: skip
        except RefusedTextError as refused:
            form.add_error("title", REFUSAL_LABELS[Refusal(refused.refusal)])
        except UnfitEventError as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The campaign is changed."))
            return redirect("campaign", found.pk)
    return form_page(request, form, _("Change the campaign"), back=_link(found))


@require_http_methods(["GET", "POST"])
@signed_in
def end(request: Request, pk: int) -> HttpResponseBase:
    """End it with this day; first what that means."""
    found, actor = _known(request, pk), request.actor
    if reason := permissions.why_not_change_campaign(actor, found, day_of(request.at)):
        raise NotAllowedError(reason)
    if request.method == "POST":
        try:
            campaigning.end_campaign(
                campaign_id=found.pk, by=actor, at=request.at, once=once(request)
            )
        except UnfitEventError as fault:
            messages.error(request, str(fault))
        else:
            messages.success(request, _("The campaign ends with this day."))
        return redirect("campaign", found.pk)
    told = _("It ends with this day; what is read and passed later counts for it no longer.")
    return form_page(
        request,
        Form(),
        _("End the campaign"),
        back=_link(found),
        consequence=told,
        lead=found.title,
    )
