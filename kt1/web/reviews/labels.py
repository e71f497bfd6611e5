"""How states of reviews and of internal rules are shown."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from kt1.oversight.reviews.models import STATE_LABELS, InternalRule, Review, ReviewRound
from kt1.oversight.reviews.rules import DONE, RuleStage, State, Unfit, is_overdue
from kt1.web.parts.chips import Chip, Tone
from kt1.web.words import Words

TONES: Mapping[State, Tone] = {
    State.OPEN: Tone.UNCONFIRMED,
    State.FILLED: Tone.MOVING,
    State.RETURNED: Tone.RISK,
    State.APPROVED: Tone.GOOD,
    State.STAMPED: Tone.GOOD,
}
FAULTS: Mapping[Unfit, Words] = {
    Unfit.MISSING: _("Answer this question."),
    Unfit.UNKNOWN: _("There is no such choice."),
}
OPEN_ROUND = Chip(_("open"), Tone.MOVING)
CLOSED_ROUND = Chip(_("closed"), Tone.PLAIN)
LATE_ROUND = Chip(_("past its day"), Tone.LATE)
LET_GO = Chip(_("body has ended, not waited for"), Tone.PLAIN)
CLAUSE = Chip(_("issued, with a clause on KT1"), Tone.GOOD)
NO_CLAUSE = Chip(_("issued, nothing on KT1"), Tone.RISK)
DRAFTING = Chip(_("being drafted"), Tone.MOVING)
NOT_CONCERNED = Chip(_("not for this body"), Tone.PLAIN)
NOTHING_SAID = Chip(_("nothing said yet"), Tone.UNCONFIRMED)


def state_chip(review: Review, on: date) -> Chip:
    """A body that ended before it answered is late no more; late ones say so before the rest."""
    state = State(review.state)
    ended = review.agency.valid_to
    if state not in DONE and ended is not None and ended < on:
        return LET_GO
    if review.round.closed_at is None and is_overdue(state, review.round.due, on):
        return Chip(_("overdue"), Tone.LATE)
    return Chip(STATE_LABELS[state], TONES[state])


def round_chip(found: ReviewRound, on: date) -> Chip:
    if found.closed_at is not None:
        return CLOSED_ROUND
    return LATE_ROUND if found.due < on else OPEN_ROUND


def rule_chip(rule: InternalRule | None) -> Chip:
    if rule is None:
        return NOTHING_SAID
    if rule.stage == RuleStage.ISSUED:
        return CLAUSE if rule.has_clause else NO_CLAUSE
    return DRAFTING if rule.stage == RuleStage.DRAFTING else NOT_CONCERNED
