"""Routes and their timetables. Which door is passed when is Amber: each look is written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kt1.network.places.models import Place
from kt1.network.routes import queries
from kt1.network.routes.models import Departure, Route
from kt1.network.sheets.cells import days_in_words
from kt1.network.sheets.tables import SheetName
from kt1.people.actor import NotAllowedError
from kt1.people.readings.steps import log_reading
from kt1.web.lists.answer import answer
from kt1.web.network import permissions, rows
from kt1.web.network.listings import route_listing
from kt1.web.network.wayfinding import crumbs, files_of, province_choices, see_also, today
from kt1.web.request import Request, signed_in


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a timetable: a place, and when each run passes it, with the run's days."""

    place: Place
    hours: tuple[tuple[str, str], ...]


@require_GET
@signed_in
@transaction.atomic
def routes(request: Request) -> HttpResponseBase:
    actor, on = request.actor, today(request)
    _guard(request, "routes")
    listing = route_listing(province_choices(on))
    found = permissions.routes_seen_by(actor, queries.in_force(on)).select_related("start", "end")
    context = {
        "files": files_of(actor, SheetName.ROUTES),
        "act_url": reverse("route_new")
        if permissions.why_not_write(actor, SheetName.ROUTES) is None
        else "",
        "act_label": _("Add a route"),
        "see_also": see_also(actor, "routes"),
    }
    return answer(request, listing, found, template="network/list.html", context=context)


@require_GET
@signed_in
@transaction.atomic
def route(request: Request, code: str) -> HttpResponseBase:
    """A route as a board of departures: a row a place, a column a run."""
    _guard(request, "route")
    found = get_object_or_404(_seen(request), code=code)
    runs = [
        (run, days_in_words(tuple(run.day_kinds)))
        for run in found.departures.order_by("leaves", "pk")
    ]
    context = {
        "route": found,
        "crumbs": crumbs(SheetName.ROUTES, (found.name, "")),
        "runs": runs,
        "board": _board(found, runs),
        "may_edit": permissions.why_not_write_in(request.actor, SheetName.ROUTES, found.province_id)
        is None,
    }
    return render(request, "network/route.html", context)


def _board(found: Route, runs: Sequence[tuple[Departure, str]]) -> list[Row]:
    stops = found.stops.select_related("place").order_by("n")
    board = [Row(found.start, tuple((days, f"{run.leaves:%H:%M}") for run, days in runs))]
    board += [
        Row(stop.place, tuple((days, _passing(run, stop.minutes)) for run, days in runs))
        for stop in stops
    ]
    last = found.end or found.start
    board.append(Row(last, tuple((days, _arriving(run)) for run, days in runs)))
    return board


def _passing(run: Departure, minutes: int) -> str:
    left = datetime.combine(datetime.min, run.leaves)  # noqa: DTZ901 - an hour of any day
    passing = left + timedelta(minutes=minutes)
    return _hour(passing, (passing.date() - left.date()).days)


def _arriving(run: Departure) -> str:
    return _hour(datetime.combine(datetime.min, run.arrives), run.nights)  # noqa: DTZ901 - as above


def _hour(moment: datetime, nights: int) -> str:
    return f"{moment:%H:%M}+{nights}" if nights else f"{moment:%H:%M}"


def _seen(request: Request) -> QuerySet[Route]:
    rows_ = permissions.routes_seen_by(request.actor, Route.objects.all())
    return rows_.select_related("start", "end")


def _guard(request: Request, page: str) -> None:
    if reason := permissions.why_not_read_routes(request.actor):
        raise NotAllowedError(reason)
    log_reading(request.actor, request.at, f"network.{page}", ())


@require_http_methods(["GET", "POST"])
@signed_in
def route_new(request: Request) -> HttpResponseBase:
    return rows.new(
        request,
        rows.Page(
            name=SheetName.ROUTES,
            heading=_("Add a route"),
            back=reverse("routes"),
            done=_("The route was added; runs are counted on from now."),
            to=lambda values: reverse("route", args=[values["code"]]),
        ),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def route_edit(request: Request, code: str) -> HttpResponseBase:
    rows.guard(request, SheetName.ROUTES)
    found = get_object_or_404(_seen(request), code=code)
    rows.guard(request, SheetName.ROUTES, found.province_id)
    with transaction.atomic():
        log_reading(request.actor, request.at, "network.route_edit", ())
    here = reverse("route", args=[code])
    return rows.edit(
        request,
        rows.Page(
            name=SheetName.ROUTES,
            heading=found.name,
            back=here,
            done=_("The route was changed; runs are counted anew from now."),
            fixed={"code": code},
            province_id=found.province_id,
            to=lambda _: here,
        ),
    )
