"""Quality in a real browser: from the home page of each, wide and on a telephone."""

import os
from pathlib import Path

import playwright.sync_api as play
import pytest
from pytest_django.live_server_helper import LiveServer

from kt1.assurance.quality.models import ForceMajeure
from kt1.assurance.quality.rules import EventState
from kt1.config import clock
from kt1.people.accounts.rules import Role
from tests.browsing import context_at
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World, build
from tests.web.in_browser import faults, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def there(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """Six late items of January, in February, in a database that a server reads too."""
    made = build()
    doing.accepted(made, 6)
    monkeypatch.setattr(clock, "now", lambda: make.at("2026-02-10"))
    return made


def _visit(page: play.Page, address: str, width: int) -> list[str]:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    if kept := os.environ.get("KT1_PICTURES"):
        name = address.strip("/").replace("/", "-").split("?")[0]
        page.screenshot(path=str(Path(kept) / f"{width}-{name}.png"), full_page=True)
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    return [*faults(page), *([f"{wide} pixels wide"] if wide > width else [])]


@pytest.mark.parametrize("width", [1280, 390])
def test_an_event_is_entered_decided_and_seen_in_the_figures(
    browser: play.Browser, live_server: LiveServer, there: World, width: int
) -> None:
    found: dict[str, list[str]] = {}
    with context_at(browser, live_server.url, width=width) as context:
        page = signed_in(context, live_server, there.dispatcher)
        page.goto("/danh-muc")
        page.get_by_role("link", name="Chất lượng dịch vụ").click()
        page.get_by_role("link", name="Bất khả kháng", exact=True).click()
        page.get_by_role("link", name="Ghi sự kiện bất khả kháng").click()
        found["enter"] = _visit(page, "/chat-luong/bat-kha-khang/ghi", width)
        page.get_by_label("Ngày đầu").fill("14/01/2026")
        page.get_by_label("Từ", exact=True).fill("12:00")
        page.get_by_label("Ngày cuối").fill("15/01/2026")
        page.get_by_label("Đến", exact=True).fill("12:00")
        page.get_by_label("Văn bản làm bằng chứng").fill("12/PCTT 16/01/2026")
        page.get_by_role("button", name="Ghi sự kiện").click()
        page.wait_for_url("**/chat-luong/bat-kha-khang")
        for address in ("/chat-luong", "/chat-luong/buu-gui?kq=late_post"):
            found[address] = _visit(page, address, width)
    with context_at(browser, live_server.url, width=width) as context:
        page = signed_in(
            context, live_server, make.actor(Role.REGULATOR, at_province=make.province("24"))
        )
        page.goto("/")
        page.get_by_role("link", name="Sự kiện bất khả kháng chờ quyết định").click()
        event = ForceMajeure.objects.get()
        for address in ("/chat-luong/bat-kha-khang", f"/chat-luong/bat-kha-khang/{event.pk}"):
            found[address] = _visit(page, address, width)
        page.get_by_role("button", name="Quyết định").click()
        page.wait_for_url("**/chat-luong/bat-kha-khang")
        found["/chat-luong?theo=nhan"] = _visit(page, "/chat-luong?theo=nhan", width)
    assert {address: said for address, said in found.items() if said} == {}
    assert ForceMajeure.objects.get().state == EventState.APPROVED
