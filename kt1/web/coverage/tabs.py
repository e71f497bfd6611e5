"""The pages of coverage side by side."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kt1.people.accounts.rules import AGENCY_ROLES
from kt1.people.actor import Actor
from kt1.web.words import Words

_PAGES: tuple[tuple[str, Words, bool], ...] = (
    ("coverage", _("Gaps"), True),
    ("coverage_calendar", _("Calendar of gaps"), True),
    ("coverage_map", _("Map"), False),
    ("coverage_month", _("Off-hours frames"), False),
    ("coverage_reminders", _("Reminders"), True),
)


def tabs(actor: Actor, here: str, asked: str = "") -> list[tuple[Words, str, bool]]:
    """Label, address, whether it is this one; a body has no map and no list of others."""
    query = f"?{asked}" if asked else ""
    return [
        (label, f"{reverse(name)}{query}", name == here)
        for name, label, for_bodies in _PAGES
        if for_bodies or actor.role not in AGENCY_ROLES
    ]
