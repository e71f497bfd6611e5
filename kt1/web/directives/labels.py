"""How directives, tasks and requests are shown."""

from collections.abc import Mapping
from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from kt1.oversight.directives.models import STAGE_LABELS, STATE_LABELS, Assignment, Directive
from kt1.oversight.directives.rules import Part, Stage, Standing, State, standing
from kt1.oversight.requests.models import STATE_LABELS as INQUIRY_LABELS
from kt1.oversight.requests.models import Inquiry
from kt1.oversight.requests.rules import State as InquiryState
from kt1.web.parts.chips import Chip, Tone
from kt1.web.words import Words

STAGE_TONES: Mapping[Stage, Tone] = {
    Stage.DRAFT: Tone.UNCONFIRMED,
    Stage.ISSUED: Tone.MOVING,
    Stage.CLOSED: Tone.GOOD,
    Stage.WITHDRAWN: Tone.REFUSED,
}
STANDING_LABELS: Mapping[Standing, Words] = {
    Standing.OVERDUE: _("overdue"),
    Standing.NEAR: _("near its day"),
    Standing.NOT_STARTED: _("not begun"),
    Standing.UNDER_WAY: _("under way"),
    Standing.WAITING: _("reported already"),
    Standing.DONE: _("task done"),
    Standing.OUT: _("not followed"),
}
STANDING_TONES: Mapping[Standing, Tone] = {
    Standing.OVERDUE: Tone.LATE,
    Standing.NEAR: Tone.RISK,
    Standing.NOT_STARTED: Tone.UNCONFIRMED,
    Standing.UNDER_WAY: Tone.MOVING,
    Standing.WAITING: Tone.MOVING,
    Standing.DONE: Tone.GOOD,
    Standing.OUT: Tone.PLAIN,
}
STATE_TONES: Mapping[State, Tone] = {
    State.OPEN: Tone.UNCONFIRMED,
    State.STARTED: Tone.MOVING,
    State.REPORTED: Tone.MOVING,
    State.RETURNED: Tone.RISK,
    State.DONE: Tone.GOOD,
    State.NOT_CONCERNED: Tone.PLAIN,
    State.CANCELLED: Tone.PLAIN,
}
HELPS = Chip(_("cooperates"))
#: Where the bearer of a duty does it: the name of a page, for each duty of the list.
DOORS: Mapping[str, tuple[str, Words]] = {
    "D2": ("figures", _("Figures")),
    "D3": ("owed", _("Reminders")),
    "D4": ("library", _("Library")),
    "D5": ("inspections", _("Inspections")),
    "D6": ("violations", _("Violations")),
    "D7": ("outreach_events", _("Events")),
    "D8": ("budgets", _("Budget")),
    "D9": ("reports", _("Reports")),
    "D10": ("agencies", _("Agencies")),
    "D11": ("reviews", _("Self-review")),
    "D12": ("internal_rules", _("Internal rules")),
    "D13": ("receivers", _("Receivers")),
    "D14": ("assistant", _("Posting assistant")),
    "D15": ("inquiries", _("Requests and answers")),
    "D16": ("directives", _("Directives")),
    "D20": ("reconciliations", _("Reconciliation of volumes")),
    "D21": ("quality", _("Quality of the service")),
    "D22": ("receivers", _("Receivers")),
    "D23": ("receivers", _("Receivers")),
    "D24": ("service_products", _("The KT1 service")),
    "D25": ("assistant", _("Posting assistant")),
    "D27": ("guidance_log", _("Guidance log")),
    "D29": ("connections", _("Connections")),
    "D30": ("secured_sites", _("Security assessment")),
    "D31": ("incidents", _("Incidents")),
    "D32": ("assessments", _("Security assessment")),
    "D33": ("measures", _("Security assessment")),
    "D34": ("workers", _("Vetting")),
    "D35": ("vetting_requests", _("Vetting requests")),
}


def door(duty: str) -> tuple[str, Words] | None:
    """Address and name of the page on which a duty is done, where there is one."""
    if duty not in DOORS:
        return None
    name, label = DOORS[duty]
    try:
        return reverse(name), label
    except NoReverseMatch:
        return None


def stage_chip(row: Directive) -> Chip:
    stage = Stage(row.stage)
    return Chip(STAGE_LABELS[stage], STAGE_TONES[stage])


def standing_of(row: Assignment, on: date, near: int) -> Standing:
    """A body that helps owes no day."""
    due = row.due if row.part == Part.LEAD else None
    return standing(State(row.state), due, on, near_days=near)


def standing_chip(row: Assignment, on: date, near: int) -> Chip:
    found = standing_of(row, on, near)
    if found in {Standing.OVERDUE, Standing.NEAR, Standing.DONE}:
        return Chip(STANDING_LABELS[found], STANDING_TONES[found])
    state = State(row.state)
    return Chip(STATE_LABELS[state], STATE_TONES[state])


def inquiry_chip(row: Inquiry, on: date) -> Chip:
    state = InquiryState(row.state)
    if state is InquiryState.WAITING and row.due < on:
        return Chip(_("the answer is overdue"), Tone.LATE)
    tones = {
        InquiryState.WAITING: Tone.UNCONFIRMED,
        InquiryState.ANSWERED: Tone.MOVING,
        InquiryState.CLOSED: Tone.GOOD,
    }
    return Chip(INQUIRY_LABELS[state], tones[state])
