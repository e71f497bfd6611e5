"""Who uses the service, who does not, who less than before. Pure.

Only whether and how many items are asked about. What went another way is known of nowhere, and
nothing is inferred of what an item holds: no use is a reason to ask the body, never a finding.

Source: duties D17, D36; W15
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

PER_CENT, PER_MILLE = 100, 1000
YEAR_MIN, YEAR_MAX = 2017, 2100


@dataclass(frozen=True, slots=True)
class Span:
    """Whole days of Vietnam, both ends included."""

    first: date
    last: date

    @property
    def before(self) -> "Span":
        """As many whole months before it where it is whole months, else as many days."""
        ends = self.first - timedelta(days=1)
        after = self.last + timedelta(days=1)
        if self.first.day == 1 and after.day == 1:
            months = (after.year - self.first.year) * 12 + after.month - self.first.month
            return Span(_months_back(self.first, months), ends)
        return Span(self.first - (after - self.first), ends)

    @property
    def year_before(self) -> "Span":
        """The same days of the year before; the end of a February stays its end."""
        after = self.last + timedelta(days=1)
        return Span(_a_year_back(self.first), _a_year_back(after) - timedelta(days=1))


def _months_back(first: date, months: int) -> date:
    n = first.year * 12 + first.month - 1 - months
    return date(n // 12, n % 12 + 1, 1)


def _a_year_back(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 3, 1)
    return day.replace(year=day.year - 1)


@dataclass(frozen=True, slots=True)
class Use:
    """Items of one body in a span, and in the span it is compared with."""

    sent: int = 0
    received: int = 0
    sent_before: int = 0
    received_before: int = 0

    @property
    def used(self) -> bool:
        return bool(self.sent or self.received)


class Standing(StrEnum):
    """How a body's sending stands against the span before. Exactly one holds."""

    NEVER = "never"  # none in either
    STOPPED = "stopped"
    FALLING = "falling"
    STEADY = "steady"
    RISING = "rising"
    STARTED = "started"


#: Nothing was sent in the span.
NOTHING = frozenset({Standing.NEVER, Standing.STOPPED})
#: What the body is asked about.
TO_ASK = frozenset({Standing.NEVER, Standing.STOPPED, Standing.FALLING})


def standing(now: int, before: int, *, fall_percent: int, least: int) -> Standing:
    """How sending stands. Fewer than `least` items before are too few to fall from.

    Args:
        fall_percent: by so many percent or more is a fall, or a rise.
    """
    if not now:
        return Standing.STOPPED if before else Standing.NEVER
    if not before:
        return Standing.STARTED
    if before >= least and now * PER_CENT <= before * (PER_CENT - fall_percent):
        return Standing.FALLING
    if now >= least and now * PER_CENT >= before * (PER_CENT + fall_percent):
        return Standing.RISING
    return Standing.STEADY


class Contrast(StrEnum):
    """Where a self-review and the items do not say the same."""

    SAID_SENDS = "said_sends"  # says that it sends by post, and no item was sent
    SAID_NOT = "said_not"  # says that it sends nothing, and items were sent


def contrast(sent: int, *, said_sends: bool | None) -> Contrast | None:
    """None where they agree, or where the body has not said."""
    if said_sends and not sent:
        return Contrast.SAID_SENDS
    if said_sends is False and sent:
        return Contrast.SAID_NOT
    return None


def share_per_mille(using: int, bodies: int) -> int | None:
    """Thousandths of the bodies that use the service, rounded down; None without bodies."""
    return using * PER_MILLE // bodies if bodies else None


def is_met(using: int, bodies: int, goal_percent: int) -> bool | None:
    """Whether a target is reached; None where there is nobody to count."""
    return using * PER_CENT >= goal_percent * bodies if bodies else None
