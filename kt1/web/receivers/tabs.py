"""The pages about who receives, side by side: the menu has room for one of them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.words import Words

_REGISTER = (Role.CLERK, Role.ACCOUNTANT, Role.HEAD, Role.PARTY_OFFICE, Role.DISPATCHER)
_SUBSTITUTES = (*_REGISTER, Role.CONTROLLER, Role.COURIER)
#: Page, its name, and who has it.
PAGES: tuple[tuple[str, Words, tuple[Role, ...]], ...] = (
    ("receivers", _("Receivers"), _REGISTER),
    ("points", _("Delivery points"), _REGISTER),
    ("focal_list", _("Printable list"), _REGISTER),
    ("notices", _("Notice"), _REGISTER),
    ("substitutes", _("Substitutes"), _SUBSTITUTES),
    ("coverage", _("Gaps"), (Role.CLERK, Role.HEAD, Role.PARTY_OFFICE, Role.DISPATCHER)),
    ("visitors", _("Who comes today"), (Role.CLERK, Role.HEAD, Role.ACCOUNTANT)),
    ("announcements", _("Announce a courier"), (Role.DISPATCHER,)),
)


def tabs(actor: Actor, here: str) -> list[tuple[Words, str, bool]]:
    """Label, address, whether it is this one; only the pages of this role."""
    return [
        (label, reverse(name), name == here) for name, label, roles in PAGES if actor.role in roles
    ]
