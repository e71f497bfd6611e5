"""Who may plan and ride runs. Each answer is a reason why not, or None."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from kt1.custody.trips.acts import HeldTrip
from kt1.people.accounts.models import User
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.vetting import queries as vetting

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


def why_not_depart(actor: Actor, trip: HeldTrip, at: datetime) -> str | None:
    """Who starts a run takes what it carries: courier and escort are vetted when it leaves."""
    crew = [person for person in (trip.courier, trip.escort) if person is not None]
    return why_not_ride(actor, trip) or why_not_crew(crew, at)


def why_not_crew(crew: Collection[int], at: datetime) -> str | None:
    """Who of these may not ride at that moment. One query, a second one only to name them."""
    lacking = vetting.lacking(crew, at)
    if not lacking:
        return None
    names = User.objects.filter(pk__in=lacking).values_list("title", flat=True)
    return vetting.crew_sentence(list(names), at)
