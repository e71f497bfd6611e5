"""What one person proposes and another agrees to, to the letter. Pure.

The payload of a proposal is what the second person is shown and what is done: ids, codes and
coded causes, never a name or a free text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar
from uuid import UUID

from kt1.custody.deliveries.corrections import CAUSES, Cause
from kt1.custody.units.rules import JSON
from kt1.people.approvals.rules import ApprovalKind

_MINUTES = re.compile(r"[0-9A-Za-zĐđ][0-9A-Za-zĐđ/.\-]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Cause and number of the biên bản stand behind every act of two persons."""

    act: ClassVar[str]
    kind: ClassVar[ApprovalKind]

    cause: Cause
    minutes: str

    @property
    def subject(self) -> str:
        raise NotImplementedError

    @property
    def makes_sense(self) -> bool:
        return self.cause in CAUSES[self.act] and is_minutes_number(self.minutes)

    def payload(self) -> dict[str, JSON]:
        said: dict[str, JSON] = {"act": self.act}
        for field in fields(self):
            value = getattr(self, field.name)
            said[field.name] = str(value) if isinstance(value, UUID) else value
        return said


def is_minutes_number(text: str) -> bool:
    """12/BB-BC01: letters, digits, strokes and dashes; no room for a sentence."""
    return _MINUTES.fullmatch(text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfUnits(Proposal):
    codes: tuple[str, ...]

    @property
    def subject(self) -> str:
        return f"item:{self.codes[0]}" if self.codes else self.act


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss(OfUnits):
    """Items that cannot be found, or a bag with all that lies in it."""

    act = "loss"
    kind = ApprovalKind.LOSS


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(OfUnits):
    """Held items go on, or back to their sender."""

    act = "release"
    kind = ApprovalKind.RELEASE_HELD

    back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(OfUnits):
    """What was recorded lost is in hand again."""

    act = "found"
    kind = ApprovalKind.CORRECTION

    back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction(Proposal):
    """One item, and the ledger entry that said it wrongly."""

    kind = ApprovalKind.CORRECTION

    code: str
    entry: UUID

    @property
    def subject(self) -> str:
        return f"item:{self.code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongHandoverSaid(Correction):
    """A delivery or return that did not happen so. Unless another has it, the giver does."""

    act = "handover"

    place: int | None = None
    person: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongAttemptSaid(Correction):
    act = "attempt"

    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongFactsSaid(Correction):
    """Only what is given is corrected."""

    act = "facts"

    weight_g: int | None = None
    pieces: int | None = None
    receiver: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Destruction(Proposal):
    """Seals that end their life before two persons."""

    act = "destruction"
    kind = ApprovalKind.DESTRUCTION

    numbers: tuple[str, ...]

    @property
    def subject(self) -> str:
        return f"seal:{self.numbers[0]}" if self.numbers else self.act


_BY_ACT: Mapping[str, type[Proposal]] = {
    made.act: made
    for made in (
        Loss,
        Release,
        Found,
        WrongHandoverSaid,
        WrongAttemptSaid,
        WrongFactsSaid,
        Destruction,
    )
}


def of_payload(payload: Mapping[str, Any]) -> Proposal:
    """What was agreed to, to the letter, as it was proposed: the inverse of `payload`.

    Raises:
        KeyError: the payload is of no act of these.
    """
    made = _BY_ACT[payload["act"]]
    return made(**{field.name: _read(field.name, payload[field.name]) for field in fields(made)})


def _read(name: str, value: Any) -> Any:
    if name == "cause":
        return Cause(value)
    if name == "entry":
        return UUID(value)
    return tuple(value) if isinstance(value, list) else value
