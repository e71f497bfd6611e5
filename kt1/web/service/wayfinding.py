"""What the pages on the service share: the day, the province, tabs and crumbs."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.frame.hotline import province_code
from kt1.web.moments import ZONE
from kt1.web.request import Request
from kt1.web.words import Words

TABS: Sequence[tuple[str, Words]] = (
    ("service_products", _("Products")),
    ("service_rules", _("Wrapping and cover")),
    ("service_norms", _("Norms")),
    ("service_tariff", _("Tariff")),
    ("service_contacts", _("Whom to call")),
    ("service_offices", _("Points of the post")),
    ("service_hours", _("Closing and delivery hours")),
)


def today(request: Request) -> date:
    return request.at.astimezone(ZONE).date()


def province_of(actor: Actor) -> str:
    """The code of the actor's province; empty for who acts for the whole country."""
    return province_code(actor.province_id) if actor.province_id else ""


def within(actor: Actor) -> str | None:
    """The only province whose statements this person keeps; None where it is all."""
    if actor.role in {Role.ADMIN, Role.MINISTRY}:
        return None
    return province_of(actor)


def tabs(current: str) -> list[tuple[Words, str, bool]]:
    return [(label, reverse(name), name == current) for name, label in TABS]


def crumbs(*further: tuple[Words, str]) -> list[tuple[Words, str]]:
    return [
        (_("Directory"), reverse("directory")),
        (_("The KT1 service"), reverse("service_products") if further else ""),
        *further,
    ]
