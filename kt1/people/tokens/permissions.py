"""Who may let a program act for a person. Each answer is a reason why not, or None."""

from django.utils.translation import gettext as _

from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor


def why_not_make(actor: Actor) -> str | None:
    if actor.role is not Role.ADMIN:
        return _("Only an administrator makes tokens for programs.")
    return None
