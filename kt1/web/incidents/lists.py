"""Incidents as a list, and the lessons of those that are over."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.assurance.incidents import drills, permissions, queries, steps
from kt1.assurance.incidents.models import (
    GAP_LABELS,
    KIND_LABELS,
    MEASURE_LABELS,
    STATE_LABELS,
    Incident,
)
from kt1.assurance.incidents.rules import Measure, State
from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import notes_of
from kt1.people.actor import NotAllowedError
from kt1.people.readings.steps import log_reading
from kt1.web.incidents.labels import kind_said, state_chip
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, DayFilter, FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.request import Request, signed_in

TITLE = gettext_lazy("Incidents")
LESSONS_SHOWN = 100
PAGE = "incidents.list"


def _link(row: Incident) -> str:
    return reverse("incident", args=[row.pk])


def listing(at: datetime) -> Listing[Any]:
    return Listing(
        title=TITLE,
        order=("-found_at", "-pk"),
        columns=(
            Column(key="ma", label=gettext_lazy("Case"), value=str, kind=Kind.UNBROKEN,
                   link=_link),
            Column(key="loai", label=gettext_lazy("Kind of incident"), value=kind_said,
                   sort="kind", roomy=True),
            Column(key="noi", label=gettext_lazy("Where"),
                   value=lambda one: one.place.name if one.place else "", roomy=True),
            Column(key="luc", label=gettext_lazy("Detected"), kind=Kind.MOMENT,
                   value=lambda one: one.found_at, sort="found_at"),
            Column(key="tt", label=gettext_lazy("State"), kind=Kind.CHIP, value=state_chip),
        ),
        filters=(
            TextFilter(key="ma", label=gettext_lazy("Case"),
                       apply=lambda rows, text: rows.filter(code__icontains=text)),
            ChoiceFilter(key="loai", label=gettext_lazy("Kind of incident"), field="kind",
                         choices=[(one.value, word) for one, word in KIND_LABELS.items()]),
            ChoiceFilter(key="kt", label=gettext_lazy("Gap"), field="gap",
                         choices=[(one.value, word) for one, word in GAP_LABELS.items() if one]),
            ChoiceFilter(key="tt", label=gettext_lazy("State"), field="state",
                         choices=[(one.value, word) for one, word in STATE_LABELS.items()]),
            FlagFilter(key="mo", label=gettext_lazy("Still to be handled"),
                       apply=queries.to_handle),
            FlagFilter(key="cb", label=gettext_lazy("Somebody is still to be told"),
                       apply=lambda rows: rows.filter(
                           notices__told_at=None, notices__due__lte=at).distinct()),
            DayFilter(key="tu", label=gettext_lazy("From day"), field="found_at"),
            DayFilter(key="den", label=gettext_lazy("Until day"), field="found_at", until=True),
        ),
        row_link=_link,
        empty=gettext_lazy("No incident is known."),
    )  # fmt: skip


@require_GET
@signed_in
def incidents(request: Request) -> HttpResponseBase:
    actor = request.actor
    if reason := permissions.why_not_read(actor):
        raise NotAllowedError(reason)
    context: dict[str, Any] = {
        "lead": _("Incidents of security (sự cố). Irregularities of work (sự vụ) stand apart."),
        "irregularities": actor.role in permissions.HANDLERS,
        "drills": drills.why_not_read(actor) is None,
    }
    if permissions.why_not_open(actor) is None:
        context |= {"act_url": reverse("incident_new"), "act_label": _("Open an incident")}
    with transaction.atomic():
        log_reading(actor, request.at, PAGE, ())
        return answer(
            request,
            listing(request.at),
            queries.seen_by(actor, request.at),
            template="incidents/list.html",
            context=context,
        )


@require_GET
@signed_in
def lessons(request: Request) -> HttpResponseBase:
    """What was learned, the newest first: for shift briefings, printable."""
    actor = request.actor
    if reason := permissions.why_not_read(actor):
        raise NotAllowedError(reason)
    rows = list(
        queries.seen_by(actor, request.at)
        .filter(state=State.LEARNED)
        .order_by("-learned_at")[:LESSONS_SHOWN]
    )
    said = _lessons_said([row.pk for row in rows])
    context = {
        "rows": [
            (row, kind_said(row), MEASURE_LABELS[Measure(row.measure)], said.get(row.pk, ""))
            for row in rows
        ],
        "crumbs": [(TITLE, reverse("incidents")), (_("Lessons"), "")],
    }
    return render(request, "incidents/lessons.html", context)


def _lessons_said(ids: list[UUID]) -> dict[UUID, str]:
    """The sentence of each, where it was not redacted. Two queries."""
    subjects = {steps.subject_of(one): one for one in ids}
    entries = dict(
        Entry.objects.filter(kind="incident.learned", subject__in=list(subjects)).values_list(
            "pk", "subject"
        )
    )
    notes = notes_of(list(entries))
    return {
        subjects[subject]: notes.get(pk, {}).get("note") or "" for pk, subject in entries.items()
    }
