"""Who may read the log of readings. Each answer is a reason why not, or None."""

from django.utils.translation import gettext as _

from kt1.people.accounts.rules import POLICE_ROLES
from kt1.people.actor import Actor


def why_not_read_log(actor: Actor) -> str | None:
    if actor.role not in POLICE_ROLES:
        return _("Only the police (PA03, PA05) read who has seen marked data.")
    return None
