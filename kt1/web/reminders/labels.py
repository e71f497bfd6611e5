"""The words of steps, of letters and of who is told."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from kt1.oversight.reminders.models import LETTER_LABELS, Owing, Urging
from kt1.oversight.reminders.rules import LATE, NEAR, RISEN, TOP, Channel, LetterState
from kt1.people.accounts.rules import AGENCY_ROLES, POST_ROLES, Role
from kt1.web.parts.chips import Chip, Tone
from kt1.web.words import Words

STEP_LABELS: Mapping[int, Words] = {
    NEAR: _("near its day"),
    LATE: _("late, the body reminded"),
    RISEN: _("to be urged by its line"),
    TOP: _("told to the superior"),
}
_STEP_TONES = {NEAR: Tone.MOVING, LATE: Tone.RISK, RISEN: Tone.LATE, TOP: Tone.LATE}
_LETTER_TONES = {
    LetterState.DRAFT: Tone.UNCONFIRMED,
    LetterState.ISSUED: Tone.GOOD,
    LetterState.WITHDRAWN: Tone.REFUSED,
}
#: Who is told of what is owed, or follows it.
READERS: tuple[Role, ...] = (
    *sorted(AGENCY_ROLES),
    Role.PARTY_OFFICE,
    Role.REGULATOR,
    Role.FINANCE,
    Role.POLICE_PA03,
    Role.PROVINCE_LEADER,
    *sorted(POST_ROLES & {Role.DISPATCHER}),
)


def step_chip(step: int | None) -> Chip:
    return Chip(STEP_LABELS[step or NEAR], _STEP_TONES[step or NEAR])


def letter_chip(row: Urging) -> Chip:
    state = LetterState(row.state)
    if row.channel == Channel.PHONE:
        return Chip(_("called"), Tone.GOOD)
    return Chip(LETTER_LABELS[state], _LETTER_TONES[state])


def days_late(row: Owing, today: date) -> int:
    """Whole days past its day; nought while it is not."""
    return max((today - row.due).days, 0)
