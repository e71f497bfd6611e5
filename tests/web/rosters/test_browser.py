"""Rosters in a real browser: filled by dragging and by keys, seen by everybody, wide and narrow."""

from collections.abc import Iterator

import playwright.sync_api as play
import pytest
from pytest_django.live_server_helper import LiveServer

from kt1.network.agencies.models import Agency
from kt1.network.places.models import Place
from kt1.people.accounts.rules import Role
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.queries import who_may_sign_at
from kt1.people.rosters.models import Roster
from tests.custody import factories as make
from tests.stories.stage import Stage
from tests.web.rosters.test_rosters import HEAD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stage(browser: play.Browser, live_server: LiveServer) -> Iterator[Stage]:
    made = Stage(browser=browser, live_server=live_server)
    yield made
    assert made.found == {}


@pytest.fixture
def body(db: None) -> Agency:
    return make.agency("LT-UB", name="UBND phường Lịch Trực")


@pytest.fixture
def door(body: Agency) -> Place:
    made = make.point(body, code="24-P-LT", name="Trụ sở UBND phường Lịch Trực")
    make.receiver(made, body, title="Văn thư", days=["working"])
    make.receiver(made, body, title="Phòng trực", days=["saturday", "sunday", "tet"])
    return made


def _titles(door: Place, day: str) -> list[str]:
    return [one.title for one in who_may_sign_at(door.pk, make.at(day, "22:40")).people]


def test_the_clerk_fills_tet_from_home_and_the_head_sees_who_changed_it(
    body: Agency, door: Place, stage: Stage
) -> None:
    """Given two people; when the clerk drags and presses keys; then the roster says so."""
    clerk, head = make.clerk(body), make.actor(Role.HEAD, body=body)
    with stage.seat(clerk) as page:
        page.goto("/")
        page.get_by_role("link", name="Người nhận bưu gửi").first.click()
        page.get_by_role("link", name="Lịch trực").first.click()
        stage.look(page, "roster-now")
        page.get_by_role("link", name="Tết", exact=True).click()
        stage.look(page, "roster-tet-before")
        page.get_by_role("link", name="Lịch trực tạm thời", exact=True).click()
        _filled(page, stage)
        page.get_by_role("button", name="Xem thay đổi").click()
        page.get_by_text("Thời gian chưa có người ký nhận").wait_for()
        stage.look(page, "roster-differences")
        assert not Roster.objects.exists()
        page.get_by_role("button", name="Lưu lịch trực").click()
        page.get_by_text("Đã lưu lịch trực").wait_for()
        stage.look(page, "roster-tet-after")
    assert _titles(door, "2026-02-15") == ["Trực lãnh đạo"]
    assert _titles(door, "2026-02-18") == ["Trực ban"]
    with stage.seat(head) as page:
        page.goto("/lich-truc/LT-UB")
        page.get_by_role("link", name="Lịch sử").click()
        page.get_by_text("Lập lịch trực tạm thời").wait_for()
        stage.look(page, "roster-history")


def _filled(page: play.Page, stage: Stage) -> None:
    """The head typed, two people spread in turn, cells filled by dragging and by keys."""
    for field, value in HEAD.items():
        page.locator(f"[name={field}]").fill(value)
    page.locator("[name=people]").fill("Trực lãnh đạo; Người thứ nhất; 0912000001\nTrực ban")
    stage.look(page, "roster-head")
    page.get_by_role("button", name="Chia lượt").click()
    page.locator("[name=o0]").wait_for()
    _drag(page, "o0", "o2")
    assert [page.locator(f"[name=o{n}]").input_value() for n in range(4)] == [
        "n0", "n0", "n0", "n1",
    ]  # fmt: skip
    page.locator("[name=o3]").focus()
    page.keyboard.press("Control+ArrowDown")
    assert page.locator("[name=o4]").input_value() == "n1"
    page.locator("[name=o8]").select_option("")
    page.evaluate("scrollTo(0, 0)")  # else the top bar lies over fields, which axe calls small
    stage.look(page, "roster-grid")


def _drag(page: play.Page, first: str, last: str) -> None:
    """From the handle of one cell to that of another below it."""
    boxes = []
    for name in (first, last):
        handle = page.locator(f"td:has([name={name}]) .grid-handle")
        handle.scroll_into_view_if_needed()
        boxes.append(handle)
    boxes[0].scroll_into_view_if_needed()
    start, end = (one.bounding_box() for one in boxes)
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(end["x"] + 10, end["y"] + 10, steps=8)
    page.mouse.up()


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_of_rosters_is_for_everybody(
    body: Agency, door: Place, stage: Stage, width: int
) -> None:
    clerk = make.clerk(body)
    here = "/lich-truc/LT-UB"
    with stage.seat(clerk, width=width) as page:
        for address in ("tam-thoi", "tam-thoi/tep", "luan-phien", "truc-thay", "doi-ca", "lich-su"):
            page.goto(f"{here}/{address}")
            stage.look(page, f"roster-{address.replace('/', '-')}")
        page.goto(f"{here}?tu=16/02/2026")
        stage.look(page, "roster-weeks")
        page.goto(f"{here}/luan-phien")
        guard = FocalPoint.objects.get(title="Phòng trực")
        for field, value in {
            "title": "Trực đêm",
            "authority_doc": "16/LT-UBND",
            "authority_date": "10/01/2026",
            "begins": "15/01/2026",
            "people": "Trực lãnh đạo",
        }.items():
            page.locator(f"[name={field}]").fill(value)
        for day in ("working", "saturday"):
            page.locator(f"[name=days][value={day}]").check()
        page.locator(f"[name=known][value='{guard.pk}']").check()
        page.get_by_role("button", name="Xem thay đổi").click()
        page.get_by_role("button", name="Lưu lịch trực").wait_for()
        stage.look(page, "roster-rotation-differences")
        page.get_by_role("button", name="Lưu lịch trực").click()
        page.get_by_text("Đã lưu lịch trực").wait_for()
        page.goto(f"{here}/doi-ca")
        page.locator("[name=gives]").select_option(index=0)
        page.locator("[name=to]").select_option(label="Văn thư")
        page.get_by_role("button", name="Đề nghị đổi ca").click()
        page.get_by_text("Đề nghị đang chờ trả lời").wait_for()
        stage.look(page, "roster-swap-waits")
        page.goto(f"{here}/{Roster.objects.get().pk}")
        stage.look(page, "roster-one")
