"""Prices and budgets in a real browser: for everybody, and from the home page of each."""

import os
from pathlib import Path

import playwright.sync_api as play
import pytest
from pytest_django.live_server_helper import LiveServer

from kt1.config import clock
from kt1.custody.items import actions as items
from kt1.custody.units.models import Unit
from kt1.network.agencies.models import AnnexMembership
from kt1.oversight.budget.models import BudgetVersion
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.browsing import context_at
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World, build
from tests.web.in_browser import faults, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def there(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """A weighed item of January, in February, in a database that a server reads too."""
    made = build()
    for body in (made.sender, made.receiver):
        AnnexMembership.objects.create(
            agency=body, annex="II", source="phụ lục", valid_from=make.SINCE
        )
    (code,) = doing.accepted(made, by=made.counter, urgency="HT")
    items.weigh(weights={code: 320}, by=made.counter, at=make.AFTERNOON, once=make.once())
    monkeypatch.setattr(clock, "now", lambda: make.at("2026-02-10"))
    return made


def department(role: Role) -> Actor:
    return make.actor(role, at_province=make.province("24"))


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
def test_every_page_is_for_everybody(
    browser: play.Browser, live_server: LiveServer, there: World, width: int
) -> None:
    science, finance = department(Role.REGULATOR), department(Role.FINANCE)
    code = Unit.objects.get(kind="item").code
    found: dict[str, list[str]] = {}
    with context_at(browser, live_server.url, width=width) as context:
        page = signed_in(context, live_server, science)
        page.goto("/du-toan/lap")
        page.get_by_label("Tháng đầu đo").fill("01/2026")
        page.get_by_role("button", name="Lập dự toán").last.click()
        page.wait_for_url("**/du-toan/2027")
        line = f"/du-toan/2027/1/co-quan/{there.sender.code}"
        for address in ("/", "/cuoc", "/cuoc/tinh?gam=320&pham-vi=lien_tinh&khan=HT&ky-hieu=F",
                        "/du-toan", "/du-toan/lap", "/du-toan/2027", line):  # fmt: skip
            found[address] = _visit(page, address, width)
        page.goto("/du-toan/2027")
        page.get_by_role("button", name="Gửi Sở Tài chính").click()
    with context_at(browser, live_server.url, width=width) as context:
        page = signed_in(context, live_server, finance)
        page.goto("/")
        page.get_by_role("link", name="Dự toán chờ thẩm định").click()
        found["/du-toan/2027/quyet/appraised"] = _visit(
            page, "/du-toan/2027/quyet/appraised", width
        )
        page.get_by_label("Số, ngày văn bản quyết định").fill("Thông báo ngày 10/02/2026")
        page.get_by_role("button", name="Lưu").click()
        page.wait_for_url("**/du-toan/2027")
    with context_at(browser, live_server.url, width=width) as context:
        page = signed_in(context, live_server, there.counter)
        for address in (f"/buu-gui/{code}", f"/buu-gui/{code}/cuoc", "/cuoc/ky-hieu",
                        "/cuoc/ky-hieu/nhap"):  # fmt: skip
            found[address] = _visit(page, address, width)
    with context_at(browser, live_server.url, width=width) as context:
        page = signed_in(context, live_server, make.actor(Role.ADMIN))
        for address in ("/cuoc/moi", "/cuoc/nguoi-tra/moi"):
            found[address] = _visit(page, address, width)
    assert {address: said for address, said in found.items() if said} == {}
    assert BudgetVersion.objects.count() == 2
