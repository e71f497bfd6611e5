"""Who may look for gaps, and who may remind. Each answer is a reason why not, or None."""

from django.utils.translation import gettext as _

from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Line
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.reminders.rules import reminded_by

#: Who sees some of the gaps: the post, a body, and whoever reminds a line or it rises to.
READERS = (
    Role.CLERK,
    Role.HEAD,
    Role.PARTY_OFFICE,
    Role.DISPATCHER,
    Role.REGULATOR,
    Role.PROVINCE_LEADER,
)
#: Of these, those who may remind a line themselves.
REMINDERS = tuple(role for role in READERS if reminded_by(role))


def why_not_remind(actor: Actor, agency: Agency) -> str | None:
    """A line is reminded by its own superior: from anybody else the letter would be void."""
    if not actor.is_in(agency.province_id):
        return _("This body belongs to another province.")
    if Line(agency.line) not in reminded_by(actor.role):
        return _("This body is reminded along its own line, not by you.")
    return None
