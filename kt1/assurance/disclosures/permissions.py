"""Who registers and reads requests of authorities. Each answer is a reason why not, or None."""

from django.utils.translation import gettext as _

from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor

#: Police PA03 too: what was disclosed of the service is theirs to watch over.
READERS = frozenset({Role.DISPATCHER, Role.REGULATOR, Role.POLICE_PA03})


def why_not_read(actor: Actor) -> str | None:
    if actor.role in READERS and actor.province_id is not None:
        return None
    return _(
        "The dispatcher of the post, the Department and police PA03 read requests of authorities."
    )


def why_not_register(actor: Actor) -> str | None:
    if actor.role is Role.DISPATCHER and actor.province_id is not None:
        return None
    return _("The dispatcher of the post registers requests of authorities.")
