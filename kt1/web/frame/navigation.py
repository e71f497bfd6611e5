"""The left side of every page: at most seven entries a role, in the order of the day's use.

An entry is named once in ENTRIES; ROLES says who sees it. Tests hold the limit and that every
address exists and answers the role that is shown it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kt1.people.accounts.rules import Role
from kt1.web.words import Words

ENTRIES_MAX = 7


@dataclass(frozen=True, slots=True)
class Entry:
    label: Words
    url_name: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry on one page."""

    label: Words
    url: str
    current: bool


ENTRIES: Mapping[str, Entry] = {
    "home": Entry(_("Waiting for me"), "home"),
    "declare": Entry(_("Declare items"), "declare"),
    "accept": Entry(_("Accept items"), "accept"),
    "weigh": Entry(_("Weigh"), "weigh"),
    "items_sent": Entry(_("Items sent"), "items_sent"),
    "items_received": Entry(_("Items received"), "items_received"),
    "items_work": Entry(_("Items under way"), "items_work"),
    "items": Entry(_("All items"), "items"),
    "handover_book": Entry(_("Hand-over book"), "handover_book"),
    "handovers": Entry(_("Hand-overs"), "handovers"),
    "bags": Entry(_("Bags"), "bags"),
    "trips": Entry(_("Mail runs"), "trips"),
    "shifts": Entry(_("Shift counts"), "shifts"),
    "irregularities": Entry(_("Irregularities"), "irregularities"),
    "agencies": Entry(_("Agencies"), "agencies"),
    "places": Entry(_("Places"), "places"),
    "routes": Entry(_("Routes"), "routes"),
    "units": Entry(_("Provinces and communes"), "units"),
    "coverage": Entry(_("Gaps"), "coverage"),
    "receivers": Entry(_("Receivers"), "receivers"),
    "accounts": Entry(_("Accounts"), "accounts"),
    "redelivery": Entry(_("To deliver again"), "redelivery"),
    "who_signs": Entry(_("Who may sign when"), "who_signs"),
    "vetting_requests": Entry(_("Vetting requests"), "vetting_requests"),
    "reconciliations": Entry(_("Reconciliation of volumes"), "reconciliations"),
    "tariff": Entry(_("Tariff"), "tariff"),
    "budgets": Entry(_("Budget"), "budgets"),
    "figures": Entry(_("Figures"), "figures"),
    "tasks": Entry(_("Tasks of directives"), "tasks"),
    "inspections": Entry(_("Inspections"), "inspections"),
    "reports": Entry(_("Reports"), "reports"),
    "checkpoints": Entry(_("Checkpoints"), "checkpoints"),
    "incidents": Entry(_("Incidents"), "incidents"),
    "reading_log": Entry(_("Log of readings"), "reading_log"),
}

_EVERYONE = ("home", "agencies")
ROLES: Mapping[Role, tuple[str, ...]] = {
    **dict.fromkeys(Role, _EVERYONE),
    Role.CLERK: (
        "home",
        "declare",
        "items_sent",
        "items_received",
        "handover_book",
        "receivers",
        "agencies",
    ),
    Role.HEAD: (
        "home",
        "items_sent",
        "items_received",
        "handover_book",
        "reconciliations",
        "receivers",
        "agencies",
    ),
    Role.ACCOUNTANT: (
        "home",
        "reconciliations",
        "items_sent",
        "items_received",
        "budgets",
        "tariff",
        "agencies",
    ),
    Role.PARTY_OFFICE: (
        "home",
        "items_sent",
        "tasks",
        "receivers",
        "coverage",
        "budgets",
        "agencies",
    ),
    Role.REGULATOR: (
        "home",
        "figures",
        "tasks",
        "inspections",
        "reports",
        "coverage",
        "agencies",
    ),
    Role.FINANCE: ("home", "budgets", "figures", "tariff", "agencies"),
    Role.PROVINCE_LEADER: (
        "home",
        "figures",
        "reports",
        "tasks",
        "coverage",
        "budgets",
        "agencies",
    ),
    Role.MINISTRY: ("home", "reports", "figures", "tariff", "agencies"),
    Role.COUNTER: ("home", "accept", "weigh", "bags", "handovers", "items_work", "shifts"),
    Role.CONTROLLER: (
        "home",
        "handovers",
        "bags",
        "trips",
        "items_work",
        "irregularities",
        "shifts",
    ),
    Role.COURIER: ("home", "accept", "handovers", "bags", "redelivery", "shifts", "who_signs"),
    Role.DISPATCHER: (
        "home",
        "trips",
        "items_work",
        "irregularities",
        "handovers",
        "items",
        "receivers",
    ),
    Role.POLICE_PA03: ("home", "vetting_requests", "incidents", "reading_log", "agencies"),
    Role.POLICE_PA05: ("home", "incidents", "reading_log", "agencies"),
    Role.WITNESS: ("home", "checkpoints", "agencies"),
    Role.ADMIN: ("home", "accounts", "agencies", "places", "routes", "units", "tariff"),
}


def shown(role: Role, path: str) -> tuple[Shown, ...]:
    """The role's entries; the current one is the longest address that the page lies under."""
    urls = {key: reverse(ENTRIES[key].url_name) for key in ROLES[role]}
    under = [url for url in urls.values() if path == url or path.startswith(f"{url}/")]
    current = max(under, key=len, default="")
    return tuple(
        Shown(label=ENTRIES[key].label, url=url, current=url == current)
        for key, url in urls.items()
    )
