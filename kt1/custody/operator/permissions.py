"""Who may take a file of the operator's events."""

from django.utils.translation import gettext as _

from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor

TAKERS = frozenset({Role.CONTROLLER, Role.DISPATCHER})


def why_not_take_file(actor: Actor) -> str | None:
    """The post takes it for its province; whoever holds the server's console for all."""
    if actor.role in TAKERS or (actor.role is Role.ADMIN and actor.user_id == 0):
        return None
    return _("Only the centre or the dispatcher takes the operator's events in.")


def needs_a_duty() -> str:
    """A long file is taken by the worker in somebody's name; the console takes it itself."""
    return _("A long file is left to the worker by somebody on duty.")
