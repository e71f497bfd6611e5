"""Reminders of gaps: those that went to this person, open first; taking note of them."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from kt1.people.coverage.permissions import READERS
from kt1.people.readings.steps import log_reading
from kt1.people.reminders import actions, queries
from kt1.people.reminders.models import Reminder
from kt1.people.reminders.rules import ReminderRule
from kt1.web.coverage.tabs import tabs
from kt1.web.coverage.words import step_said, told_said
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.parts.chips import Chip, Tone
from kt1.web.request import Request, acts_as, once

PAGE = "coverage.reminders"
NOTED_MOST = 500


def _state(row: Reminder) -> Chip:
    if row.settled_at:
        return Chip(_("Done"), Tone.GOOD)
    if row.seen_at:
        return Chip(_("Noted"), Tone.MOVING)
    return Chip(_("Not noted yet"), Tone.UNCONFIRMED)


def _open(rows: QuerySet[Reminder]) -> QuerySet[Reminder]:
    return rows.filter(settled_at=None, seen_at=None)


def _name(row: Reminder) -> str:
    return row.about.name if row.about else row.subject


def _link(row: Reminder) -> str | None:
    if row.about is None:
        return None
    return f"{reverse('coverage_body', args=[row.about.code])}?ky={row.facts.get('break', '')}"


LISTING: Listing[Reminder] = Listing(
    title=gettext_lazy("Reminders of gaps"),
    order=("-at", "pk"),
    empty=gettext_lazy("No reminder of a gap went to you."),
    columns=(
        Column(key="co-quan", label=gettext_lazy("About"), value=_name, link=_link,
               under=told_said, roomy=True),
        Column(key="buoc", label=gettext_lazy("Step"), value=step_said, kind=Kind.UNBROKEN),
        Column(key="han", label=gettext_lazy("The gap begins"), value=lambda row: row.due,
               kind=Kind.MOMENT, sort="due"),
        Column(key="gio", label=gettext_lazy("Hours in all"), kind=Kind.NUMBER,
               value=lambda row: int(row.facts.get("hours", 0))),
        Column(key="luc", label=gettext_lazy("Sent"), value=lambda row: row.at,
               kind=Kind.MOMENT, sort="at", wide_only=True),
        Column(key="tt", label=gettext_lazy("State"), value=_state, kind=Kind.CHIP),
    ),
    filters=(
        TextFilter(key="q", label=gettext_lazy("Agency"),
                   apply=lambda rows, text: rows.filter(about__name__icontains=text)),
        FlagFilter(key="cho", label=gettext_lazy("Not noted yet"), apply=_open),
    ),
)  # fmt: skip


@require_GET
@acts_as(*READERS)
def reminders(request: Request) -> HttpResponseBase:
    rows: QuerySet[Reminder, Any] = queries.seen_by(request.actor).filter(
        rule=ReminderRule.COVERAGE
    )
    with transaction.atomic():
        log_reading(request.actor, request.at, PAGE, ())
        mine = _open(rows).filter(role=request.actor.role).order_by(F("at").desc(), "pk")
        context = {
            "tabs": tabs(request.actor, "coverage_reminders"),
            "open_ids": list(mine.values_list("pk", flat=True)[:NOTED_MOST]),
            "lead": _("They rise along the body's own line; each is sent once a step."),
        }
        return answer(request, LISTING, rows, template="coverage/reminders.html", context=context)


@require_POST
@acts_as(*READERS)
def take_note(request: Request) -> HttpResponseBase:
    ids = [int(text) for text in request.POST.getlist("so") if text.isdigit()][:NOTED_MOST]
    if not ids:
        raise Http404
    try:
        number = actions.take_note(
            reminder_ids=ids, by=request.actor, at=request.at, once=once(request)
        )
    except Reminder.DoesNotExist:
        raise Http404 from None
    said = ngettext("%(n)s reminder noted.", "%(n)s reminders noted.", number)
    messages.success(request, said % {"n": number})
    return redirect("coverage_reminders")
