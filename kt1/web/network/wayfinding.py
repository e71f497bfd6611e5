"""What the pages of the network share: the day, the provinces to choose from, crumbs."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kt1.law.calendars.rules import VIETNAM
from kt1.network.sheets.tables import SheetName
from kt1.network.units import queries as units
from kt1.people.actor import Actor
from kt1.web.lists.filters import Choice
from kt1.web.network.labels import SHEET_LABELS
from kt1.web.network.permissions import (
    why_not_read_places,
    why_not_read_routes,
    why_not_write,
)
from kt1.web.request import Request
from kt1.web.succession.permissions import READERS
from kt1.web.words import Words

Crumb = tuple[Words, str]

LIST_PAGES = {
    SheetName.AGENCIES: "agencies",
    SheetName.ANNEX: "agencies",
    SheetName.POINTS: "places",
    SheetName.PLACES: "places",
    SheetName.ROUTES: "routes",
    SheetName.UNITS: "units",
    SheetName.SUCCESSIONS: "units",
}


def today(request: Request) -> date:
    """The day in Vietnam."""
    return request.at.astimezone(VIETNAM).date()


def province_choices(on: date) -> list[Choice]:
    """Every province of the day; the name it bears then."""
    return [(unit.code, unit.title) for unit in units.provinces(on)]


def crumbs(name: SheetName, *further: Crumb) -> list[Crumb]:
    return [(SHEET_LABELS[name], reverse(LIST_PAGES[name])), *further]


def files_of(actor: Actor, *names: SheetName) -> Sequence[tuple[Words, str]]:
    """The files this person may take in, for the head of a list."""
    return [
        (SHEET_LABELS[name], reverse("sheet", args=[name.value]))
        for name in names
        if why_not_write(actor, name) is None
    ]


def see_also(actor: Actor, here: str) -> Sequence[tuple[Words, str]]:
    """The other lists of the network that this person may open."""
    lists = (
        ("agencies", SheetName.AGENCIES, None),
        ("places", SheetName.PLACES, why_not_read_places(actor)),
        ("routes", SheetName.ROUTES, why_not_read_routes(actor)),
        ("units", SheetName.UNITS, None),
    )
    found: list[tuple[Words, str]] = [
        (SHEET_LABELS[name], reverse(page))
        for page, name, reason in lists
        if page != here and reason is None
    ]
    if here != "reorganisations" and actor.role in READERS:
        found.append((_("Reorganisations of agencies"), reverse("reorganisations")))
    return found
