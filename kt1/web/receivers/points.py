"""Điểm phát: the doors at which bodies receive, how to come to them, and what they allow."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from kt1.ledger.entries.queries import body_of, entries_about
from kt1.network.agencies.models import HOURS_LABELS, Agency, AgencyPoint
from kt1.network.agencies.rules import Bloc, Hours
from kt1.network.names.queries import called
from kt1.network.places import actions
from kt1.network.places.actions import UnfitDoorError
from kt1.network.places.doors import GUARDED, guarded, notes_of
from kt1.network.places.models import Place
from kt1.network.places.rules import DoorFacts, DoorReason, PlaceKind
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.focal_points import queries
from kt1.people.focal_points.permissions import why_not_describe
from kt1.people.readings.steps import log_reading
from kt1.web.delivery import labels
from kt1.web.delivery.forms import SaidField
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.network.labels import DAY_LABELS as DAY_KIND_LABELS
from kt1.web.people.receivers import READERS
from kt1.web.receivers.tabs import tabs
from kt1.web.request import Request, acts_as, once
from kt1.web.words import Words

PAGE = "receivers.point"
UNFIT, CONFLICT = 422, 409
CHANGES_SHOWN = 10
GATE = gettext_lazy("duty gate")

REASON_LABELS: dict[DoorReason, Words] = {
    DoorReason.AGENCY_ASKED: gettext_lazy("the agency asked for it"),
    DoorReason.SECURITY: gettext_lazy("protection of state secrets"),
    DoorReason.FOUND_AT_DOOR: gettext_lazy("found so at the door"),
    DoorReason.WRONG_BEFORE: gettext_lazy("written wrongly before"),
    DoorReason.MOVED_IN: gettext_lazy("office, gate or room changed"),
}
FLAG_LABELS: dict[str, Words] = {
    "gate_only": gettext_lazy("Handed over at the duty gate"),
    "no_phones": gettext_lazy("No telephones inside: paper signature first"),
    "focal_only": gettext_lazy("Focal point only"),
}


class DoorForm(forms.Form):
    """What a courier must know before coming, and why it changes."""

    gate_only = forms.BooleanField(
        label=gettext_lazy("Handed over at the duty gate"), required=False
    )
    no_phones = forms.BooleanField(
        label=gettext_lazy("No telephones inside: paper signature first"), required=False
    )
    focal_only = forms.BooleanField(
        label=gettext_lazy("Focal point only: no substitute, ever"), required=False
    )
    gate = SaidField(label=gettext_lazy("Gate"), max_length=60, required=False)
    floor = SaidField(label=gettext_lazy("Building, floor, room"), max_length=40, required=False)
    hours = SaidField(label=gettext_lazy("Hours of the gate"), max_length=40, required=False)
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason for the change"),
        choices=[(one.value, label) for one, label in REASON_LABELS.items()],
        widget=forms.RadioSelect,
    )
    paper = forms.CharField(
        label=gettext_lazy("Number of the letter"), max_length=40, required=False
    )

    def facts(self) -> DoorFacts:
        given = self.cleaned_data
        names = ("gate_only", "no_phones", "focal_only", "gate", "floor", "hours")
        return DoorFacts(**{name: given[name] for name in names})


def seen_by(actor: Actor) -> QuerySet[Place]:
    """Doors of the agency itself, of its Party line, or of the dispatcher's province."""
    doors = Place.objects.filter(kind=PlaceKind.DELIVERY_POINT, valid_to=None)
    if actor.role is Role.DISPATCHER:
        return doors.filter(province=actor.province_id)
    theirs = Q(agency=actor.agency_id or 0)
    if actor.role is Role.PARTY_OFFICE:
        theirs |= Q(agency__bloc=Bloc.PARTY, agency__province=actor.province_id)
    return doors.filter(pk__in=AgencyPoint.objects.filter(theirs).values("point"))


def _listed(actor: Actor) -> QuerySet[Place]:
    behind = AgencyPoint.objects.filter(
        point=OuterRef("pk"), agency__in=Agency.objects.filter(GUARDED).values("pk")
    )
    return seen_by(actor).annotate(
        behind=Exists(behind), bodies=Count("agencies__agency", distinct=True)
    )


def _access(row: Place) -> str:
    is_guarded = bool(getattr(row, "behind"))  # noqa: B009 - annotated above
    return str(GATE) if is_guarded else " · ".join(notes_of(row, is_guarded=False))


def _flags(row: Place) -> str:
    return "; ".join(str(chip.word) for chip in labels.flags_of(row))


