"""What a change of calendar or of norms would do to the deadlines that run. Pure.

A deadline is kept as it was first derived. A change shows its differences here; moving any
of them is an act of its own, never a consequence.

Source: W11
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kt1.custody.clock.rules import derive
from kt1.law.calendars.rules import Calendar
from kt1.law.parameters.rules import Norms, Parameter
from kt1.law.services.rules import Mark, Scope, Urgency, Zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """An item whose clock runs: what its deadline was derived from."""

    unit: str
    accepted: datetime
    urgency: Urgency
    mark: Mark
    scope: Scope
    deadline: datetime
    agreed: datetime | None = None
    zone: Zone | None = None
    special: Parameter | None = None  # the list of special geography with its commune


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A deadline that a change of calendar or norms would move. Nothing moves by itself."""

    unit: str
    before: datetime
    after: datetime
    steps: tuple[str, ...]


def differences(
    running: Iterable[Running], *, norms: Norms, calendar: Calendar
) -> tuple[Difference, ...]:
    """What the deadlines would be under these norms and this calendar, where they differ."""
    found = []
    for one in running:
        derived = derive(
            accepted=one.accepted,
            urgency=one.urgency,
            mark=one.mark,
            scope=one.scope,
            norms=norms,
            calendar=calendar,
            agreed=one.agreed,
            zone=one.zone,
            special=one.special,
        )
        if derived.deadline != one.deadline:
            found.append(
                Difference(
                    unit=one.unit,
                    before=one.deadline,
                    after=derived.deadline,
                    steps=derived.steps,
                )
            )
    return tuple(found)
