"""How scores, days that come round and measures are shown."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kt1.assurance.assessments.models import MEASURE_LABELS, SafetyMeasure
from kt1.assurance.assessments.permissions import why_not_read_entries
from kt1.assurance.assessments.rules import Alarm, MeasureState, Trend, alarm, is_overdue
from kt1.web.moments import ZONE
from kt1.web.parts.chips import Chip, Tone
from kt1.web.request import Request
from kt1.web.words import Words

TITLE = _("Security")
ALARMS: Mapping[Alarm, Chip] = {
    Alarm.OVERDUE: Chip(_("assessment overdue"), Tone.LATE),
    Alarm.SOON: Chip(_("to be assessed soon"), Tone.RISK),
    Alarm.FINE: Chip(_("assessed"), Tone.GOOD),
    Alarm.NEVER: Chip(_("never assessed"), Tone.LATE),
}
TRENDS: Mapping[Trend, Words] = {
    Trend.UP: _("better than before"),
    Trend.DOWN: _("worse than before"),
    Trend.LEVEL: _("as before"),
    Trend.FIRST: _("the first time"),
}
TREND_SIGNS: Mapping[Trend, str] = {
    Trend.UP: "▲",
    Trend.DOWN: "▼",
    Trend.LEVEL: "=",
    Trend.FIRST: "",
}
MEASURE_TONES: Mapping[MeasureState, Tone] = {
    MeasureState.OPEN: Tone.UNCONFIRMED,
    MeasureState.DONE: Tone.MOVING,
    MeasureState.VERIFIED: Tone.GOOD,
    MeasureState.CANCELLED: Tone.PLAIN,
}
LATE_MEASURE = Chip(_("overdue"), Tone.LATE)
IN_FORCE = Chip(_("in force"), Tone.GOOD)
ENDED = Chip(_("ended"), Tone.PLAIN)
DUE = Chip(_("past its day"), Tone.LATE)
DUE_SOON = Chip(_("due soon"), Tone.RISK)
INSIDE = Chip(_("still inside"), Tone.MOVING)
LEFT = Chip(_("has left"), Tone.PLAIN)


def measure_chip(measure: SafetyMeasure, on: date) -> Chip:
    state = MeasureState(measure.state)
    if is_overdue(state, measure.due, on):
        return LATE_MEASURE
    return Chip(MEASURE_LABELS[state], MEASURE_TONES[state])


def due_chip(due: date | None, ended: date | None, on: date, warning: int) -> Chip:
    """Of a plan or a connection that is looked at again and again."""
    if ended is not None:
        return ENDED
    if due is None:
        return IN_FORCE
    found = alarm(due, on, warning)
    return {Alarm.OVERDUE: DUE, Alarm.SOON: DUE_SOON}.get(found, IN_FORCE)


def today(request: Request) -> date:
    return request.at.astimezone(ZONE).date()


def tabs(current: str, request: Request) -> list[tuple[Any, str, bool]]:
    """The pages of this part."""
    shown: list[tuple[str, Words]] = [
        ("assessments", _("Assessments")),
        ("measures", _("Measures")),
        ("safety_plans", _("Plans")),
        ("secured_sites", _("Sites")),
    ]
    if why_not_read_entries(request.actor) is None:
        shown.append(("site_entries", _("Book of entries")))
    shown.append(("connections", _("Connections")))
    return [(label, reverse(name), name == current) for name, label in shown]
