"""Who may do what with an incident. Each answer is a reason why not, or None."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kt1.assurance.incidents.models import STATE_LABELS, Incident
from kt1.assurance.incidents.rules import (
    Addressee,
    Ending,
    Gap,
    Kind,
    State,
    may_follow,
    needs_minutes,
)
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor

HANDLERS = frozenset({Role.CONTROLLER, Role.DISPATCHER})
TELLERS = frozenset({Role.CLERK, Role.HEAD})
#: Who reads the news here, and in whose name.
READS_AS: Mapping[Role, Addressee] = {
    Role.REGULATOR: Addressee.DEPARTMENT,
    Role.POLICE_PA03: Addressee.PA03,
    Role.POLICE_PA05: Addressee.PA05,
    Role.PARTY_OFFICE: Addressee.PARTY,
    Role.CLERK: Addressee.SENDER,
    Role.HEAD: Addressee.SENDER,
}
READERS = HANDLERS | frozenset(READS_AS)
#: What an agency can see from outside of what it receives or sent.
TOLD_BY_AGENCIES = (Kind.OPENED, Kind.WRONG_DELIVERY, Kind.LEAK)


def why_not_read(actor: Actor) -> str | None:
    if actor.role in READERS:
        return None
    return _("Incidents are read by the post and by whoever must be told of them.")


def why_not_open(actor: Actor) -> str | None:
    if actor.role in HANDLERS and actor.province_id is not None:
        return None
    if actor.role in TELLERS and actor.agency_id is not None:
        return None
    return _("The controller or dispatcher of the post, or the agency, opens an incident.")


def why_not_raise(actor: Actor) -> str | None:
    """To make an incident of an irregularity of work (sự vụ)."""
    if actor.role in HANDLERS and actor.province_id is not None:
        return None
    return _("The controller or dispatcher of the post raises an irregularity to an incident.")


def why_not_contain(actor: Actor, one: Incident) -> str | None:
    return _why_not_handle(actor, one) or _why_not_now(one, State.CONTAINED)


def why_not_tell(actor: Actor, one: Incident) -> str | None:
    """Record who was told: at any time until it is over."""
    if reason := _why_not_handle(actor, one):
        return reason
    if one.closed_at is not None:
        return _("This incident is over.")
    return None


def why_not_suspect(actor: Actor, one: Incident) -> str | None:
    if reason := _why_not_handle(actor, one):
        return reason
    if one.leak or one.state not in {State.FOUND, State.CONTAINED, State.NOTIFIED}:
        return _("A leak is suspected before the inquiry begins, and once.")
    return None


def why_not_go_on_paper(actor: Actor, one: Incident) -> str | None:
    if reason := _why_not_manage(actor, one):
        return reason
    if not one.leak:
        return _("Only a suspected leak goes on on paper.")
    return _why_not_now(one, State.ON_PAPER)


def why_not_investigate(actor: Actor, one: Incident) -> str | None:
    if reason := _why_not_manage(actor, one):
        return reason
    if one.leak:
        return _("A suspected leak goes on on paper: no inquiry is written down here.")
    return _why_not_now(one, State.INVESTIGATED)


def why_not_record(actor: Actor, one: Incident) -> str | None:
    return _why_not_manage(actor, one) or _why_not_now(one, State.RECORDED)


def why_not_close(actor: Actor, one: Incident) -> str | None:
    if reason := _why_not_manage(actor, one) or _why_not_now(one, State.CLOSED):
        return reason
    if one.state == State.INVESTIGATED and needs_minutes(Kind(one.kind), Gap(one.gap)):
        return _("Minutes first: an incident of this kind is not closed without them.")
    return None


def why_not_learn(actor: Actor, one: Incident) -> str | None:
    return _why_not_manage(actor, one) or _why_not_now(one, State.LEARNED)


def why_not_report(actor: Actor, one: Incident) -> str | None:
    """Enter that a stage of the report was sent; also after it was closed."""
    return _why_not_manage(actor, one)


def why_not_acknowledge(actor: Actor, one: Incident) -> str | None:
    """Whoever must be told confirms that they have the news."""
    addressee = READS_AS.get(actor.role)
    if addressee is None or actor.role is Role.CLERK:
        return _("Whoever must be told of it confirms it.")
    if not one.notices.filter(addressee=addressee, acknowledged_at=None).exists():
        return _("It is confirmed already.")
    return None


def fits(kind: Kind, ending: Ending) -> bool:
    """A loss is never an irregularity of recording only."""
    return not (kind is Kind.LOSS and ending is Ending.RECORDING_ERROR)


def _why_not_handle(actor: Actor, one: Incident) -> str | None:
    if actor.role in HANDLERS and actor.is_in(one.province_id):
        return None
    return _("The controller or dispatcher of the post in the province handles it.")


def _why_not_manage(actor: Actor, one: Incident) -> str | None:
    if actor.role is Role.DISPATCHER and actor.is_in(one.province_id):
        return None
    return _("The dispatcher of the post in the province decides this.")


def _why_not_now(one: Incident, after: State) -> str | None:
    if may_follow(State(one.state), after):
        return None
    return _("Not while it is: %(state)s.") % {"state": STATE_LABELS[State(one.state)]}
