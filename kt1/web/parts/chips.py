"""A state in a word, a shape and a colour: any one of the three is enough to read it."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from kt1.web.words import Words


class Tone(StrEnum):
    """Each tone has one shape (templates/parts/shape.html) and one colour (css/parts.css)."""

    PLAIN = "plain"  # no shape: a fact, not a state
    GOOD = "good"  # disc with a tick
    MOVING = "moving"  # arrow
    RISK = "risk"  # triangle
    LATE = "late"  # filled square
    HELD = "held"  # two bars
    REFUSED = "refused"  # cross
    UNCONFIRMED = "unconfirmed"  # broken ring


@dataclass(frozen=True, slots=True)
class Chip:
    word: Words
    tone: Tone = Tone.PLAIN

    def __str__(self) -> str:
        return str(self.word)


ON_TIME = Chip(_("On time"), Tone.GOOD)
RUNNING = Chip(_("Within the limit"), Tone.GOOD)
AT_RISK = Chip(_("At risk of being late"), Tone.RISK)
LATE = Chip(_("Late end to end"), Tone.LATE)
HELD = Chip(_("Kept back for decision"), Tone.HELD)
REFUSED = Chip(_("Refused"), Tone.REFUSED)
UNCONFIRMED = Chip(_("Unconfirmed"), Tone.UNCONFIRMED)
OFFERED = Chip(_("Handed over, waiting to be taken"), Tone.MOVING)
TAKEN = Chip(_("Taken"), Tone.GOOD)
LAPSED = Chip(_("Not taken in time"), Tone.LATE)
