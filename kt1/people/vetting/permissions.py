"""Who records what workers hold, who asks the police, who answers. Reasons why not, or None."""

from django.utils.translation import gettext as _

from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor


def why_not_record(actor: Actor, user_id: int) -> str | None:
    """A dispatcher records from signed papers, for everybody but themselves."""
    if actor.role is not Role.DISPATCHER:
        return _("Only a dispatcher of the post records what workers hold.")
    if actor.user_id == user_id:
        return _("Another dispatcher records your own papers.")
    return None


def why_not_ask(actor: Actor) -> str | None:
    if actor.role is not Role.DISPATCHER or actor.province_id is None:
        return _("Only a dispatcher of the post asks the police about workers.")
    return None


def why_not_answer(actor: Actor, province_id: int) -> str | None:
    """PA03 answers on its own page; what it answered on paper a dispatcher enters."""
    if actor.role not in {Role.POLICE_PA03, Role.DISPATCHER} or not actor.is_in(province_id):
        return _("PA03 of the province answers, or a dispatcher enters its letter.")
    return None


def why_not_train(actor: Actor) -> str | None:
    if actor.role is not Role.DISPATCHER or actor.province_id is None:
        return _("Only a dispatcher of the post records a training.")
    return None
