"""Runs: planned, on the road, at their end; what they carry, leg by leg."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.custody.trips import actions, manifests, permissions, queries
from kt1.custody.trips.acts import HeldTrip
from kt1.custody.trips.models import Trip
from kt1.custody.trips.rules import NEXT, TripState
from kt1.custody.units.rules import NotPossibleError
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.network.routes.models import Departure, Route, RouteStop
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.vetting import queries as vetting
from kt1.web.errors import custody
from kt1.web.handling import labels, reads
from kt1.web.handling.bags import POST
from kt1.web.handling.forms import refused
from kt1.web.handling.trip_forms import CrewForm, PlanForm
from kt1.web.handling.work_lists import trip_listing
from kt1.web.lists.answer import answer
from kt1.web.moments import local
from kt1.web.request import Request, acts_as, once

UNFIT = 422
GIVERS = (Role.COUNTER, Role.CONTROLLER, Role.COURIER)


def _people(request: Request) -> list[tuple[str, str]]:
    """Couriers and controllers on duty who may take now; the plan asks again for its hour."""
    found = reads.people_of_post(request.actor, request.at, Role.COURIER, Role.CONTROLLER)
    found = found.filter(vetting.fit(request.at))
    return [(str(one.pk), one.title) for one in found]


@require_GET
@acts_as(*POST)
def trips(request: Request) -> HttpResponseBase:
    actor = request.actor
    context = {"plans": permissions.why_not_plan(actor, actor.province_id) is None}
    rows = queries.seen_by(actor)
    return answer(request, trip_listing(), rows, template="handling/trips.html", context=context)


@require_http_methods(["GET", "POST"])
@acts_as(*POST)
def trip_new(request: Request) -> HttpResponse:
    actor = request.actor
    if reason := permissions.why_not_plan(actor, actor.province_id):
        raise NotAllowedError(reason)
    facts: dict[str, Any] = {
        "routes": list(
            Route.objects.filter(province=actor.province_id, valid_to=None).order_by("sort_key")
        ),
        "vehicles": list(
            Place.objects.filter(
                kind=PlaceKind.VEHICLE, province=actor.province_id, valid_to=None
            ).order_by("sort_key")
        ),
        "people": _people(request),
    }
    if request.method == "GET":
        return _plan_page(request, PlanForm(initial=_start(request), **facts))
    form = PlanForm(request.POST, **facts)
    if form.is_valid() and (made := _plan(request, form)):
        messages.success(request, _("The run is planned."))
        return redirect("trip", made["trip"])
    return _plan_page(request, form, UNFIT)


def _start(request: Request) -> dict[str, Any]:
    """The route of the address, at its next departure of the day."""
    start: dict[str, Any] = {"day": f"{local(request.at):%d/%m/%Y}"}
    route = request.GET.get("tuyen", "")
    if route.isdecimal():
        start["route"] = route
        leaves = Departure.objects.filter(route=int(route), leaves__gte=local(request.at).time())
        start["leaves"] = leaves.order_by("leaves").values_list("leaves", flat=True).first()
    return start


def _plan(request: Request, form: PlanForm) -> dict[str, Any] | None:
    said = form.cleaned_data
    crew = form.crew(dedicated=form.dedicated[said["vehicle"]])
    if crew is None:
        return None
    try:
        return actions.plan(
            route_id=int(said["route"]),
            vehicle_id=int(said["vehicle"]),
            courier_id=crew[0],
            escort_id=crew[1],
            leaves_at=form.leaves_at(),
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except NotPossibleError as fault:
        refused(form, fault)
        return None


def _plan_page(request: Request, form: PlanForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "crumbs": [(_("Mail runs"), reverse("trips")), (_("Plan a run"), "")]}
    return render(request, "handling/plan.html", context, status=status)


@require_GET
@acts_as(*POST)
def trip(request: Request, trip_id: UUID) -> HttpResponse:
    return _page(request, trip_id)


def _page(
    request: Request, trip_id: UUID, form: CrewForm | None = None, status: int = 200
) -> HttpResponse:
    """The run with its legs, as this person may see them. The seals are on no screen."""
    found = get_object_or_404(queries.seen_by(request.actor), pk=trip_id)
    sheet = manifests.manifest(trip_id, copy=manifests.Copy.TAKER, by=request.actor)
    stops = RouteStop.objects.filter(route=found.route_id).select_related("place").order_by("n")
    why_not = _why_not_leave(request, found)
    steps = _steps(request.actor, found)
    context = {
        "trip": found,
        "chip": labels.trip_chip(found.state),
        "crumbs": [(_("Mail runs"), reverse("trips")), (found.number, "")],
        "legs": [(leg, labels.outcome_chip(leg.outcome)) for leg in sheet.legs],
        "stops": stops,
        # A run whose people may not start it can still be cancelled.
        "steps": [step for step in steps if not (why_not and step[2])],
        "why_not": why_not,
        "form": form or _crew_form(request, found),
        "offers": request.actor.role in GIVERS
        and found.state in queries.UNDER_WAY
        and request.actor.user_id != found.courier_id,
    }
    return render(request, "handling/trip.html", context, status=status)


def _held(found: Trip) -> HeldTrip:
    return HeldTrip(
        id=found.pk,
        number=found.number,
        state=found.state,
        courier=found.courier_id,
        escort=found.escort_id,
        dedicated=found.dedicated,
    )


def _why_not_leave(request: Request, found: Trip) -> str | None:
    """Said beside a planned run whose people may not start it now."""
    if found.state != TripState.PLANNED:
        return None
    crew = [one for one in (found.courier_id, found.escort_id) if one is not None]
    return permissions.why_not_crew(crew, max(request.at, found.leaves_at))


def _steps(actor: Actor, found: Trip) -> list[tuple[str, str, bool]]:
    """What may be said of the run now: address, label, whether it is the next step."""
    if permissions.why_not_ride(actor, _held(found)):
        return []
    after = NEXT[TripState(found.state)]
    said = [
        (TripState.DEPARTED, "trip_depart", _("It departs"), True),
        (TripState.ARRIVED, "trip_arrive", _("It has arrived"), True),
        (TripState.CLOSED, "trip_close", _("Close the run"), True),
        (TripState.CANCELLED, "trip_cancel", _("Cancel the run"), False),
    ]
    plans = permissions.why_not_plan(actor, found.route.province_id) is None
    return [
        (reverse(name, args=[found.pk]), label, first)
        for state, name, label, first in said
        if state in after and (first or plans)
    ]


def _crew_form(request: Request, found: Trip) -> CrewForm | None:
    """Courier and escort may still change while the run has not left."""
    plans = permissions.why_not_plan(request.actor, found.route.province_id) is None
    if found.state != TripState.PLANNED or not plans:
        return None
    start = {"courier": str(found.courier_id), "escort": str(found.escort_id or "")}
    return CrewForm(people=_people(request), initial=start)


@require_POST
@acts_as(*POST)
def trip_crew(request: Request, trip_id: UUID) -> HttpResponseBase:
    found = get_object_or_404(queries.seen_by(request.actor), pk=trip_id)
    if reason := permissions.why_not_plan(request.actor, found.route.province_id):
        raise NotAllowedError(reason)
    form = CrewForm(request.POST, people=_people(request))
    crew = form.crew(dedicated=found.dedicated) if form.is_valid() else None
    if crew is None:
        return _page(request, trip_id, form, UNFIT)
    try:
        actions.change_crew(
            trip_id=trip_id,
            courier_id=crew[0],
            escort_id=crew[1],
            by=request.actor,
            at=request.at,
            once=once(request),
        )
    except NotPossibleError as fault:
        bare = " " not in str(fault)
        gone = _("The run has left or was cancelled; its people stay.")
        messages.error(request, gone if bare else custody.said(fault))
    else:
        messages.success(request, _("The crew is changed."))
    return redirect("trip", trip_id)


def _step(request: Request, trip_id: UUID, act: Any, done: str) -> HttpResponseBase:
    try:
        said = act(trip_id=trip_id, by=request.actor, at=request.at, once=once(request))
    except NotPossibleError as fault:
        # A bare number says only that this step does not follow.
        bare = " " not in str(fault)
        messages.error(
            request, _("The run is no longer in that state.") if bare else custody.said(fault)
        )
        return redirect("trip", trip_id)
    messages.success(request, done)
    if said.get("open"):
        messages.warning(
            request, _("%(n)s hand-overs of this run are not settled yet.") % {"n": said["open"]}
        )
    return redirect("trip", trip_id)


@require_POST
@acts_as(*POST)
def trip_depart(request: Request, trip_id: UUID) -> HttpResponseBase:
    return _step(request, trip_id, actions.depart, _("Departure is recorded."))


@require_POST
@acts_as(*POST)
def trip_arrive(request: Request, trip_id: UUID) -> HttpResponseBase:
    return _step(request, trip_id, actions.arrive, _("Arrival is recorded."))


@require_POST
@acts_as(*POST)
def trip_close(request: Request, trip_id: UUID) -> HttpResponseBase:
    return _step(request, trip_id, actions.close, _("The run is closed."))


@require_POST
@acts_as(*POST)
def trip_cancel(request: Request, trip_id: UUID) -> HttpResponseBase:
    return _step(request, trip_id, actions.cancel, _("The run is cancelled."))
