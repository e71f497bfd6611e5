"""Figures in a real browser: from the home page of each, wide and on a telephone."""

import os
from pathlib import Path

import playwright.sync_api as play
import pytest
from pytest_django.live_server_helper import LiveServer

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
    """Twelve items of January, in February, in a database that a server reads too."""
    made = build()
    doing.accepted(made, 12)
    monkeypatch.setattr(clock, "now", lambda: make.at("2026-02-10"))
    return made


def _seen(page: play.Page, name: str, width: int) -> list[str]:
    if kept := os.environ.get("KT1_PICTURES"):
        page.screenshot(path=str(Path(kept) / f"{width}-{name}.png"), full_page=True)
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    return [*faults(page), *([f"{wide} pixels wide"] if wide > width else [])]


@pytest.mark.parametrize("width", [1280, 390])
def test_the_department_goes_from_its_home_to_whoever_sends_nothing(
    browser: play.Browser, live_server: LiveServer, there: World, width: int
) -> None:
    found: dict[str, list[str]] = {}
    department = make.actor(Role.REGULATOR, at_province=make.province("24"))
    with context_at(browser, live_server.url, width=width) as context:
        page = signed_in(context, live_server, department)
        page.goto("/")
        page.get_by_role("link", name="Cơ quan chưa gửi bưu gửi nào").click()
        page.wait_for_url("**/so-lieu/su-dung?**")
        found["adoption"] = _seen(page, "adoption", width)
        page.get_by_role("link", name="Nhập chỉ tiêu").click()
        page.get_by_label("Tỷ lệ cơ quan có sử dụng (%)").fill("80")
        page.get_by_label("Văn bản giao chỉ tiêu").fill("12/KH-UBND 05/01/2026")
        found["target"] = _seen(page, "target", width)
        page.get_by_role("button", name="Nhập").click()
        page.wait_for_url("**/so-lieu/su-dung")
        page.get_by_role("link", name="Số liệu", exact=True).last.click()
        page.wait_for_url("**/so-lieu")
        found["figures"] = _seen(page, "figures", width)
        page.get_by_role("link", name="Cơ quan cấp tỉnh").click()
        found["bodies"] = _seen(page, "bodies", width)
        for address in ("/so-lieu?theo=thang", "/so-lieu/ban-do", "/so-lieu/tong-hop"):
            page.goto(address)
            found[address] = _seen(page, address.strip("/").replace("/", "-"), width)
    assert {name: told for name, told in found.items() if told} == {}
