"""Phản ánh bì có dấu A/B/C không gửi qua KT1: day, sender, carrier; nothing else is asked."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.law.screening.labels import REFUSAL_LABELS
from kt1.law.screening.rules import Refusal, RefusedTextError
from kt1.network.agencies.models import Agency
from kt1.network.agencies.queries import in_force
from kt1.network.names.queries import called
from kt1.oversight.reviews import permissions, queries, stating
from kt1.oversight.reviews.models import CARRIER_LABELS, OutsideReport
from kt1.oversight.reviews.rules import OPENERS
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.readings.steps import log_reading
from kt1.web.errors.answers import UNFIT
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, DayFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.parts.chips import Chip, Tone
from kt1.web.request import Request, once, signed_in
from kt1.web.reviews.forms import CameForm
from kt1.web.reviews.lists import tabs, today

TITLE = gettext_lazy("Covers stamped A, B or C that did not come by KT1")
PAGE = "reviews.outside"
COUNTS = Chip(gettext_lazy("reported"), Tone.RISK)
WITHDRAWN = Chip(gettext_lazy("withdrawn"), Tone.PLAIN)


def _sender(row: OutsideReport) -> str:
    return row.sender.name if row.sender else row.sender_name


def _sender_code(row: OutsideReport) -> str | None:
    return row.sender.code if row.sender else _("not registered here")


def listing(actor: Actor) -> Listing[OutsideReport]:
    """Who the sender answers to reads no receiver: the sender is whom it reminds."""
    own = actor.agency_id is not None and permissions.why_not_report(actor) is None

    def link(row: OutsideReport) -> str | None:
        return _link(row) if own or permissions.entered(actor, row) else None

    receiver: Column[OutsideReport] = Column(
        key="nhan", label=gettext_lazy("Reported by"), value=lambda r: r.agency.name,
        under=lambda r: r.agency.code, sort="agency__sort_key", roomy=True,
    )  # fmt: skip
    return Listing(
        title=TITLE,
        order=("-received_on", "-pk"),
        columns=(
            Column(key="so", label=gettext_lazy("Report no."), value=str, kind=Kind.UNBROKEN,
                   link=link, sort="pk"),
            Column(key="ngay", label=gettext_lazy("Received on"), kind=Kind.DAY,
                   value=lambda r: r.received_on, sort="received_on"),
            Column(key="gui", label=gettext_lazy("Sent by"), value=_sender, under=_sender_code,
                   roomy=True),
            *([] if actor.role in OPENERS else [receiver]),
            Column(key="cach", label=gettext_lazy("How it came"),
                   value=lambda r: r.get_carrier_display()),
            Column(key="tt", label=gettext_lazy("State"), kind=Kind.CHIP,
                   value=lambda r: COUNTS if r.withdrawn_at is None else WITHDRAWN),
        ),
        filters=(
            TextFilter(key="q", label=gettext_lazy("Sent by"), apply=lambda rows, text: rows.filter(
                sender__in=Agency.objects.filter(called(text)))),
            ChoiceFilter(key="cach", label=gettext_lazy("How it came"), field="carrier",
                         choices=[(c.value, word) for c, word in CARRIER_LABELS.items()]),
            DayFilter(key="tu", label=gettext_lazy("From day"), field="received_on",
                      of_moment=False),
            DayFilter(key="den", label=gettext_lazy("Until day"), field="received_on", until=True,
                      of_moment=False),
        ),
        empty=gettext_lazy("No such cover was reported."),
        row_link=link,
    )  # fmt: skip


def _link(row: OutsideReport) -> str:
    return reverse("outside_report", args=[row.pk])


@require_GET
@signed_in
@transaction.atomic
def outside_reports(request: Request) -> HttpResponseBase:
    """Who sends what to whom is Amber: each look is one row of the reading log."""
    actor = request.actor
    if reason := permissions.why_not_read_reports(actor):
        raise NotAllowedError(reason)
    log_reading(actor, request.at, PAGE, ())
    context: dict[str, Any] = {
        "tabs": tabs("outside_reports", request),
        "lead": _("Day, sender and how it came; nothing else is kept of it."),
    }
    if permissions.why_not_enter_reports(actor) is None:
        context |= {"paper_url": reverse("outside_report_paper")}
    if permissions.why_not_report(actor) is None:
        context |= {"act_url": reverse("outside_report_new"), "act_label": _("Report a cover")}
    rows = queries.reports_seen_by(actor)
    return answer(request, listing(actor), rows, template="reviews/tabbed.html", context=context)


def came_of(form: CameForm) -> stating.Came:
    """What a valid form says of the cover."""
    values = form.cleaned_data
    return stating.Came(
        received_on=values["received_on"],
        carrier=values["carrier"],
        sender_code=values["sender"].partition(" · ")[0].strip().upper(),
        sender_name=values["sender_name"],
    )


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: Request) -> HttpResponseBase:
    if reason := permissions.why_not_report(request.actor):
        raise NotAllowedError(reason)
    form = CameForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = stating.report(
                came=came_of(form), by=request.actor, at=request.at, once=once(request)
            )
        except Agency.DoesNotExist:
            form.add_error("sender", _("Choose a body of the list, or name it below."))
        except RefusedTextError as refused:
            form.add_error("sender_name", REFUSAL_LABELS[Refusal(refused.refusal)])
        except stating.UnfitStatementError as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("Reported. Tell the sender too, as the decree asks."))
            return redirect("outside_report", made)
    context = {
        "form": form,
        "bodies": in_force(today(request)).filter(province=request.actor.province_id or 0)
        .values_list("code", "name"),
        "heading": _("Report a cover that did not come by KT1"),
        "lead": _("Day, sender and how it came; nothing else is kept of it."),
        "button": _("Send this report of a cover"),
        "back": reverse("outside_reports"),
        "crumbs": [(TITLE, reverse("outside_reports")), (_("Report a cover"), "")],
    }  # fmt: skip
    return render(request, "reviews/form.html", context, status=UNFIT if form.is_bound else 200)


@require_GET
@signed_in
@transaction.atomic
def outside_report(request: Request, report_id: int) -> HttpResponseBase:
    found = get_object_or_404(_whole(request.actor), pk=report_id)
    log_reading(request.actor, request.at, PAGE, ())
    context = {
        "report": found,
        "sender": _sender(found),
        "chip": COUNTS if found.withdrawn_at is None else WITHDRAWN,
        "may_withdraw": permissions.why_not_withdraw(request.actor, found) is None,
        "crumbs": [(TITLE, reverse("outside_reports")), (str(found), "")],
    }
    return render(request, "reviews/report.html", context)


def _whole(actor: Actor) -> Any:
    """Those whose receiver the actor may read too: their own, and those they entered."""
    rows = queries.reports_seen_by(actor)
    if actor.role not in OPENERS:
        return rows
    return rows.filter(Q(agency=actor.agency_id or 0) | queries.entered_by(actor))


@require_POST
@signed_in
def withdraw(request: Request, report_id: int) -> HttpResponseBase:
    get_object_or_404(_whole(request.actor), pk=report_id)
    stating.withdraw(report_id=report_id, by=request.actor, at=request.at, once=once(request))
    return redirect("outside_report", report_id)
