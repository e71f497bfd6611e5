"""Who assesses, corrects, verifies and keeps the registers. A reason why not, or None."""

from django.utils.translation import gettext as _

from kt1.assurance.assessments.models import MEASURE_LABELS, SafetyMeasure
from kt1.assurance.assessments.registered import (
    NetworkConnection,
    SafetyPlan,
    SecuredSite,
    SiteEntry,
)
from kt1.assurance.assessments.rules import MeasureState, may_follow
from kt1.people.accounts.rules import POLICE_ROLES, Role
from kt1.people.actor import Actor

KEEPERS = frozenset({Role.DISPATCHER, Role.CONTROLLER})
READERS = KEEPERS | POLICE_ROLES | {Role.REGULATOR}
#: Who came in is for the post and the police; the Department reads that a book is kept.
ENTRY_READERS = KEEPERS | POLICE_ROLES


def why_not_read(actor: Actor) -> str | None:
    if actor.role in READERS and actor.province_id is not None:
        return None
    return _("Security is read by the post's managers, the police and the Department.")


def why_not_read_entries(actor: Actor) -> str | None:
    if actor.role in ENTRY_READERS and actor.province_id is not None:
        return None
    return _("Who came in is read by the post's managers and the police.")


def why_not_manage(actor: Actor) -> str | None:
    """Assess, set measures, register plans, sites and connections."""
    if actor.role is Role.DISPATCHER and actor.province_id is not None:
        return None
    return _("The dispatcher of the post enters this.")


def why_not_keep_entries(actor: Actor) -> str | None:
    if actor.role in KEEPERS and actor.province_id is not None:
        return None
    return _("The controller or the dispatcher keeps the book of entries.")


def why_not_finish(actor: Actor, measure: SafetyMeasure) -> str | None:
    if actor.user_id != measure.owner_id and actor.role is not Role.DISPATCHER:
        return _("Whoever answers for the measure, or the dispatcher, says that it is done.")
    return _why_not_move(actor, measure, MeasureState.DONE)


def why_not_verify(actor: Actor, measure: SafetyMeasure) -> str | None:
    """Another person than who did it (the class of act asks for two)."""
    if actor.role not in KEEPERS:
        return _("The controller or the dispatcher verifies.")
    if actor.user_id in {measure.done_by_id, measure.owner_id}:
        return _("Another person than who answers for it or did it verifies.")
    return _why_not_move(actor, measure, MeasureState.VERIFIED)


def why_not_reopen(actor: Actor, measure: SafetyMeasure) -> str | None:
    if actor.role not in KEEPERS:
        return _("The controller or the dispatcher verifies.")
    return _why_not_move(actor, measure, MeasureState.OPEN)


def why_not_give_up(actor: Actor, measure: SafetyMeasure) -> str | None:
    return why_not_manage(actor) or _why_not_move(actor, measure, MeasureState.CANCELLED)


def _why_not_move(actor: Actor, measure: SafetyMeasure, after: MeasureState) -> str | None:
    if not actor.is_in(measure.province_id):
        return _("This measure is of another province.")
    state = MeasureState(measure.state)
    if may_follow(state, after):
        return None
    return _("Not while it is: %(state)s.") % {"state": MEASURE_LABELS[state]}


def why_not_change_plan(actor: Actor, plan: SafetyPlan) -> str | None:
    """Enter a drill, or end it."""
    if plan.ended_on is not None:
        return _("This plan has ended.")
    return why_not_manage(actor)


def why_not_end_site(actor: Actor, site: SecuredSite) -> str | None:
    if site.ended_on is not None:
        return _("This site is no longer one of restricted entry.")
    return why_not_manage(actor)


def why_not_leave(actor: Actor, entry: SiteEntry) -> str | None:
    if entry.left_at is not None:
        return _("They have left already.")
    return why_not_keep_entries(actor)


def why_not_change_connection(actor: Actor, connection: NetworkConnection) -> str | None:
    """Enter a check, or end it."""
    if connection.ended_on is not None:
        return _("This connection has ended.")
    return why_not_manage(actor)
