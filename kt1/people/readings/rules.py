"""Which reader of marked data stands out. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from kt1.people.accounts.rules import Role

ROUND_THE_CLOCK = frozenset({Role.COURIER, Role.CONTROLLER, Role.COUNTER, Role.DISPATCHER})


@dataclass(frozen=True, slots=True)
class Bounds:
    """From where on a reader stands out, as the norms of the day say."""

    times: int  # the median of the role
    few: int  # units shown; who was shown no more never stands out by number
    night_percent: int  # of all readings


class Oddity(StrEnum):
    FAR_MORE_THAN_USUAL = "far_more_than_usual"
    MOSTLY_AT_NIGHT = "mostly_at_night"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What one person was shown in a span, beside the median of their role.

    Without `bounds` nobody stands out: no norm says from where on.
    """

    user_id: int
    title: str
    role: Role
    readings: int
    shown: int
    at_night: int
    usual: int
    bounds: Bounds | None

    @property
    def stands_out(self) -> frozenset[Oddity]:
        """Many times the median of the role and more than a few; or, for those who do not work
        round the clock, a large share between 22:00 and 6:00."""
        found: set[Oddity] = set()
        if self.bounds is None:
            return frozenset(found)
        if self.shown > max(self.bounds.few, self.bounds.times * self.usual):
            found.add(Oddity.FAR_MORE_THAN_USUAL)
        nightly = self.at_night * 100 >= self.readings * self.bounds.night_percent > 0
        if self.role not in ROUND_THE_CLOCK and nightly:
            found.add(Oddity.MOSTLY_AT_NIGHT)
        return frozenset(found)
