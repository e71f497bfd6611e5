"""The service in a real browser: for everybody, and from a question to the declaration."""

import playwright.sync_api as play
import pytest
from pytest_django.live_server_helper import LiveServer

from kt1.config import clock
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.browsing import context_at
from tests.custody import factories as make
from tests.custody.world import World, build
from tests.web.in_browser import faults, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CATALOGUE = [
    "/danh-muc",
    "/dich-vu",
    "/dich-vu/quy-dinh",
    "/dich-vu/dinh-muc",
    "/dich-vu/gia-cuoc",
    "/dich-vu/lien-he",
    "/dich-vu/diem-phuc-vu",
    "/dich-vu/gio",
    "/dich-vu/ban-in",
    "/huong-dan",
]


@pytest.fixture
def there(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """The small network on a Wednesday morning, in a database that a server reads too."""
    monkeypatch.setattr(clock, "now", lambda: make.MORNING)
    return build()


def pages_of(world: World) -> list[tuple[Actor, list[str]]]:
    regulator = make.actor(Role.REGULATOR, at_province=make.province())
    post = ["/dich-vu/cong-bo/hotline", "/dich-vu/cong-bo/office", "/huong-dan/moi",
            "/tep-nghiep-vu", "/tep-nghiep-vu/nhan"]  # fmt: skip
    return [
        (world.clerk, [*CATALOGUE, "/tro-ly-gui"]),
        (world.dispatcher, post),
        (regulator, ["/dich-vu/cong-bo/complaint"]),
    ]


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_for_everybody(
    browser: play.Browser, live_server: LiveServer, there: World, width: int
) -> None:
    found: dict[str, list[str]] = {}
    for actor, addresses in pages_of(there):
        with context_at(browser, live_server.url, width=width) as context:
            page = signed_in(context, live_server, actor)
            for address in addresses:
                answer = page.goto(address)
                assert answer is not None
                assert answer.status == 200, address
                found[address] = faults(page)
                wide = page.evaluate("() => document.documentElement.scrollWidth")
                assert wide <= width, f"{address} is {wide} pixels wide"
    assert {address: said for address, said in found.items() if said} == {}


def test_a_clerk_asks_and_declares_without_typing_twice(
    browser: play.Browser, live_server: LiveServer, there: World
) -> None:
    with context_at(browser, live_server.url, width=390) as context:
        page = signed_in(context, live_server, there.clerk)
        page.goto("/danh-muc")
        page.get_by_role("link", name="Trợ lý gửi").click()
        page.locator("#id_c0-q").fill(there.receiver.code)
        page.get_by_label("Có", exact=True).check()
        page.locator("#id_urgency").select_option("HT")
        page.get_by_role("button", name="Xem hướng dẫn gửi").click()
        play.expect(page.locator("#answer")).to_have_text("KT1-F-HT")
        assert faults(page) == []
        page.get_by_role("button", name="Khai gửi bưu gửi này").click()
        play.expect(page.locator("#id_c0-q")).to_have_value(there.receiver.name)
        play.expect(page.locator("#id_c0-urgency")).to_have_value("HT")
        play.expect(page.locator("input[name=c0-mark][value=F]")).to_be_checked()
        assert "HT" not in page.url
