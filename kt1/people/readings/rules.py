"""Which reader of marked data stands out. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from kt1.people.accounts.rules import Role

MANY_TIMES = 4
FEW = 20
NIGHT_SHARE = 2
ROUND_THE_CLOCK = frozenset({Role.COURIER, Role.CONTROLLER, Role.COUNTER, Role.DISPATCHER})


class Oddity(StrEnum):
    FAR_MORE_THAN_USUAL = "far_more_than_usual"
    MOSTLY_AT_NIGHT = "mostly_at_night"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What one person was shown in a span, beside the median of their role."""

    user_id: int
    title: str
    role: Role
    readings: int
    shown: int
    at_night: int
    usual: int

    @property
    def stands_out(self) -> frozenset[Oddity]:
        """Four times the median of the role and more than a few; or, for those who do not work
        round the clock, half or more between 22:00 and 6:00."""
        found = set()
        if self.shown > FEW and self.shown > MANY_TIMES * self.usual:
            found.add(Oddity.FAR_MORE_THAN_USUAL)
        nightly = self.at_night * NIGHT_SHARE >= self.readings > 0
        if self.role not in ROUND_THE_CLOCK and nightly:
            found.add(Oddity.MOSTLY_AT_NIGHT)
        return frozenset(found)
