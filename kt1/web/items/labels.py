"""How items are worded and shaped on pages: states, axes, clocks, reasons."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kt1.custody.items.models import CHECK_LABELS, SCOPE_LABELS, URGENCY_LABELS, Item
from kt1.custody.items.rules import Check
from kt1.custody.units.models import STATE_LABELS
from kt1.custody.units.rules import State
from kt1.law.services.rules import Mark, Mode, Scope, Urgency, marks_allowed
from kt1.web.parts.chips import Chip, Tone
from kt1.web.parts.clock_bar import ClockBar
from kt1.web.words import Words

STATE_TONES: Mapping[State, Tone] = {
    State.DECLARED: Tone.PLAIN,
    State.WITHDRAWN: Tone.REFUSED,
    State.IN_POST: Tone.MOVING,
    State.HELD: Tone.HELD,
    State.AWAITING: Tone.UNCONFIRMED,
    State.DELIVERED: Tone.GOOD,
    State.RETURNING: Tone.RISK,
    State.RETURNED: Tone.PLAIN,
    State.LOST: Tone.LATE,
}
STATE_CHIPS: Mapping[str, Chip] = {
    state.value: Chip(STATE_LABELS[state], tone) for state, tone in STATE_TONES.items()
}
URGENCY_CHIPS: Mapping[str, Chip] = {
    Urgency.NONE: Chip(URGENCY_LABELS[Urgency.NONE]),
    Urgency.EXPRESS: Chip(URGENCY_LABELS[Urgency.EXPRESS], Tone.LATE),
    Urgency.TIMED: Chip(URGENCY_LABELS[Urgency.TIMED], Tone.RISK),
}
SCOPE_CHIPS: Mapping[str, Chip] = {scope: Chip(SCOPE_LABELS[scope]) for scope in Scope}
MARK_LABELS: Mapping[Mark, Words] = {
    Mark.NONE: _("no mark"),
    Mark.FLAG: _("priority flag"),
    Mark.A: "A",
    Mark.B: "B",
    Mark.C: "C",
}
#: What is looked at; the book is asked about, not looked at.
COVER_CHECKS: Sequence[Check] = tuple(check for check in Check if check is not Check.BOOK_SIGNED)
ITEM_STATES: Sequence[tuple[str, Words]] = tuple(
    (state.value, STATE_LABELS[state]) for state in STATE_TONES
)
URGENCIES: Sequence[tuple[str, Words]] = tuple((one.value, URGENCY_LABELS[one]) for one in Urgency)
SCOPES: Sequence[tuple[str, Words]] = tuple((one.value, SCOPE_LABELS[one]) for one in Scope)


def marks_of(mode: Mode) -> list[tuple[str, Words]]:
    """The marks that this installation keeps, in their order."""
    allowed = marks_allowed(mode)
    return [(mark.value, MARK_LABELS[mark]) for mark in Mark if mark in allowed]


def checks_said(codes: Sequence[str]) -> list[tuple[Words, bool]]:
    """What was looked at on a cover, and whether it was found in order."""
    return [(CHECK_LABELS[check], check.value in codes) for check in COVER_CHECKS]


def state_chip(item: Item) -> Chip:
    return STATE_CHIPS[item.unit.state]


def urgency_chip(item: Item) -> Chip:
    return URGENCY_CHIPS[item.urgency]


def clock_of(item: Item, now: datetime, **more: object) -> ClockBar | None:
    """The clock as a bar; None before acceptance."""
    clock = getattr(item.unit, "clock", None)
    if clock is None:
        return None
    return ClockBar(
        accepted=clock.started_at,
        deadline=clock.deadline,
        now=now,
        expected=clock.expected_at,
        stopped=clock.stopped_at,
        **more,  # type: ignore[arg-type]  # steps and parameters, passed through
    )


def clock_chip(item: Item, now: datetime) -> Chip | None:
    """On time, at risk, late; nothing where no clock counts any more."""
    bar = clock_of(item, now)
    gone = {State.RETURNING, State.RETURNED, State.LOST, State.WITHDRAWN}
    if bar is None or (bar.stopped is None and item.unit.state in gone):
        return None
    return bar.chip


def where(item: Item) -> str:
    """In whose hands it is now: the place, or the bag."""
    if item.unit.inside is not None:
        return item.unit.inside.code
    return item.unit.place.name if item.unit.place else ""
