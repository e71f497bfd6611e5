"""Requests to the police about workers: the dispatcher asks, PA03 answers by number and date."""

from datetime import datetime

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kt1.people.accounts.models import User
from kt1.people.accounts.rules import Role
from kt1.people.vetting import permissions, queries
from kt1.people.vetting import requests as acts
from kt1.people.vetting.models import VettingRequest
from kt1.people.vetting.steps import UnfitPaperError
from kt1.web.errors.answers import UNFIT
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, DayFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.moments import day
from kt1.web.parts.chips import Chip, Tone
from kt1.web.request import Request, acts_as, once
from kt1.web.vetting import words
from kt1.web.vetting.forms import CHOICES_MOST, AnswerForm, AskForm

READERS = (Role.DISPATCHER, Role.POLICE_PA03)
OPEN, ANSWERED = "cho", "xong"


def listing() -> Listing[VettingRequest]:
    return Listing(
        title=_("Vetting requests"),
        order=("-asked_at", "-pk"),
        empty=_("No letter asks the police about anybody yet."),
        columns=(
            Column(key="so", label=_("Letter"), value=lambda row: row.number, kind=Kind.CODE,
                   link=lambda row: reverse("vetting_request", args=[row.pk]),
                   under=lambda row: day(row.dated_on), sort="number"),
            Column(key="luc", label=_("Asked"), value=lambda row: row.asked_at, kind=Kind.MOMENT,
                   sort="asked_at"),
            Column(key="cho", label=_("People waiting"), kind=Kind.NUMBER,
                   value=lambda row: None if row.answered_at else _counted(row, "waiting")),
            Column(key="tra-loi", label=_("Answer"), value=lambda row: row.answer_number,
                   kind=Kind.CODE, under=_answered_on),
            Column(key="duoc", label=_("Vetted by it"), kind=Kind.NUMBER,
                   value=lambda row: _counted(row, "vetted") if row.answered_at else None),
            Column(key="tt", label=_("State"), value=state, kind=Kind.CHIP),
        ),
        filters=(
            TextFilter(key="q", label=_("Number"),
                       apply=lambda rows, text: rows.filter(number__icontains=text)
                       | rows.filter(answer_number__icontains=text)),
            ChoiceFilter(key="tt", label=_("State"),
                         choices=[(OPEN, _("waits for an answer")), (ANSWERED, _("answered"))],
                         apply=lambda rows, wanted: rows.filter(
                             answered_at__isnull=wanted == OPEN)),
            DayFilter(key="tu", label=_("Asked from"), field="asked_at"),
            DayFilter(key="den", label=_("until"), field="asked_at", until=True),
        ),
        row_link=lambda row: reverse("vetting_request", args=[row.pk]),
    )  # fmt: skip


def _counted(row: VettingRequest, name: str) -> int:
    return int(getattr(row, name))


def _answered_on(row: VettingRequest) -> str | None:
    return day(row.answer_dated_on) if row.answer_dated_on else None


def state(row: VettingRequest) -> Chip:
    if row.answered_at:
        return Chip(_("Answered"), Tone.GOOD)
    return Chip(_("Waits for an answer"), Tone.UNCONFIRMED)


@require_GET
@acts_as(*READERS)
def requests(request: Request) -> HttpResponseBase:
    asks = permissions.why_not_ask(request.actor) is None
    context = {
        "tabs": words.tabs("vetting_requests") if asks else [],
        "act_url": reverse("vetting_request_new") if asks else "",
        "act_label": _("Ask the police"),
    }
    rows = queries.requests_seen_by(request.actor).annotate(
        waiting=Count("people", distinct=True), vetted=Count("standings", distinct=True)
    )
    return answer(request, listing(), rows, template="vetting/tabbed.html", context=context)


@require_http_methods(["GET", "POST"])
@acts_as(Role.DISPATCHER)
def request_new(request: Request) -> HttpResponseBase:
    everybody = queries.workers_seen_by(request.actor, request.at)
    workers = everybody.exclude(pk=request.actor.user_id).order_by("duty_place", "title", "pk")[
        :CHOICES_MOST
    ]
    form = AskForm(
        request.POST if request.method == "POST" else None,
        workers=workers,
        at=request.at,
        chosen=request.GET.get("nguoi", ""),
    )
    if form.is_valid():
        try:
            made = acts.ask(
                number=form.cleaned_data["number"],
                dated_on=form.cleaned_data["dated_on"],
                user_ids=form.user_ids(),
                by=request.actor,
                at=request.at,
                once=once(request),
            )
        except UnfitPaperError as unfit:
            form.add_error(None, str(unfit))
        else:
            messages.success(request, _("The request waits on the page of PA03."))
            return redirect("vetting_request", made)
    status = UNFIT if form.is_bound else 200
    return render(request, "vetting/ask.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@acts_as(*READERS)
def one_request(request: Request, request_id: int) -> HttpResponseBase:
    """The letter with whom it asks about; answered, with those whom a vetting holds for."""
    found = get_object_or_404(queries.requests_seen_by(request.actor), pk=request_id)
    if found.answered_at is not None and request.method == "GET":
        return _page(request, found, None)
    form = AnswerForm(
        request.POST if request.method == "POST" else None, people=_asked(found, request.at)
    )
    if form.is_valid():
        try:
            vetted = acts.answer(
                request_id=found.pk,
                number=form.cleaned_data["number"],
                dated_on=form.cleaned_data["dated_on"],
                vetted=form.vetted(),
                by=request.actor,
                at=request.at,
                once=once(request),
            )
        except UnfitPaperError as unfit:
            form.add_error(None, str(unfit))
        else:
            messages.success(request, _("Answered. Vetted by it: %(n)s.") % {"n": vetted})
            return redirect("vetting_request", found.pk)
    return _page(request, found, form)


def _asked(found: VettingRequest, at: datetime) -> list[User]:
    people = queries.workers(found.province_id, at).filter(pk__in=found.people.values("user"))
    return list(people.order_by("title", "pk"))


def _page(request: Request, found: VettingRequest, form: AnswerForm | None) -> HttpResponse:
    rows = found.standings.select_related("user").order_by("user__title", "pk")
    context = {
        "found": found,
        "state": state(found),
        "form": form,
        "people": [
            (one, words.role_of(one), words.place_of(one), first, last)
            for one, first, last in (form.rows() if form else [])
        ],
        "vetted": [(row, words.until_of(row)) for row in rows],
        "police": request.actor.role is Role.POLICE_PA03,
        "why_not": permissions.why_not_answer(request.actor, found.province_id),
    }
    status = UNFIT if form is not None and form.is_bound else 200
    return render(request, "vetting/request.html", context, status=status)
