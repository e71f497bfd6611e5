"""Thông báo đầu mối: an agency tells the post by number, and the post acknowledges it (D13)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.custody.items.listed import agencies_called
from kt1.network.agencies.models import Agency
from kt1.people.accounts.rules import Role
from kt1.people.actor import NotAllowedError
from kt1.people.focal_points import notices as acts
from kt1.people.focal_points import telling
from kt1.people.focal_points.models import FocalPoint, Notice
from kt1.people.focal_points.notices import UnfitNoticeError
from kt1.people.focal_points.permissions import NAMING, why_not_acknowledge, why_not_name
from kt1.people.readings.steps import log_reading
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import DayFilter, FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.parts.chips import Chip, Tone
from kt1.web.people.receivers import READERS
from kt1.web.receivers.tabs import tabs
from kt1.web.request import Request, acts_as, once

PAGE = "receivers.notice"
UNFIT = 422
TELLERS = (Role.CLERK, Role.HEAD, Role.DISPATCHER, Role.PARTY_OFFICE)
WAITS = Chip(gettext_lazy("Not acknowledged yet"), Tone.UNCONFIRMED)
KNOWN = Chip(gettext_lazy("Acknowledged"), Tone.GOOD)


def _state(row: Notice) -> Chip:
    return KNOWN if row.acknowledged_at else WAITS


NOTICES: Listing[Notice] = Listing(
    title=gettext_lazy("Notices to the post"),
    order=("-at", "-pk"),
    empty=gettext_lazy("No notice yet. Name who receives, then tell the post by a notice."),
    columns=(
        Column(key="so", label=gettext_lazy("Number"), value=lambda row: row.number,
               kind=Kind.CODE, link=lambda row: reverse("notice", args=[row.pk])),
        Column(key="co-quan", label=gettext_lazy("Agency"), value=lambda row: row.agency.name,
               sort="agency__sort_key", roomy=True),
        Column(key="luc", label=gettext_lazy("Sent"), value=lambda row: row.at, kind=Kind.MOMENT,
               sort="at"),
        Column(key="dong", label=gettext_lazy("Receivers"), kind=Kind.NUMBER,
               value=lambda row: len(row.focal_points)),
        Column(key="cv", label=gettext_lazy("Letter"), value=lambda row: row.paper,
               kind=Kind.CODE, wide_only=True),
        Column(key="tt", label=gettext_lazy("State"), value=_state, kind=Kind.CHIP),
    ),
    filters=(
        TextFilter(key="q", label=gettext_lazy("Agency"),
                   apply=lambda rows, text: rows.filter(agency__in=agencies_called(text))),
        FlagFilter(key="cho", label=gettext_lazy("Not acknowledged only"),
                   apply=lambda rows: rows.filter(acknowledged_at=None)),
        DayFilter(key="tu", label=gettext_lazy("From"), field="at"),
        DayFilter(key="den", label=gettext_lazy("To"), field="at", until=True),
    ),
)  # fmt: skip


class TellForm(forms.Form):
    paper = forms.CharField(
        label=gettext_lazy("Number of the signed letter"),
        help_text=gettext_lazy("Where the agency's signed letter is entered for it."),
        max_length=40,
        required=False,
    )


@require_GET
@acts_as(*READERS)
def notices(request: Request) -> HttpResponseBase:
    actor = request.actor
    code = Agency.objects.filter(pk=actor.agency_id or 0).values_list("code", flat=True).first()
    context: dict[str, Any] = {"tabs": tabs(actor, "notices")}
    if actor.role in NAMING and code:
        context |= {"act_url": reverse("tell_post", args=[code]), "act_label": _("Tell the post")}
    rows = telling.notices_seen_by(actor)
    return answer(request, NOTICES, rows, template="receivers/tabbed.html", context=context)


@require_http_methods(["GET", "POST"])
@acts_as(*TELLERS)
def tell_post(request: Request, code: str) -> HttpResponseBase:
    """What the post does not know yet, and one button that tells it."""
    agency = get_object_or_404(Agency, code=code, province=request.actor.province_id)
    if why_not := why_not_name(request.actor, agency):
        raise NotAllowedError(why_not)
    form = TellForm(request.POST or None)
    if form.is_valid():
        try:
            sent = acts.tell_post(
                agency_id=agency.pk,
                paper=form.cleaned_data["paper"],
                by=request.actor,
                at=request.at,
                once=once(request),
            )
        except UnfitNoticeError as unfit:
            form.add_error(None, str(unfit))
        else:
            said = _("Notice %(number)s is with the post. It acknowledges it here.")
            messages.success(request, said % {"number": sent.number})
            return redirect("notice", sent.pk)
    return _tell_page(request, agency, form)


def _tell_page(request: Request, agency: Agency, form: TellForm) -> HttpResponse:
    with transaction.atomic():
        log_reading(request.actor, request.at, PAGE, ())
        untold = telling.untold(agency.pk, request.at)
        rows = FocalPoint.objects.select_related("point").in_bulk(untold.named | untold.ended)
        context = {
            "agency": agency,
            "form": form,
            "last": untold.last,
            "named": [rows[pk] for pk in sorted(untold.named)],
            "ended": [rows[pk] for pk in sorted(untold.ended)],
            "own": request.actor.is_of(agency.pk),
            "crumbs": [(NOTICES.title, reverse("notices")), (_("Tell the post"), "")],
        }
        status = UNFIT if form.is_bound else 200
        return render(request, "receivers/tell_post.html", context, status=status)


@require_GET
@acts_as(*READERS)
def notice(request: Request, notice_id: int) -> HttpResponseBase:
    with transaction.atomic():
        log_reading(request.actor, request.at, PAGE, ())
        found = get_object_or_404(telling.notices_seen_by(request.actor), pk=notice_id)
        context = {
            "notice": found,
            "state": _state(found),
            "rows": acts.rows_of(found),
            "why_not": why_not_acknowledge(request.actor, found.agency),
            "crumbs": [(NOTICES.title, reverse("notices")), (found.number, "")],
        }
        return render(request, "receivers/notice.html", context)


@require_POST
@acts_as(*READERS)
def acknowledge(request: Request, notice_id: int) -> HttpResponseBase:
    get_object_or_404(telling.notices_seen_by(request.actor), pk=notice_id)
    acts.acknowledge(notice_id=notice_id, by=request.actor, at=request.at, once=once(request))
    messages.success(request, _("Acknowledged. The agency sees it on the notice."))
    return redirect("notice", notice_id)
