"""Who may do what with a violation. Each answer is a reason why not, or None."""

from django.utils.translation import gettext as _

from kt1.network.agencies.rules import Family
from kt1.network.successions.lineage import bodies_behind
from kt1.oversight.violations.models import STATE_LABELS, Violation
from kt1.oversight.violations.rules import Addressee, Outcome, State, may_follow
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.people.actor import Actor

READERS = frozenset({Role.REGULATOR, Role.PROVINCE_LEADER})
ANSWERERS = frozenset({Role.CLERK, Role.HEAD, Role.DISPATCHER})


def why_not_read(actor: Actor) -> str | None:
    if actor.role in READERS | AGENCY_ROLES | {Role.DISPATCHER, Role.POLICE_PA03}:
        return None
    return _("Violations are read by the Department, the province, the police and the body itself.")


def why_not_record(actor: Actor) -> str | None:
    if actor.role is Role.REGULATOR and actor.province_id is not None:
        return None
    return _("The Department of Science and Technology follows violations.")


def why_not_move(actor: Actor, violation: Violation, after: State) -> str | None:
    """To ask for a correction, check it again, decide, drop or close: the Sở."""
    if actor.role is not Role.REGULATOR or not actor.is_in(violation.province_id):
        return _("The Department of Science and Technology follows violations.")
    if may_follow(State(violation.state), after):
        return None
    return _not_while(violation)


def answers_for(actor: Actor, violation: Violation) -> bool:
    """Whether this person speaks for the body, or for who came after it."""
    if actor.role is Role.DISPATCHER:
        return violation.agency.family == Family.POST and actor.is_in(violation.province_id)
    return actor.role in ANSWERERS and violation.agency_id in bodies_behind(actor.agency_id)


def why_not_report(actor: Actor, violation: Violation) -> str | None:
    """The body says what it did; for one that works on paper the Sở enters its letter."""
    entered = actor.role is Role.REGULATOR and actor.is_in(violation.province_id)
    if not entered and not answers_for(actor, violation):
        return _("The body itself reports its correction.")
    if may_follow(State(violation.state), State.REPORTED):
        return None
    return _not_while(violation)


def why_not_enter_result(actor: Actor, violation: Violation) -> str | None:
    """What came of the last outcome: the Sở, or the police of what was referred to them."""
    last = violation.decisions.order_by("-n").first()
    if violation.state != State.DECIDED or last is None:
        return _not_while(violation)
    if actor.role is Role.REGULATOR and actor.is_in(violation.province_id):
        return None
    theirs = last.kind == Outcome.REFER and last.addressee == Addressee.POLICE
    if actor.role is Role.POLICE_PA03 and theirs and actor.is_in(violation.province_id):
        return None
    return _("The Department, or the police of what was referred to them, enter the result.")


def _not_while(violation: Violation) -> str:
    words = STATE_LABELS[State(violation.state)]
    return _("Not while it is: %(state)s.") % {"state": words}
