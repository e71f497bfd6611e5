"""The pages of what bodies owe side by side."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kt1.oversight.reminders.permissions import URGERS
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.words import Words

#: Who reads the letters and calls of an office.
LETTER_READERS = (*URGERS, Role.PROVINCE_LEADER)
_PAGES: tuple[tuple[str, Words, tuple[Role, ...] | None], ...] = (
    ("digest", _("My digest"), None),
    ("owed", _("Not done yet"), None),
    ("urgings", _("Letters and calls"), LETTER_READERS),
    ("urging_effect", _("What came of it"), LETTER_READERS),
)


def tabs(actor: Actor, here: str) -> list[tuple[Words, str, bool]]:
    """Label, address, whether it is this one."""
    return [
        (label, reverse(name), name == here)
        for name, label, roles in _PAGES
        if roles is None or actor.role in roles
    ]
