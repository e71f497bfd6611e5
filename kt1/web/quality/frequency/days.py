"""The days behind a figure of frequency, and the visits of one day with their items."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kt1.assurance.quality.frequency import queries
from kt1.assurance.quality.frequency.rules import is_met
from kt1.assurance.quality.permissions import READERS
from kt1.web.errors.answers import UNFIT
from kt1.web.exports.rules import Column, Kind, Table
from kt1.web.frame import installation
from kt1.web.lists.listing import EXPORT
from kt1.web.moments import day
from kt1.web.parts.chips import Chip, Tone
from kt1.web.quality.asking import POINT
from kt1.web.quality.frequency import ground
from kt1.web.quality.frequency.asking import (
    AT_EACH,
    BY_LABELS,
    CAME,
    CODE,
    ENOUGH,
    ON,
    ONLY,
    ONLY_LABELS,
    OWED,
    SELDOM,
    Asking,
    asking,
)
from kt1.web.quality.frequency.ground import Ground, Named
from kt1.web.quality.frequency.pages import above, as_file, files, span_said
from kt1.web.quality.labels import tabs
from kt1.web.request import Request, acts_as

LINES_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One body or one point on one day. `owed`: a working day; `norm` None: none is set."""

    on: date
    who: Named
    visits: int
    owed: bool
    norm: int | None
    url: str

    @property
    def chip(self) -> Chip:
        if not self.owed:
            return Chip(_("day off, nothing owed"), Tone.PLAIN)
        if self.norm is None:
            return Chip(_("no norm is set"), Tone.UNCONFIRMED)
        if is_met(self.visits, self.norm):
            return Chip(_("often enough"), Tone.GOOD)
        return Chip(_("too seldom"), Tone.LATE)


@require_GET
@acts_as(*sorted(READERS))
def frequency_days(request: Request) -> HttpResponseBase:
    """Day by day, by agency or by point as the table counts; each opens to its visits."""
    one = asking(request.GET, request.at)
    here = ground.ground(request.actor, one)
    found = sorted(
        (found for found in _days(here, one) if _is_asked(found, one.only)),
        key=lambda found: (found.on, found.who.name),
    )
    if form := request.GET.get(EXPORT, ""):
        return _file(request, one, found, form)
    context = {
        "one": one,
        "span": span_said(one),
        "days": found[:LINES_MOST],
        "more": max(0, len(found) - LINES_MOST),
        "onlys": ONLY_LABELS.items(),
        "kept": [(key, value) for key, value in one.said.items() if key != ONLY],
        "who": BY_LABELS["diem" if one.by in AT_EACH else "co-quan"],
        "files": files(request),
        "tabs": tabs("frequency", request.actor),
        "crumbs": [(_("Delivery frequency"), reverse("frequency")), (_("By day"), "")],
    }
    status = UNFIT if one.faults else 200
    return render(request, "quality/frequency_days.html", context, status=status)


def _days(here: Ground, one: Asking) -> Iterator[Day]:
    if one.by in AT_EACH:
        for point, who in ground.named_points(here.points).items():
            yield from _of(here, here.came.get(point, {}), who, {POINT: who.code, "theo": one.by})
    else:
        for body, points in here.points_of.items():
            who = here.bodies[body]
            yield from _of(here, queries.at_any(points, here.came), who, {CODE: who.code})


def _of(
    here: Ground, came: Mapping[date, int], who: Named, alone: Mapping[str, str]
) -> Iterator[Day]:
    for on in {*here.due, *(when for when, n in came.items() if n)}:
        said = urlencode({**alone, ON: day(on)})
        yield Day(
            on=on,
            who=who,
            visits=came.get(on, 0),
            owed=on in here.due,
            norm=here.due.get(on),
            url=f"{reverse('frequency_visits')}?{said}",
        )


def _is_asked(one: Day, only: str) -> bool:
    if only == OWED:
        return one.owed
    if only == ENOUGH:
        return one.owed and is_met(one.visits, one.norm)
    if only == SELDOM:
        return one.owed and one.norm is not None and not is_met(one.visits, one.norm)
    return one.visits > 0 if only == CAME else True


def _file(request: Request, one: Asking, found: list[Day], form: str) -> HttpResponseBase:
    rows: list[list[Any]] = [
        [one.on, one.who.name, one.who.code, one.visits, one.norm, str(one.chip)] for one in found
    ]
    table = Table(
        title=_("Delivery frequency by day"),
        columns=[
            Column(heading=_("Day"), kind=Kind.DAY),
            Column(heading=str(BY_LABELS["diem" if one.by in AT_EACH else "co-quan"]).capitalize()),
            Column(heading=_("Code")),
            Column(heading=_("Times the post came"), kind=Kind.NUMBER),
            Column(heading=_("Deliveries a day, at least"), kind=Kind.NUMBER),
            Column(heading=_("Standing")),
        ],
        rows=rows,
        above=above(one),
        band=installation.band(),
        made_at=request.at,
    )
    return as_file(table, form)
