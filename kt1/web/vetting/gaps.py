"""Runs, routes and points that are or will be without a person who may take."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kt1.custody.trips import uncovered
from kt1.custody.trips.models import Trip
from kt1.network.routes.models import Route, RouteStop
from kt1.people.accounts.rules import Role
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.parts.chips import Chip, Tone
from kt1.web.request import Request, acts_as
from kt1.web.vetting import words
from kt1.web.vetting.workers import horizon


def _context(here: str, lead: str) -> dict[str, Any]:
    parts = (
        ("uncovered_runs", _("Mail runs")),
        ("uncovered_routes", _("Routes")),
        ("uncovered_points", _("Delivery points")),
    )
    return {
        "tabs": words.tabs("uncovered_runs"),
        "parts": [(label, reverse(name), name == here) for name, label in parts],
        "lead": lead,
    }


@require_GET
@acts_as(Role.DISPATCHER)
def runs(request: Request) -> HttpResponseBase:
    context = _context(
        "uncovered_runs",
        _("Courier or escort may not take when the run leaves. Open it and change the crew."),
    )
    rows = uncovered.runs(request.actor, request.at)
    return answer(request, _runs(), rows, template="vetting/uncovered.html", context=context)


def _runs() -> Listing[Trip]:
    return Listing(
        title=_("Left uncovered"),
        order=("leaves_at", "number", "pk"),
        empty=_("Every planned run has people who may take."),
        columns=(
            Column(key="so", label=_("Run"), value=lambda row: row.number, kind=Kind.CODE,
                   sort="number", link=lambda row: reverse("trip", args=[row.pk]),
                   under=lambda row: row.route.name),
            Column(key="luc", label=_("Leaves"), value=lambda row: row.leaves_at,
                   kind=Kind.DEADLINE, sort="leaves_at"),
            Column(key="bt", label=_("Courier"), value=lambda row: row.courier.title, roomy=True,
                   sort="courier__title"),
            Column(key="at", label=_("Escort"), roomy=True,
                   value=lambda row: row.escort.title if row.escort else ""),
        ),
        filters=(
            TextFilter(key="q", label=_("Run or person"),
                       apply=lambda rows, text: rows.filter(number__icontains=text)
                       | rows.filter(courier__title__icontains=text)
                       | rows.filter(escort__title__icontains=text)),
        ),
        row_link=lambda row: reverse("trip", args=[row.pk]),
    )  # fmt: skip


@require_GET
@acts_as(Role.DISPATCHER)
def routes(request: Request) -> HttpResponseBase:
    context = _context(
        "uncovered_routes",
        _("From then on no courier of the site where the route starts may take."),
    )
    rows = uncovered.routes(_gaps(request))
    shown = _routes(request.at)
    return answer(request, shown, rows, template="vetting/uncovered.html", context=context)


def _gaps(request: Request) -> Mapping[int, uncovered.Gap]:
    return uncovered.gaps(request.actor, request.at, horizon(request.at))


def since(at: datetime) -> Column[Any]:
    def when(row: Any) -> Chip:
        if row.since <= at:
            return Chip(_("Now"), Tone.LATE)
        return Chip(_("after %(day)s") % {"day": words.until(row.since)}, Tone.RISK)

    return Column(key="tu", label=_("Uncovered"), value=when, kind=Kind.CHIP, sort="since")


def _routes(at: datetime) -> Listing[Route]:
    return Listing(
        title=_("Left uncovered"),
        order=("since", "sort_key", "pk"),
        empty=_("Every route keeps a courier who may take, as far ahead as is warned of."),
        columns=(
            Column(key="ten", label=_("Route"), value=lambda row: row.name, sort="sort_key",
                   link=lambda row: reverse("route", args=[row.code]), roomy=True,
                   under=lambda row: row.code),
            Column(key="noi", label=_("Starts from"), value=lambda row: row.start.name,
                   sort="start__sort_key", roomy=True),
            Column(key="bt", label=_("Couriers there"), kind=Kind.NUMBER, sort="couriers",
                   value=lambda row: int(getattr(row, "couriers"))),  # noqa: B009 - annotated
            Column(key="diem", label=_("Delivery points"), kind=Kind.NUMBER, sort="points",
                   value=lambda row: getattr(row, "points") or 0),  # noqa: B009 - annotated
            since(at),
        ),
        filters=(
            TextFilter(key="q", label=_("Route or site"),
                       apply=lambda rows, text: rows.filter(name__icontains=text)
                       | rows.filter(start__name__icontains=text)),
        ),
    )  # fmt: skip


@require_GET
@acts_as(Role.DISPATCHER)
def points(request: Request) -> HttpResponseBase:
    context = _context(
        "uncovered_points",
        _("No other route passes these points. Ask another site to take them in."),
    )
    rows = uncovered.points(request.actor, _gaps(request))
    shown = _points(request.at)
    return answer(request, shown, rows, template="vetting/uncovered.html", context=context)


def _points(at: datetime) -> Listing[RouteStop]:
    return Listing(
        title=_("Left uncovered"),
        order=("since", "place__sort_key", "pk"),
        empty=_("Every delivery point keeps a courier who may take."),
        columns=(
            Column(key="diem", label=_("Delivery point"), value=lambda row: row.place.name,
                   sort="place__sort_key", roomy=True,
                   link=lambda row: reverse("place", args=[row.place.code])),
            Column(key="duong", label=_("Route"), value=lambda row: row.route.name,
                   sort="route__sort_key", roomy=True,
                   link=lambda row: reverse("route", args=[row.route.code])),
            since(at),
        ),
        filters=(
            TextFilter(key="q", label=_("Point or route"),
                       apply=lambda rows, text: rows.filter(place__name__icontains=text)
                       | rows.filter(route__name__icontains=text)),
        ),
    )  # fmt: skip
