"""A merger from the first field to its day, in a real browser: readable by all, at two widths."""

import os
from pathlib import Path

import playwright.sync_api as play
import pytest
from pytest_django.live_server_helper import LiveServer

from kt1.config.successions import carry_out
from kt1.network.agencies.models import Agency
from kt1.network.models import Reorganisation
from kt1.network.successions.rules import Kind, Stage
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.browsing import context_at
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.factories import at
from tests.custody.world import World, build
from tests.network.successions import drafted as draft
from tests.network.successions import in_effect, ordered
from tests.web.in_browser import faults, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHOTS = os.environ.get("KT1_SHOTS", "")
JANUARY = at("2026-01-30", "09:00")


@pytest.fixture
def world(transactional_db: None) -> World:
    return build()


@pytest.fixture
def regulator(world: World) -> Actor:
    return make.actor(Role.REGULATOR, at_province=make.province())


def look(page: play.Page, name: str) -> list[str]:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)
    return faults(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_merger_from_home_to_its_day(
    width: int,
    world: World,
    regulator: Actor,
    browser: play.Browser,
    live_server: LiveServer,
) -> None:
    doing.accepted(world, 3, when=JANUARY)
    wrong: dict[str, list[str]] = {}
    with context_at(browser, live_server.url, width=width) as context:
        page = signed_in(context, live_server, regulator)
        page.goto("/co-quan")
        page.get_by_role("link", name="Sắp xếp cơ quan, đơn vị").click()
        wrong["list"] = look(page, f"succession-list-{width}")
        page.get_by_role("link", name="Nhập sáp nhập").click()

        page.get_by_label("Cơ quan thứ nhất").fill("24-S1 · Sở thứ nhất")
        page.get_by_label("Cơ quan thứ hai").fill("Sở thứ hai")
        page.get_by_label("Cơ quan kế tục").first.fill("24-S2")
        page.locator("[name=paper_number]").fill("12/NQ")
        page.locator("[name=paper_date]").fill("12/01/2026")
        page.locator("[name=on]").fill("01/01/2026")
        page.get_by_role("button", name="Lưu dự thảo").click()
        wrong["form"] = look(page, f"succession-form-{width}")
        assert page.get_by_label("Cơ quan thứ hai").input_value() == "Sở thứ hai"

        page.locator("[name=on]").fill("01/02/2030")
        page.get_by_role("button", name="Lưu dự thảo").click()
        page.get_by_role("heading", name="Những gì sẽ chuyển").wait_for()
        wrong["preview"] = look(page, f"succession-preview-{width}")
        page.get_by_role("button", name="Xác nhận").click()
        page.get_by_text("Chờ đến ngày").first.wait_for()
        wrong["waiting"] = look(page, f"succession-waiting-{width}")
    assert {name: bad for name, bad in wrong.items() if bad} == {}
    assert Reorganisation.objects.get().stage == Stage.CONFIRMED
    carry_out(at=at("2030-02-01", "00:00"))
    assert Agency.objects.get(code="24-S1").valid_to is not None


@pytest.mark.parametrize("width", [1280, 390])
def test_the_history_of_an_agency_and_of_an_item(
    width: int, world: World, browser: play.Browser, live_server: LiveServer
) -> None:
    (code,) = doing.accepted(world, when=JANUARY)
    done = in_effect(
        ordered(Kind.MERGE, old=("24-S1", "24-S2"), heirs=("24-S2",), name="Sở hợp nhất")
    )
    drafted = draft(ordered(Kind.MERGE, old=("24-UB1",), heirs=("24-S2",)))
    make.receiver(world.sender_door, world.sender)
    wrong: dict[str, list[str]] = {}
    with context_at(browser, live_server.url, width=width) as context:
        page = signed_in(context, live_server, world.dispatcher)
        for name, url in (
            ("agency", "/co-quan/24-S2"),
            ("item", f"/buu-gui/{code}"),
            ("done", f"/sap-xep/{done}"),
            ("rows", f"/sap-xep/{drafted}/dau-moi"),
            ("move", "/sap-xep/moi/move"),
        ):
            page.goto(url)
            wrong[name] = look(page, f"succession-{name}-{width}")
        page.goto("/co-quan/24-S2")
        page.get_by_role("heading", name="Tên cũ, cơ quan tiền thân và kế tục").wait_for()
        page.get_by_text("Sở thứ hai").first.wait_for()
    assert {name: bad for name, bad in wrong.items() if bad} == {}
