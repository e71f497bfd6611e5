"""What is assessed in a province: score, trend, the next day; and one of them with its history."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kt1.assurance.assessments import permissions, queries
from kt1.assurance.assessments.models import TOPIC_LABELS
from kt1.assurance.assessments.queries import Assessed
from kt1.assurance.assessments.rules import Alarm, Topic
from kt1.people.actor import NotAllowedError
from kt1.web.assessments.labels import (
    ALARMS,
    TITLE,
    TREND_SIGNS,
    TRENDS,
    measure_chip,
    tabs,
    today,
)
from kt1.web.charts.bars import Bars, Series
from kt1.web.exports import tables
from kt1.web.exports.rules import Column, Kind, Table
from kt1.web.frame import installation
from kt1.web.moments import day
from kt1.web.request import Request, signed_in

OVERDUE, SOON, FINE = "qua-han", "sap", "dat"
_WANTED: Mapping[str, frozenset[Alarm]] = {
    OVERDUE: frozenset({Alarm.OVERDUE, Alarm.NEVER}),
    SOON: frozenset({Alarm.SOON}),
    FINE: frozenset({Alarm.FINE}),
}


def named(one: Assessed) -> str:
    return one.place.name if one.place else capfirst(str(TOPIC_LABELS[one.topic]))


def key_of(topic: Topic, place_code: str) -> dict[str, str]:
    """The address of what is assessed."""
    return {"topic": topic.value, "code": place_code or "tinh"}


def url_of(one: Assessed) -> str:
    return reverse("assessed", kwargs=key_of(one.topic, one.place.code if one.place else ""))


def guard(request: Request) -> int:
    """The province that the actor reads.

    Raises:
        NotAllowedError
    """
    if reason := permissions.why_not_read(request.actor):
        raise NotAllowedError(reason)
    return request.actor.province_id or 0


@require_GET
@signed_in
def assessments(request: Request) -> HttpResponseBase:
    province, on = guard(request), today(request)
    everything = queries.assessed(province, on)
    wanted, topic = request.GET.get("tt", ""), request.GET.get("loai", "")
    shown = [
        one
        for one in everything
        if (wanted not in _WANTED or one.alarm in _WANTED[wanted])
        and (topic not in set(Topic) or one.topic == topic)
    ]
    if request.GET.get("xuat") in {"csv", "xlsx"}:
        table = _table(request, shown)
        if request.GET["xuat"] == "csv":
            return tables.as_csv(table)
        return tables.as_xlsx(table)
    context = {
        "tabs": tabs("assessments", request),
        "rows": [_row(one) for one in shown],
        "topics": [(one.value, TOPIC_LABELS[one]) for one in Topic],
        "topic": topic,
        "wanted": wanted,
        "states": [
            (OVERDUE, _("overdue or never")),
            (SOON, _("due soon")),
            (FINE, _("assessed")),
        ],
        "overdue": sum(1 for one in everything if one.alarm in _WANTED[OVERDUE]),
        "together": len(everything),
        "average": _average(everything),
        "files": [(f.upper(), f"?tt={wanted}&loai={topic}&xuat={f}") for f in ("xlsx", "csv")],
        "checklists": [
            (TOPIC_LABELS[one], reverse("safety_checklist", args=[one.value])) for one in Topic
        ],
    }
    return render(request, "assessments/assessments.html", context)


def _average(rows: list[Assessed]) -> int | None:
    scores = [one.newest.percent for one in rows if one.newest is not None]
    return sum(scores) // len(scores) if scores else None


def _row(one: Assessed) -> dict[str, Any]:
    newest = one.newest
    return {
        "name": named(one),
        "topic": TOPIC_LABELS[one.topic],
        "of_place": one.place is not None,
        "url": url_of(one),
        "chip": ALARMS[one.alarm],
        "newest": newest,
        "trend": TRENDS[one.trend] if one.trend else "",
        "sign": TREND_SIGNS[one.trend] if one.trend else "",
        "before": [found.percent for found in one.found[1:]][::-1],
    }


def _table(request: Request, rows: list[Assessed]) -> Table:
    return Table(
        title=_("Assessments of security"),
        columns=[
            Column(heading=_("What is assessed")),
            Column(heading=_("Kind")),
            Column(heading=_("Score (%)"), kind=Kind.NUMBER),
            Column(heading=_("Must-haves not met"), kind=Kind.NUMBER),
            Column(heading=_("Assessed on"), kind=Kind.DAY),
            Column(heading=_("Number of the minutes")),
            Column(heading=_("Next by"), kind=Kind.DAY),
            Column(heading=_("State")),
        ],
        rows=[
            [
                named(one),
                str(TOPIC_LABELS[one.topic]),
                one.newest.percent if one.newest else None,
                one.newest.critical_unmet if one.newest else None,
                one.newest.done_on if one.newest else None,
                one.newest.number if one.newest else "",
                one.newest.next_due if one.newest else None,
                str(ALARMS[one.alarm]),
            ]
            for one in rows
        ],
        above=[day(today(request))],
        band=installation.band(),
        made_at=request.at,
    )


def one_of(province: int, topic: str, code: str, on: date) -> Assessed:
    """Raises:
    Http404: nothing of this kind is assessed in the province.
    """
    for one in queries.assessed(province, on):
        same = one.place.code == code if one.place else code == "tinh"
        if one.topic == topic and same:
            return one
    raise Http404


@require_GET
@signed_in
def assessed(request: Request, topic: str, code: str) -> HttpResponseBase:
    """One thing that is assessed: its scores over time, its measures."""
    province, on = guard(request), today(request)
    one = one_of(province, topic, code, on)
    measures = queries.measures_seen_by(request.actor).filter(
        assessment__topic=one.topic, assessment__place=one.place
    )
    context = {
        "one": one,
        "name": named(one),
        "topic": TOPIC_LABELS[one.topic],
        "chip": ALARMS[one.alarm],
        "trend": TRENDS[one.trend] if one.trend else "",
        "bars": _bars(one),
        "measures": [(row, measure_chip(row, on)) for row in measures.order_by("-due", "-pk")[:20]],
        "may": permissions.why_not_manage(request.actor) is None,
        "assess_url": reverse(
            "assess", kwargs=key_of(one.topic, one.place.code if one.place else "")
        ),
        "crumbs": [(TITLE, reverse("assessments")), (named(one), "")],
    }
    return render(request, "assessments/assessed.html", context)


def _bars(one: Assessed) -> Bars | None:
    enough = 2
    if len(one.found) < enough:
        return None
    rows = list(one.found)[::-1]
    return Bars(
        title=_("Score of each assessment"),
        labels=[f"{row.done_on:%m/%Y}" for row in rows],
        series=[Series(_("Score"), [row.percent for row in rows])],
        unit="%",
    )
