"""How a sheet of quality is shown."""

from collections.abc import Mapping

from kt1.assurance.quality.confirming.models import SHEET_LABELS
from kt1.assurance.quality.confirming.rules import SheetState
from kt1.web.parts.chips import Chip, Tone

SHEET_TONES: Mapping[SheetState, Tone] = {
    SheetState.OPEN: Tone.UNCONFIRMED,
    SheetState.PREPARED: Tone.MOVING,
    SheetState.SIGNED: Tone.MOVING,
    SheetState.OBJECTED: Tone.RISK,
    SheetState.DISPUTED: Tone.HELD,
    SheetState.CONFIRMED: Tone.GOOD,
    SheetState.DECIDED: Tone.GOOD,
}


def sheet_chip(state: str) -> Chip:
    return Chip(SHEET_LABELS[SheetState(state)], SHEET_TONES[SheetState(state)])
