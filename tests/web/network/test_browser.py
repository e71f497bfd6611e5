"""The pages of the network in a real browser: readable by all, at 1280 and at 390 pixels."""

import os
from pathlib import Path

import playwright.sync_api as play
import pytest
from pytest_django.live_server_helper import LiveServer

from kt1.network.demonstration.actions import demo_network
from kt1.network.sheets import files
from kt1.network.sheets.files import Form
from kt1.people.accounts.rules import Role
from tests.browsing import context_at
from tests.custody import factories as make
from tests.web.conftest import ActorOf
from tests.web.in_browser import faults, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = {
    Role.REGULATOR: (
        "/co-quan", "/don-vi", "/co-quan/09187-UB", "/co-quan/09187-UB/sua", "/tep/annex",
        "/dia-diem",
    ),
    Role.DISPATCHER: (
        "/", "/co-quan/24-CA", "/dia-diem", "/dia-diem/24-TT", "/dia-diem/09187-P1",
        "/dia-diem/24-XE5", "/duong-thu", "/duong-thu/PH-24-BC01-1", "/duong-thu/them",
        "/co-quan/09187-UB/diem-phat",
    ),
}  # fmt: skip
SHOTS = os.environ.get("KT1_SHOTS", "")


@pytest.fixture
def net(transactional_db: None) -> None:
    """Before anybody of the test is there: a demonstration wants an empty directory."""
    demo_network(at=make.MORNING, by="demo")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("role", PAGES)
def test_every_page_can_be_used_by_all(
    *,
    net: None,
    role: Role,
    width: int,
    actor_of: ActorOf,
    browser: play.Browser,
    live_server: LiveServer,
) -> None:
    found = {}
    with context_at(browser, live_server.url, width=width) as context:
        page = signed_in(context, live_server, actor_of(role))
        for url in PAGES[role]:
            page.goto(url)
            if SHOTS:
                name = f"{role}-{width}-{url.strip('/').replace('/', '_') or 'home'}.png"
                page.screenshot(path=Path(SHOTS) / name, full_page=True)
            if bad := faults(page):
                found[url] = bad
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                found[f"{url} wide"] = [str(wide)]
    assert found == {}


def test_a_file_is_looked_at_and_then_taken(
    net: None,
    actor_of: ActorOf,
    browser: play.Browser,
    live_server: LiveServer,
    tmp_path: Path,
) -> None:
    file = tmp_path / "co-quan.csv"
    file.write_bytes(
        files.write(
            Form.CSV,
            "x",
            [
                ["Mã cơ quan", "Tên", "Nhóm", "Khối", "Tuyến", "Mã tỉnh", "Hiệu lực từ"],
                ["24-STC", "Sở Tài chính tỉnh Bắc Ninh", "Sở, ban, ngành", "Chính quyền", "UBND",
                 "24", "01/07/2025"],
                ["24-BQLKCN", "Ban Quản lý các khu công nghiệp Bắc Ninh", "Sở, ban, ngành",
                 "Chính quyền", "UBND", "24", "01/07/2025"],
            ],
        )
    )  # fmt: skip
    with context_at(browser, live_server.url, width=1280) as context:
        page = signed_in(context, live_server, actor_of(Role.REGULATOR))
        page.goto("/tep/agencies")
        page.set_input_files("input[type=file]", file)
        page.get_by_role("button", name="Xem thay đổi").click()
        play.expect(page.get_by_text("24-BQLKCN")).to_be_visible()
        play.expect(
            page.get_by_role("cell", name="Sở Tài chính tỉnh Bắc Ninh").last
        ).to_be_visible()
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / "differences.png", full_page=True)
        assert faults(page) == []
        page.get_by_role("button", name="Nhận tệp").click()
        play.expect(page.get_by_text("Đã ghi 2 dòng.")).to_be_visible()
        page.goto("/co-quan/24-BQLKCN")
        play.expect(page.get_by_role("heading", level=1)).to_have_text(
            "Ban Quản lý các khu công nghiệp Bắc Ninh"
        )
