"""Opening an incident, and the page of one: its clocks, what it watches, who held it, what next."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kt1.assurance.incidents import actions, permissions, queries, raising, steps
from kt1.assurance.incidents.models import Incident, IncidentUnit
from kt1.assurance.incidents.norms import contain_minutes
from kt1.assurance.incidents.rules import Cover, State
from kt1.custody.deliveries.models import Irregularity
from kt1.custody.units.queries import UnknownUnitError
from kt1.law.screening.labels import REFUSAL_LABELS
from kt1.law.screening.rules import Refusal, RefusedTextError
from kt1.ledger.entries.queries import entries_about, notes_of
from kt1.people.actor import NotAllowedError
from kt1.people.readings.steps import log_reading
from kt1.web.errors.answers import UNFIT
from kt1.web.handling.labels import irregularity_number
from kt1.web.incidents.acts import possible
from kt1.web.incidents.forms import OpenForm
from kt1.web.incidents.labels import clock_chip, kind_said, state_chip, telling_of
from kt1.web.incidents.lists import TITLE
from kt1.web.inspections.panel import of_incident
from kt1.web.moments import clock, day, span
from kt1.web.request import Request, once, signed_in
from kt1.web.words import Words

PAGE = "incidents.incident"
UNITS_SHOWN = 200
SAID: Mapping[str, Words] = {
    "incident.opened": gettext_lazy("Incident opened"),
    "incident.contained": gettext_lazy("Contained"),
    "incident.told": gettext_lazy("Somebody was told"),
    "incident.notified": gettext_lazy("Everybody who must be told was told"),
    "incident.acknowledged": gettext_lazy("The news was confirmed"),
    "incident.leak_suspected": gettext_lazy("A leak is suspected"),
    "incident.investigated": gettext_lazy("Looked into"),
    "incident.recorded": gettext_lazy("Minutes entered"),
    "incident.closed": gettext_lazy("Incident closed"),
    "incident.learned": gettext_lazy("Lesson drawn"),
    "incident.went_on_on_paper": gettext_lazy("Went on on paper"),
    "incident.reported": gettext_lazy("Report sent"),
}


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: Request) -> HttpResponseBase:
    """Open an incident by hand; `ma` names the item or bag."""
    if reason := permissions.why_not_open(request.actor):
        raise NotAllowedError(reason)
    form = OpenForm(
        request.POST if request.method == "POST" else None,
        initial={
            "code": request.GET.get("ma", "").replace("\x00", "")[:40],
            "found_on": day(request.at),
            "found_at": clock(request.at),
            "cover": Cover.NOT_SEEN,
        },
    )
    if request.actor.is_agency:
        choice: Any = form.fields["kind"]
        choice.choices = [c for c in choice.choices if c[0] in permissions.TOLD_BY_AGENCIES]
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.open_by_hand(
                kind=said["kind"],
                code=said["code"],
                cover=said["cover"],
                found_at=said["moment"],
                note=said["note"],
                by=request.actor,
                at=request.at,
                once=once(request),
            )
        except UnknownUnitError:
            form.add_error("code", _("There is no such item or bag that you may know of."))
        except RefusedTextError as refused:
            form.add_error("note", REFUSAL_LABELS[Refusal(refused.refusal)])
        except actions.UnfitIncidentError as fault:
            form.add_error(None, str(fault))
        else:
            return redirect("incident", made)
    context = {
        "form": form,
        "heading": _("Open an incident"),
        "lead": _("From the moment it was found the clock runs. Of a suspected leak no word is"
                  " written here."),
        "button": _("Open an incident"),
        "back": reverse("incidents"),
        "crumbs": [(TITLE, reverse("incidents")), (_("Open an incident"), "")],
    }  # fmt: skip
    return render(request, "incidents/form.html", context, status=UNFIT if form.is_bound else 200)


@require_GET
@signed_in
def incident(request: Request, incident_id: UUID) -> HttpResponseBase:
    found = known(request, incident_id)
    with transaction.atomic():
        units = list(found.units.select_related("unit", "place_from", "place_to"))
        log_reading(request.actor, request.at, PAGE, [one.unit_id for one in units])
        return _page(request, found, units)


def known(request: Request, incident_id: UUID) -> Incident:
    return get_object_or_404(queries.seen_by(request.actor, request.at), pk=incident_id)


def _page(request: Request, found: Incident, units: list[IncidentUnit]) -> HttpResponse:
    at, handles = request.at, request.actor.role in permissions.HANDLERS
    context = {
        "incident": found,
        "kind": kind_said(found),
        "chip": state_chip(found),
        "units": units[:UNITS_SHOWN],
        "more": max(0, len(units) - UNITS_SHOWN),
        "torn": sum(one.intact is False for one in units),
        "unseen": sum(one.intact is None for one in units),
        "notices": [
            (one, clock_chip(one.due, one.told_at, found.found_at, at))
            for one in found.notices.order_by("due", "pk")
        ],
        "reports": [
            (one, clock_chip(one.due, one.sent_at, found.found_at, at))
            for one in found.reports.order_by("due")
        ],
        "contain_minutes": contain_minutes(found.found_at),
        "holders": [(h, span(h.length(at))) for h in _holders(found, units)] if handles else [],
        "handles": handles,
        "may_print": handles and not found.leak,
        "irregularities": _irregularities(request, units) if handles else [],
        **(_raised(found) if handles else {}),
        "steps": _steps(found),
        "history": _history(found, words=handles),
        "violations": of_incident(request, found),
        "telling": telling_of(found),
        "acts": possible(request, found),
        "opens_items": handles or request.actor.is_agency,
        "crumbs": [(TITLE, reverse("incidents")), (str(found), "")],
    }
    return render(request, "incidents/incident.html", context)


def _holders(found: Incident, units: list[IncidentUnit]) -> list[queries.Holding]:
    """Of a suspected leak the list is made on paper."""
    return [] if found.leak else queries.holders([one.unit_id for one in units])


def _irregularities(request: Request, units: list[IncidentUnit]) -> list[Irregularity]:
    """Sự vụ of the same units: settled on the floor, apart from this."""
    rows = Irregularity.objects.select_related("place").filter(
        unit__in=[one.unit_id for one in units], place__province=request.actor.province_id
    )
    return list(rows.order_by("-opened_at")[:5])


def _raised(found: Incident) -> dict[str, Any]:
    """The sự vụ it was raised from; only what a person opened can have one."""
    came = raising.raised_from(found) if found.opened_by_id else None
    return {"raised_from": came, "raised_number": irregularity_number(came.pk) if came else ""}


def _steps(found: Incident) -> list[dict[str, Any]]:
    """The way of an incident as a line of steps, with the moment of each that was taken."""
    way: list[tuple[Words, Any, bool]] = [
        (_("Detected"), found.found_at, True),
        (_("Contained"), found.contained_at, found.contained_at is not None),
        (_("Notified"), found.notified_at, found.notified_at is not None),
    ]
    if found.leak:
        way.append((_("On paper"), found.closed_at, found.state == State.ON_PAPER))
    else:
        way += [
            (_("Looked into"), found.investigated_at, found.investigated_at is not None),
            (_("Minutes"), found.minutes_on, found.minutes_on is not None),
            (_("Brought to its end"), found.closed_at, found.closed_at is not None),
            (_("Lesson"), found.learned_at, found.learned_at is not None),
        ]
    return [{"word": word, "at": at, "done": done} for word, at, done in way]


def _history(found: Incident, *, words: bool) -> list[dict[str, Any]]:
    """What happened; what was written in words only for those who handle it."""
    entries = list(entries_about(steps.subject_of(found)))
    notes = notes_of([entry.pk for entry in entries]) if words else {}
    return [
        {"word": SAID[entry.kind], "at": entry.at, "note": _said(notes.get(entry.pk, {}))}
        for entry in entries
    ]


def _said(note: Mapping[str, str | None]) -> str:
    return "" if "note" not in note else note["note"] or _("removed")
