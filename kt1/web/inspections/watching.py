"""Giám sát: the watch list, its thresholds, and reminders noted by body."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kt1.network.agencies.models import Agency
from kt1.network.agencies.queries import in_force
from kt1.oversight.inspections import permissions, watched, watching
from kt1.oversight.inspections.drawn import MEASURE_LABELS, REASON_LABELS
from kt1.oversight.inspections.steps import day_of
from kt1.oversight.inspections.watch import Reason
from kt1.oversight.inspections.watched import Watched
from kt1.people.actor import NotAllowedError
from kt1.web.exports import tables
from kt1.web.exports.rules import Column, Kind, Table
from kt1.web.frame import installation
from kt1.web.inspections.acting import Asked, answered, data_of
from kt1.web.inspections.forms import BoundForm, RemindedForm, WatchForm
from kt1.web.inspections.labels import tabs
from kt1.web.moments import day
from kt1.web.request import Request, once, signed_in

TITLE = gettext_lazy("Watch list")


def _who(request: Request) -> dict[str, Any]:
    return {"by": request.actor, "at": request.at, "once": once(request)}


@require_GET
@signed_in
def watch_list(request: Request) -> HttpResponseBase:
    """Who is at or past a threshold now, and who was reminded."""
    if reason := permissions.why_not_watch(request.actor):
        raise NotAllowedError(reason)
    rows = watched.watched(request.actor, request.at)
    if request.GET.get("xuat") in {"csv", "xlsx"}:
        return _file(request, rows, request.GET["xuat"])
    only = request.GET.get("chi", "")
    shown = [row for row in rows if not (only == "chua-nhac" and row.notes)]
    bounds = watched.bounds(request.actor, request.at)
    context = {
        "rows": [_row(request, row) for row in shown],
        "count": len(rows),
        "only": only,
        "bounds": [(MEASURE_LABELS[one.measure], one) for one in bounds],
        "days": watched.days_back(request.at),
        "may_inspect": permissions.why_not_plan(request.actor) is None,
        "tabs": tabs(request.actor, "watch_list", request.at.year),
    }
    return render(request, "inspections/watch.html", context)


def _row(request: Request, row: Watched) -> dict[str, Any]:
    return {
        "agency": row.agency,
        "signs": [(MEASURE_LABELS[sign.measure], sign) for sign in row.signs],
        "entry": row.entry,
        "reason": REASON_LABELS[Reason(row.entry.reason)] if row.entry else "",
        "last": row.last,
        "times": len(row.notes),
        "may_remind": permissions.why_not_remind(request.actor, row.agency) is None,
    }


def _file(request: Request, rows: Sequence[Watched], form: str) -> HttpResponseBase:
    table = Table(
        title=_("Watch list"),
        columns=[
            Column(heading=_("Code")), Column(heading=_("Agency")), Column(heading=_("Signs seen")),
            Column(heading=_("Put on the list")), Column(heading=_("Last reminded"), kind=Kind.DAY),
            Column(heading=_("Reminders"), kind=Kind.NUMBER),
        ],
        rows=[
            [
                row.agency.code, row.agency.name,
                "; ".join(f"{MEASURE_LABELS[s.measure]}: {s.value}" for s in row.signs),
                str(REASON_LABELS[Reason(row.entry.reason)]) if row.entry else "",
                row.last.reminded_on if row.last else None, len(row.notes),
            ]
            for row in rows
        ],
        above=[day(day_of(request.at))],
        band=installation.band(),
        made_at=request.at,
    )  # fmt: skip
    return tables.as_csv(table) if form == "csv" else tables.as_xlsx(table)


@require_http_methods(["GET", "POST"])
@signed_in
def bounds(request: Request) -> HttpResponseBase:
    """Set one threshold; the one before is closed, not edited."""
    initial = {"measure": request.GET.get("ve", "")}
    asked = Asked(
        heading=_("Set a threshold"),
        form=BoundForm(data_of(request), initial=initial),
        do=lambda said: watching.set_bound(**said, **_who(request)),
        back=reverse("watch_list"),
        crumbs=[(TITLE, reverse("watch_list")), (_("Set a threshold"), "")],
        lead=_("Bodies at this figure or past it stand on the list."),
    )
    return answered(request, asked, reason=permissions.why_not_watch(request.actor))


@require_http_methods(["GET", "POST"])
@signed_in
def put_on(request: Request) -> HttpResponseBase:
    """Watch a body that no figure put on the list."""
    reason = permissions.why_not_watch(request.actor)
    among = watched.bodies(request.actor, request.at) if not reason else Agency.objects.none()
    asked = Asked(
        heading=_("Watch a body"),
        form=WatchForm(data_of(request), among=among),
        do=lambda said: watching.put_on(
            agency_id=said["agency"].pk, reason=said["reason"], paper=said["paper"], **_who(request)
        ),
        back=reverse("watch_list"),
        crumbs=[(TITLE, reverse("watch_list")), (_("Watch a body"), "")],
        bodies=list(among.values_list("code", "name")),
    )
    return answered(request, asked, reason=reason)


def _agency(request: Request, agency_id: int) -> Agency:
    here = in_force(day_of(request.at)).filter(province=request.actor.province_id or 0)
    return get_object_or_404(here, pk=agency_id)


@require_http_methods(["GET", "POST"])
@signed_in
def remind(request: Request, agency_id: int) -> HttpResponseBase:
    """Note that a body was reminded, by telephone or by letter."""
    if reason := permissions.why_not_watch(request.actor):
        raise NotAllowedError(reason)
    agency = _agency(request, agency_id)
    asked = Asked(
        heading=_("Note a reminder"),
        form=RemindedForm(data_of(request), initial={"on": day(day_of(request.at))}),
        do=lambda said: watching.remind(
            agency_id=agency.pk, said=watching.Reminded(**said), **_who(request)
        ),
        back=reverse("watch_list"),
        crumbs=[(TITLE, reverse("watch_list")), (agency.name, "")],
        lead=agency.name,
    )
    return answered(request, asked, reason=permissions.why_not_remind(request.actor, agency))


@require_POST
@signed_in
def take_off(request: Request, agency_id: int) -> HttpResponseBase:
    """No longer watched by hand."""
    if reason := permissions.why_not_watch(request.actor):
        raise NotAllowedError(reason)
    agency = _agency(request, agency_id)
    try:
        watching.take_off(agency_id=agency.pk, **_who(request))
    except Agency.DoesNotExist:
        raise Http404 from None
    return redirect("watch_list")
