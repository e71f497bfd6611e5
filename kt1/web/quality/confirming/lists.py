"""Sheets of quality: whose, of which period, how far; the post confirms many at once."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from kt1.assurance.books.rules import NotAPeriodError, period_of
from kt1.assurance.quality.confirming import answering, queries
from kt1.assurance.quality.confirming.models import SHEET_LABELS, SheetCount
from kt1.assurance.quality.confirming.permissions import READERS
from kt1.assurance.quality.confirming.rules import WITH_THE_BODY, SheetState
from kt1.assurance.quality.rules import LATE, Outcome
from kt1.people.accounts.rules import Role
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.moments import ZONE
from kt1.web.quality.confirming.labels import sheet_chip
from kt1.web.quality.labels import tabs
from kt1.web.request import Request, acts_as, once

_LATE = [*LATE, Outcome.FORCE_MAJEURE]


def _of_month(rows: Any, text: str) -> Any:
    """Sheets whose period holds the month."""
    try:
        month = period_of(text)
    except NotAPeriodError:
        return rows.none()
    return rows.filter(starts__lte=month.ends, ends__gte=month.starts)


def listing(request: Request) -> Listing[Any]:
    today = request.at.astimezone(ZONE).date()
    return Listing(
        title=gettext_lazy("Confirmation of quality"),
        order=("-starts", "agency__sort_key", "pk"),
        columns=(
            Column(key="ky", label=gettext_lazy("Period"), sort="starts", kind=Kind.UNBROKEN,
                   value=lambda one: one.period.said,
                   link=lambda one: reverse("quality_sheet", args=[one.pk])),
            Column(key="co-quan", label=gettext_lazy("Agency"), value=lambda one: one.agency.name,
                   under=lambda one: one.agency.code, sort="agency__sort_key", roomy=True),
            Column(key="tt", label=gettext_lazy("State"), kind=Kind.CHIP,
                   value=lambda one: sheet_chip(one.state)),
            Column(key="bg", label=gettext_lazy("Items"), kind=Kind.NUMBER,
                   value=lambda one: one.told),
            Column(key="tre", label=gettext_lazy("Late"), kind=Kind.NUMBER, sort="late",
                   value=lambda one: one.late),
            Column(key="yk", label=gettext_lazy("Objections"), kind=Kind.NUMBER,
                   value=lambda one: one.objections),
            Column(key="han", label=gettext_lazy("Due"), kind=Kind.DAY, value=lambda one: one.due,
                   sort="due"),
        ),
        filters=(
            TextFilter(key="ky", label=gettext_lazy("Period"), apply=_of_month,
                       hint=gettext_lazy("as 2026-01")),
            ChoiceFilter(key="tt", label=gettext_lazy("State"), field="state",
                         choices=[(state.value, word) for state, word in SHEET_LABELS.items()]),
            FlagFilter(key="cho", label=gettext_lazy("Waiting for me"),
                       apply=lambda rows: rows.filter(
                           state__in=queries.WAITS.get(request.actor.role, ()))),
            FlagFilter(key="qua-han", label=gettext_lazy("Past the date"),
                       apply=lambda rows: rows.filter(due__lt=today, state__in=WITH_THE_BODY)),
        ),
        row_link=lambda one: reverse("quality_sheet", args=[one.pk]),
        empty=gettext_lazy("No sheet is open: they are filled in when the period is frozen."),
    )  # fmt: skip


def _counted(rows: QuerySet[Any]) -> QuerySet[Any]:
    def total(**said: Any) -> Coalesce:
        own = SheetCount.objects.filter(sheet=OuterRef("pk"), **said).order_by().values("sheet")
        summed = own.annotate(n=Sum("items")).values("n")
        return Coalesce(Subquery(summed, output_field=IntegerField()), 0)

    found: QuerySet[Any] = rows.annotate(
        told=total(),
        late=total(outcome__in=_LATE),
        objections=Count("items", filter=~Q(items__objection="")),
    )
    return found


@require_GET
@acts_as(*sorted(READERS))
def sheets(request: Request) -> HttpResponseBase:
    ready = 0
    if request.actor.role is Role.DISPATCHER:
        ready = queries.seen_by(request.actor).filter(state=SheetState.SIGNED).count()
    context = {"ready": ready, "tabs": tabs("quality_sheets", request.actor)}
    rows = _counted(queries.seen_by(request.actor))
    return answer(request, listing(request), rows, template="quality/sheets.html", context=context)


@require_POST
@acts_as(Role.DISPATCHER)
def confirm_sheets(request: Request) -> HttpResponseBase:
    """All that their bodies have signed without an objection."""
    ready = queries.seen_by(request.actor).filter(state=SheetState.SIGNED)
    number = answering.confirm(
        sheet_ids=list(ready.order_by().values_list("pk", flat=True)),
        by=request.actor,
        at=request.at,
        once=once(request),
    )
    said = ngettext("%(n)d sheet was confirmed.", "%(n)d sheets were confirmed.", number)
    messages.success(request, said % {"n": number})
    return redirect("quality_sheets")


def waiting_address() -> str:
    """The list with what waits for whoever opens it."""
    return f"{reverse('quality_sheets')}?cho=1"


WAITING_TITLES = {
    Role.CLERK: gettext_lazy("Quality of the period to confirm"),
    Role.HEAD: gettext_lazy("Sheets of quality to sign"),
    Role.DISPATCHER: gettext_lazy("Sheets of quality to confirm or to answer"),
    Role.REGULATOR: gettext_lazy("Quality not agreed on, to be decided"),
    Role.PARTY_OFFICE: gettext_lazy("Quality not agreed on, to be decided"),
}
