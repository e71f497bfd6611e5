"""Nhận thay: asked at the door, settled by the shift leader, confirmed in writing by the body."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from kt1.custody.items.listed import agencies_called
from kt1.people.accounts.rules import Role
from kt1.people.actor import NotAllowedError
from kt1.people.focal_points.models import FocalPoint
from kt1.people.readings.steps import log_reading
from kt1.people.visits import actions, queries
from kt1.people.visits.actions import UnfitVisitError
from kt1.people.visits.models import Call, Substitution
from kt1.people.visits.permissions import why_not_settle, why_not_write
from kt1.people.visits.rules import Purpose, Stage
from kt1.web.delivery.asking import chip_of
from kt1.web.fields import DayField, offer
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import DayFilter, FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.parts.chips import Chip
from kt1.web.receivers.tabs import tabs
from kt1.web.request import Request, acts_as, once

PAGE = "receivers.substitute"
UNFIT, CONFLICT = 422, 409
SEERS = (
    Role.CLERK,
    Role.HEAD,
    Role.ACCOUNTANT,
    Role.PARTY_OFFICE,
    Role.COUNTER,
    Role.CONTROLLER,
    Role.COURIER,
    Role.DISPATCHER,
)


def listing(request: Request) -> Listing[Substitution]:
    def stage(row: Substitution) -> Chip:
        return chip_of(queries.stage(row, request.at))

    return Listing(
        title=gettext_lazy("Substitutes who received"),
        order=("-asked_at", "-pk"),
        empty=gettext_lazy("No substitute was asked for."),
        columns=(
            Column(key="luc", label=gettext_lazy("Asked"), value=lambda row: row.asked_at,
                   kind=Kind.MOMENT, sort="asked_at",
                   link=lambda row: reverse("substitute", args=[row.pk])),
            Column(key="co-quan", label=gettext_lazy("Agency"),
                   value=lambda row: row.agency.name, under=lambda row: row.point.name,
                   sort="agency__sort_key", roomy=True),
            Column(key="buu-ta", label=gettext_lazy("Asked by"),
                   value=lambda row: row.asked_by.title, wide_only=True),
            Column(key="truong-ca", label=gettext_lazy("Settled by"), wide_only=True,
                   value=lambda row: row.settled_by.title if row.settled_by else ""),
            Column(key="phat", label=gettext_lazy("Delivered"), value=lambda row: row.used_at,
                   kind=Kind.MOMENT, sort="used_at"),
            Column(key="vb", label=gettext_lazy("Paper"), value=lambda row: row.paper,
                   kind=Kind.CODE, wide_only=True),
            Column(key="tt", label=gettext_lazy("State"), value=stage, kind=Kind.CHIP),
        ),
        filters=(
            TextFilter(key="q", label=gettext_lazy("Agency"),
                       apply=lambda rows, text: rows.filter(agency__in=agencies_called(text))),
            FlagFilter(key="cho", label=gettext_lazy("To be settled"),
                       apply=lambda rows: _to_settle(rows, request)),
            FlagFilter(key="vb", label=gettext_lazy("Paper to come"),
                       apply=lambda rows: rows.filter(handover__isnull=False, written_at=None)),
            DayFilter(key="tu", label=gettext_lazy("From"), field="asked_at"),
            DayFilter(key="den", label=gettext_lazy("To"), field="asked_at", until=True),
        ),
    )  # fmt: skip


def _to_settle(rows: QuerySet[Substitution], request: Request) -> QuerySet[Substitution]:
    waiting = queries.to_settle(request.actor, request.at).order_by().values("pk")
    return rows.filter(Q(pk__in=waiting))


class SettleForm(forms.Form):
    """Whose number the leader rang, and whether the substitute is confirmed."""

    rung = forms.ChoiceField(
        label=gettext_lazy("Whose registered number you rang yourself"),
        widget=forms.RadioSelect,
        required=False,
    )
    agreed = forms.ChoiceField(choices=[("1", "1"), ("0", "0")])

    def __init__(self, data: Any = None, *, registered: list[FocalPoint]) -> None:
        super().__init__(data)
        offer(self, "rung", [(str(one.pk), f"{one.title} · {one.phone}") for one in registered])

    @property
    def focal_point(self) -> int | None:
        chosen = self.cleaned_data["rung"]
        return int(chosen) if chosen else None


class WrittenForm(forms.Form):
    paper = forms.CharField(label=gettext_lazy("Number of the confirmation"), max_length=40)
    paper_date = DayField(label=gettext_lazy("Date of the paper"))


@require_GET
@acts_as(*SEERS)
def substitutes(request: Request) -> HttpResponseBase:
    context = {"tabs": tabs(request.actor, "substitutes")}
    rows = queries.substitutions_seen_by(request.actor)
    found = listing(request)
    return answer(request, found, rows, template="receivers/tabbed.html", context=context)


@require_GET
@acts_as(*SEERS)
def substitute(request: Request, substitution_id: int) -> HttpResponseBase:
    return _page(request, _found(request, substitution_id))


def _found(request: Request, substitution_id: int) -> Substitution:
    seen = queries.substitutions_seen_by(request.actor).select_related("written_by", "call")
    return get_object_or_404(seen, pk=substitution_id)


def _page(
    request: Request,
    found: Substitution,
    *,
    settle: SettleForm | None = None,
    written: WrittenForm | None = None,
    status: int = 200,
) -> HttpResponse:
    stage = queries.stage(found, request.at)
    with transaction.atomic():
        log_reading(request.actor, request.at, PAGE, ())
        registered = queries.registered(found.point_id, found.agency_id, request.at)
        context = {
            "one": found,
            "stage": chip_of(stage),
            "asked": stage is Stage.ASKED,
            "used": found.used_at is not None and found.written_at is None,
            "due": found.used_at + queries.write_within(found.used_at) if found.used_at else None,
            "calls": _calls(found),
            "registered": registered,
            "settle": settle or SettleForm(registered=registered),
            "written": written or WrittenForm(),
            "why_not_settle": why_not_settle(request.actor, found),
            "why_not_write": why_not_write(request.actor, found.agency),
            "crumbs": [
                (_("Substitutes who received"), reverse("substitutes")),
                (found.agency.name, ""),
            ],
        }
        return render(request, "receivers/substitute.html", context, status=status)


def _calls(found: Substitution) -> QuerySet[Call]:
    """The courier's call and the leader's."""
    until = found.settled_at or found.asked_at
    calls = queries.calls_at(found.point_id, [found.agency_id], found.asked_at)
    return calls.filter(purpose=Purpose.SUBSTITUTE, at__lte=until)


@require_POST
@acts_as(*SEERS)
def settle_substitute(request: Request, substitution_id: int) -> HttpResponseBase:
    found = _found(request, substitution_id)
    if reason := why_not_settle(request.actor, found):
        raise NotAllowedError(reason)
    registered = queries.registered(found.point_id, found.agency_id, request.at)
    form = SettleForm(request.POST, registered=registered)
    if not form.is_valid():
        return _page(request, found, settle=form, status=UNFIT)
    agreed = form.cleaned_data["agreed"] == "1"
    try:
        actions.settle_substitute(
            substitution_id=found.pk,
            agreed=agreed,
            focal_point_id=form.focal_point,
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except UnfitVisitError as unfit:
        form.add_error(None, str(unfit))
        return _page(request, found, settle=form, status=CONFLICT)
    if agreed:
        messages.success(request, _("Confirmed. The courier may deliver to the substitute now."))
    else:
        messages.warning(request, _("Not confirmed. The courier keeps the items."))
    return redirect("substitute", found.pk)


@require_POST
@acts_as(*SEERS)
def write_substitute(request: Request, substitution_id: int) -> HttpResponseBase:
    found = _found(request, substitution_id)
    if reason := why_not_write(request.actor, found.agency):
        raise NotAllowedError(reason)
    form = WrittenForm(request.POST)
    if not form.is_valid():
        return _page(request, found, written=form, status=UNFIT)
    try:
        actions.confirm_in_writing(
            substitution_id=found.pk,
            paper=form.cleaned_data["paper"],
            paper_date=form.cleaned_data["paper_date"],
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except UnfitVisitError as unfit:
        form.add_error(None, str(unfit))
        return _page(request, found, written=form, status=CONFLICT)
    messages.success(request, _("Confirmed in writing."))
    return redirect("substitute", found.pk)
