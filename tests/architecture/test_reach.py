"""Every page that a role may open is reached by links from its home page, menu and directory.

docs/access.csv says which addresses answer a role with a page; here they are walked to as a person
would, from the home page and the directory (Danh mục), a few steps deep. A page that is reached in
another way stands in ELSEWHERE with the reason.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from kt1.config import clock
from kt1.people.accounts.rules import Role
from tests.architecture import access, scene
from tests.architecture.access import Knocker
from tests.custody import factories as make

#: Steps from the home page; the menu and the directory are on it.
STEPS_MAX = 4
PAGES_MAX = 150
OK = 200
#: Addresses that are not links of a page, each with the reason.
ELSEWHERE: Mapping[str, str] = {
    "healthz": "asked by the machine that watches the service",
    "parts": "samples of components, for whoever builds pages; never over real data",
    "parts_list": "a sample, as above",
    "parts_scan": "a sample, as above",
    "suggest_receivers": "asked by the field in which a receiver is typed",
    "declared": "shown after declaring, with what was declared",
    "item_labels": "printed for the items of a page, which names them",
    "posting_slips": "printed for the items of a page, which names them",
    "quality_items": "opens from a figure of quality, which says which items",
    "frequency_visits": "opens from a day behind a figure of frequency, which says which",
    "urge": "offered on what is not done yet, once something is late enough for a letter",
    "approvals": "in the person's menu of whoever acts in twos, and at home while one waits",
}

_LINK = re.compile(r'<(?:a\s[^>]*?href|form\s[^>]*?action|button\s[^>]*?formaction)="([^"#]+)')


@pytest.fixture(scope="module")
def knocker(django_db_setup: None, django_db_blocker: Any) -> Iterator[Knocker]:
    """One world and one sign-in a role, in a transaction that is taken back at the end."""
    clock.set_offset(make.MORNING - datetime.now(UTC))
    with django_db_blocker.unblock(), access.taken_back():
        yield Knocker(scene.build(), make.MORNING)
    clock.set_offset(clock.offset() * 0)


def _pages_of(role: Role) -> set[str]:
    """Routes without parameters that answer this role with a page."""
    plain = {name for name, address in access.routes().items() if "<" not in address}
    answered = {
        case.route
        for case in access.cases()
        if (case.method, case.role, case.status) == ("GET", role.value, OK)
        and not case.route.startswith(access.API)
    }
    return plain & answered - set(ELSEWHERE)


def _links(page: str) -> Iterator[tuple[str, str]]:
    """(route, address) of every link and form that asks, of what the product answers."""
    for found in _LINK.findall(page):
        parts = urlsplit(found.replace("&amp;", "&"))
        if parts.netloc or parts.scheme:
            continue
        try:
            name = resolve(parts.path).view_name
        except Resolver404:
            continue
        yield name, found.replace("&amp;", "&")


def _walk(knocker: Knocker, role: Role, wanted: set[str]) -> tuple[set[str], int]:
    """Routes reached, and how many pages were opened; one page of a route stands for all."""
    client = knocker.browser(role)
    reached, opened = {"home"}, 0
    level = {"home": "/"}
    for _step in range(STEPS_MAX):
        following: dict[str, str] = {}
        for address in level.values():
            if wanted <= reached or opened == PAGES_MAX:
                return reached, opened
            answer = client.get(address, follow=True)
            opened += 1
            if answer.status_code != OK or not answer["Content-Type"].startswith("text/html"):
                continue
            for name, found in _links(answer.content.decode()):
                if name not in reached:
                    reached.add(name)
                    following[name] = found
        level = following
    return reached, opened


@pytest.mark.parametrize("role", list(Role))
def test_every_page_of_a_role_is_reached_by_links(role: Role, knocker: Knocker) -> None:
    clock.set_offset(make.MORNING - datetime.now(UTC))
    wanted = _pages_of(role)
    with access.taken_back():
        reached, opened = _walk(knocker, role, wanted)
    missed = sorted(wanted - reached)
    assert not missed, f"{', '.join(missed)} are not reached in {opened} pages"


def test_every_exception_names_a_door_that_is_there() -> None:
    assert set(ELSEWHERE) <= set(access.routes())
