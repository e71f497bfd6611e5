"""Who rings, confirms a substitute, and announces who comes. Each answer is a reason, or None."""

from django.utils.translation import gettext as _

from kt1.network.models import Agency, Place
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.focal_points.permissions import NAMING
from kt1.people.visits.models import Substitution

CALLERS = frozenset({Role.COURIER, Role.COUNTER, Role.CONTROLLER})
LEADERS = frozenset({Role.CONTROLLER, Role.DISPATCHER})


def why_not_call(actor: Actor, door: Place) -> str | None:
    if actor.role in CALLERS and actor.is_in(door.province_id):
        return None
    return _("Only a person of the post who delivers in this province records a call.")


def why_not_ask(actor: Actor, door: Place) -> str | None:
    if door.focal_only:
        return _("This door is for named receivers only: no substitute, ever.")
    return why_not_call(actor, door)


def why_not_settle(actor: Actor, asked: Substitution) -> str | None:
    """Another person of the post than the one at the door."""
    if actor.role not in LEADERS or not actor.is_in(asked.point.province_id):
        return _("Only a shift leader or the dispatcher of this province confirms a substitute.")
    if asked.asked_by_id == actor.user_id:
        return _("You asked for it yourself: another person must confirm it.")
    return None


def why_not_write(actor: Actor, agency: Agency) -> str | None:
    """The agency confirms in writing, or the dispatcher enters the letter that came on paper."""
    if actor.role in NAMING and actor.is_of(agency.pk):
        return None
    if actor.role is Role.DISPATCHER and actor.is_in(agency.province_id):
        return None
    return _("Only the agency, or the dispatcher from its letter, confirms this in writing.")


def why_not_announce(actor: Actor, province_id: int) -> str | None:
    if actor.role is Role.DISPATCHER and actor.is_in(province_id):
        return None
    return _("Only the dispatcher of this province announces who comes on a route.")
