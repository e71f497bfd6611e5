"""The directory of bodies and the page of one of them."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.network.agencies import queries
from kt1.network.agencies.lines import RULES
from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Line
from kt1.network.places.rules import desk_code
from kt1.network.routes.queries import serving_office
from kt1.network.sheets.actions import take
from kt1.network.sheets.rules import Parsed
from kt1.network.sheets.tables import SheetName
from kt1.network.units import queries as units
from kt1.web.lists.answer import answer
from kt1.web.network import permissions, rows
from kt1.web.network.labels import BODY_LABELS, DAY_LABELS
from kt1.web.network.listings import agency_listing
from kt1.web.network.wayfinding import crumbs, files_of, province_choices, see_also, today
from kt1.web.request import Request, once, signed_in
from kt1.web.succession.history import history_of

TIE = ("point", "day_kind", "hours")


@require_GET
@signed_in
def agencies(request: Request) -> HttpResponseBase:
    """Every body served, whoever asks: who is served is public."""
    on = today(request)
    listing = agency_listing(on, province_choices(on))
    found = queries.with_annex(queries.in_force(on), on)
    actor = request.actor
    context = {
        "files": files_of(actor, SheetName.AGENCIES, SheetName.ANNEX),
        "act_url": reverse("agency_new")
        if permissions.why_not_write(actor, SheetName.AGENCIES) is None
        else "",
        "act_label": _("Add an agency"),
        "see_also": see_also(actor, "agencies"),
    }
    return answer(request, listing, found, template="network/list.html", context=context)


@require_GET
@signed_in
def agency(request: Request, code: str) -> HttpResponseBase:
    found = get_object_or_404(_with_all(), code=code)
    return render(request, "network/agency.html", _context(request, found))


def _with_all() -> QuerySet[Agency]:
    return Agency.objects.select_related("payer", "province")


def _context(request: Request, found: Agency) -> dict[str, Any]:
    actor, on = request.actor, today(request)
    names = units.units({found.province_id, found.commune_id or 0}, on)
    desk = found.places.filter(code=desk_code(found.code)).first()
    rule = RULES[Line(found.line)]
    return {
        "agency": found,
        "crumbs": crumbs(SheetName.AGENCIES, (found.name, "")),
        "province": names.get(found.province_id),
        "commune": names.get(found.commune_id or 0),
        "history": history_of(found, actor),
        "points": [
            {"tie": tie, "days": DAY_LABELS[tie.day_kind]} for tie in queries.points_of(found)
        ],
        "memberships": found.memberships.order_by("-valid_from"),
        "on": on,
        "rule": rule,
        "reminded_by": BODY_LABELS[rule.reminded_by],
        "rises_to": BODY_LABELS[rule.rises_to],
        "figures_seen_by": [BODY_LABELS[body] for body in sorted(rule.figures_seen_by)],
        "office": serving_office(desk.pk) if desk else None,
        "codes_hidden": permissions.why_not_read_codes(actor, found),
        "notes_hidden": permissions.why_not_read_door_notes(actor, found),
        "may_read_places": permissions.why_not_read_places(actor) is None,
        "may_edit": _may(request, found, SheetName.AGENCIES),
        "may_annex": _may(request, found, SheetName.ANNEX),
        "may_point": _may(request, found, SheetName.POINTS),
    }


def _may(request: Request, found: Agency, name: SheetName) -> bool:
    return permissions.why_not_write_in(request.actor, name, found.province_id) is None


@require_http_methods(["GET", "POST"])
@signed_in
def agency_new(request: Request) -> HttpResponseBase:
    return rows.new(
        request,
        rows.Page(
            name=SheetName.AGENCIES,
            heading=_("Add an agency"),
            back=reverse("agencies"),
            done=_("The agency was added, with the desk of its records clerk."),
            to=lambda values: reverse("agency", args=[values["code"]]),
        ),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def agency_edit(request: Request, code: str) -> HttpResponseBase:
    found = get_object_or_404(Agency, code=code)
    rows.guard(request, SheetName.AGENCIES, found.province_id)
    here = reverse("agency", args=[code])
    return rows.edit(
        request,
        rows.Page(
            name=SheetName.AGENCIES,
            heading=found.name,
            back=here,
            done=_("The agency was changed."),
            fixed={"code": code},
            province_id=found.province_id,
            to=lambda _: here,
        ),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def agency_point_new(request: Request, code: str) -> HttpResponseBase:
    return _tied(
        request,
        code,
        SheetName.POINTS,
        _("Add a delivery point"),
        _("The agency can be reached there from now on."),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def agency_annex_new(request: Request, code: str) -> HttpResponseBase:
    return _tied(
        request,
        code,
        SheetName.ANNEX,
        _("Add annex membership"),
        _("The membership was recorded."),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def agency_annex_edit(request: Request, code: str, since: str) -> HttpResponseBase:
    """Correct or end one membership, known by the day it began."""
    found = get_object_or_404(Agency, code=code)
    rows.guard(request, SheetName.ANNEX, found.province_id)
    get_object_or_404(found.memberships, valid_from=rows.day(since))
    here = reverse("agency", args=[code])
    return rows.edit(
        request,
        rows.Page(
            name=SheetName.ANNEX,
            heading=found.name,
            back=here,
            done=_("The membership was changed."),
            fixed={"agency": code, "valid_from": since},
            province_id=found.province_id,
            to=lambda _: here,
        ),
    )


@require_POST
@signed_in
def agency_point_end(request: Request, code: str) -> HttpResponseBase:
    """Take one delivery point away from an agency."""
    found = get_object_or_404(Agency, code=code)
    rows.guard(request, SheetName.POINTS, found.province_id)
    tie = tuple(request.POST.get(name, "") for name in TIE)
    get_object_or_404(found.points, point__code=tie[0], day_kind=tie[1], hours=tie[2])
    take(
        name=SheetName.POINTS,
        parsed=Parsed((), ()),
        complete=False,
        within=permissions.within(request.actor),
        shown=None,
        by=str(request.actor),
        at=request.at,
        once=once(request),
        gone=frozenset({(code, *tie)}),
    )
    rows.said(request, _("Nothing is delivered to this agency there any more."))
    return redirect("agency", code)


def _tied(
    request: Request, code: str, name: SheetName, heading: str, done: str
) -> HttpResponseBase:
    found = get_object_or_404(Agency, code=code)
    rows.guard(request, name, found.province_id)
    here = reverse("agency", args=[code])
    page = rows.Page(
        name=name,
        heading=f"{heading}: {found.name}",
        back=here,
        done=done,
        fixed={"agency": code},
        province_id=found.province_id,
        to=lambda _: here,
    )
    return rows.new(request, page)
