"""How early a timed item must be accepted, by the norms of the day."""

from datetime import datetime

from kt1.custody.clock.steps import day_of
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import active_norms
from kt1.law.parameters.rules import UnsetNormError

WHERE = ("noi_thanh", "ngoai_thanh", "lien_tinh")


def lead_hours(at: datetime) -> dict[str, int]:
    """Hours before the agreed time, by where the receiver is; without those not set."""
    found = {}
    for where in WHERE:
        try:
            found[where] = active_norms(day_of(at)).count(Key.LEAD_HOURS, where)
        except UnsetNormError:
            continue
    return found


def lead_hours_most(at: datetime) -> int:
    return max(lead_hours(at).values(), default=0)
