"""How the words of quality are said."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kt1.assurance.quality.confirming.permissions import READERS as CONFIRMING
from kt1.assurance.quality.permissions import READERS
from kt1.assurance.quality.rules import EventState, Group, Outcome
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.parts.chips import Chip, Tone
from kt1.web.words import Words

GROUP_LABELS: Mapping[Group, Words] = {
    Group.MAIN: _("without Timed and special geography"),
    Group.TIMED: _("Timed"),
    Group.SPECIAL: _("special geography"),
}
OUTCOME_LABELS: Mapping[Outcome, Words] = {
    Outcome.ON_TIME: _("On time"),
    Outcome.LATE_POST: _("Late, the post's"),
    Outcome.LATE_RECEIVER: _("Late, the receiver named nobody"),
    Outcome.FORCE_MAJEURE: _("Late, force majeure"),
    Outcome.RECALLED: _("Recalled before the deadline"),
}
OUTCOME_CHIPS: Mapping[Outcome, Chip] = {
    Outcome.ON_TIME: Chip(OUTCOME_LABELS[Outcome.ON_TIME], Tone.GOOD),
    Outcome.LATE_POST: Chip(OUTCOME_LABELS[Outcome.LATE_POST], Tone.LATE),
    Outcome.LATE_RECEIVER: Chip(OUTCOME_LABELS[Outcome.LATE_RECEIVER], Tone.LATE),
    Outcome.FORCE_MAJEURE: Chip(OUTCOME_LABELS[Outcome.FORCE_MAJEURE], Tone.HELD),
    Outcome.RECALLED: Chip(OUTCOME_LABELS[Outcome.RECALLED], Tone.PLAIN),
}
EVENT_TONES: Mapping[EventState, Tone] = {
    EventState.ENTERED: Tone.UNCONFIRMED,
    EventState.APPROVED: Tone.GOOD,
    EventState.REFUSED: Tone.REFUSED,
}


def per_cent(per_mille: int | None) -> str:
    """98,7 % for 987 thousandths; a dash where there is nothing to count."""
    if per_mille is None:
        return "–"
    whole, rest = divmod(per_mille, 10)
    return f"{whole},{rest} %"


PAGES: tuple[tuple[str, Words, frozenset[Role]], ...] = (
    ("quality", _("Quality"), READERS),
    ("quality_sheets", _("Confirmation"), CONFIRMING),
    ("frequency", _("Delivery frequency"), READERS),
    ("force_majeure", _("Force majeure"), READERS),
)


def tabs(here: str, actor: Actor) -> list[tuple[Words, str, bool]]:
    """The pages beside each other that this person may open."""
    return [
        (label, reverse(name), name == here)
        for name, label, readers in PAGES
        if actor.role in readers
    ]
