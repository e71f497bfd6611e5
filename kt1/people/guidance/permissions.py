"""Who may guide a body, and who there reads it. Each answer is a reason why not, or None."""

from django.utils.translation import gettext as _

from kt1.network.models import Agency
from kt1.network.successions.lineage import bodies_behind
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.people.actor import Actor
from kt1.people.guidance.models import Guidance
from kt1.people.guidance.rules import Giver

GIVERS = {
    Role.DISPATCHER: Giver.POST,
    Role.COUNTER: Giver.POST,
    Role.REGULATOR: Giver.REGULATOR,
}
READERS = AGENCY_ROLES | {Role.PARTY_OFFICE}


def why_not_give(actor: Actor, agency: Agency | None = None) -> str | None:
    """Of one body, or whether at all."""
    if actor.role not in GIVERS:
        return _("The counter and the dispatcher of the post and the Department give guidance.")
    if agency is not None and not actor.is_in(agency.province_id):
        return _("This agency belongs to another province.")
    return None


def why_not_correct(actor: Actor, guidance: Guidance) -> str | None:
    if reason := why_not_give(actor):
        return reason
    if GIVERS[actor.role] != guidance.giver:
        return _("What the other side recorded, the other side corrects.")
    if hasattr(guidance, "corrected_by"):
        return _("This one has been corrected already.")
    return None


def why_not_acknowledge(actor: Actor, guidance: Guidance) -> str | None:
    """The people of the body it was given to, or of the body that came after it."""
    if actor.role in READERS and guidance.agency_id in bodies_behind(actor.agency_id):
        return None
    return _("Only the people of the agency say that they have read it.")
