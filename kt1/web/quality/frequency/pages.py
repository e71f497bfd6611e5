"""Delivery frequency of a span: on how many working days the post came often enough, and where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kt1.assurance.quality.frequency.queries import minutes_apart
from kt1.assurance.quality.frequency.rules import Frequency
from kt1.assurance.quality.permissions import READERS
from kt1.web.errors.answers import UNFIT
from kt1.web.exports import tables
from kt1.web.exports.rules import Column, Kind, Table
from kt1.web.frame import installation
from kt1.web.lists.listing import EXPORT
from kt1.web.moments import day
from kt1.web.quality.frequency import ground
from kt1.web.quality.frequency.asking import (
    BY_LABELS,
    CAME,
    ENOUGH,
    ONLY,
    OWED,
    Asking,
    asking,
)
from kt1.web.quality.labels import per_cent, tabs
from kt1.web.request import Request, acts_as

FORMS = ("xlsx", "csv")
#: Only lines on which the post came too seldom.
FEW = "thua"
#: More lines than a page holds are in the file.
LINES_MOST = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """One line; each of its figures opens to its days."""

    name: str
    found: Frequency
    days_url: str
    met_url: str
    came_url: str

    @property
    def rate(self) -> str:
        return per_cent(self.found.rate)


@require_GET
@acts_as(*sorted(READERS))
def frequency(request: Request) -> HttpResponseBase:
    """By agency, delivery point, route or month of any span; the most seldom visited first."""
    one = asking(request.GET, request.at)
    here = ground.ground(request.actor, one)
    shown = [_shown(line.name, line.found, one, line.alone) for line in ground.lines(here, one.by)]
    seldom = bool(request.GET.get(FEW))
    if seldom:
        shown = [line for line in shown if line.found.met < line.found.days]
    if form := request.GET.get(EXPORT, ""):
        return _file(request, one, shown, form)
    total = ground.whole(here, one.by)
    context = {
        "one": one,
        "span": span_said(one),
        "lines": shown[:LINES_MOST],
        "more": max(0, len(shown) - LINES_MOST),
        "norm": total.norm,
        "whole": _shown("", total, one, {}) if shown else None,
        "seldom": seldom,
        "minutes": minutes_apart(one.last),
        "bys": BY_LABELS.items(),
        "by_label": BY_LABELS[one.by],
        "files": files(request),
        "tabs": tabs("frequency", request.actor),
    }
    status = UNFIT if one.faults else 200
    return render(request, "quality/frequency.html", context, status=status)


def _shown(name: str, found: Frequency, one: Asking, alone: Mapping[str, str]) -> Shown:
    def opened(only: str) -> str:
        said = {**one.said, **alone, ONLY: only}
        return f"{reverse('frequency_days')}?{urlencode(said)}"

    return Shown(name, found, opened(OWED), opened(ENOUGH), opened(CAME))


def span_said(one: Asking) -> str:
    return f"{day(one.first)} – {day(one.last)}"


def files(request: Request) -> list[tuple[str, str]]:
    """The same question as a file of each form."""
    found = []
    for form in FORMS:
        query = request.GET.copy()
        query[EXPORT] = form
        found.append((form.upper(), f"?{query.urlencode()}"))
    return found


def as_file(table: Table, form: str) -> HttpResponseBase:
    """Raises BadRequest where there is no such form."""
    if form not in FORMS:
        raise BadRequest(_("There is no such form of file."))
    return tables.as_csv(table) if form == "csv" else tables.as_xlsx(table)


def above(one: Asking) -> list[str]:
    """What is shown, in words, over a file."""
    narrowed = [one.typed[key] for key in ("q", "co-quan", "diem", "tuyen") if one.typed[key]]
    return [" · ".join([span_said(one), *narrowed])]


def _file(request: Request, one: Asking, lines: Sequence[Shown], form: str) -> HttpResponseBase:
    rows: list[list[Any]] = [
        [one.name, one.found.days, one.found.met, one.found.visits, one.found.norm, one.rate]
        for one in lines
    ]
    table = Table(
        title=_("Delivery frequency"),
        columns=[
            Column(heading=str(BY_LABELS[one.by]).capitalize()),
            Column(heading=_("Working days"), kind=Kind.NUMBER),
            Column(heading=_("Days with enough deliveries"), kind=Kind.NUMBER),
            Column(heading=_("Times the post came"), kind=Kind.NUMBER),
            Column(heading=_("Deliveries a day, at least"), kind=Kind.NUMBER),
            Column(heading=_("Share of days")),
        ],
        rows=rows,
        above=above(one),
        band=installation.band(),
        made_at=request.at,
    )
    return as_file(table, form)
