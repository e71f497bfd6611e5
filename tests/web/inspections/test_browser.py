"""Inspections in a real browser: every page for everybody, and the checklist under a finger."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import playwright.sync_api as play
import pytest
from pytest_django.live_server_helper import LiveServer

from kt1.config import clock
from kt1.oversight.inspections import actions, drafting, drawing, visiting
from kt1.oversight.inspections.models import Answer, Finding
from kt1.oversight.inspections.rules import Ground, Manner, Part, Side
from kt1.oversight.violations import actions as violations
from kt1.oversight.violations.rules import Area, Origin
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.browsing import context_at
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World, build
from tests.web.in_browser import faults, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDED = drafting.Worded(
    section="Gửi, nhận và sổ sách", area=Area.RECEIVING, words="Sổ giao nhận đủ chữ ký hai bên",
    provision="TT 16/2017 Đ.9",
)  # fmt: skip
SHOTS = os.environ.get("KT1_SHOTS", "")


@pytest.fixture
def there(transactional_db: None) -> Iterator[tuple[World, Actor, int, int]]:
    """An inspection at work with a sample, and a violation of the same body."""
    before = clock.offset()
    clock.set_offset(make.AFTERNOON - datetime.now(UTC))
    world = build()
    doing.accepted(world, 2)
    science = make.actor(Role.REGULATOR, at_province=make.province())
    on = make.AFTERNOON.date()
    wanted = actions.Prepared(
        agency_id=world.sender.pk, side=Side.USER, ground=Ground.WATCH, manner=Manner.ON_SITE,
        period_from=on - timedelta(days=30), period_to=on, visit_from=on, visit_to=on,
    )  # fmt: skip

    def who() -> dict[str, Any]:
        return {"by": science, "at": make.AFTERNOON, "once": make.once()}

    one = actions.prepare(wanted=wanted, **who())
    actions.put_member(
        inspection_id=one, duty_id=science.duty_id, office="", position="", part=Part.LEAD,
        **who(),
    )  # fmt: skip
    actions.decide(inspection_id=one, number="5/QĐ", dated=on, notified_on=on, **who())
    visiting.start(inspection_id=one, **who())
    drawing.draw(inspection_id=one, wanted=drawing.Wanted(size=2), **who())
    checklist = drafting.draft(side=Side.USER, **who())
    drafting.put(code=checklist, key="U05", worded=WORDED, **who())
    drafting.drop(code=checklist, key="U09", **who())
    stated = violations.Stated(
        agency_id=world.sender.pk, origin=Origin.WATCH, area=Area.RECEIVING, done_on=on
    )
    fault = violations.record(stated=stated, **who())
    violations.ask(violation_id=fault, paper="8/SKHCN", dated=on, due=on, **who())
    yield world, science, one, fault
    clock.set_offset(before)


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_for_everybody(
    browser: play.Browser,
    live_server: LiveServer,
    there: tuple[World, Actor, int, int],
    width: int,
) -> None:
    world, science, one, fault = there
    here, bad = f"/kiem-tra/{one}", f"/vi-pham/{fault}"
    of_science = ["/", "/giam-sat", f"/giam-sat/{world.sender.pk}/nhac", "/kiem-tra",
                  "/kiem-tra/moi", "/kiem-tra/ke-hoach/2026", "/kiem-tra/phieu-mau",
                  "/kiem-tra/phieu-mau/user-24-3", "/kiem-tra/phieu-mau/user-24-3/cau/U05", here,
                  f"{here}/phieu", f"{here}/phat-hien?hoi=U05", f"{here}/mau/1?lai=1",
                  f"{here}/doan", f"{here}/bien-ban", "/vi-pham", bad, f"{bad}/kiem-tra-lai",
                  "/vi-pham/bang"]  # fmt: skip
    found: dict[str, list[str]] = {}
    for actor, addresses in ((science, of_science), (world.clerk, ["/", here, bad])):
        with context_at(browser, live_server.url, width=width) as context:
            page = signed_in(context, live_server, actor)
            for n, address in enumerate(addresses):
                answer = page.goto(address)
                assert answer is not None
                assert answer.status == 200, address
                if SHOTS:
                    name = f"{actor.role}-{n:02d}-{width}.png"
                    page.screenshot(path=Path(SHOTS) / name, full_page=True)
                found[f"{actor.role} {address}"] = faults(page)
                wide = page.evaluate("() => document.documentElement.scrollWidth")
                assert wide <= width, f"{address} is {wide} pixels wide"
    assert {address: said for address, said in found.items() if said} == {}


def test_a_part_of_the_checklist_is_answered_on_a_tablet(
    browser: play.Browser, live_server: LiveServer, there: tuple[World, Actor, int, int]
) -> None:
    _world, science, one, _fault = there
    with context_at(browser, live_server.url, width=820) as context:
        page = signed_in(context, live_server, science)
        page.goto(f"/kiem-tra/{one}")
        page.get_by_role("link", name="Mở phiếu kiểm tra").first.click()
        part = page.locator("form.checklist").first
        for question in part.get_by_role("group").all():
            choice = question.get_by_label("Đạt", exact=True)
            size = question.locator("label.verdict").first.bounding_box()
            assert size is not None
            assert size["height"] >= 56
            choice.check()
        part.get_by_role("button", name="Lưu phần này").click()
        page.wait_for_url("**/phieu#phan-2")
        page.get_by_role("link", name="Ghi phát hiện").nth(5).click()
        page.get_by_label("quan sát tại chỗ").check()
        page.get_by_role("button", name="Ghi phát hiện").click()
        play.expect(page.get_by_text("1 phát hiện")).to_be_visible()
    assert Answer.objects.filter(inspection=one).count() >= 4
    assert Finding.objects.filter(inspection=one).count() == 1
