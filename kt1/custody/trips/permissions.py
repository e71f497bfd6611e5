"""Who may plan and ride runs. Each answer is a reason why not, or None."""

from django.utils.translation import gettext as _

from kt1.custody.trips.acts import HeldTrip
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor

PLANNERS = frozenset({Role.DISPATCHER, Role.CONTROLLER, Role.COUNTER})


def why_not_plan(actor: Actor, province_id: int | None) -> str | None:
    if actor.role not in PLANNERS:
        return _("Only the dispatcher, the centre or a counter plans runs.")
    if not actor.is_in(province_id):
        return _("Only the province where this route starts plans its runs.")
    return None


def why_not_ride(actor: Actor, trip: HeldTrip) -> str | None:
    """The run's own people say that it left and arrived; a planner may say it for them."""
    if actor.user_id in {trip.courier, trip.escort} or actor.role in PLANNERS:
        return None
    return _("Only the courier or escort of this run, or who plans it, says how it goes.")
