"""The people of KT1 in a province: what each holds, until when, and what hangs on it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kt1.custody.trips import queries as trips
from kt1.custody.trips.rules import TripState
from kt1.people.accounts.labels import ROLE_LABELS
from kt1.people.accounts.models import User
from kt1.people.accounts.rules import Role
from kt1.people.reminders import actions as reminders
from kt1.people.reminders import queries as reminding
from kt1.people.reminders.rules import ReminderRule
from kt1.people.vetting import permissions, queries
from kt1.people.vetting.rules import WORKERS
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, Rows, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.request import Request, acts_as, once
from kt1.web.vetting import words

LACKING, SOON, FIT = "chua", "sap", "duoc"
PAPERS_MOST, RUNS_MOST = 100, 20
KEPT = Role.DISPATCHER


def listing(at: datetime, province: int | None) -> Listing[User]:
    def in_state(rows: Rows, wanted: str) -> Rows:
        lacking = queries.unfit(province, at).values("pk")
        if wanted == LACKING:
            return rows.filter(pk__in=lacking)
        soon = queries.lapses(at, at + horizon(at), province).values("pk")
        if wanted == SOON:
            return rows.filter(pk__in=soon)
        return rows.exclude(pk__in=lacking).exclude(pk__in=soon)

    def named(rows: Rows, text: str) -> Rows:
        return rows.filter(Q(title__icontains=text) | Q(duty_place__icontains=text))

    return Listing(
        title=_("People of KT1"),
        order=("title", "pk"),
        empty=_("No person of the post is on duty in this province. Give duties to accounts."),
        columns=(
            Column(key="ai", label=_("Person"), value=lambda row: row.title, sort="title",
                   link=lambda row: reverse("worker", args=[row.pk]), under=words.duty_of,
                   roomy=True),
            Column(key="tt", label=_("State"), value=words.states(at),
                   kind=Kind.CHIP),
            *(
                Column(key=key, label=label, kind=Kind.UNBROKEN, sort=f"{kind}_until",
                       value=_until(kind), wide_only=kind in {"pledge", "tool"})
                for key, label, kind in (
                    ("tham-tra", _("Vetted until"), "vetting"),
                    ("tap-huan", _("Trained until"), "training"),
                    ("cam-ket", _("Pledge until"), "pledge"),
                    ("cong-cu", _("Support tools until"), "tool"),
                )
            ),
        ),
        filters=(
            TextFilter(key="q", label=_("Person or place"), apply=named),
            ChoiceFilter(key="viec", label=_("Duty"), field="duty_role",
                         choices=[(role.value, ROLE_LABELS[role]) for role in sorted(WORKERS)]),
            ChoiceFilter(key="tt", label=_("State"), apply=in_state, choices=[
                (LACKING, _("takes nothing now")), (SOON, _("about to lapse")),
                (FIT, _("may take")),
            ]),
        ),
        row_link=lambda row: reverse("worker", args=[row.pk]),
    )  # fmt: skip


def _until(kind: str) -> Callable[[User], str]:
    return lambda row: words.until(words.held_until(row, kind))


def horizon(at: datetime) -> timedelta:
    """How far ahead lapses are warned of."""
    return timedelta(days=max(queries.warning_days(at), default=0))


@require_GET
@acts_as(KEPT)
def workers(request: Request) -> HttpResponseBase:
    rows = queries.workers_seen_by(request.actor, request.at)
    waiting = list(reminding.waiting_for(request.actor, ReminderRule.VETTING)[:RUNS_MOST])
    people = User.objects.in_bulk([int(one.facts["user"]) for one in waiting])
    context = {
        "tabs": words.tabs("workers"),
        "reminders": [
            (one, people.get(int(one.facts["user"])), words.kind_said(str(one.facts["kind"])))
            for one in waiting
        ],
        "act_url": reverse("vetting_request_new"),
        "act_label": _("Ask the police"),
    }
    shown = listing(request.at, request.actor.province_id)
    return answer(request, shown, rows, template="vetting/workers.html", context=context)


@require_POST
@acts_as(KEPT)
def noted(request: Request) -> HttpResponseBase:
    """The dispatcher has seen these reminders and answers for them."""
    seen = reminding.waiting_for(request.actor, ReminderRule.VETTING)
    wanted = [int(one) for one in request.POST.getlist("nhac") if one.isdecimal()]
    ids = list(seen.filter(pk__in=wanted[:RUNS_MOST]).values_list("pk", flat=True))
    if ids:
        reminders.take_note(reminder_ids=ids, by=request.actor, at=request.at, once=once(request))
        messages.success(request, _("Taken note of. The list still shows who lapses."))
    return redirect("workers")


@require_GET
@acts_as(*sorted(WORKERS))
def worker(request: Request, user_id: int) -> HttpResponseBase:
    """One person: their papers, and the planned runs that need them."""
    seen = queries.workers_seen_by(request.actor, request.at)
    user = get_object_or_404(seen, pk=user_id)
    papers = queries.standings_seen_by(request.actor).filter(user=user)[:PAPERS_MOST]
    planned = trips.seen_by(request.actor).filter(
        Q(courier=user) | Q(escort=user), state=TripState.PLANNED, leaves_at__gte=request.at
    )
    lapse = queries.first_lapse(user, request.at, queries.demanded(request.at))
    dispatches = request.actor.role is KEPT
    context = {
        "worker": user,
        "role": words.role_of(user),
        "place": words.place_of(user),
        "state": words.states(request.at)(user),
        "lapse": lapse,
        "lapsed": lapse is not None and lapse <= request.at,
        "papers": [
            (row, words.until_of(row), words.paper_state(row, request.at)) for row in papers
        ],
        "runs": [
            (one, lapse is not None and lapse <= one.leaves_at)
            for one in planned.order_by("leaves_at", "pk")[:RUNS_MOST]
        ],
        "own": request.actor.user_id == user.pk,
        "dispatches": dispatches,
        "why_not": permissions.why_not_record(request.actor, user.pk) if dispatches else "",
    }
    return render(request, "vetting/worker.html", context)
