"""Orders for tests, in the shortest form."""

from datetime import date, datetime
from typing import Any

from kt1.config.successions import carry_out
from kt1.network.successions import actions
from kt1.network.successions.rules import Kind, NewBody, Ordered
from tests.custody.factories import MORNING, at, once

#: Papers are dated two days before the morning on which they are entered.
PAPER = date(2026, 1, 12)
TODAY = date(2026, 1, 14)
LATER = date(2026, 2, 1)
MIDNIGHT = at("2026-02-01", "00:00")
CLERK = "user:7"


def ordered(kind: Kind, **said: Any) -> Ordered:
    """An order of 1 February; `founded` as pairs of code and name."""
    said.setdefault("on", LATER)
    founded = tuple(NewBody(code=code, name=name) for code, name in said.pop("founded", ()))
    return Ordered(kind=kind, paper_number="12/NQ-HĐND", paper_date=PAPER, founded=founded, **said)


def drafted(wanted: Ordered, *, when: datetime = MORNING, within: str | None = "24") -> int:
    return actions.draft(ordered=wanted, within=within, by=CLERK, at=when, once=once())


def confirmed(wanted: Ordered, *, when: datetime = MORNING, within: str | None = "24") -> int:
    made = drafted(wanted, when=when, within=within)
    actions.confirm(reorganisation_id=made, within=within, by=CLERK, at=when, once=once())
    return made


def in_effect(wanted: Ordered, *, when: datetime = MIDNIGHT, within: str | None = "24") -> int:
    """Entered, confirmed, and carried out by the worker on its day."""
    made = confirmed(wanted, within=within)
    carry_out(at=when)
    return made
