"""Who may declare, accept and collect. Each answer is a reason why not, or None."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from kt1.custody.items.rules import HeldItem
from kt1.custody.units.taking import why_not_take
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor

TAKERS = frozenset({Role.COUNTER, Role.CONTROLLER, Role.COURIER})


def why_not_declare(actor: Actor) -> str | None:
    """A body's own clerk declares; the counter may do it for a sender who comes with a cover."""
    if actor.role == Role.CLERK and actor.agency_id is not None:
        return None
    if actor.role in TAKERS:
        return None
    return _("Only the sender's records clerk, or the post for them, declares an item.")


def why_not_accept(actor: Actor, at: datetime) -> str | None:
    """Whoever accepts takes: the right duty, and vetted at this moment."""
    return why_not_refuse(actor) or why_not_take(actor, at)


def why_not_refuse(actor: Actor) -> str | None:
    """Not to accept a cover is no taking: the duty alone is asked for."""
    if actor.role not in TAKERS or actor.place_id is None:
        return _("Only a counter clerk, controller or courier of the post accepts items.")
    return None


def why_not_withdraw(actor: Actor, items: Sequence[HeldItem]) -> str | None:
    if actor.role != Role.CLERK or any(i.sender != actor.agency_id for i in items):
        return _("Only the sender's records clerk withdraws a declaration.")
    return None


def why_not_weigh(actor: Actor, items: Sequence[HeldItem]) -> str | None:
    if actor.role not in {Role.COUNTER, Role.CONTROLLER}:
        return _("Only the counter or the centre weighs items.")
    if any(i.place != actor.place_id for i in items):
        return _("Only the place that holds an item weighs it.")
    return None


def why_not_request_pickup(actor: Actor) -> str | None:
    if actor.role != Role.CLERK or actor.place_id is None:
        return _("Only the records clerk asks for a pick-up.")
    return None


def why_not_assign_pickup(actor: Actor) -> str | None:
    if actor.role not in {Role.COUNTER, Role.DISPATCHER, Role.CONTROLLER}:
        return _("Only the counter or the dispatcher assigns a pick-up.")
    return None


def why_not_cancel_pickup(actor: Actor) -> str | None:
    if actor.role not in {Role.CLERK, Role.COUNTER, Role.DISPATCHER, Role.CONTROLLER}:
        return _("Only the records clerk who asked, or the post for them, calls a pick-up off.")
    return None
