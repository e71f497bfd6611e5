"""The officer who follows the agencies: from the home page to a letter with its number."""

import os
from pathlib import Path

import playwright.sync_api as play
import pytest
from pytest_django.live_server_helper import LiveServer

from kt1.config import clock
from kt1.oversight.reminders.models import Urging
from tests.browsing import context_at
from tests.web.in_browser import faults, signed_in
from tests.web.reminders.conftest import TODAY, Ward, people, settle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ward(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Ward:
    made = people()
    monkeypatch.setattr(clock, "now", lambda: TODAY)
    return made


def _looked_at(page: play.Page, name: str, width: int) -> list[str]:
    if kept := os.environ.get("KT1_PICTURES"):
        page.screenshot(path=str(Path(kept) / f"{width}-{name}.png"), full_page=True)
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    return [*faults(page), *([f"{wide} pixels wide"] if wide > width else [])]


@pytest.mark.parametrize("width", [1280, 390])
def test_the_officer_urges_by_letter_and_sees_what_came_of_it(
    browser: play.Browser, live_server: LiveServer, ward: Ward, width: int
) -> None:
    found: dict[str, list[str]] = {}
    with context_at(browser, live_server.url, width=width) as context:
        page = signed_in(context, live_server, ward.science)
        page.goto("/")
        page.get_by_role("link", name="Bản nhắc việc đến hạn, quá hạn").click()
        found["digest"] = _looked_at(page, "digest", width)
        page.get_by_role("button", name="Đã xem").click()
        page.goto("/")
        page.get_by_role("link", name="Cơ quan cần đôn đốc bằng văn bản").click()
        found["urge"] = _looked_at(page, "urge", width)
        page.get_by_label("Yêu cầu xong trước ngày").fill("30/11/2026")
        page.get_by_role("button", name="Lập").click()
        page.get_by_role("heading", name="Văn bản đôn đốc").wait_for()
        found["draft"] = _looked_at(page, "draft", width)
        with page.expect_download() as taken:
            page.get_by_role("link", name="Công văn (DOCX)").click()
        assert taken.value.suggested_filename.endswith(".docx")
        page.get_by_label("Số công văn").fill("12/SKHCN-BCVT")
        page.get_by_label("Ngày công văn").fill("17/11/2026")
        page.get_by_role("button", name="Ghi số và ngày").click()
        page.get_by_role("heading", name="12/SKHCN-BCVT").wait_for()
        settle(ward.months[0])
        for name, address in (
            ("owed", "/nhac-viec/chua-lam"),
            ("letters", "/nhac-viec/van-ban"),
            ("letter", f"/nhac-viec/van-ban/{Urging.objects.get().pk}"),
            ("effect", "/nhac-viec/hieu-qua"),
        ):
            page.goto(address)
            found[name] = _looked_at(page, name, width)
    assert {name: said for name, said in found.items() if said} == {}
