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
    "agencies": Entry(_("Agencies"), "agencies"),
    "places": Entry(_("Places"), "places"),
    "routes": Entry(_("Routes"), "routes"),
    "receivers": Entry(_("Receivers"), "receivers"),
    "accounts": Entry(_("Accounts"), "accounts"),
}

_EVERYONE = ("home", "agencies")
ROLES: Mapping[Role, tuple[str, ...]] = {
    **dict.fromkeys(Role, _EVERYONE),
    Role.CLERK: ("home", "receivers", "agencies"),
    Role.HEAD: ("home", "receivers", "agencies"),
    Role.PARTY_OFFICE: ("home", "receivers", "agencies"),
    Role.DISPATCHER: ("home", "receivers", "agencies", "places", "routes"),
    Role.ADMIN: ("home", "accounts", "agencies", "places", "routes"),
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
