"""Who may pack, seal and open. Each answer is a reason why not, or None."""

from django.utils.translation import gettext as _

from kt1.custody.handovers.permissions import holds
from kt1.custody.units.rules import Held
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor

PACKERS = frozenset({Role.COUNTER, Role.CONTROLLER})
STORES = frozenset({Role.CONTROLLER, Role.DISPATCHER})


def why_not_make(actor: Actor) -> str | None:
    if actor.role not in PACKERS or actor.place_id is None:
        return _("Only the counter or the centre takes a bag into use.")
    return None


def why_not_pack(actor: Actor, bag: Held) -> str | None:
    if actor.role not in PACKERS:
        return _("Only the counter or the centre packs bags.")
    if not holds(actor, bag):
        return _("You do not hold this bag.")
    return None


def why_not_open(actor: Actor, bag: Held) -> str | None:
    """A courier opens one too: a bag whose seal broke on the way is packed anew there (W8)."""
    if actor.role not in PACKERS | {Role.COURIER}:
        return _("Only a person of the post who holds a bag opens it.")
    if not holds(actor, bag):
        return _("You do not hold this bag.")
    return None


def why_not_store_seals(actor: Actor) -> str | None:
    if actor.role not in STORES or actor.place_id is None:
        return _("Only the centre keeps the stock of seals.")
    return None


def why_not_retain_seals(actor: Actor) -> str | None:
    if actor.role not in STORES | PACKERS or actor.place_id is None:
        return _("Only the counter or the centre keeps seals that were taken off.")
    return None
