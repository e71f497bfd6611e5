"""How attempts, doors and acts of two persons are worded."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from kt1.custody.clock.attempts import COUNTING, Judgement
from kt1.custody.deliveries.rules import REFUSALS, Reason
from kt1.network.places.models import Place
from kt1.web.parts.chips import Chip, Tone
from kt1.web.words import Words

JUDGEMENTS: Mapping[Judgement, Words] = {
    Judgement.AT_THE_ADDRESS: _(
        "This try counts: it was made in working hours at the address on the cover."
    ),
    Judgement.AT_THE_POINT: _(
        "This try counts: it was made off hours at the door the body named for that hour."
    ),
    Judgement.ANYWHERE_COUNTS: _("This try counts: the norms in force ask for no special place."),
    Judgement.NOT_AT_THE_ADDRESS: _(
        "The clock runs on: in working hours only the address on the cover counts."
    ),
    Judgement.NOT_AT_THE_POINT: _(
        "The clock runs on: off hours only the door the body named for that hour counts."
    ),
    Judgement.NOBODY_NAMED: _(
        "The clock runs on: off hours, and the body named nobody. Recorded as due to the receiver."
    ),
}
GATE_ONLY = Chip(_("Handed over at the duty gate"), Tone.PLAIN)
FOCAL_ONLY = Chip(_("Focal point only"), Tone.HELD)
NO_PHONES = Chip(_("No telephones inside: paper signature first"), Tone.RISK)
STOPPED = Chip(_("Clock stopped"), Tone.GOOD)
RUNS_ON = Chip(_("Clock runs on"), Tone.RISK)


def judged(judgement: str) -> Words:
    return JUDGEMENTS[Judgement(judgement)]


def counts(judgement: Judgement) -> Chip:
    return STOPPED if judgement in COUNTING else RUNS_ON


def flags_of(place: Place) -> tuple[Chip, ...]:
    """What the door allows, so that nobody learns it at the gate."""
    said = (
        (place.gate_only, GATE_ONLY),
        (place.focal_only, FOCAL_ONLY),
        (place.no_phones, NO_PHONES),
    )
    return tuple(chip for applies, chip in said if applies)


def reasons(labels: Mapping[Reason, Words], *, in_hours: bool) -> list[tuple[str, Words]]:
    """Why it could not be delivered. At night a body has only "not taken it yet"."""
    return [
        (reason.value, label)
        for reason, label in labels.items()
        if in_hours or reason not in REFUSALS
    ]
