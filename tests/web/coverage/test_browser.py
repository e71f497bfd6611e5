"""The pages of gaps in a real browser: for everybody, and by the keyboard alone."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import playwright.sync_api as play
import pytest
from pytest_django.live_server_helper import LiveServer

from kt1.config import clock
from kt1.people.actor import Actor
from kt1.people.coverage import actions
from tests.browsing import context_at
from tests.web.coverage.conftest import NOW, Province, build
from tests.web.in_browser import faults, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("KT1_SHOTS", "")


@pytest.fixture
def there(transactional_db: None) -> Iterator[Province]:
    """Twelve days before Tết, with the reminders of that step sent."""
    before = clock.offset()
    clock.set_offset(NOW - datetime.now(UTC))
    made = build()
    actions.check(at=NOW)
    yield made
    clock.set_offset(before)


def pages_of(there: Province) -> list[tuple[Actor, list[str]]]:
    body = "/do-phu/co-quan/09187-UB?ky=2026-02-14"
    return [
        (there.dispatcher, ["/", "/do-phu", "/do-phu/ban-do", "/do-phu/lich?thang=2026-02",
                            "/do-phu/ngoai-gio", "/do-phu/nhac", body]),
        (there.regulator, ["/", "/do-phu", body]),
        (there.party_office, ["/", "/do-phu/nhac"]),
        (there.clerk, ["/", "/do-phu", "/do-phu/lich?thang=2026-02"]),
    ]  # fmt: skip


def _scrolls_sideways(page: play.Page, inside: str) -> list[str]:
    """What of a table, or around it, is wider than the room it has."""
    asked = """inside => [...document.querySelectorAll(`${inside}, ${inside} *, :has(> ${inside})`)]
        .filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1
            && getComputedStyle(e).display !== 'inline')
        .map(e => `${e.tagName}.${e.className}: ${e.scrollWidth} in ${e.clientWidth}`)"""
    found: list[str] = page.evaluate(asked, inside)
    return found


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_for_everybody(
    browser: play.Browser, live_server: LiveServer, there: Province, width: int
) -> None:
    found: dict[str, list[str]] = {}
    for actor, addresses in pages_of(there):
        with context_at(browser, live_server.url, width=width) as context:
            page = signed_in(context, live_server, actor)
            for address in addresses:
                answer = page.goto(address)
                assert answer is not None
                assert answer.status == 200, address
                if SHOTS:
                    name = f"{actor.role}{address.split('?')[0].replace('/', '-')}-{width}.png"
                    page.screenshot(path=Path(SHOTS) / name, full_page=True)
                found[f"{actor.role} {address}"] = faults(page)
                wide = page.evaluate("() => document.documentElement.scrollWidth")
                assert wide <= width, f"{address} is {wide} pixels wide"
                assert _scrolls_sideways(page, ".month") == [], address
    assert {address: said for address, said in found.items() if said} == {}


def test_a_dispatcher_goes_from_home_to_a_tile_by_the_keyboard_alone(
    browser: play.Browser, live_server: LiveServer, there: Province
) -> None:
    with context_at(browser, live_server.url, width=1280) as context:
        page = signed_in(context, live_server, there.dispatcher)
        page.goto("/")
        page.get_by_role("link", name="khoảng trống trực trước kỳ nghỉ").press("Enter")
        page.get_by_role("link", name="Bản đồ").press("Enter")
        tile = page.get_by_role("link", name="phường Kinh Bắc: 2 cơ quan")
        tile.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/do-phu?*")
        page.get_by_role("link", name="UBND phường Kinh Bắc").press("Enter")
        play.expect(page.get_by_role("heading", name="Khoảng trống trực")).to_be_visible()


def test_a_department_reminds_from_its_home(
    browser: play.Browser, live_server: LiveServer, there: Province
) -> None:
    with context_at(browser, live_server.url, width=1280) as context:
        page = signed_in(context, live_server, there.regulator)
        page.goto("/")
        page.get_by_role("link", name="Cơ quan có khoảng trống trực").click()
        page.get_by_role("button", name="Nhắc 1 cơ quan thuộc tuyến").click()
        play.expect(page.get_by_text("Đã nhắc 1 cơ quan.")).to_be_visible()
