"""Who reads quality, enters force majeure and approves it. Each answer is a reason, or None."""

from django.utils.translation import gettext as _

from kt1.assurance.quality.models import ForceMajeure
from kt1.assurance.quality.rules import EventState
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.people.actor import Actor

#: Bodies their own mail; the post and the Department their province.
OF_PROVINCE = frozenset({Role.DISPATCHER, Role.REGULATOR})
OF_BODY = AGENCY_ROLES - {Role.ACCOUNTANT}
READERS = OF_PROVINCE | OF_BODY
#: Figures open to items for the post and the body itself, not for anybody they are shared with.
ITEM_READERS = READERS - {Role.REGULATOR}


def why_not_enter_event(actor: Actor) -> str | None:
    if actor.role is Role.DISPATCHER and actor.province_id is not None:
        return None
    return _("The post's dispatcher enters an event of force majeure.")


def why_not_decide_event(actor: Actor, event: ForceMajeure) -> str | None:
    """The Department decides, never the post itself."""
    if actor.role is not Role.REGULATOR or not actor.is_in(event.province_id):
        return _("The Department of Science and Technology approves an event of force majeure.")
    if event.state != EventState.ENTERED:
        return _("This event is decided already.")
    return None
