"""Complaints in a real browser: for everybody, and from home to an answer by the keyboard."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import playwright.sync_api as play
import pytest
from pytest_django.live_server_helper import LiveServer

from kt1.assurance.complaints import actions, settling
from kt1.assurance.complaints.models import Complaint
from kt1.assurance.complaints.rules import Cause, Matter, Method, Outcome, Responsible
from kt1.assurance.disclosures import actions as disclosures
from kt1.assurance.disclosures.models import Disclosure
from kt1.config import clock
from kt1.people.accounts.rules import Role
from tests.browsing import context_at
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World, build
from tests.web.in_browser import faults, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("KT1_SHOTS", "")


@pytest.fixture
def there(transactional_db: None) -> Iterator[World]:
    """Two complaints, one with a record of liability, and a request of an authority."""
    before = clock.offset()
    clock.set_offset(make.AFTERNOON - datetime.now(UTC))
    world = build()
    codes = doing.accepted(world, 2)
    for n, code in enumerate(codes):
        one = actions.file(
            code=code, matter=Matter.LOSS, note="chưa nhận được bưu gửi", by=world.clerk,
            at=make.AFTERNOON, once=make.once(),
        )  # fmt: skip
        if n == 0:
            settled(world, one)
    disclosures.register(
        asked=disclosures.Asked(
            authority="Thanh tra tỉnh", basis="Điều 20 Luật Thanh tra", number="7/BB-TTr",
            dated=date(2026, 1, 14), code=codes[0],
        ),
        by=world.dispatcher, at=make.AFTERNOON, once=make.once(),
    )  # fmt: skip
    yield world
    clock.set_offset(before)


def settled(world: World, one: int) -> None:
    actions.answer(
        complaint_id=one, outcome=Outcome.UPHELD, cause=Cause.TRANSPORT, note="",
        by=world.controller, at=make.AFTERNOON, once=make.once(),
    )  # fmt: skip
    settling.record_liability(
        complaint_id=one,
        stated=settling.Stated(
            number="5/BB-BĐT", dated=date(2026, 1, 14), cause=Cause.TRANSPORT,
            responsible=Responsible.POST, amount_vnd=500_000, method=Method.TRANSFER,
        ),
        by=world.dispatcher, at=make.AFTERNOON, once=make.once(),
    )  # fmt: skip


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_for_everybody(
    browser: play.Browser, live_server: LiveServer, there: World, width: int
) -> None:
    paid, open_ = Complaint.objects.order_by("pk")
    request = Disclosure.objects.get()
    post = ["/", "/khieu-nai", f"/khieu-nai/{paid.pk}", f"/khieu-nai/{paid.pk}/chi-tra",
            f"/khieu-nai/{open_.pk}/tra-loi", "/cung-cap-thong-tin", "/cung-cap-thong-tin/moi",
            f"/cung-cap-thong-tin/{request.pk}", "/danh-muc"]  # fmt: skip
    code = open_.unit.code
    agency = [f"/buu-gui/{code}", "/khieu-nai", "/khieu-nai/moi", f"/khieu-nai/{open_.pk}"]
    regulator = make.actor(Role.REGULATOR, at_province=make.province())
    pages = ((there.dispatcher, post), (there.clerk, agency), (regulator, ["/khieu-nai"]))
    found: dict[str, list[str]] = {}
    for actor, addresses in pages:
        with context_at(browser, live_server.url, width=width) as context:
            page = signed_in(context, live_server, actor)
            for n, address in enumerate(addresses):
                answer = page.goto(address)
                assert answer is not None
                assert answer.status == 200, address
                if SHOTS:
                    page.screenshot(
                        path=Path(SHOTS) / f"{actor.role}-{n}-{width}.png", full_page=True
                    )
                found[f"{actor.role} {address}"] = faults(page)
                wide = page.evaluate("() => document.documentElement.scrollWidth")
                assert wide <= width, f"{address} is {wide} pixels wide"
    assert {address: said for address, said in found.items() if said} == {}


def test_a_clerk_files_from_an_item_and_the_post_answers_from_home(
    browser: play.Browser, live_server: LiveServer, there: World
) -> None:
    code = Complaint.objects.latest("pk").unit.code
    with context_at(browser, live_server.url, width=390) as context:
        page = signed_in(context, live_server, there.clerk)
        page.goto(f"/buu-gui/{code}")
        page.get_by_role("link", name="Khiếu nại về bưu gửi này").press("Enter")
        page.get_by_label("chậm").check()
        page.get_by_role("button", name="Nộp khiếu nại").press("Enter")
        play.expect(page.get_by_text("chờ Bưu điện trả lời")).to_be_visible()
    one = Complaint.objects.get(matter=Matter.DELAY)
    with context_at(browser, live_server.url, width=1280) as context:
        page = signed_in(context, live_server, there.dispatcher)
        page.goto("/")
        page.get_by_role("link", name="Khiếu nại chờ trả lời").press("Enter")
        page.get_by_role("link", name=str(one)).press("Enter")
        page.get_by_role("link", name="Trả lời khiếu nại").press("Enter")
        page.get_by_label("khiếu nại không đúng").check()
        page.get_by_role("button", name="Trả lời khiếu nại").press("Enter")
        play.expect(page.get_by_text("chờ cơ quan quyết định")).to_be_visible()
        assert faults(page) == []
