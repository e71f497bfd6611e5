"""Places of the post and doors of agencies."""

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kt1.network.places import queries
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.network.routes.queries import serving_office
from kt1.network.sheets.tables import SheetName
from kt1.network.units import queries as units
from kt1.people.actor import NotAllowedError
from kt1.web.lists.answer import answer
from kt1.web.network import permissions, rows
from kt1.web.network.listings import place_listing
from kt1.web.network.wayfinding import crumbs, files_of, province_choices, see_also, today
from kt1.web.request import Request, signed_in


@require_GET
@signed_in
def places(request: Request) -> HttpResponseBase:
    """Where a bag can be: of one's own province and of the central network."""
    actor, on = request.actor, today(request)
    if reason := permissions.why_not_read_places(actor):
        raise NotAllowedError(reason)
    listing = place_listing(on, province_choices(on))
    found = permissions.places_seen_by(actor, queries.in_force(on)).select_related("parent")
    context = {
        "files": files_of(actor, SheetName.PLACES, SheetName.POINTS),
        "act_url": reverse("place_new")
        if permissions.why_not_write(actor, SheetName.PLACES) is None
        else "",
        "act_label": _("Add a place"),
        "see_also": see_also(actor, "places"),
    }
    return answer(request, listing, found, template="network/list.html", context=context)


@require_GET
@signed_in
def place(request: Request, code: str) -> HttpResponseBase:
    actor, on = request.actor, today(request)
    if reason := permissions.why_not_read_places(actor):
        raise NotAllowedError(reason)
    found = get_object_or_404(_seen(request).select_related("parent"), code=code)
    names = units.units({found.province_id, found.commune_id or 0}, on)
    door = found.kind == PlaceKind.DELIVERY_POINT
    context = {
        "place": found,
        "crumbs": crumbs(SheetName.PLACES, (found.name, "")),
        "province": names.get(found.province_id),
        "commune": names.get(found.commune_id or 0),
        "inner": queries.in_force(on).filter(parent=found),
        "agencies": found.agencies.select_related("agency").order_by("agency__sort_key", "pk"),
        "office": serving_office(found.pk) if door else None,
        "is_door": door,
        "is_vehicle": found.kind == PlaceKind.VEHICLE,
        "may_edit": permissions.why_not_write_in(actor, SheetName.PLACES, found.province_id)
        is None,
    }
    return render(request, "network/place.html", context)


def _seen(request: Request) -> QuerySet[Place]:
    """Desks have no page of their own: they belong to their agencies."""
    return permissions.places_seen_by(
        request.actor, Place.objects.exclude(kind=PlaceKind.AGENCY_DESK)
    )


@require_http_methods(["GET", "POST"])
@signed_in
def place_new(request: Request) -> HttpResponseBase:
    return rows.new(
        request,
        rows.Page(
            name=SheetName.PLACES,
            heading=_("Add a place"),
            back=reverse("places"),
            done=_("The place was added."),
            to=lambda values: reverse("place", args=[values["code"]]),
        ),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def place_edit(request: Request, code: str) -> HttpResponseBase:
    rows.guard(request, SheetName.PLACES)
    found = get_object_or_404(_seen(request), code=code)
    rows.guard(request, SheetName.PLACES, found.province_id)
    here = reverse("place", args=[code])
    return rows.edit(
        request,
        rows.Page(
            name=SheetName.PLACES,
            heading=found.name,
            back=here,
            done=_("The place was changed."),
            fixed={"code": code, "kind": found.kind},
            province_id=found.province_id,
            to=lambda _: here,
        ),
    )
