"""Delivery frequency of one month, body by body: on how many working days the post came enough."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.forms import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kt1.assurance.quality.frequency.queries import norm_on, of_bodies
from kt1.assurance.quality.frequency.rules import Frequency, together
from kt1.assurance.quality.permissions import ITEM_READERS, OF_PROVINCE, READERS
from kt1.network.agencies.models import Agency
from kt1.people.actor import Actor
from kt1.web.errors.answers import UNFIT
from kt1.web.exports import tables
from kt1.web.exports.rules import Column, Kind, Table
from kt1.web.frame import installation
from kt1.web.lists.listing import EXPORT
from kt1.web.moments import ZONE
from kt1.web.quality.asking import RECEIVER, SINCE, UNTIL, last_day, months_before
from kt1.web.quality.labels import per_cent, tabs
from kt1.web.request import Request, acts_as
from kt1.web.tariff.forms import month_text, read_month

MONTH, SELDOM = "ky", "thua"


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    found: Frequency
    #: The items of the month for this body; empty for whoever reads no items.
    url: str = ""

    @property
    def rate(self) -> str:
        return per_cent(self.found.rate)


@require_GET
@acts_as(*sorted(READERS))
def frequency(request: Request) -> HttpResponseBase:
    """Bodies with a registered delivery point, the most seldom visited first."""
    month, fault = _month(request)
    lines = _lines(request.actor, month, seldom=bool(request.GET.get(SELDOM)))
    if form := request.GET.get(EXPORT, ""):
        return _file(request, month, lines, form)
    context = {
        "month": month_text(month),
        "typed": request.GET.get(MONTH) or month_text(month),
        "fault": fault,
        "lines": lines,
        "norm": norm_on(last_day(month)),
        "whole": Line("", together(line.found for line in lines)) if lines else None,
        "seldom": bool(request.GET.get(SELDOM)),
        "query": f"{MONTH}={month_text(month)}",
        "tabs": tabs("frequency", request.actor),
    }
    return render(request, "quality/frequency.html", context, status=UNFIT if fault else 200)


def _month(request: Request) -> tuple[date, str]:
    """The month asked for, else the last whole one; and what cannot be read of it."""
    last = months_before(request.at.astimezone(ZONE).date().replace(day=1), 1)
    if not (raw := request.GET.get(MONTH, "").strip()):
        return last, ""
    try:
        return read_month(raw), ""
    except ValidationError as fault:
        return last, " ".join(fault.messages)


def _lines(actor: Actor, month: date, *, seldom: bool) -> list[Line]:
    bodies = Agency.objects.filter(pk=actor.agency_id or 0)
    if actor.role in OF_PROVINCE:
        bodies = Agency.objects.filter(province=actor.province_id)
    named = list(bodies.order_by("sort_key").values_list("pk", "name", "code"))
    found = of_bodies([key for key, _name, _code in named], month, last_day(month))
    opens = actor.role in ITEM_READERS
    lines = [
        Line(name, found[key], _items_of(code, month) if opens else "")
        for key, name, code in named
        if key in found
    ]
    if seldom:
        lines = [line for line in lines if line.found.met < line.found.days]
    return sorted(lines, key=lambda line: (line.found.met, line.found.visits))


def _items_of(code: str, month: date) -> str:
    """What came for this body in the month, with each first attempt."""
    said = {SINCE: month_text(month), UNTIL: month_text(month), RECEIVER: code}
    return f"{reverse('quality_items')}?{urlencode(said)}"


def _file(request: Request, month: date, lines: list[Line], form: str) -> HttpResponseBase:
    if form not in {"csv", "xlsx"}:
        raise BadRequest(_("There is no such form of file."))
    rows: list[list[Any]] = [
        [one.name, one.found.days, one.found.met, one.found.visits, one.found.norm, one.rate]
        for one in lines
    ]
    table = Table(
        title=_("Delivery frequency"),
        columns=[
            Column(heading=_("Agency")),
            Column(heading=_("Working days"), kind=Kind.NUMBER),
            Column(heading=_("Days with enough deliveries"), kind=Kind.NUMBER),
            Column(heading=_("Times the post came"), kind=Kind.NUMBER),
            Column(heading=_("Deliveries a day, at least"), kind=Kind.NUMBER),
            Column(heading=_("Share of days")),
        ],
        rows=rows,
        above=[month_text(month)],
        band=installation.band(),
        made_at=request.at,
    )
    return tables.as_csv(table) if form == "csv" else tables.as_xlsx(table)
