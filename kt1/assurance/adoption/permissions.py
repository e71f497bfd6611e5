"""Who reads of whose use, and who sets targets. Each answer is a reason why not, or None."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from kt1.network.agencies.lines import RULES
from kt1.network.agencies.rules import Line
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.reminders.rules import ROLES

#: Each sees the bodies of the lines whose figures are theirs to see (W7).
READERS = frozenset({Role.REGULATOR, Role.PARTY_OFFICE, Role.PROVINCE_LEADER})


def lines_shown(role: Role) -> Collection[Line]:
    """Lines whose figures, body by body, people of this role may see."""
    return frozenset(
        line
        for line, rule in RULES.items()
        if role in {ROLES.get(body) for body in rule.figures_seen_by}
    )


def why_not_set_target(actor: Actor) -> str | None:
    if actor.role is Role.REGULATOR and actor.province_id is not None:
        return None
    return _("The Department of Science and Technology enters the targets of its province.")
