"""Kế hoạch kiểm tra: the plan of one year, by month."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kt1.oversight.inspections import actions, permissions, planning, queries
from kt1.oversight.inspections.models import PlanLine
from kt1.oversight.inspections.steps import day_of
from kt1.people.actor import NotAllowedError
from kt1.web.inspections.acting import Asked, answered, data_of
from kt1.web.inspections.forms import (
    AdHocForm,
    DaysForm,
    DropForm,
    LineForm,
    NothingForm,
    PaperForm,
)
from kt1.web.inspections.labels import state_chip, tabs
from kt1.web.inspections.lists import TITLE
from kt1.web.inspections.plan_paper import plan_letter
from kt1.web.moments import day
from kt1.web.reminders.files import answered as file
from kt1.web.request import Request, once, signed_in
from kt1.web.words import Words

PERIOD = timedelta(days=180)


def _who(request: Request) -> dict[str, Any]:
    return {"by": request.actor, "at": request.at, "once": once(request)}


def _url(year: int) -> str:
    return reverse("inspection_plan", args=[year])


@require_GET
@signed_in
def plan(request: Request, year: int) -> HttpResponseBase:
    """The lines of the plan, what became of each, and what may be done."""
    actor = request.actor
    if actor.role not in permissions.READERS or actor.province_id is None:
        raise NotAllowedError(permissions.why_not_plan(actor))
    found, on = queries.plan_of(actor.province_id, year), day_of(request.at)
    lines = list(queries.lines_of(found)) if found else []
    if form := request.GET.get("tep"):
        if found is None:
            raise Http404
        return file(plan_letter(found, lines), form)
    may = permissions.why_not_plan(actor) is None
    context = {
        "plan": found,
        "year": year,
        "years": [(year - 1, _url(year - 1)), (year + 1, _url(year + 1))],
        "lines": [_line(one, on) for one in lines],
        "undone": queries.undone(actor.province_id, year - 1).count() if may else 0,
        "may": may,
        "open": found is None or found.approved_at is None,
        "standing": sum(1 for one in lines if one.dropped_at is None),
        "tabs": tabs(actor, "plan", year),
    }
    return render(request, "inspections/plan.html", context)


def _line(one: PlanLine, on: Any) -> dict[str, Any]:
    going = getattr(one, "inspection", None)
    return {
        "line": one,
        "inspection": going,
        "chip": state_chip(going, on) if going else None,
        "late": going is None and (one.plan.year, one.month) < (on.year, on.month),
    }


@require_http_methods(["GET", "POST"])
@signed_in
def plan_act(request: Request, year: int, act: str) -> HttpResponseBase:
    """Add a body, carry over, approve; or `bo-<id>`, `lap-<id>` of one line."""
    kind, _dash, number = act.partition("-")
    if kind in {"bo", "lap"} and number.isdigit():
        return _of_line(request, year, kind, int(number))
    asked = _of_plan(request, year).get(act)
    if asked is None:
        raise Http404
    return answered(request, asked, reason=permissions.why_not_plan(request.actor))


def _of_plan(request: Request, year: int) -> dict[str, Asked]:
    title = _("Inspection plan %(year)s") % {"year": year}
    here: dict[str, Any] = {"back": _url(year)}
    among = queries.inspectable(request.actor.province_id or 0, day_of(request.at))
    crumbs: list[tuple[Words, str]] = [(TITLE, reverse("inspections")), (title, _url(year))]

    def add(said: dict[str, Any]) -> None:
        agency = said.pop("agency")
        planning.add_line(year=year, agency_id=agency.pk, **said, **_who(request))

    return {
        "them": Asked(
            heading=_("Put a body into the plan"),
            form=LineForm(data_of(request), among=among),
            do=add,
            crumbs=[*crumbs, (_("Put a body into the plan"), "")],
            bodies=list(among.values_list("code", "name")),
            **here,
        ),
        "chuyen-tiep": Asked(
            heading=_("Carry over from the year before"),
            form=NothingForm(data_of(request)),
            do=lambda _said: planning.carry_over(year=year, **_who(request)),
            crumbs=[*crumbs, (_("Carry over from the year before"), "")],
            consequence=_("What the last plan left undone is put into this one."),
            **here,
        ),
        "phe-duyet": Asked(
            heading=_("Enter the approval of the plan"),
            form=PaperForm(data_of(request)),
            do=lambda said: planning.approve(year=year, **said, **_who(request)),
            crumbs=[*crumbs, (_("Enter the approval of the plan"), "")],
            consequence=_("From then on a line is taken out only by a paper."),
            **here,
        ),
    }


def _of_line(request: Request, year: int, kind: str, line_id: int) -> HttpResponseBase:
    if reason := permissions.why_not_plan(request.actor):
        raise NotAllowedError(reason)
    rows = PlanLine.objects.select_related("agency", "plan")
    mine = rows.filter(plan__province=request.actor.province_id or 0, plan__year=year)
    line = get_object_or_404(mine, pk=line_id, dropped_at=None)
    title = _("Inspection plan %(year)s") % {"year": year}
    crumbs: list[tuple[Words, str]] = [
        (TITLE, reverse("inspections")),
        (title, _url(year)),
        (line.agency.name, ""),
    ]
    if kind == "bo":
        asked = Asked(
            heading=_("Take out of the plan"),
            form=DropForm(data_of(request)),
            do=lambda said: planning.drop_line(line_id=line.pk, **said, **_who(request)),
            back=_url(year),
            crumbs=crumbs,
            lead=line.agency.name,
        )
        return answered(request, asked)
    made: list[int] = []
    initial = {**_days(request), "manner": line.manner}

    def do(said: dict[str, Any]) -> None:
        wanted = actions.Prepared(line_id=line.pk, **said)
        made.append(actions.prepare(wanted=wanted, **_who(request)))

    asked = Asked(
        heading=_("Prepare the inspection"),
        form=DaysForm(data_of(request), initial=initial),
        do=do,
        back=_url(year),
        after=reverse("inspections"),
        crumbs=crumbs,
        lead=f"{line.agency.name} · {line.get_side_display()}",
    )
    answer = answered(request, asked)
    return redirect("inspection", made[0]) if made else answer


def _days(request: Request) -> dict[str, str]:
    on = day_of(request.at)
    return {"period_from": day(on - PERIOD), "period_to": day(on)}


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: Request) -> HttpResponseBase:
    """Prepare an ad hoc inspection; `ma` names the body, `ly-do` its ground."""
    reason = permissions.why_not_plan(request.actor)
    among = queries.inspectable(request.actor.province_id or 0, day_of(request.at))
    code = request.GET.get("ma", "").replace("\x00", "")[:40]
    initial = {**_days(request), "agency": code, "ground": request.GET.get("ly-do", "")}
    made: list[int] = []

    def do(said: dict[str, Any]) -> None:
        agency = said.pop("agency")
        wanted = actions.Prepared(agency_id=agency.pk, **said)
        made.append(actions.prepare(wanted=wanted, **_who(request)))

    asked = Asked(
        heading=_("Prepare an ad hoc inspection"),
        form=AdHocForm(data_of(request), among=among, initial=initial),
        do=do,
        back=reverse("inspections"),
        crumbs=[(TITLE, reverse("inspections")), (_("Prepare an ad hoc inspection"), "")],
        lead=_("What stands in the plan is prepared from the plan."),
        bodies=list(among.values_list("code", "name")) if not reason else (),
    )
    answer = answered(request, asked, reason=reason)
    return redirect("inspection", made[0]) if made else answer
