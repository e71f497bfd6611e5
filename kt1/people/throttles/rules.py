"""How often something may be tried: token buckets. Pure."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Allowance:
    """A bucket that holds `burst` tries and fills at `per_second`."""

    name: str
    burst: float
    per_second: float


@dataclass(frozen=True, slots=True)
class Want:
    """One try against one allowance, for one user name, one address, or everybody ("")."""

    allowance: Allowance
    who: str = ""

    @property
    def key(self) -> str:
        digest = hashlib.sha256(self.who.encode()).hexdigest()[:32] if self.who else "all"
        return f"{self.allowance.name}:{digest}"


# A person who mistypes is let on after half a minute; who guesses gets 2,880 tries a day, of
# passwords of 15 characters. One address may be a whole office behind one router.
SIGN_IN_BY_USER = Allowance("sign_in.user", burst=10, per_second=1 / 30)
SIGN_IN_BY_SOURCE = Allowance("sign_in.source", burst=60, per_second=1)
SIGN_IN_BY_ALL = Allowance("sign_in.all", burst=200, per_second=20)
