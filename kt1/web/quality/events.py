"""The register of force majeure: entered by the post with a paper, decided by the Department."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from kt1.assurance.quality import queries
from kt1.assurance.quality.actions import EventError, decide_event, enter_event
from kt1.assurance.quality.models import (
    EVENT_LABELS,
    EVENT_REFUSAL_LABELS,
    EVENT_STATE_LABELS,
    ForceMajeure,
)
from kt1.assurance.quality.permissions import (
    READERS,
    why_not_decide_event,
    why_not_enter_event,
)
from kt1.assurance.quality.rules import EventKind, EventState, Refusal
from kt1.law.screening.rules import RefusedTextError
from kt1.network.units.models import AdminUnitVersion
from kt1.people.actor import NotAllowedError
from kt1.web.errors.answers import UNFIT
from kt1.web.fields import DayField, offer
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, DayFilter
from kt1.web.lists.listing import Listing
from kt1.web.moments import ZONE
from kt1.web.parts.chips import Chip
from kt1.web.quality.labels import EVENT_TONES, tabs
from kt1.web.request import Request, acts_as, once, signed_in
from kt1.web.tariff.entering import REFUSED

APPROVE = "approve"


def _hour() -> forms.TimeInput:
    return forms.TimeInput(
        attrs={"placeholder": "hh:mm", "inputmode": "numeric", "autocomplete": "off"},
        format="%H:%M",
    )


class EventForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Event"), choices=list(EVENT_LABELS.items()))
    commune = forms.ChoiceField(label=gettext_lazy("Area"), required=False)
    begins_on = DayField(label=gettext_lazy("First day"))
    begins_at = forms.TimeField(label=gettext_lazy("From"), input_formats=["%H:%M"], widget=_hour())
    ends_on = DayField(label=gettext_lazy("Last day"))
    ends_at = forms.TimeField(label=gettext_lazy("Until"), input_formats=["%H:%M"], widget=_hour())
    evidence = forms.CharField(
        label=gettext_lazy("Paper that shows it"),
        max_length=120,
        help_text=gettext_lazy("Number, date and issuer."),
    )

    def __init__(self, *args: Any, communes: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "commune", [("", _("the whole province")), *communes])

    def moment(self, name: str) -> datetime:
        """Aware, of the day and hour typed."""
        said = self.cleaned_data
        hour: time = said[f"{name}_at"]
        return datetime.combine(said[f"{name}_on"], hour, ZONE)


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[(APPROVE, gettext_lazy("approved")), *EVENT_REFUSAL_LABELS.items()],
    )


@require_GET
@acts_as(*READERS)
def force_majeure(request: Request) -> HttpResponseBase:
    """What is left out of the second figure, by whom, and on which paper."""
    rows = queries.events(request.actor)
    return answer(
        request,
        _listing(_communes(request)),
        rows,
        template="quality/events.html",
        context={
            "tabs": tabs("force_majeure", request.actor),
            "act_url": reverse("enter_event") if not why_not_enter_event(request.actor) else "",
            "act_label": _("Enter an event"),
        },
    )


def _listing(names: dict[int, str]) -> Listing[ForceMajeure]:
    def state(row: ForceMajeure) -> Chip:
        return Chip(EVENT_STATE_LABELS[EventState(row.state)], EVENT_TONES[EventState(row.state)])

    def why(row: ForceMajeure) -> str | None:
        return str(EVENT_REFUSAL_LABELS[Refusal(row.refusal)]) if row.refusal else None

    def area(row: ForceMajeure) -> str:
        if row.commune_id is None:
            return _("the whole province")
        return names.get(row.commune_id, "")

    return Listing(
        title=_("Register of force majeure"),
        order=("-begins", "pk"),
        empty=_("No event is entered: both figures of quality are the same."),
        columns=(
            Column(key="su-kien", label=_("Event"), under=area,
                   value=lambda row: EVENT_LABELS[EventKind(row.kind)],
                   link=lambda row: reverse("event", args=[row.pk])),
            Column(key="tt", label=_("State"), value=state, kind=Kind.CHIP, under=why),
            Column(key="tu", label=_("From"), value=lambda row: row.begins, kind=Kind.MOMENT,
                   sort="begins"),
            Column(key="den", label=_("Until"), value=lambda row: row.ends, kind=Kind.MOMENT),
            Column(key="vb", label=_("Paper that shows it"), value=lambda row: row.evidence),
            Column(key="duyet", label=_("Decided by"), wide_only=True,
                   value=lambda row: row.decided_by.title if row.decided_by else None),
        ),
        filters=(
            ChoiceFilter(key="loai", label=_("Event"), choices=list(EVENT_LABELS.items()),
                         field="kind"),
            ChoiceFilter(key="tt", label=_("State"), choices=list(EVENT_STATE_LABELS.items()),
                         field="state"),
            DayFilter(key="tu", label=_("From"), field="ends"),
            DayFilter(key="den", label=_("Until"), field="begins", until=True),
        ),
    )  # fmt: skip


def _communes(request: Request) -> dict[int, str]:
    rows = AdminUnitVersion.objects.filter(
        unit__parent=request.actor.province_id, valid_to=None
    ).order_by("sort_key")
    return {row.unit_id: f"{row.kind} {row.name}" for row in rows}


@require_http_methods(["GET", "POST"])
@signed_in
def enter(request: Request) -> HttpResponseBase:
    """Enter an event. It excuses nothing until the Department approved it."""
    if reason := why_not_enter_event(request.actor):
        raise NotAllowedError(reason)
    communes = [(str(pk), name) for pk, name in _communes(request).items()]
    form = EventForm(request.POST or None, communes=communes)
    if form.is_valid() and _entered(request, form):
        messages.success(request, _("The event is entered. The Department decides on it."))
        return redirect("force_majeure")
    context = {
        "form": form,
        "crumbs": [(_("Force majeure"), reverse("force_majeure")), (_("Enter an event"), "")],
    }
    return render(request, "quality/enter.html", context, status=UNFIT if form.is_bound else 200)


def _entered(request: Request, form: EventForm) -> bool:
    said = form.cleaned_data
    try:
        enter_event(
            kind=EventKind(said["kind"]),
            commune_id=int(said["commune"]) if said["commune"] else None,
            begins=form.moment("begins"),
            ends=form.moment("ends"),
            evidence=said["evidence"],
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except EventError as fault:
        form.add_error(None, str(fault))
    except RefusedTextError:
        form.add_error("evidence", REFUSED)
    return not form.errors


@require_http_methods(["GET", "POST"])
@acts_as(*READERS)
def event(request: Request, event_id: UUID) -> HttpResponseBase:
    """One event; the Department decides here."""
    found = queries.events(request.actor).filter(pk=event_id).first()
    if found is None:
        raise Http404
    refused = why_not_decide_event(request.actor, found)
    form = DecisionForm(request.POST or None)
    if request.method == "POST":
        if refused:
            raise NotAllowedError(refused)
        if form.is_valid():
            said = form.cleaned_data["decision"]
            decide_event(
                event_id=found.pk,
                refusal=None if said == APPROVE else Refusal(said),
                by=request.actor,
                at=request.at,
                once=once(request),
            )
            messages.success(request, _("The decision is in the register."))
            return redirect("force_majeure")
    kind = EVENT_LABELS[EventKind(found.kind)]
    context = {
        "event": found,
        "kind": kind,
        "area": _communes(request).get(found.commune_id or 0, _("the whole province")),
        "state": Chip(
            EVENT_STATE_LABELS[EventState(found.state)], EVENT_TONES[EventState(found.state)]
        ),
        "why": EVENT_REFUSAL_LABELS[Refusal(found.refusal)] if found.refusal else "",
        "form": None if refused else form,
        "crumbs": [(_("Force majeure"), reverse("force_majeure")), (kind, "")],
    }
    return render(request, "quality/event.html", context, status=UNFIT if form.is_bound else 200)
