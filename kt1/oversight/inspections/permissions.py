"""Who may do what with watching and inspections. Each answer is a reason why not, or None."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kt1.network.agencies.lines import RULES, Body
from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Family, Line
from kt1.network.successions.lineage import bodies_behind
from kt1.oversight.inspections.models import STATE_LABELS, Inspection
from kt1.oversight.inspections.rules import AT_WORK, KNOWN, Side, State, may_follow
from kt1.oversight.inspections.versions import ChecklistVersion
from kt1.oversight.papers import enters_for
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.people.actor import Actor
from kt1.people.reminders.rules import reminded_by

#: Who watches, and as which body: the Sở, and the Party's office for its own bloc (W7).
WATCHERS: Mapping[Role, Body] = {
    Role.REGULATOR: Body.SCIENCE_DEPARTMENT,
    Role.PARTY_OFFICE: Body.PARTY_OFFICE,
}
#: Who reads the inspections of a province whole.
READERS = frozenset({Role.REGULATOR, Role.PROVINCE_LEADER})
#: From whom a team may have members.
SENDERS = frozenset({Role.REGULATOR, Role.FINANCE, Role.POLICE_PA03, Role.POLICE_PA05})
#: Who answers for the body inspected.
ANSWERERS = frozenset({Role.CLERK, Role.HEAD, Role.DISPATCHER})


def why_not_watch(actor: Actor) -> str | None:
    if actor.role in WATCHERS and actor.province_id is not None:
        return None
    return _("The watch list is the Department's, and the Party office's for its own bloc.")


def why_not_watch_body(actor: Actor, agency: Agency) -> str | None:
    """Who sees a body's figures follows its line."""
    if reason := why_not_watch(actor):
        return reason
    if not actor.is_in(agency.province_id):
        return _("This body belongs to another province.")
    if WATCHERS[actor.role] not in RULES[Line(agency.line)].figures_seen_by:
        return _("Figures of this body are seen by its own line alone.")
    return None


def why_not_remind(actor: Actor, agency: Agency) -> str | None:
    if reason := why_not_watch_body(actor, agency):
        return reason
    if Line(agency.line) not in reminded_by(actor.role):
        return _("This body is reminded along its own line, not by you.")
    return None


def why_not_read(actor: Actor) -> str | None:
    """The list of inspections. What a body of a team or of an inspection sees is in its query."""
    if actor.role in READERS | SENDERS | AGENCY_ROLES | {Role.DISPATCHER}:
        return None
    return _("Inspections are read by the Department, the province, the team and who is inspected.")


def why_not_plan(actor: Actor) -> str | None:
    if actor.role is Role.REGULATOR and actor.province_id is not None:
        return None
    return _("The Department of Science and Technology plans, decides and concludes inspections.")


def why_not_inspect(actor: Actor, agency: Agency, side: Side) -> str | None:
    """Which bodies the province may inspect follows their line; the post alone provides."""
    if reason := why_not_plan(actor):
        return reason
    if not actor.is_in(agency.province_id):
        return _("This body belongs to another province.")
    if not RULES[Line(agency.line)].inspected_by_province:
        return _("Bodies of this line are inspected by their own superior, not from here.")
    if (side is Side.PROVIDER) != (agency.family == Family.POST):
        return _("The post is inspected for providing the service, every other body for using it.")
    return None


def why_not_move(actor: Actor, inspection: Inspection, after: State) -> str | None:
    """To decide, begin, call off, conclude or close: the Sở."""
    if actor.role is not Role.REGULATOR or not actor.is_in(inspection.province_id):
        return why_not_plan(actor) or _("This inspection belongs to another province.")
    if not may_follow(State(inspection.state), after):
        return _not_while(inspection)
    return None


