"""Who may keep the rosters of an agency. Each answer is a reason why not, or None."""

from django.utils.translation import gettext as _

from kt1.network.models import Agency
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.focal_points.permissions import why_not_name
from kt1.people.rosters.kinds import RosterKind, SwapState
from kt1.people.rosters.models import Roster, Swap


def why_not_keep(actor: Actor, agency: Agency) -> str | None:
    """Whoever names receivers keeps their rosters."""
    return why_not_name(actor, agency)


def why_not_withdraw(actor: Actor, roster: Roster) -> str | None:
    if roster.withdrawn_at is not None:
        return _("This roster was withdrawn already.")
    if roster.kind == RosterKind.ROTATION:
        return _("A rotation is ended on a day, not withdrawn.")
    return why_not_keep(actor, roster.agency)


def why_not_ask(actor: Actor, agency: Agency) -> str | None:
    """Anybody of the agency asks: the head, the clerk, or whoever stands in the roster."""
    if actor.is_agency and actor.is_of(agency.pk):
        return None
    return why_not_keep(actor, agency)


def why_not_answer(actor: Actor, swap: Swap) -> str | None:
    """The one who is asked, or who keeps the roster; never the person who asked."""
    if swap.state != SwapState.ASKED:
        return _("This request was answered already.")
    if actor.user_id == swap.asked_by_id:
        return _("You asked for this swap. Another person of the agency answers.")
    if swap.taker.user_id == actor.user_id:
        return None
    if actor.role is Role.HEAD and actor.is_of(swap.agency_id):
        return None
    if actor.role is Role.CLERK and actor.is_of(swap.agency_id):
        return None
    return why_not_keep(actor, swap.agency)


def why_not_take_back(actor: Actor, swap: Swap) -> str | None:
    if swap.state != SwapState.ASKED:
        return _("This request was answered already.")
    if actor.user_id != swap.asked_by_id:
        return _("Only whoever asked takes the request back.")
    return None
