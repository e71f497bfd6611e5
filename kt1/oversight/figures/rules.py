"""Figures as they leave the post and the sender: six cells, no marks, no receivers (W5). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Protocol

from kt1.law.services.rules import Scope, Urgency
from kt1.network.agencies.rules import Bloc

PER_MILLE = 1000


class Days(Protocol):
    """Whole days of Vietnam, both ends included."""

    @property
    def first(self) -> date: ...
    @property
    def last(self) -> date: ...


class Direction(StrEnum):
    """As the province sees an item; one within the province goes out and comes in."""

    SENT = "sent"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """How much of one kind the bodies of one bloc sent or received.

    `amount_vnd` is net, by the tariff of each item's day, without what marks add, and stands on
    the side that pays: that of what was sent. Weight is of what was weighed.
    """

    bloc: Bloc
    urgency: Urgency
    scope: Scope
    direction: Direction
    items: int
    weight_g: int
    amount_vnd: int
    #: Of the items: not weighed yet, or without a tariff of their day. Not in the amount.
    unpriced: int = 0


def together(volumes: Iterable[Volume]) -> tuple[Volume, ...]:
    """One volume of each kind."""
    found: dict[tuple[Bloc, Urgency, Scope, Direction], Volume] = {}
    for one in volumes:
        key = (one.bloc, one.urgency, one.scope, one.direction)
        had = found.get(key)
        found[key] = one if had is None else _sum(had, one)
    return tuple(found[key] for key in sorted(found))


def _sum(one: Volume, other: Volume) -> Volume:
    return replace(
        one,
        items=one.items + other.items,
        weight_g=one.weight_g + other.weight_g,
        amount_vnd=one.amount_vnd + other.amount_vnd,
        unpriced=one.unpriced + other.unpriced,
    )


def change_per_mille(now: int, before: int) -> int | None:
    """By how many thousandths of the earlier figure it grew or fell; None where there was none."""
    return (now - before) * PER_MILLE // before if before else None
