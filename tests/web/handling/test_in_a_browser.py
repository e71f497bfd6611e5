"""The pages of handling in a real browser: for everybody, and by scanner alone."""

from collections.abc import Iterator

import playwright.sync_api as play
import pytest
from pytest_django.live_server_helper import LiveServer

from kt1.custody.handovers.models import Handover
from kt1.custody.handovers.rules import Outcome
from kt1.custody.units.rules import State
from tests.browsing import context_at
from tests.custody import doing
from tests.custody.world import World
from tests.web.in_browser import burst, faults, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SEAL = "MH0000001"


@pytest.fixture
def in_hand(world: World) -> tuple[World, str, list[str]]:
    """A sealed bag and two loose items offered to the second controller."""
    inside = doing.accepted(world, 2, by=world.controller)
    bag = doing.bag_of(inside, world.controller, seal=SEAL)
    loose = doing.accepted(world, 2, by=world.controller)
    return world, bag, loose


def pages(world: World, bag: str, loose: list[str]) -> Iterator[str]:
    doing.issued(["MH0000002"], world.controller, world.controller)
    started = doing.bag_of(doing.accepted(world, 1, by=world.controller), world.controller)
    offered = doing.given([bag], world.controller, world.second_controller)
    done = doing.moved(loose[:1], world.controller, world.second_controller)
    yield from ("/", "/tui", f"/tui/{started}", f"/tui/{started}/niem-phong", f"/tui/{bag}")
    yield from ("/niem-phong", "/niem-phong/cap", "/niem-phong/so/MH0000002", "/khoa", "/khoa/them")
    yield from ("/giao-nhan", "/giao-nhan/giao", "/giao-nhan/tiep-nhan", "/giao-nhan/so")
    yield from (f"/giao-nhan/{offered}", f"/giao-nhan/{done}", "/chuyen", "/chuyen/them")
    yield from ("/kiem-ca", "/kiem-ca/dem", "/su-vu", "/su-vu/bi-rach")


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_for_everybody(
    in_hand: tuple[World, str, list[str]],
    browser: play.Browser,
    live_server: LiveServer,
    width: int,
) -> None:
    world, bag, loose = in_hand
    with context_at(browser, live_server.url, width=width) as context:
        page = signed_in(context, live_server, world.controller)
        found = {}
        for address in pages(world, bag, loose):
            page.goto(address)
            found[address] = faults(page)
            wide = page.evaluate("() => document.documentElement.scrollWidth")
            assert wide <= width, f"{address} is {wide} pixels wide"
        assert {address: said for address, said in found.items() if said} == {}


def scanned(page: play.Page, code: str, count: str) -> None:
    burst(page, code)
    play.expect(page.locator(".scan-count .big")).to_have_text(count)


def test_a_hand_over_is_taken_by_scanner_and_keyboard(
    in_hand: tuple[World, str, list[str]], browser: play.Browser, live_server: LiveServer
) -> None:
    world, bag, loose = in_hand
    made = doing.given([bag, *loose], world.controller, world.second_controller)
    with context_at(browser, live_server.url, width=1280) as context:
        page = signed_in(context, live_server, world.second_controller)
        page.goto(f"/giao-nhan/{made}")
        scanned(page, bag, "1")
        play.expect(page.get_by_label("Số niêm phong đọc được trên túi này")).to_be_focused()
        assert faults(page) == []
        burst(page, SEAL)
        play.expect(page.locator(".scan-last")).to_contain_text("Đã ghi số niêm phong")
        for n, code in enumerate(loose, 2):
            scanned(page, code, str(n))
        page.keyboard.press("Control+z")
        play.expect(page.locator(".scan-count .big")).to_have_text("2")
        scanned(page, loose[1], "3")
        page.get_by_role("button", name="Chốt: ghi những gì tôi thấy").press("Enter")
        page.wait_for_url(f"**/giao-nhan/{made}")
        play.expect(page.get_by_text("Đã nhận. Từ lúc này bạn giữ.")).to_be_visible()
    assert Handover.objects.get(pk=made).outcome == Outcome.TAKEN


def test_a_bag_is_packed_and_sealed_by_scanner(
    in_hand: tuple[World, str, list[str]], browser: play.Browser, live_server: LiveServer
) -> None:
    world, _, loose = in_hand
    doing.issued(["MH0000002"], world.controller, world.controller)
    bag = doing.bag_of([], world.controller)
    with context_at(browser, live_server.url, width=390) as context:
        page = signed_in(context, live_server, world.controller)
        page.goto(f"/tui/{bag}")
        scanned(page, loose[0], "1")
        scanned(page, loose[1], "2")
        page.get_by_role("link", name="Niêm phong túi").click()
        page.get_by_label("Nơi đến").select_option(index=1)
        burst(page, "MH0000002")
        play.expect(page.get_by_label("Số niêm phong")).to_have_value("MH0000002")
        page.get_by_role("button", name="Niêm phong", exact=True).click()
        play.expect(page.get_by_text("Đã niêm phong túi.")).to_be_visible()
        assert "MH0000002" not in page.locator(".top").inner_text()
    assert doing.unit(bag).state == State.SEALED


def test_a_torn_cover_is_named_by_scan(
    in_hand: tuple[World, str, list[str]], browser: play.Browser, live_server: LiveServer
) -> None:
    world, _, loose = in_hand
    with context_at(browser, live_server.url, width=1280) as context:
        page = signed_in(context, live_server, world.controller)
        page.goto("/su-vu/bi-rach")
        burst(page, loose[0])
        page.get_by_role("button", name="Giữ lại chờ xử lý").press("Enter")
        page.wait_for_url("**/su-vu/*-*")
    assert doing.unit(loose[0]).state == State.HELD


def test_a_tick_in_the_panel_outlives_the_next_scan(
    in_hand: tuple[World, str, list[str]], browser: play.Browser, live_server: LiveServer
) -> None:
    world, bag, _ = in_hand
    first, second = [one.code for one in doing.unit(bag).contents.order_by("code")]
    with context_at(browser, live_server.url, width=1280) as context:
        page = signed_in(context, live_server, world.controller)
        page.goto(f"/tui/{bag}/mo")
        page.get_by_label("Đứt, bị cắt, dán lại hoặc lỏng").check()
        page.get_by_role("button", name="Tiếp tục").click()
        page.wait_for_url(f"**/tui/{bag}/dong-lai")
        scanned(page, first, "1")
        page.locator(f"#torn-{first}").check()
        scanned(page, second, "2")
        play.expect(page.locator(f"#torn-{first}")).to_be_checked()
        assert faults(page) == []


def test_without_scripts_a_scan_is_a_plain_form(
    in_hand: tuple[World, str, list[str]], browser: play.Browser, live_server: LiveServer
) -> None:
    world, _, loose = in_hand
    made = doing.given(loose, world.controller, world.second_controller)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    try:
        page = signed_in(context, live_server, world.second_controller)
        page.goto(f"/giao-nhan/{made}")
        for code in loose:
            page.locator("#scan-code").fill(code)
            page.locator("#scan-code").press("Enter")
        page.get_by_role("button", name="Chốt: ghi những gì tôi thấy").click()
        play.expect(page.get_by_text("Đã nhận. Từ lúc này bạn giữ.")).to_be_visible()
    finally:
        context.close()
