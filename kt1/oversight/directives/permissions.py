"""Who keeps directives, reports, looks at reports. Each answer is a reason why not, or None.

Who follows a body is said by its line (W7): a Party body is followed by Văn phòng Tỉnh ủy, a court
by its own superior alone, and the Sở neither sees nor returns what they report.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kt1.network.agencies.lines import RULES, Body
from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Family, Line
from kt1.oversight.directives.models import Assignment, Directive
from kt1.oversight.directives.rules import DIRECTIVE_NEXT, NEXT, Stage, State
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.people.actor import Actor
from kt1.people.reminders.rules import lines_of

#: Who keeps a register of directives, and as which body.
KEEPERS: Mapping[Role, Body] = {
    Role.REGULATOR: Body.SCIENCE_DEPARTMENT,
    Role.PROVINCE_LEADER: Body.PROVINCE,
    Role.PARTY_OFFICE: Body.PARTY_OFFICE,
}
#: Who reports for a body.
SPEAKERS = frozenset({Role.CLERK, Role.HEAD, Role.PARTY_OFFICE, Role.REGULATOR, Role.FINANCE})
READERS = AGENCY_ROLES | SPEAKERS | {Role.DISPATCHER, Role.PROVINCE_LEADER}


def speaks_for(actor: Actor, agency: Agency) -> bool:
    """Whether this person reports for the body; the dispatcher does for the post itself."""
    if actor.role is Role.DISPATCHER:
        return agency.family == Family.POST and actor.is_in(agency.province_id)
    return actor.role in SPEAKERS and actor.is_of(agency.pk)


def lines_seen(role: Role) -> frozenset[Line]:
    """The lines of which people of this role see how each body stands."""
    body = KEEPERS.get(role)
    return frozenset(line for line, rule in RULES.items() if body in rule.figures_seen_by)


def follows(actor: Actor, agency: Agency) -> bool:
    """Whether the body's reports are looked at by this person, or rise to them."""
    return (
        actor.role in KEEPERS
        and actor.is_in(agency.province_id)
        and Line(agency.line) in lines_of(actor.role)
    )


def is_followed(line: Line) -> bool:
    """Whether anybody here looks at reports of this line; a court's own superior is not here."""
    return any(line in lines_of(role) for role in KEEPERS)


def why_not_read(actor: Actor) -> str | None:
    if actor.role in READERS:
        return None
    return _("Directives are read by who keeps them and by the bodies they are addressed to.")


def why_not_register(actor: Actor) -> str | None:
    if actor.role in KEEPERS and actor.province_id is not None:
        return None
    return _("The Department, the province and the Party office keep directives.")


def why_not_edit(actor: Actor, directive: Directive) -> str | None:
    """To change its facts and tasks."""
    if reason := _why_not_keep(actor, directive):
        return reason
    if directive.stage != Stage.DRAFT:
        return _("It is issued: bodies have its tasks. Grant a later day, or end it.")
    return None


def why_not_move(actor: Actor, directive: Directive, after: Stage) -> str | None:
    """To issue or end it."""
    if reason := _why_not_keep(actor, directive):
        return reason
    if after not in DIRECTIVE_NEXT[Stage(directive.stage)]:
        return _("This does not follow from how the directive stands now.")
    return None


def why_not_number(actor: Actor, directive: Directive) -> str | None:
    if reason := _why_not_keep(actor, directive):
        return reason
    if directive.number:
        return _("It has its number.")
    return None


def why_not_refresh(actor: Actor, directive: Directive) -> str | None:
    """To give the tasks to bodies that came since."""
    if reason := _why_not_keep(actor, directive):
        return reason
    return None if directive.stage == Stage.ISSUED else _("It is not being carried out.")


def _why_not_keep(actor: Actor, directive: Directive) -> str | None:
    if not actor.is_in(directive.province_id) or KEEPERS.get(actor.role) != directive.keeper:
        return _("Only who keeps this directive changes it.")
    return None


def why_not_acknowledge(actor: Actor, agency: Agency, *, by_paper: bool) -> str | None:
    if speaks_for(actor, agency):
        return None
    if follows(actor, agency) and by_paper:
        return None
    return _("The body itself says so; another enters its paper, with number and date.")


def why_not_enter_receipts(actor: Actor, directive: Directive) -> str | None:
    """To enter papers by which bodies say that they have it; which bodies' is said by each."""
    if actor.role not in KEEPERS or not actor.is_in(directive.province_id):
        return _("The body itself says so; another enters its paper, with number and date.")
    return None if directive.stage == Stage.ISSUED else _("It is not being carried out.")


def why_not_see_receipts(actor: Actor) -> str | None:
    """To see which bodies have said that they have it."""
    if lines_seen(actor.role):
        return None
    return _("Which bodies have received it is read by who follows their line.")


def why_not_report(
    actor: Actor, assignment: Assignment, after: State, paper: str = ""
) -> str | None:
    if not speaks_for(actor, assignment.agency) and not (
        follows(actor, assignment.agency) and paper
    ):
        return _("The body itself reports; another enters its paper, with number and date.")
    return _why_not_now(assignment, after)


def why_not_decide(actor: Actor, assignment: Assignment, after: State) -> str | None:
    """To look at a report: done, to be completed, not concerned."""
    if not follows(actor, assignment.agency):
        return _("This body is followed along its own line, not by you.")
    if actor.is_of(assignment.agency_id):
        return _("What one's own body reports is looked at by another.")
    return _why_not_now(assignment, after)


def _why_not_now(assignment: Assignment, after: State) -> str | None:
    if assignment.task.directive.stage != Stage.ISSUED:
        return _("This directive is not being carried out.")
    if after not in NEXT[State(assignment.state)]:
        return _("%(body)s: this does not follow from how the task stands now.") % {
            "body": assignment.agency.name
        }
    return None
