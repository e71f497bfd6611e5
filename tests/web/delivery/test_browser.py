"""Doors, acts of two persons and receivers in a real browser: for everybody, and by one thumb."""

import playwright.sync_api as play
import pytest
from pytest_django.live_server_helper import LiveServer

from kt1.people.accounts.rules import Role
from tests.browsing import context_at
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.in_browser import burst, faults, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DOOR = "/cua/24-P-S"
TARGET_PX = 56


def _faults_at(page: play.Page, addresses: list[str], width: int) -> dict[str, list[str]]:
    found = {}
    for address in addresses:
        page.goto(address)
        found[address] = faults(page)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width, address
    return {address: said for address, said in found.items() if said}


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_courier_works_with_one_thumb(
    browser: play.Browser, live_server: LiveServer, world: World, look: str
) -> None:
    codes = doing.accepted(world, 2)
    with context_at(browser, live_server.url, width=390) as context:
        page = signed_in(context, live_server, world.courier)
        page.emulate_media(color_scheme="dark" if look == "dark" else "light")
        page.goto(DOOR)
        for code in codes:
            burst(page, code)
            play.expect(page.locator(".scan-last")).to_contain_text(code[-7:])
        play.expect(page.locator(".scan-count .big")).to_have_text("2")
        giving = f"{DOOR}/phat?nha={world.receiver.pk}"
        asked = "/ai-duoc-ky?door=24-P-S&on=14/01/2026&hour=9"
        pages = ["/", DOOR, giving, f"{DOOR}/khong-phat", asked]
        assert _faults_at(page, pages, 390) == {}
        for address in (DOOR, giving):
            page.goto(address)
            for act in page.locator(".run .button-large, .signers .button").all():
                box = act.bounding_box()
                assert box is not None
                assert box["height"] >= TARGET_PX


def test_desks_see_their_lists_and_proposals(
    browser: play.Browser, live_server: LiveServer, world: World
) -> None:
    police = make.actor(Role.POLICE_PA05, at_province=make.province("24"))
    with context_at(browser, live_server.url, width=1280) as context:
        page = signed_in(context, live_server, world.controller)
        pages = ["/phat-lai", "/giay-bao-phat", "/xu-ly/mat", "/xu-ly/chuyen-hoan",
                 "/nguoi-thu-hai"]  # fmt: skip
        assert _faults_at(page, pages, 1280) == {}
    with context_at(browser, live_server.url, width=1280) as context:
        page = signed_in(context, live_server, world.dispatcher)
        assert _faults_at(page, ["/dau-moi", "/nguoi-ky-nhan/thay-cho"], 1280) == {}
    with context_at(browser, live_server.url, width=1280) as context:
        page = signed_in(context, live_server, police)
        assert _faults_at(page, ["/nhat-ky-doc"], 1280) == {}
