"""The pages of items in a real browser: for everybody, by scanner and keyboard alone."""

import playwright.sync_api as play
import pytest
from pytest_django.live_server_helper import LiveServer

from kt1.config import clock
from kt1.custody.units.rules import State
from kt1.people.actor import Actor
from tests.browsing import context_at
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World, build
from tests.web.in_browser import burst, faults, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def there(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """The small network on a Wednesday morning, in a database that a server reads too."""
    monkeypatch.setattr(clock, "now", lambda: make.MORNING)
    return build()


def pages_of(world: World) -> list[tuple[Actor, list[str]]]:
    accepted, taken, held = doing.accepted(world, 3, by=world.counter)
    doing.moved([taken], world.counter, world.courier)
    declared = doing.declared(world)[0]
    desk = "/nhan-gui/24-UB1-VT"
    return [
        (world.clerk, ["/", "/khai-gui", f"/khai-gui/xong?ma={declared}", "/buu-gui/gui-di",
                       "/buu-gui/nhan-ve", f"/buu-gui/{accepted}", "/den-lay", "/xac-nhan",
                       "/so-giao-nhan?tu=14/01/2026&den=14/01/2026"]),
        (world.counter, ["/", "/nhan-gui?q=uy+ban", f"{desk}?da={declared}", f"{desk}/bi-moi",
                         f"{desk}/tu-choi", f"{desk}/xong?ma={accepted}", "/can", "/buu-gui",
                         "/buu-gui/dang-di", f"/buu-gui/{held}", f"/buu-gui/{taken}/doi-chung",
                         "/den-lay"]),
    ]  # fmt: skip


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


def test_covers_are_accepted_with_scanner_and_keyboard_alone(
    browser: play.Browser, live_server: LiveServer, there: World
) -> None:
    one, two = doing.declared(there, 2)
    with context_at(browser, live_server.url, width=1280) as context:
        page = signed_in(context, live_server, there.counter)
        page.goto("/nhan-gui")
        burst(page, one)
        page.wait_for_url(f"**/nhan-gui/24-UB1-VT?da={one}")
        burst(page, two)
        play.expect(page.locator(".scan-count .big")).to_have_text("2")
        page.keyboard.press("F8")
        page.keyboard.press("F9")
        page.wait_for_url("**/xong?ma=*")
    assert {doing.unit(code).state for code in (one, two)} == {State.IN_POST}


def test_a_receiver_is_found_by_typing_and_the_clock_follows(
    browser: play.Browser, live_server: LiveServer, there: World
) -> None:
    with context_at(browser, live_server.url, width=1280) as context:
        page = signed_in(context, live_server, there.clerk)
        page.goto("/khai-gui")
        page.get_by_label("Nơi nhận").press_sequentially("so thu nhat", delay=20)
        play.expect(page.get_by_role("radio", name=there.receiver.name)).to_be_checked()
        page.get_by_label("Độ khẩn").select_option("HT")
        play.expect(page.locator("#clocks")).to_contain_text("15/01/2026")
        page.get_by_role("button", name="Khai gửi").last.click()
        page.wait_for_url("**/khai-gui/xong?ma=*")
        play.expect(page.get_by_role("heading", level=1)).to_have_text("Đã khai gửi")
