"""Who may say who receives for an agency. Each answer is a reason why not, or None."""

from django.utils.translation import gettext as _

from kt1.network.agencies.rules import Bloc
from kt1.network.models import Agency, AgencyPoint, Place
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor

NAMING = frozenset({Role.CLERK, Role.HEAD})


def why_not_name(actor: Actor, agency: Agency) -> str | None:
    """The agency says it. Where it works on paper, another enters its signed paper for it."""
    if actor.role in NAMING and actor.is_of(agency.pk):
        return None
    if agency.works_on_paper and _transcribes_for(actor, agency):
        return None
    if agency.works_on_paper:
        return _("This agency works on paper. The post's dispatcher enters its signed paper.")
    return _("Only the records clerk or the head of this agency names who receives for it.")


def _transcribes_for(actor: Actor, agency: Agency) -> bool:
    if not actor.is_in(agency.province_id):
        return False
    if actor.role is Role.DISPATCHER:
        return True
    return actor.role is Role.PARTY_OFFICE and agency.bloc == Bloc.PARTY


def why_not_acknowledge(actor: Actor, agency: Agency) -> str | None:
    """The post answers for having taken note."""
    if actor.role is Role.DISPATCHER and actor.is_in(agency.province_id):
        return None
    return _("Only the dispatcher of this province acknowledges a notice to the post.")


def why_not_issue_list(actor: Actor) -> str | None:
    """Copies are counted, so those who answer for the contacts hand them out."""
    if actor.role in NAMING or actor.role in {Role.DISPATCHER, Role.PARTY_OFFICE}:
        return None
    return _("Only the agency, its Party office or the dispatcher hands out this list.")


def why_not_describe(actor: Actor, door: Place) -> str | None:
    """Those who receive at the door say how to come to it; the dispatcher, what they were told."""
    if actor.role is Role.DISPATCHER and actor.is_in(door.province_id):
        return None
    ties = AgencyPoint.objects.filter(point=door, agency=actor.agency_id or 0)
    if actor.role in NAMING and ties.exists():
        return None
    return _("Only an agency that receives here, or the dispatcher, says how to come to this door.")
