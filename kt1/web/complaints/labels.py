"""How states of complaints are shown."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from kt1.assurance.complaints.models import STATE_LABELS, Complaint
from kt1.assurance.complaints.rules import State, is_late
from kt1.law.parameters.keys import Key
from kt1.web.parts.chips import Chip, Tone
from kt1.web.service.labels import KEY_LABELS

STATE_TONES: Mapping[State, Tone] = {
    State.FILED: Tone.UNCONFIRMED,
    State.ANSWERED: Tone.MOVING,
    State.CONTESTED: Tone.RISK,
    State.LIABLE: Tone.MOVING,
    State.CLOSED: Tone.GOOD,
    State.WITHDRAWN: Tone.PLAIN,
}
LATE = Chip(_("the answer is late"), Tone.LATE)


def norm_said(norm: str) -> str:
    """A norm by its id, as a person reads it: Time to answer a complaint (TT16-2017)."""
    code, key = norm.partition("@")[0].split("/")[:2]
    return f"{KEY_LABELS[Key(key)]} ({code})"


def state_chip(complaint: Complaint, on: date) -> Chip:
    """Late answers before everything else."""
    state = State(complaint.state)
    if is_late(state, complaint.due, on):
        return LATE
    return Chip(STATE_LABELS[state], STATE_TONES[state])