def why_not_staff(actor: Actor, inspection: Inspection) -> str | None:
    """To change the team: the Sở, until the minutes."""
    if actor.role is not Role.REGULATOR or not actor.is_in(inspection.province_id):
        return why_not_plan(actor) or _("This inspection belongs to another province.")
    if inspection.state not in {State.PREPARED, State.DECIDED, State.OPEN}:
        return _not_while(inspection)
    return None


def is_of_team(actor: Actor, inspection: Inspection) -> bool:
    if actor.role not in SENDERS:
        return False
    return inspection.team.filter(user=actor.user_id).exists()


def why_not_work(actor: Actor, inspection: Inspection) -> str | None:
    """To answer, draw and find: the team, while it is at work."""
    theirs = actor.role is Role.REGULATOR and actor.is_in(inspection.province_id)
    if not theirs and not is_of_team(actor, inspection):
        return _("The team of this inspection does this.")
    if inspection.state not in AT_WORK:
        return _not_while(inspection)
    return None


def why_not_see_sample(actor: Actor, inspection: Inspection) -> str | None:
    """Custody chains are for the team alone; each look is logged."""
    if inspection.state not in KNOWN:
        return _not_while(inspection)
    if actor.role is Role.REGULATOR and actor.is_in(inspection.province_id):
        return None
    if is_of_team(actor, inspection):
        return None
    return _("The team of this inspection does this.")


def answers_for(actor: Actor, inspection: Inspection) -> bool:
    """Whether this person speaks for the body inspected, or for who came after it."""
    if actor.role is Role.DISPATCHER:
        return inspection.side == Side.PROVIDER and actor.is_in(inspection.province_id)
    return actor.role in ANSWERERS and inspection.agency_id in bodies_behind(actor.agency_id)


def why_not_acknowledge(
    actor: Actor, inspection: Inspection, *, by_paper: bool = False
) -> str | None:
    if not _says(actor, inspection, by_paper=by_paper):
        return _("The body inspected does this.")
    if inspection.acknowledged_at is not None:
        return _("It is said already that the decision was read.")
    if inspection.state not in KNOWN:
        return _not_while(inspection)
    return None


def _says(actor: Actor, inspection: Inspection, *, by_paper: bool) -> bool:
    """The body itself; or whoever enters its signed paper, where it works on paper."""
    if by_paper:
        return enters_for(actor, inspection.agency)
    return answers_for(actor, inspection)


def why_not_explain(actor: Actor, inspection: Inspection, *, by_paper: bool = False) -> str | None:
    """The body explains itself from the decision to the conclusion."""
    if not _says(actor, inspection, by_paper=by_paper):
        return _("The body inspected does this.")
    if inspection.state not in {State.DECIDED, State.OPEN, State.MINUTED}:
        return _not_while(inspection)
    return None


def why_not_draft(actor: Actor) -> str | None:
    """To begin a version of a checklist."""
    if actor.role is Role.REGULATOR and actor.province_id is not None:
        return None
    return _("The Department of Science and Technology writes the checklists of its province.")


def why_not_write(actor: Actor, version: ChecklistVersion) -> str | None:
    if reason := why_not_draft(actor):
        return reason
    if not actor.is_in(version.province_id):
        return _("The Department of Science and Technology writes the checklists of its province.")
    if version.published_at is not None:
        return _("A published version is never changed: begin the next one.")
    return None


def why_not_publish(actor: Actor, version: ChecklistVersion) -> str | None:
    """The head of the Department, or another of its people than the one who wrote last."""
    leads = actor.role is Role.HEAD and actor.is_of(version.agency_id)
    beside = actor.role is Role.REGULATOR and actor.is_in(version.province_id)
    if not (leads or beside):
        return _("The leader of the Department publishes its checklists.")
    if version.published_at is not None:
        return _("A published version is never changed: begin the next one.")
    if actor.user_id == version.changed_by_id:
        return _("Another person than the one who wrote in it last publishes it.")
    return None


def _not_while(inspection: Inspection) -> str:
    words = STATE_LABELS[State(inspection.state)]
    return _("Not while it is: %(state)s.") % {"state": words}
