"""Closing hours and expected delivery hours, commune by commune, from the timetables in force.

Counted over all doors of a commune, so that no single door's hour is told.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import CharField, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.law.calendars.rules import DayKind
from kt1.network.names.rules import fold
from kt1.network.routes.models import Departure
from kt1.network.routes.rules import RouteKind
from kt1.network.units.queries import versions_on
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.network.labels import DAY_LABELS
from kt1.web.request import Request, signed_in
from kt1.web.service.tables import page, until_said
from kt1.web.service.wayfinding import province_of, today

Row = dict[str, Any]
_STOP = "route__stops__place__commune"


def rows_of(province: str, on: date) -> QuerySet[Departure, Row]:
    """One row a commune and run: when the run closes, and between which hours it passes there."""
    names = versions_on(on).filter(unit=OuterRef(_STOP)).order_by()
    said = Concat(F("kind"), Value(" "), F("name"), output_field=CharField())
    return (
        Departure.objects.filter(
            Q(route__valid_to=None) | Q(route__valid_to__gte=on),
            route__valid_from__lte=on,
            route__kind=RouteKind.DELIVERY,
            route__province__code=province,
            **{f"{_STOP}__isnull": False},
        )
        .values("id", "day_kinds", "leaves", commune=F(_STOP))
        .annotate(
            first=Min("route__stops__minutes"),
            last=Max("route__stops__minutes"),
            name=Subquery(names.annotate(said=said).values("said")[:1]),
            folded=Subquery(names.values("folded")[:1]),
            name_key=Subquery(names.values("sort_key")[:1]),
            office=F("route__start__name"),
            since=F("route__valid_from"),
            until=F("route__valid_to"),
        )
    )


def _after(leaves: time, minutes: int) -> str:
    """The hour so many minutes after leaving; +1 on the next day."""
    begun = datetime.combine(date.min, leaves)
    ended = begun + timedelta(minutes=minutes)
    nights = (ended.date() - begun.date()).days
    return f"{ended:%H:%M}" + (f" +{nights}" if nights else "")


def _expected(row: Row) -> str:
    ends = dict.fromkeys(_after(row["leaves"], row[name]) for name in ("first", "last"))
    return "–".join(ends)


_AT_WORK = frozenset({DayKind.WORKING, DayKind.MAKE_UP})


def _days(row: Row) -> str:
    """The kinds of day, in a word where they are all, or all of work or of rest."""
    kinds = frozenset(DayKind(kind) for kind in row["day_kinds"])
    if kinds == frozenset(DayKind):
        return _("all days")
    if kinds == _AT_WORK:
        return _("working days")
    if kinds == frozenset(DayKind) - _AT_WORK:
        return _("days off, holidays, Tết")
    return ", ".join(str(DAY_LABELS[kind]) for kind in DayKind if kind in kinds)


def _validity(row: Row) -> str:
    """What the hours rest on, and until when where an end is set."""
    said = (_("timetable of the post; not a legal limit"), until_said(row["until"]))
    return "; ".join(part for part in said if part)


HOURS: Listing[Row] = Listing(
    title=gettext_lazy("Closing and delivery hours by commune"),
    order=("name_key", "leaves", "id", "commune"),
    per_page=100,
    empty=gettext_lazy("No delivery route of this province has a timetable yet."),
    columns=(
        Column(key="xa", label=gettext_lazy("Commune"), value=lambda row: row["name"] or "",
               sort="name_key"),
        Column(key="bc", label=gettext_lazy("Closes at"), value=lambda row: row["office"],
               roomy=True),
        Column(key="dong", label=gettext_lazy("Closing hour"), kind=Kind.UNBROKEN,
               value=lambda row: f"{row['leaves']:%H:%M}", sort="leaves"),
        Column(key="phat", label=gettext_lazy("Expected delivery"), kind=Kind.UNBROKEN,
               value=_expected),
        Column(key="ngay", label=gettext_lazy("Days"), value=_days),
        Column(key="tu", label=gettext_lazy("Valid from"), kind=Kind.DAY,
               value=lambda row: row["since"]),
        Column(key="can-cu", label=gettext_lazy("Paper that says so"), value=_validity),
    ),
    filters=(
        TextFilter(key="q", label=gettext_lazy("Commune"),
                   apply=lambda rows, text: rows.filter(folded__contains=fold(text))),
    ),
)  # fmt: skip


@require_GET
@signed_in
def hours(request: Request) -> HttpResponseBase:
    rows = rows_of(province_of(request.actor), today(request))
    lead = _("By the timetables in force. The legal limit is the one under Norms; these are plans.")
    return page(request, "service_hours", HOURS, rows, lead=lead)
