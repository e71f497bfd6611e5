"""Registers as the rule takes them, and the rosters an actor may see."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from kt1.people.accounts.rules import AGENCY_ROLES
from kt1.people.actor import Actor
from kt1.people.focal_points.queries import seen_by as receivers_seen_by
from kt1.people.rosters.loading import Pair, every_register, registers, registers_at
from kt1.people.rosters.models import Roster, RosterChange, Swap

_Row = TypeVar("_Row", bound=Model)

__all__ = [
    "Pair",
    "changes_seen_by",
    "every_register",
    "registers",
    "registers_at",
    "seen_by",
    "standing",
    "swaps_seen_by",
]


def seen_by(actor: Actor) -> QuerySet[Roster]:
    """Rosters of the same agencies whose receivers the actor sees."""
    return _theirs(Roster.objects.select_related("point", "agency", "made__made_by"), actor)


def changes_seen_by(actor: Actor) -> QuerySet[RosterChange]:
    found = RosterChange.objects.select_related("point", "agency", "made_by")
    return _theirs(found, actor).order_by("-at", "-pk")


def swaps_seen_by(actor: Actor) -> QuerySet[Swap]:
    found = Swap.objects.select_related(
        "point", "agency", "giver", "taker", "asked_by", "answered_by"
    )
    return _theirs(found, actor).order_by("-asked_at", "-pk")


def standing(rows: QuerySet[Roster]) -> QuerySet[Roster]:
    """Those that were not withdrawn."""
    return rows.filter(withdrawn=None)


def _theirs(found: QuerySet[_Row], actor: Actor) -> QuerySet[_Row]:
    """A clerk sees the rosters of their agency also before anybody is named in them."""
    if actor.role in AGENCY_ROLES:
        return found.filter(agency=actor.agency_id)
    seen = receivers_seen_by(actor).order_by()
    return found.filter(agency__in=seen.values("agency"))
