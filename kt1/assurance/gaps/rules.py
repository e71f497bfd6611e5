"""What the reader of the ledger keeps of a unit, and what it judges of each step. Pure.

Four ways in which a chain of custody does not hold together (N9): a leg nobody wrote down, one
unit at two places, a leg quicker than any vehicle, and a rest longer than the norm.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from kt1.assurance.incidents.rules import Cover, Gap, Kind, Why

#: Two entries closer than this tell of one moment.
SAME_MOMENT = 60_000_000
MINUTE = 60_000_000
#: States in which a unit is on its way, so that resting and lateness mean something.
MOVING = frozenset({"in_post", "returning", "awaiting"})
GONE = frozenset({"delivered", "returned", "withdrawn", "lost", "retired", "declared"})
ITEM = "item"


class Sort(StrEnum):
    """Where a unit rests, as far as the norm of resting tells places apart."""

    SITE = "site"
    VEHICLE = "vehicle"
    CENTRAL = "central"
    DOOR = "door"


class Ground(Protocol):
    """What the reader asks of the register and the norms. Times in microseconds since 1970."""

    def site_of(self, place: int) -> int | None:
        """The site a place belongs to; None for vehicles, doors and desks."""
        ...

    def is_vehicle(self, place: int) -> bool: ...

    def least(self, start: int, end: int, at: int) -> int | None:
        """The least minutes between two sites; None where no timetable joins them."""
        ...

    def rests_until(self, place: int, since: int) -> int | None:
        """Until when a unit may rest there untouched; None: no norm."""
        ...

    def late_from(self, deadline: int) -> int | None:
        """When an item still under way after its deadline is an incident; None: no norm."""
        ...

    def waits(self, at: int) -> int | None:
        """How long a move may still be written down: entries reach the log in another order than
        things happened. None: no norm, nobody is said to rest by time alone.
        """
        ...

    def day_of(self, at: int) -> str: ...


@dataclass(slots=True, kw_only=True)
class Track:
    """One unit as the entries tell it so far; the columns of Whereabouts."""

    unit: int
    code: str
    kind: str = ITEM
    state: str = ""
    place: int | None = None
    person: int | None = None
    inside: int | None = None
    seen: int = 0
    site: int | None = None
    site_until: int | None = None
    sealed: int | None = None
    fault: int | None = None
    deadline: int | None = None
    rests: bool = False
    due: int | None = None
    late: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What an incident says of one unit."""

    why: Why = Why.FOUND
    place_from: int | None = None
    since: int | None = None
    place_to: int | None = None
    at: int | None = None
    least: int | None = None


@dataclass(slots=True, kw_only=True)
class Found:
    """One incident as the ledger shows it. `key` is the same each time the ledger is read."""

    key: str
    kind: Kind
    gap: Gap = Gap.NONE
    at: int
    place: int
    entry: int | None = None
    cover: Cover = Cover.NOT_SEEN
    units: dict[int, Seen] = field(default_factory=dict)


def contradiction(track: Track, place: int, person: int | None, at: int) -> Gap | None:
    """Whether a giver gives what the entries before put into other hands.

    At the same moment, or earlier, it is in two places; later a leg in between is missing.
    """
    elsewhere = track.inside is not None or (track.place is not None and track.place != place)
    others = track.place == place and None not in {track.person, person} and track.person != person
    if not elsewhere and not others:
        return None
    if elsewhere and at <= track.seen + SAME_MOMENT:
        return Gap.TWO_PLACES
    return Gap.MISSING_LEG


def too_fast(track: Track, site: int, at: int, ground: Ground) -> int | None:
    """The least minutes of the way, where the unit came from another site in less."""
    if track.site is None or track.site == site or track.site_until is None:
        return None
    least = ground.least(track.site, site, at)
    if least is None or at - track.site_until >= least * MINUTE:
        return None
    return least


def is_under_way(track: Track) -> bool:
    return track.kind == ITEM and track.state in MOVING


def extra_codes(findings: object) -> tuple[str, ...]:
    """Codes that were counted though nobody expected them there."""
    if not isinstance(findings, Mapping):
        return ()
    return tuple(
        str(code) for code, said in findings.items() if isinstance(said, list) and "extra" in said
    )
