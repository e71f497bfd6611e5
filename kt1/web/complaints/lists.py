"""Complaints as lists: one's own, those to answer, and those that rose to the Sở."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.assurance.complaints import permissions, queries
from kt1.assurance.complaints.models import MATTER_LABELS, STATE_LABELS, Complaint
from kt1.assurance.complaints.terms import day_of
from kt1.network.agencies.models import Agency
from kt1.network.names.queries import called
from kt1.oversight.violations import permissions as violations
from kt1.oversight.violations.models import Violation
from kt1.people.actor import Actor, NotAllowedError
from kt1.web.complaints.labels import state_chip
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, DayFilter, FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.request import Request, signed_in

TITLE = gettext_lazy("Complaints")


def _link(row: Complaint) -> str:
    return reverse("complaint", args=[row.pk])


def listing(on: date, *, link: Callable[[Complaint], str] | None = _link) -> Listing[Any]:
    """Without a link for whoever sees that an answer is late, and nothing of what was said."""
    return Listing(
        title=TITLE,
        order=("-filed_at", "-pk"),
        columns=(
            Column(key="so", label=gettext_lazy("Complaint"), value=str, kind=Kind.UNBROKEN,
                   link=link, sort="pk"),
            Column(key="bg", label=gettext_lazy("Item"), value=lambda c: c.unit.code,
                   kind=Kind.CODE),
            Column(key="co-quan", label=gettext_lazy("Agency"), value=lambda c: c.agency.name,
                   under=lambda c: c.agency.code, sort="agency__sort_key", roomy=True),
            Column(key="ve", label=gettext_lazy("What it is about"),
                   value=lambda c: c.get_matter_display()),
            Column(key="nop", label=gettext_lazy("Filed"), kind=Kind.MOMENT,
                   value=lambda c: c.filed_at, sort="filed_at"),
            Column(key="han", label=gettext_lazy("Answer due"), kind=Kind.DAY,
                   value=lambda c: c.due, sort="due"),
            Column(key="tt", label=gettext_lazy("State"), kind=Kind.CHIP,
                   value=lambda c: state_chip(c, on)),
        ),
        filters=(
            TextFilter(key="q", label=gettext_lazy("Agency"),
                       apply=lambda rows, text: rows.filter(
                           agency__in=Agency.objects.filter(called(text)))),
            ChoiceFilter(key="tt", label=gettext_lazy("State"), field="state",
                         choices=[(state.value, word) for state, word in STATE_LABELS.items()]),
            ChoiceFilter(key="ve", label=gettext_lazy("What it is about"), field="matter",
                         choices=[(one.value, word) for one, word in MATTER_LABELS.items()]),
            DayFilter(key="tu", label=gettext_lazy("From day"), field="filed_at"),
            DayFilter(key="den", label=gettext_lazy("Until day"), field="filed_at", until=True),
            FlagFilter(key="qh", label=gettext_lazy("Late answers only"),
                       apply=lambda rows: queries.late(rows, on)),
            FlagFilter(key="ct", label=gettext_lazy("Payment overdue only"),
                       apply=lambda rows: queries.unpaid(rows, on)),
        ),
        row_link=link,
        empty=gettext_lazy("No complaint is filed."),
    )  # fmt: skip


def _risen(actor: Actor, on: date) -> Listing[Any]:
    """What rose to this person; for the Sở with the violation that was recorded of it."""
    found = listing(on, link=None)
    if violations.why_not_record(actor):
        return found
    recorded: Column[Any] = Column(key="vp", label=gettext_lazy("Violation"), kind=Kind.UNBROKEN,
                      value=lambda c: c.violation and str(Violation(pk=c.violation)),
                      link=lambda c: c.violation and reverse("violation", args=[c.violation]),
                      )  # fmt: skip
    return replace(found, columns=(*found.columns, recorded))


def _recorded(actor: Actor, on: date) -> QuerySet[Complaint]:
    of_it = Violation.objects.filter(complaint=OuterRef("pk")).order_by("pk")
    return queries.risen_to(actor, on).annotate(violation=Subquery(of_it.values("pk")[:1]))


def named(actor: Actor) -> str:
    """What filing is called: the post only enters what an agency signed."""
    if permissions.enters_papers(actor):
        return _("Enter a signed complaint")
    return _("File a complaint")


@require_GET
@signed_in
def complaints(request: Request) -> HttpResponseBase:
    actor, on = request.actor, day_of(request.at)
    if reason := permissions.why_not_read(actor):
        raise NotAllowedError(reason)
    if actor.role in permissions.WATCHERS:
        context = {"lead": _("Late, unpaid or not agreed to. What was said stays with the two.")}
        return answer(request, _risen(actor, on), _recorded(actor, on), context=context)
    context = {"lead": _("While a complaint is open, the records of its item are held.")}
    if permissions.why_not_file_any(actor) is None:
        context |= {"act_url": reverse("complaint_new"), "act_label": named(actor)}
    return answer(request, listing(on), queries.seen_by(actor), context=context)
