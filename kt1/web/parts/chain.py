"""The custody chain of one item: a vertical line of two-sided hand-overs."""

from dataclasses import dataclass, field
from datetime import datetime

from kt1.web.parts.chips import Chip
from kt1.web.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two: the person, and the place they answer for."""

    person: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One change of holder, or one thing that happened while held (then `taker` is None)."""

    title: Words
    giver: Side | None
    taker: Side | None
    occurred: datetime
    recorded: datetime
    chip: Chip | None = None
    #: How the settlement is witnessed, when it was not by two sessions.
    witness: Words = ""
    findings: tuple[Words, ...] = ()
    inside: str = ""
    url: str = ""
    details: dict[str, str] = field(default_factory=dict)

    @property
    def recorded_later(self) -> bool:
        """Whether the two times differ enough to be shown apart (a minute or more)."""
        return abs((self.recorded - self.occurred).total_seconds()) >= 60  # noqa: PLR2004 - seconds
