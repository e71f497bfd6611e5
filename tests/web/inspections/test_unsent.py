"""A visit where the network fails: what is typed on the tablet is not lost, sent once, and gone."""

import json
import os
from pathlib import Path

import playwright.sync_api as play
import pytest
from pytest_django.live_server_helper import LiveServer

from kt1.ledger.entries.models import Entry
from kt1.oversight.inspections.models import Answer, Finding
from kt1.oversight.inspections.rules import Verdict
from kt1.people.actor import Actor
from tests.browsing import context_at
from tests.custody.world import World
from tests.web.in_browser import faults, signed_in
from tests.web.inspections.test_browser import there

__all__ = ["there"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("KT1_SHOTS", "")
REMARK = "Chưa có sơ đồ đường đi"
#: Everything in the browser's stores, as text and as bytes read as text.
STORED = """async () => {
    const read = (request) => new Promise((done) => {
        request.onsuccess = () => done(request.result);
    });
    const found = [];
    for (const { name } of await indexedDB.databases()) {
        const base = await read(indexedDB.open(name));
        for (const store of base.objectStoreNames) {
            for (const one of await read(base.transaction(store).objectStore(store).getAll())) {
                const bytes = one.sealed ? new TextDecoder().decode(one.sealed) : "";
                found.push(JSON.stringify({ ...one, iv: null, sealed: null }) + bytes);
            }
        }
        base.close();
    }
    return [...found, JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
}"""


def stored(page: play.Page) -> list[str]:
    found: list[str] = page.evaluate(STORED)
    return [one for one in found if one != "{}" and not one.startswith('{"htmx-current-path')]


def visit(page: play.Page, one: int) -> None:
    page.goto(f"/kiem-tra/{one}/phieu")
    page.locator("[data-keep-bar][data-ready=yes]").wait_for(state="attached")


def enter(page: play.Page, key: str, remark: str) -> None:
    """A finding, as it is entered under the question."""
    page.locator(f"a[data-finding={key}]").click()
    form = page.locator("#finding")
    assert form.get_by_label("Nội dung của phiếu").input_value() == key
    form.get_by_label("quan sát tại chỗ").check()
    form.get_by_label("Ghi chú").fill(remark)
    form.get_by_role("button", name="Ghi phát hiện").click()


def shot(page: play.Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


def two_without_a_network(context: play.BrowserContext, page: play.Page, one: int) -> None:
    """An answer and a finding are sent while there is no network."""
    visit(page, one)
    context.set_offline(True)
    part = page.locator("form.checklist").first
    part.get_by_role("group").nth(0).get_by_label("Đạt", exact=True).check()
    part.get_by_role("button", name="Lưu phần này").click()
    enter(page, "U03", REMARK)
    play.expect(page.locator("[data-keep-bar]")).to_contain_text("chưa gửi: 2")


def assert_sent_once(one: int) -> None:
    assert Answer.objects.get(inspection=one, question="U01").verdict == Verdict.MET
    assert Finding.objects.filter(inspection=one, question="U03").count() == 1
    kinds = ["inspection.answered", "inspection.found"]
    assert Entry.objects.filter(subject=f"inspection:{one}", kind__in=kinds).count() == 2


def test_nothing_typed_without_a_network_is_lost_or_can_be_read_on_the_device(
    browser: play.Browser, live_server: LiveServer, there: tuple[World, Actor, int, int]
) -> None:
    _world, science, one, _fault = there
    with context_at(browser, live_server.url, width=820) as context:
        page = signed_in(context, live_server, science)
        two_without_a_network(context, page, one)
        play.expect(page.get_by_role("button", name="Gửi lại")).to_be_visible()
        assert faults(page) == []
        shot(page, "unsent-820")
        kept = stored(page)
        assert len(kept) == 2
        assert not any(REMARK in said or "U03" in said or "kiem-tra" in said for said in kept)
        page.get_by_label("Ghi chú").fill("Gõ dở")
        for _n in range(50):
            if len(stored(page)) > len(kept):
                break
            page.wait_for_timeout(50)
        page.close()
        assert not Finding.objects.exists()
        # The tablet is put down and taken up again where there is a network: it is sent by itself.
        context.set_offline(False)
        again = context.new_page()
        visit(again, one)
        play.expect(again.locator("[data-keep-send]")).to_be_hidden()
        play.expect(again.locator("[data-keep-bar]")).to_contain_text("Đang nhập")
        assert again.get_by_label("Ghi chú").input_value() == "Gõ dở"
        assert len(stored(again)) == 1
    assert_sent_once(one)


def test_an_answer_lost_on_its_way_back_makes_no_second_act(
    browser: play.Browser, live_server: LiveServer, there: tuple[World, Actor, int, int]
) -> None:
    _world, science, one, _fault = there
    lost: list[int] = []

    def lose(route: play.Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0).status)
            route.abort()
        else:
            route.continue_()

    with context_at(browser, live_server.url, width=390) as context:
        page = signed_in(context, live_server, science)
        two_without_a_network(context, page, one)
        shot(page, "unsent-390")
        page.route("**/kiem-tra/**", lose)
        context.set_offline(False)
        again = page.get_by_role("button", name="Gửi lại")
        page.wait_for_timeout(300)  # the browser itself may have sent it when the network came
        if again.is_visible():
            again.click()
        play.expect(page.locator("[data-keep-bar]")).to_be_hidden()
        assert lost == [302]
        assert stored(page) == []
    assert_sent_once(one)


def test_what_the_server_refuses_stays_on_the_page_and_nowhere_else(
    browser: play.Browser, live_server: LiveServer, there: tuple[World, Actor, int, int]
) -> None:
    _world, science, one, _fault = there
    secret = "Xem công văn 12/UBND-VP"
    with context_at(browser, live_server.url, width=820) as context:
        page = signed_in(context, live_server, science)
        visit(page, one)
        context.set_offline(True)
        enter(page, "U05", secret)
        play.expect(page.locator("[data-keep-bar]")).to_contain_text("chưa gửi: 1")
        context.set_offline(False)
        page.get_by_role("button", name="Gửi lại").click()
        page.get_by_role("button", name="Sửa lại").click()
        assert page.get_by_label("Ghi chú").input_value() == secret
        assert stored(page) == []
        page.get_by_label("Ghi chú").fill("Sổ thiếu chữ ký")
        page.locator("#finding").get_by_role("button", name="Ghi phát hiện").click()
        play.expect(page.get_by_text("1 phát hiện")).to_be_visible()
        play.expect(page.locator("[data-keep-bar]")).to_be_hidden()
        assert stored(page) == []
    assert Finding.objects.filter(inspection=one).count() == 1
    assert secret not in json.dumps(list(Entry.objects.values_list("kind", "subject")))


def test_signing_out_leaves_nothing_on_the_device_but_says_so_first(
    browser: play.Browser, live_server: LiveServer, there: tuple[World, Actor, int, int]
) -> None:
    world, science, one, _fault = there
    with context_at(browser, live_server.url, width=820) as context:
        page = signed_in(context, live_server, science)
        visit(page, one)
        context.set_offline(True)
        enter(page, "U05", REMARK)
        play.expect(page.locator("[data-keep-bar]")).to_contain_text("chưa gửi: 1")
        # The network is there again and what was entered is refused on its way, whoever sends it.
        context.route("**/phat-hien", lambda route: route.abort())
        context.set_offline(False)
        # Another person at the same tablet neither sees nor sends it.
        other = signed_in(context, live_server, world.clerk)
        other.goto(f"/kiem-tra/{one}")
        assert other.locator("[data-keep-bar]").count() == 0
        other.close()
        assert len(stored(page)) == 1
        page.close()
        page = signed_in(context, live_server, science)
        page.goto("/")
        page.locator("details.person summary").click()
        out = page.get_by_role("button", name="Đăng xuất")
        out.click()
        play.expect(page.locator("[data-unsent-warning]")).to_be_visible()
        assert len(stored(page)) == 1
        out.click()
        page.wait_for_url("**/dang-nhap*")
        assert stored(page) == []
    assert not Finding.objects.exists()
