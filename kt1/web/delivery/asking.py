"""Ai được ký bây giờ? The large button at each door: who, why, ring them, ask for a substitute.

Each answer shows names and telephones of this door at this hour, and writes one row of the
reading log.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from kt1.custody.deliveries.permissions import DELIVERERS
from kt1.network.places.models import Place
from kt1.people.focal_points.models import FocalPoint
from kt1.people.readings.steps import log_reading
from kt1.people.visits import actions, queries
from kt1.people.visits.actions import UnfitVisitError
from kt1.people.visits.models import STAGE_LABELS, Call, Substitution
from kt1.people.visits.permissions import why_not_ask
from kt1.people.visits.rules import Stage
from kt1.web.delivery.door import here_at
from kt1.web.delivery.doors import CALLED_WITHIN, Group
from kt1.web.parts.chips import Chip, Tone
from kt1.web.request import Request, acts_as, once

DELIVERING = tuple(sorted(DELIVERERS))
PAGE = "delivery.who"
UNFIT, CONFLICT = 422, 409
STAGE_TONES = {
    Stage.ASKED: Tone.UNCONFIRMED,
    Stage.AGREED: Tone.GOOD,
    Stage.REFUSED: Tone.REFUSED,
    Stage.USED: Tone.UNCONFIRMED,
    Stage.OVERDUE: Tone.LATE,
    Stage.WRITTEN: Tone.GOOD,
    Stage.LAPSED: Tone.PLAIN,
}


def chip_of(stage: Stage) -> Chip:
    return Chip(STAGE_LABELS[stage], STAGE_TONES[stage])


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One body at the door: the answer, whom to ring, and how far a substitute has come."""

    group: Group
    registered: list[FocalPoint]
    calls: list[Call]
    substitution: Substitution | None
    stage: Chip | None
    is_agreed: bool
    may_ask: bool


class RingForm(forms.Form):
    agency = forms.IntegerField(widget=forms.HiddenInput)
    focal_point = forms.IntegerField(
        label=gettext_lazy("Registered number"),
        error_messages={"required": gettext_lazy("Choose whose number you rang.")},
    )
    answered = forms.ChoiceField(choices=[("1", "1"), ("0", "0")], required=False)


@require_GET
@acts_as(*DELIVERING)
def door_who(request: Request, key: str) -> HttpResponseBase:
    return _page(request, key)


def _page(request: Request, key: str, *, status: int = 200, fault: str = "") -> HttpResponse:
    here = here_at(request, key)
    card = here.card
    if card.place is None:
        raise Http404
    with transaction.atomic():
        log_reading(request.actor, request.at, PAGE, [item.unit for item in card.items])
        context: dict[str, Any] = {
            "card": card,
            "asked": _asked(request, card.place, card.to_deliver),
            "fault": fault,
            "crumbs": [
                (_("My run"), reverse("my_run")),
                (card.name, card.url),
                (_("Who may sign now"), ""),
            ],
        }
        return render(request, "delivery/who.html", context, status=status)


def _asked(request: Request, place: Place, groups: list[Group]) -> list[Asked]:
    bodies = [group.body for group in groups]
    open_ = queries.asked_at_door(request.actor, place.pk, bodies, request.at)
    calls = list(queries.calls_at(place.pk, bodies, request.at - CALLED_WITHIN)[:50])
    refused = why_not_ask(request.actor, place)
    return [
        _one(request, place, group, open_.get(group.body), calls, may_ask=refused is None)
        for group in groups
    ]


def _one(
    request: Request,
    place: Place,
    group: Group,
    found: Substitution | None,
    calls: list[Call],
    *,
    may_ask: bool,
) -> Asked:
    stage = queries.stage(found, request.at) if found else None
    return Asked(
        group=group,
        registered=queries.registered(place.pk, group.body, request.at),
        calls=[call for call in calls if call.agency_id == group.body],
        substitution=found,
        stage=chip_of(stage) if stage else None,
        is_agreed=stage is Stage.AGREED,
        may_ask=may_ask and group.may_substitute and stage not in {Stage.ASKED, Stage.AGREED},
    )


def _said(request: Request, key: str) -> tuple[RingForm, int]:
    """The form, and the door it is about; 404 where this person has nothing to do."""
    card = here_at(request, key).card
    form = RingForm(request.POST)
    bodies = {group.body for group in card.to_deliver}
    if card.place is None or (form.is_valid() and form.cleaned_data["agency"] not in bodies):
        raise Http404
    return form, card.place.pk


@require_POST
@acts_as(*DELIVERING)
def ring(request: Request, key: str) -> HttpResponseBase:
    """Gọi báo trước: who was rung, by whom, answered or not."""
    form, point = _said(request, key)
    if not form.is_valid():
        return _page(request, key, status=UNFIT, fault=_("Choose whose number you rang."))
    given = form.cleaned_data
    answered = given["answered"] == "1"
    try:
        actions.record_call(
            point_id=point,
            agency_id=given["agency"],
            focal_point_id=given["focal_point"],
            answered=answered,
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except FocalPoint.DoesNotExist:
        raise Http404 from None
    except UnfitVisitError as unfit:
        return _page(request, key, status=CONFLICT, fault=str(unfit))
    if answered:
        messages.success(request, _("The call is recorded: answered."))
    else:
        messages.warning(request, _("The call is recorded: not answered."))
    return redirect("door_who", key)


@require_POST
@acts_as(*DELIVERING)
def ask_substitute(request: Request, key: str) -> HttpResponseBase:
    """Nhận thay: the courier rang; now the shift leader rings and settles it."""
    form, point = _said(request, key)
    if not form.is_valid():
        return _page(request, key, status=UNFIT, fault=_("Choose whose number you rang."))
    given = form.cleaned_data
    try:
        actions.ask_substitute(
            point_id=point,
            agency_id=given["agency"],
            focal_point_id=given["focal_point"],
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except FocalPoint.DoesNotExist:
        raise Http404 from None
    except UnfitVisitError as unfit:
        return _page(request, key, status=CONFLICT, fault=str(unfit))
    messages.success(request, _("Asked for. The shift leader sees it on their home page now."))
    return redirect("door_who", key)
