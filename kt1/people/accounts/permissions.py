"""Who may settle accounts and duties. Each answer is a reason why not, or None."""

from django.utils.translation import gettext as _

from kt1.people.accounts.models import User
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor


def why_not_administer(actor: Actor) -> str | None:
    if actor.role is not Role.ADMIN:
        return _("Only an administrator settles accounts.")
    return None


def why_not_give_duty(actor: Actor, user: User) -> str | None:
    """An administrator reads no business data, so none gives a duty to themselves."""
    if actor.role is not Role.ADMIN:
        return _("Only an administrator settles accounts.")
    if actor.user_id == user.pk:
        return _("Another administrator must give you a duty.")
    if not user.is_active:
        return _("This account is disabled. Enable it first.")
    return None
