"""Who receives for an agency, at which door and hours: the register, and who may sign when.

Off-hours contacts are Amber: each answer that shows them writes one row of the reading log.
"""

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.network.names.rules import fold
from kt1.people.accounts.rules import Role
from kt1.people.focal_points import actions, queries
from kt1.people.focal_points.models import DAY_LABELS, RANK_LABELS, FocalPoint
from kt1.people.focal_points.permissions import NAMING, why_not_name
from kt1.people.readings.steps import log_reading
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.parts.chips import Chip, Tone
from kt1.web.people.receiver_forms import EndForm, MomentForm, NamingForm
from kt1.web.receivers.tabs import tabs
from kt1.web.request import Request, acts_as, once

#: Whoever sees some of the register.
READERS = (Role.CLERK, Role.ACCOUNTANT, Role.HEAD, Role.PARTY_OFFICE, Role.DISPATCHER)
PAGE = "people.receivers"
UNFIT = 422


def hours(row: FocalPoint) -> str:
    """17:00–07:30 (+1): a window that ends on the next day says so."""
    if not row.day_kinds:
        return "–"
    if row.from_time == row.to_time == time.min:
        return _("all day")
    past_midnight = row.to_time <= row.from_time
    return f"{row.from_time:%H:%M}–{row.to_time:%H:%M}{' (+1)' if past_midnight else ''}"


def days(row: FocalPoint) -> str:
    if not row.day_kinds:
        return _("by roster only")
    if len(row.day_kinds) == len(DAY_LABELS):
        return _("every day")
    return ", ".join(str(label) for day, label in DAY_LABELS.items() if day in row.day_kinds)


def listing(at: datetime) -> Listing[FocalPoint]:
    def state(row: FocalPoint) -> Chip:
        if row.valid_to and row.valid_to <= at:
            return Chip(_("Ended"), Tone.UNCONFIRMED)
        if row.valid_from > at:
            return Chip(_("Not yet in force"), Tone.MOVING)
        return Chip(_("In force"), Tone.GOOD)

    def named(rows: QuerySet[FocalPoint], text: str) -> QuerySet[FocalPoint]:
        return rows.filter(agency__folded__contains=fold(text)) | rows.filter(title__icontains=text)

    return Listing(
        title=_("Receivers of KT1 items"),
        order=("agency__sort_key", "point__sort_key", "rank", "from_time", "pk"),
        empty=_("Nobody is named yet. Name who receives in and out of working hours."),
        columns=(
            Column(key="ai", label=_("Receiver"), value=lambda row: row.title, link=_link,
                   under=_under, roomy=True),
            Column(key="co-quan", label=_("Agency"), value=lambda row: row.agency.name,
                   sort="agency__sort_key", under=lambda row: row.point.name, roomy=True),
            Column(key="ngay", label=_("Days"), value=days, wide_only=True),
            Column(key="gio", label=_("Hours"), value=hours, sort="from_time", kind=Kind.UNBROKEN),
            Column(key="dt", label=_("Telephone"), value=lambda row: row.phone, kind=Kind.CODE),
            Column(key="vb", label=_("Paper"), kind=Kind.CODE, wide_only=True,
                   value=lambda row: row.authority_doc,
                   under=lambda row: f"{row.authority_date:%d/%m/%Y}"),
            Column(key="tt", label=_("State"), value=state, kind=Kind.CHIP),
        ),
        filters=(
            TextFilter(key="q", label=_("Agency or receiver"), apply=named),
            ChoiceFilter(key="ngay", label=_("Days"), choices=list(DAY_LABELS.items()),
                         apply=lambda rows, day: rows.filter(day_kinds__contains=[day])),
            ChoiceFilter(key="thu-tu", label=_("Order"), choices=list(RANK_LABELS.items()),
                         field="rank"),
            FlagFilter(key="con", label=_("In force now"),
                       apply=lambda rows: rows.filter(queries.in_force(at))),
        ),
    )  # fmt: skip


def _under(row: FocalPoint) -> str:
    """The order in which they are looked for, and the person's name where there is one."""
    rank = str(row.get_rank_display())
    return f"{rank} · {row.name}" if row.name else rank


def _link(row: FocalPoint) -> str:
    return reverse("receiver", args=[row.pk])


@require_GET
@acts_as(*READERS)
def receivers(request: Request) -> HttpResponseBase:
    may_name = request.actor.role in NAMING
    context = {
        "act_url": reverse("name_receiver") if may_name else "",
        "act_label": gettext_lazy("Name a receiver"),
        "lead": _("For use inside the agency and the post. Each reading is logged."),
        "tabs": tabs(request.actor, "receivers"),
    }
    with transaction.atomic():
        log_reading(request.actor, request.at, PAGE, ())
        rows = queries.seen_by(request.actor)
        template = "people/receivers.html"
        return answer(request, listing(request.at), rows, template=template, context=context)


@require_GET
@acts_as(*READERS)
def receiver(request: Request, receiver_id: int) -> HttpResponseBase:
    return _receiver_page(request, receiver_id, EndForm())


def _receiver_page(
    request: Request, receiver_id: int, form: EndForm, status: int = 200
) -> HttpResponse:
    with transaction.atomic():
        log_reading(request.actor, request.at, PAGE, ())
        row = get_object_or_404(queries.seen_by(request.actor), pk=receiver_id)
        ended = row.valid_to is not None and row.valid_to <= request.at
        context = {
            "row": row,
            "days": days(row),
            "hours": hours(row),
            "ended": ended,
            "why_not": why_not_name(request.actor, row.agency),
            "form": form,
        }
        return render(request, "people/receiver.html", context, status=status)


@require_POST
@acts_as(*READERS)
def end_receiver(request: Request, receiver_id: int) -> HttpResponseBase:
    form = EndForm(request.POST)
    if not form.is_valid():
        return _receiver_page(request, receiver_id, form, UNFIT)
    actions.end_receivers(
        focal_point_ids=[receiver_id],
        ends_at=form.moment(request.at),
        by=request.actor,
        at=request.at,
        once=once(request),
    )
    messages.success(request, _("From then on this receiver no longer signs."))
    return redirect("receivers")


@require_http_methods(["GET", "POST"])
@acts_as(Role.CLERK, Role.HEAD)
def name_receiver(request: Request) -> HttpResponseBase:
    agency_id = request.actor.agency_id or 0
    form = NamingForm(request.POST or None, agency_id=agency_id, at=request.at)
    if form.is_valid():
        try:
            actions.name_receiver(
                point_id=form.point_id,
                agency_id=agency_id,
                naming=form.naming(),
                windows=form.windows(),
                by=request.actor,
                at=request.at,
                once=once(request),
            )
        except actions.UnfitReceiverError as unfit:
            form.add_error(None, str(unfit))
        else:
            messages.success(request, _("The receiver is in the register."))
            return redirect("receivers")
    status = UNFIT if form.is_bound else 200
    return render(request, "people/name_receiver.html", {"form": form}, status=status)


@require_GET
@acts_as(*READERS)
def who_may_sign(request: Request) -> HttpResponseBase:
    """At one door and moment: the people in order, the path of the decision, or the gap."""
    seen = queries.seen_by(request.actor)
    asked = bool(request.GET)
    form = MomentForm(request.GET if asked else None, seen=seen, at=request.at)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        with transaction.atomic():
            log_reading(request.actor, request.at, "people.who_may_sign", ())
            context["answer"] = queries.who_may_sign_at(form.point_id, form.moment())
            context["moment"] = form.moment()
    status = UNFIT if asked and not form.is_valid() else 200
    return render(request, "people/who_may_sign.html", context, status=status)
