"""Who may close a shift. Each answer is a reason why not, or None."""

from django.utils.translation import gettext as _

from kt1.custody.handovers.permissions import CUSTODIANS
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor

WHOLE_PLACE = frozenset({Role.COUNTER, Role.CONTROLLER})


def why_not_balance(actor: Actor, *, whole_place: bool) -> str | None:
    if actor.role not in CUSTODIANS or actor.place_id is None:
        return _("Only a person of the post who holds units closes a shift.")
    if whole_place and actor.role not in WHOLE_PLACE:
        return _("Only the counter or the centre counts for the whole place.")
    return None
