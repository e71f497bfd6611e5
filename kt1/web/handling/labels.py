"""Words and chips of bags, hand-overs, runs and sự vụ."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from kt1.custody.bags.models import SEAL_LABELS
from kt1.custody.bags.rules import SealState
from kt1.custody.deliveries.models import IRREGULARITY_LABELS, Irregularity
from kt1.custody.deliveries.rules import IrregularityKind
from kt1.custody.handovers.models import FINDING_LABELS
from kt1.custody.handovers.rules import Outcome
from kt1.custody.shifts.rules import Difference
from kt1.custody.trips.models import TRIP_LABELS
from kt1.custody.trips.rules import TripState
from kt1.custody.units.models import STATE_LABELS
from kt1.custody.units.rules import Kind, State
from kt1.web.parts import chips
from kt1.web.parts.chips import Chip, Tone
from kt1.web.words import Words

UNIT_TONES: Mapping[State, Tone] = {
    State.OPEN: Tone.PLAIN,
    State.SEALED: Tone.GOOD,
    State.HELD: Tone.HELD,
    State.LOST: Tone.LATE,
    State.RETIRED: Tone.UNCONFIRMED,
    State.AWAITING: Tone.UNCONFIRMED,
    State.RETURNING: Tone.MOVING,
    State.IN_POST: Tone.MOVING,
}
ON_THE_WAY = Chip(_("on the way"), Tone.MOVING)
EMPTY = Chip(_("empty"))

OUTCOMES: Mapping[Outcome, Chip] = {
    Outcome.OFFERED: chips.OFFERED,
    Outcome.TAKEN: chips.TAKEN,
    Outcome.PARTLY: Chip(_("Taken in part"), Tone.RISK),
    Outcome.REFUSED: chips.REFUSED,
    Outcome.LAPSED: chips.LAPSED,
    Outcome.WITHDRAWN: Chip(_("Taken back by the giver"), Tone.UNCONFIRMED),
}
TRIP_TONES: Mapping[TripState, Tone] = {
    TripState.PLANNED: Tone.PLAIN,
    TripState.DEPARTED: Tone.MOVING,
    TripState.ARRIVED: Tone.GOOD,
    TripState.CLOSED: Tone.GOOD,
    TripState.CANCELLED: Tone.UNCONFIRMED,
}
SEAL_TONES: Mapping[SealState, Tone] = {
    SealState.STOCK: Tone.PLAIN,
    SealState.ISSUED: Tone.MOVING,
    SealState.APPLIED: Tone.GOOD,
    SealState.INTACT: Tone.GOOD,
    SealState.BROKEN: Tone.LATE,
    SealState.RETAINED: Tone.HELD,
    SealState.DESTROYED: Tone.UNCONFIRMED,
}
IRREGULARITY_OPEN = Chip(_("To be closed"), Tone.RISK)
IRREGULARITY_CLOSED = Chip(_("Closed"), Tone.GOOD)
BALANCE_AGREES = Chip(_("Agrees"), Tone.GOOD)
BALANCE_DIFFERS = Chip(_("Differs"), Tone.LATE)

KIND_NAMES: Mapping[Kind, Words] = {Kind.ITEM: _("Item"), Kind.BAG: _("Bag"), Kind.BOX: _("Box")}
#: What a sự vụ may say beyond the findings of a hand-over.
OTHER_FINDINGS: Mapping[str, Words] = {
    "lost": _("cannot be found"),
    "disputed": _("the receiver disputes it"),
    IrregularityKind.SEAL_UNKNOWN.value: IRREGULARITY_LABELS[IrregularityKind.SEAL_UNKNOWN],
    IrregularityKind.SEAL_REPEATED.value: IRREGULARITY_LABELS[IrregularityKind.SEAL_REPEATED],
    Difference.MISSING.value: _("on record, not scanned"),
    Difference.EXTRA.value: _("scanned, not on record"),
    Difference.SUM.value: _("opening plus in less out is not what was counted"),
    Difference.EMPTIES.value: _("the number of empty bags differs"),
    Difference.SEALS.value: _("the number of seals differs"),
}
HANDOVER_FINDINGS: Mapping[str, Words] = {
    finding.value: label for finding, label in FINDING_LABELS.items()
}


def unit_chip(state: str, *, moving: bool = False, empty: bool = False) -> Chip:
    if moving:
        return ON_THE_WAY
    if empty:
        return EMPTY
    known = State(state)
    return Chip(STATE_LABELS[known], UNIT_TONES.get(known, Tone.PLAIN))


def outcome_chip(outcome: str) -> Chip:
    return OUTCOMES[Outcome(outcome)]


def trip_chip(state: str) -> Chip:
    known = TripState(state)
    return Chip(TRIP_LABELS[known], TRIP_TONES[known])


def seal_chip(state: str) -> Chip:
    known = SealState(state)
    return Chip(SEAL_LABELS[known], SEAL_TONES[known])


def irregularity_chip(found: Irregularity) -> Chip:
    return IRREGULARITY_OPEN if found.closed_at is None else IRREGULARITY_CLOSED


def irregularity_name(kind: str) -> Words:
    return IRREGULARITY_LABELS[IrregularityKind(kind)]


def findings_said(codes: Iterable[str], *, balance: bool = False) -> Sequence[Words]:
    """Coded findings in words. The count of a shift says missing and extra in its own."""
    first, then = OTHER_FINDINGS, HANDOVER_FINDINGS
    if not balance:
        first, then = then, first
    return [first.get(one) or then.get(one) or one for one in codes]


def short(act: UUID) -> str:
    """The last eight signs of an act's id: what people say and papers print."""
    return act.hex[-8:].upper()


def handover_number(handover: UUID) -> str:
    return f"GN-{short(handover)}"


def irregularity_number(irregularity: UUID) -> str:
    return f"SV-{short(irregularity)}"


def shift_number(balance: UUID) -> str:
    return f"BC-{short(balance)}"


def kind_of(kind: str) -> Words:
    return KIND_NAMES[Kind(kind)]
