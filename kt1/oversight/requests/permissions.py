"""Who asks whom, and who answers. Each answer is a reason why not, or None."""

from django.utils.translation import gettext as _

from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Line
from kt1.oversight.directives.permissions import speaks_for
from kt1.oversight.requests.models import Inquiry
from kt1.oversight.requests.rules import NEXT, Side, State
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.people.actor import Actor
from kt1.people.reminders.rules import lines_of

#: Who asks bodies of the lines they follow.
FOLLOWERS = frozenset({Role.REGULATOR, Role.PARTY_OFFICE})
READERS = AGENCY_ROLES | FOLLOWERS | {Role.DISPATCHER, Role.FINANCE}


def follows(actor: Actor, agency: Agency) -> bool:
    return (
        actor.role in FOLLOWERS
        and actor.is_in(agency.province_id)
        and not actor.is_of(agency.pk)
        and Line(agency.line) in lines_of(actor.role)
    )


def side_of(actor: Actor, agency: Agency) -> Side | None:
    """For which of the two this person speaks."""
    if follows(actor, agency):
        return Side.FOLLOWER
    return Side.BODY if speaks_for(actor, agency) else None


def is_followed(agency: Agency) -> bool:
    return any(Line(agency.line) in lines_of(role) for role in FOLLOWERS)


def why_not_read(actor: Actor) -> str | None:
    if actor.role in READERS:
        return None
    return _("Requests are read by the agency and by who follows its line.")


def why_not_ask(actor: Actor, agency: Agency) -> str | None:
    side = side_of(actor, agency)
    if side is None:
        return _("You ask bodies of the lines you follow, or for your own body.")
    if side is Side.BODY and not is_followed(agency):
        return _("Your body is followed by its own superior, who is not on this system.")
    return None


def why_not_answer(actor: Actor, inquiry: Inquiry, paper: str = "") -> str | None:
    """The side it waits for; whoever follows a body enters its paper for it."""
    side = side_of(actor, inquiry.agency)
    if State.ANSWERED not in NEXT[State(inquiry.state)]:
        return _("Nobody waits for an answer here.")
    if side is None or (side != inquiry.waits_for and not (side is Side.FOLLOWER and paper)):
        return _("It waits for the other side to answer.")
    return None


def why_not_go_on(actor: Actor, inquiry: Inquiry, after: State) -> str | None:
    """To ask once more, or close it: whoever asked."""
    if side_of(actor, inquiry.agency) != inquiry.asked_by:
        return _("Whoever asked goes on with it or closes it.")
    if after not in NEXT[State(inquiry.state)]:
        return _("It is not answered yet, or it is over.")
    return None


def why_not_set_contact(actor: Actor, agency: Agency) -> str | None:
    if speaks_for(actor, agency) or (agency.works_on_paper and follows(actor, agency)):
        return None
    return _("The agency names its own contact.")
