"""How states of inspections and violations are shown, and the tabs their pages share."""

from collections.abc import Mapping
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kt1.law.parameters.keys import Key
from kt1.oversight.inspections import permissions
from kt1.oversight.inspections.models import STATE_LABELS, Inspection
from kt1.oversight.inspections.rules import State, Verdict
from kt1.oversight.violations import permissions as violations
from kt1.oversight.violations.models import STATE_LABELS as VIOLATION_LABELS
from kt1.oversight.violations.models import Violation
from kt1.oversight.violations.rules import State as VState
from kt1.oversight.violations.rules import is_late
from kt1.people.actor import Actor
from kt1.web.parts.chips import Chip, Tone
from kt1.web.words import Words

STATE_TONES: Mapping[State, Tone] = {
    State.PREPARED: Tone.UNCONFIRMED,
    State.DECIDED: Tone.MOVING,
    State.OPEN: Tone.RISK,
    State.MINUTED: Tone.MOVING,
    State.CONCLUDED: Tone.GOOD,
    State.CLOSED: Tone.GOOD,
    State.CALLED_OFF: Tone.PLAIN,
}
VIOLATION_TONES: Mapping[VState, Tone] = {
    VState.FOUND: Tone.RISK,
    VState.ASKED: Tone.MOVING,
    VState.REPORTED: Tone.UNCONFIRMED,
    VState.FAILED: Tone.LATE,
    VState.REMEDIED: Tone.GOOD,
    VState.DECIDED: Tone.MOVING,
    VState.CLOSED: Tone.GOOD,
    VState.DROPPED: Tone.PLAIN,
}
VERDICT_TONES: Mapping[Verdict, Tone] = {
    Verdict.MET: Tone.GOOD,
    Verdict.NOT_MET: Tone.LATE,
    Verdict.NOT_APPLICABLE: Tone.PLAIN,
}
LATE_CORRECTION = Chip(_("the correction is overdue"), Tone.LATE)
LATE_CONCLUSION = Chip(_("the conclusion is overdue"), Tone.LATE)
REPEATED = Chip(_("repeated"), Tone.RISK)

#: What the procedure may lack, in words.
MISSING: Mapping[Key, Words] = {
    Key.INSPECTION_NOTICE_WORKING_DAYS: _("days between the decision and the visit"),
    Key.INSPECTION_VISIT_WORKING_DAYS: _("how long a visit may last"),
    Key.INSPECTION_CONCLUSION_WORKING_DAYS: _("within how many days to conclude"),
    Key.INSPECTION_TEAM_MIN: _("how many persons a team has"),
}


def state_chip(one: Inspection, on: date) -> Chip:
    """A conclusion that is overdue before everything else."""
    state = State(one.state)
    if state is State.MINUTED and one.conclusion_due is not None and one.conclusion_due < on:
        return LATE_CONCLUSION
    return Chip(STATE_LABELS[state], STATE_TONES[state])


def violation_chip(one: Violation, on: date) -> Chip:
    state = VState(one.state)
    if is_late(state, one.correct_by, on):
        return LATE_CORRECTION
    return Chip(VIOLATION_LABELS[state], VIOLATION_TONES[state])


def tabs(actor: Actor, current: str, year: int) -> list[tuple[Words, str, bool]]:
    """The pages beside each other that this person may open."""
    found: list[tuple[str, Words, str]] = []
    if permissions.why_not_watch(actor) is None:
        found.append(("watch_list", _("Watch list"), reverse("watch_list")))
    if permissions.why_not_read(actor) is None:
        found.append(("inspections", _("Inspections"), reverse("inspections")))
    if actor.role in permissions.READERS:
        found.append(("plan", _("Plan of the year"), reverse("inspection_plan", args=[year])))
    if permissions.why_not_read(actor) is None:
        found.append(("checklists", _("Inspection checklists"), reverse("checklists")))
    if violations.why_not_read(actor) is None:
        found.append(("violations", _("Violations"), reverse("violations")))
    found.append(("tables", _("Fines and competence"), reverse("sanction_tables")))
    return [(label, url, key == current) for key, label, url in found]
