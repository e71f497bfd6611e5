"""How long a sign-in lasts. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from kt1.people.accounts.rules import Role

# A touch is written at most this often, so that reading pages costs no writing.
TOUCH_EVERY = timedelta(minutes=1)

SHORTEST = timedelta(minutes=1)
LONGEST = timedelta(hours=12)  # as long as the cookie of the browser lives


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a sign-in lasts: without a touch, and in all."""

    idle: timedelta
    absolute: timedelta

    def end(self, *, opened_at: datetime, seen_at: datetime) -> datetime:
        """The moment from which the sign-in no longer counts."""
        return min(opened_at + self.absolute, seen_at + self.idle)


_SHIFT = timedelta(hours=12)

# What holds where an installation has set nothing else (SessionLimit).
# A courier's telephone stays in the courier's hand all the run; an administrator's page does not.
DEFAULT_LIMITS: Mapping[Role, Limits] = {
    role: Limits(
        idle={
            Role.ADMIN: timedelta(minutes=15),
            Role.POLICE_PA03: timedelta(minutes=15),
            Role.POLICE_PA05: timedelta(minutes=15),
            Role.COUNTER: timedelta(minutes=60),
            Role.CONTROLLER: timedelta(minutes=60),
            Role.COURIER: _SHIFT,
        }.get(role, timedelta(minutes=30)),
        absolute=_SHIFT,
    )
    for role in Role
}