POINTS: Listing[Place] = Listing(
    title=gettext_lazy("Delivery points"),
    order=("sort_key", "pk"),
    empty=gettext_lazy("No delivery point yet. The dispatcher adds them under places."),
    columns=(
        Column(key="ten", label=gettext_lazy("Delivery point"), value=lambda row: row.name,
               sort="sort_key", link=lambda row: reverse("point", args=[row.code]),
               under=lambda row: row.address, roomy=True),
        Column(key="ma", label=gettext_lazy("Code"), value=lambda row: row.code, kind=Kind.CODE),
        Column(key="so", label=gettext_lazy("Bodies"), kind=Kind.NUMBER, sort="bodies",
               value=lambda row: getattr(row, "bodies")),  # noqa: B009 - annotated above
        Column(key="den", label=gettext_lazy("Come to"), value=_access),
        Column(key="co", label=gettext_lazy("What it allows"), value=_flags),
    ),
    filters=(
        TextFilter(key="q", label=gettext_lazy("Delivery point"),
                   apply=lambda rows, text: rows.filter(called(text) | Q(code=text.upper()))),
        FlagFilter(key="dm", label=gettext_lazy("Focal point only"),
                   apply=lambda rows: rows.filter(focal_only=True)),
        FlagFilter(key="dt", label=gettext_lazy("No telephones inside"),
                   apply=lambda rows: rows.filter(no_phones=True)),
        FlagFilter(key="chung", label=gettext_lazy("Shared by several bodies"),
                   apply=lambda rows: rows.filter(bodies__gt=1)),
    ),
)  # fmt: skip


@require_GET
@acts_as(*READERS)
def points(request: Request) -> HttpResponseBase:
    context = {
        "lead": _("Of police, army, cipher and Party bodies only the duty gate is named."),
        "tabs": tabs(request.actor, "points"),
    }
    rows = _listed(request.actor)
    return answer(request, POINTS, rows, template="receivers/tabbed.html", context=context)


@require_GET
@acts_as(*READERS)
def point(request: Request, code: str) -> HttpResponseBase:
    found = _found(request, code)
    return _page(request, found, _form_of(found))


@require_POST
@acts_as(*READERS)
def describe_point(request: Request, code: str) -> HttpResponseBase:
    found = _found(request, code)
    if reason := why_not_describe(request.actor, found):
        raise NotAllowedError(reason)
    form = DoorForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=UNFIT)
    try:
        changed = actions.describe_door(
            place_id=found.pk,
            facts=form.facts(),
            reason=DoorReason(form.cleaned_data["reason"]),
            paper=form.cleaned_data["paper"],
            by=str(request.actor),
            at=request.at,
            once=once(request),
        )
    except UnfitDoorError as unfit:
        form.add_error(None, str(unfit))
        return _page(request, found, form, status=CONFLICT)
    if changed:
        messages.success(request, _("The delivery point is changed; couriers see it at once."))
    else:
        messages.info(request, _("Nothing differs from what was there."))
    return redirect("point", code)


def _found(request: Request, code: str) -> Place:
    found = seen_by(request.actor).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _form_of(found: Place) -> DoorForm:
    return DoorForm(
        initial={
            "gate_only": found.gate_only,
            "no_phones": found.no_phones,
            "focal_only": found.focal_only,
            "gate": found.access_gate,
            "floor": found.access_floor,
            "hours": found.access_hours,
        }
    )


def _page(request: Request, found: Place, form: DoorForm, *, status: int = 200) -> HttpResponse:
    is_guarded = found.pk in guarded([found.pk])
    ties = AgencyPoint.objects.filter(point=found).select_related("agency")
    with transaction.atomic():
        log_reading(request.actor, request.at, PAGE, ())
        here = queries.seen_by(request.actor).filter(queries.in_force(request.at), point=found)
        context: dict[str, Any] = {
            "place": found,
            "flags": labels.flags_of(found),
            "is_guarded": is_guarded,
            "notes": notes_of(found, is_guarded=is_guarded),
            "ties": [
                (tie.agency, DAY_KIND_LABELS[tie.day_kind], HOURS_LABELS[Hours(tie.hours)])
                for tie in ties.order_by("agency__sort_key", "pk")
            ],
            "named": here,
            "form": form,
            "why_not": why_not_describe(request.actor, found),
            "changes": _changes(found),
            "crumbs": [(POINTS.title, reverse("points")), (found.name, "")],
        }
        return render(request, "receivers/point.html", context, status=status)


def _changes(found: Place) -> list[dict[str, Any]]:
    """What was changed, when and why; the last ten. Texts themselves are not repeated."""
    entries = entries_about(f"place:{found.code}").filter(kind="place.described").order_by("-id")
    return [{"at": entry.at, **_said(body_of(entry))} for entry in entries[:CHANGES_SHOWN]]


def _said(body: dict[str, Any]) -> dict[str, Any]:
    turned = [
        (label, bool(body[name]))
        for name, label in FLAG_LABELS.items()
        if body[name] != body[f"{name}_before"]
    ]
    return {
        "reason": REASON_LABELS[DoorReason(body["reason"])],
        "paper": body["paper"],
        "turned": turned,
    }
