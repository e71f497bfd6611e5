"""Who may try, deliver, confirm, return, hold and lose. Each answer is a reason, or None."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kt1.custody.items.rules import HeldItem
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.people.actor import Actor

DELIVERERS = frozenset({Role.COURIER, Role.COUNTER, Role.CONTROLLER})
LEADERS = frozenset({Role.CONTROLLER, Role.DISPATCHER})


def why_not_deliver(actor: Actor) -> str | None:
    if actor.role not in DELIVERERS or actor.place_id is None:
        return _("Only a person of the post who holds the items delivers them.")
    return None


def why_not_confirm(actor: Actor, items: Sequence[HeldItem]) -> str | None:
    if actor.role != Role.CLERK or any(i.receiver != actor.agency_id for i in items):
        return _("Only the receiver's records clerk confirms what the duty officer took.")
    return None


def why_not_dispute(actor: Actor, items: Sequence[HeldItem]) -> str | None:
    if actor.role not in AGENCY_ROLES or any(i.receiver != actor.agency_id for i in items):
        return _("Only the receiving body disputes a delivery.")
    return None


def why_not_recall(actor: Actor, items: Sequence[HeldItem]) -> str | None:
    if actor.role not in {Role.CLERK, Role.HEAD} or any(i.sender != actor.agency_id for i in items):
        return _("Only the sender recalls an item.")
    return None


def why_not_return(actor: Actor) -> str | None:
    if actor.role not in LEADERS | {Role.COUNTER}:
        return _("Only the counter, the centre or the dispatcher sends an item back.")
    return None


def why_not_forward(actor: Actor, item: HeldItem) -> str | None:
    sender = actor.role == Role.CLERK and item.sender == actor.agency_id
    if not sender and actor.role not in LEADERS:
        return _("Only the sender, or the post on the sender's letter, forwards an item.")
    return None


def why_not_hold(actor: Actor, items: Sequence[HeldItem]) -> str | None:
    if not actor.is_post:
        return _("Only the post holds an item for handling.")
    if any(i.person not in {None, actor.user_id} and i.place != actor.place_id for i in items):
        return _("You do not hold this item.")
    return None


def why_not_put_right(actor: Actor) -> str | None:
    """Who may propose and do it; which second person must agree is the rule of approvals."""
    if not actor.is_post:
        return _("Only the post does this, with a second person.")
    return None


def why_not_close(actor: Actor) -> str | None:
    if actor.role not in LEADERS | {Role.COUNTER}:
        return _("Only the counter, the centre or the dispatcher closes an irregularity.")
    return None
