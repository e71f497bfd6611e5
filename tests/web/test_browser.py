"""The shell in a real browser: keyboard, scanner, nothing lost, nothing from outside.

Every context here fails its test on a broken content policy, a request to another machine or an
error in the console.
"""

import re
import time
from collections.abc import Iterator
from urllib.parse import parse_qsl

import playwright.sync_api as play
import pytest
from django.contrib.auth.hashers import make_password
from pytest_django.live_server_helper import LiveServer

from kt1.config import clock
from kt1.people.accounts.models import User
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.sign_ins.models import SignIn, SignInEnd
from kt1.web.parts.code_text import grouped
from tests.browsing import context_at
from tests.web.conftest import ActorOf
from tests.web.in_browser import burst, faults, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "một câu dài dễ nhớ 2026"
CODE = "7K3MQX2RB9VT4HNW8"


@pytest.fixture
def actor(actor_of: ActorOf) -> Actor:
    return actor_of(Role.COUNTER)


@pytest.fixture
def inside(browser: play.Browser, live_server: LiveServer, actor: Actor) -> Iterator[play.Page]:
    with context_at(browser, live_server.url, width=1280) as context:
        page = signed_in(context, live_server, actor)
        yield page
        # What is still being asked holds locks; the database is cleared right after this.
        page.wait_for_load_state("networkidle")


def test_a_form_with_faults_leads_to_them(inside: play.Page) -> None:
    inside.goto("/_parts")
    inside.get_by_label("Khối lượng").fill("0")
    inside.get_by_role("button", name="Ghi nhận").click()
    summary = inside.get_by_role("alert")
    play.expect(summary).to_be_focused()
    assert faults(inside) == []
    summary.get_by_role("link").first.click()
    play.expect(inside.get_by_label("Khối lượng")).to_be_focused()
    assert inside.get_by_label("Khối lượng").input_value() == "0"


def test_slash_goes_to_the_search_box(inside: play.Page) -> None:
    inside.goto("/trang-cua-toi")
    inside.keyboard.press("/")
    box = inside.get_by_role("searchbox")
    play.expect(box).to_be_focused()
    assert box.input_value() == ""
    inside.get_by_label("Mật khẩu hiện tại").focus()
    inside.keyboard.press("/")
    assert inside.get_by_label("Mật khẩu hiện tại").input_value() == "/"


def test_the_first_tab_skips_to_the_content(inside: play.Page) -> None:
    inside.goto("/trang-cua-toi")
    inside.keyboard.press("Tab")
    play.expect(inside.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    inside.keyboard.press("Enter")
    play.expect(inside.locator("main")).to_be_focused()


def test_a_scan_anywhere_goes_to_the_search_box(inside: play.Page) -> None:
    inside.goto("/trang-cua-toi")
    burst(inside, CODE)
    inside.wait_for_url(f"**/tim?q={CODE}")


def test_a_scan_into_a_field_leaves_the_field_as_it_was(inside: play.Page) -> None:
    inside.goto("/_parts")
    note = inside.get_by_label("Ghi chú")
    note.fill("bì rách góc")
    note.focus()
    inside.evaluate(
        """() => addEventListener("submit", event => {
            event.preventDefault();
            window.wasText = document.querySelector("[name=note]").value;
        }, true)"""
    )
    burst(inside, CODE)
    assert inside.evaluate("() => window.wasText") == "bì rách góc"
    assert inside.get_by_role("searchbox").input_value() == CODE


def test_what_is_typed_slowly_is_typing(inside: play.Page) -> None:
    inside.goto("/_parts/scan")
    inside.get_by_label("Quét hoặc nhập mã").press_sequentially("7K3MQ", delay=90)
    with inside.expect_request(lambda request: request.method == "POST") as sent:
        inside.keyboard.press("Enter")
    assert "how=typed" in (sent.value.post_data or "")
    play.expect(inside.locator(".scan-word")).to_have_text("Đã nhập tay")


def test_a_scan_is_counted_flashed_and_ready_for_the_next(inside: play.Page) -> None:
    inside.goto("/_parts/scan")
    with inside.expect_request(lambda request: request.method == "POST") as sent:
        burst(inside, CODE)
    assert "how=scanned" in (sent.value.post_data or "")
    play.expect(inside.locator("#flash")).to_have_class(re.compile("flash-good"))
    play.expect(inside.locator(".scan-count .big")).to_have_text("13")
    play.expect(inside.locator(".scan-word")).to_have_text("Đã quét")
    play.expect(inside.locator("[data-scan]")).to_be_focused()
    play.expect(inside.locator("#flash")).to_be_hidden()

    burst(inside, f"{CODE}X")
    play.expect(inside.locator("#flash")).to_have_class(re.compile("flash-bad"))
    play.expect(inside.locator(".scan-word")).to_have_text("Không thuộc túi này")
    assert faults(inside) == []


def sent_by(page: play.Page) -> list[dict[str, str]]:
    """The forms that this page sends from now on."""
    forms: list[dict[str, str]] = []

    def see(request: play.Request) -> None:
        if request.method == "POST":
            forms.append(dict(parse_qsl(request.post_data or "")))

    page.on("request", see)
    return forms


def test_scans_faster_than_the_line_are_all_sent_in_their_order(inside: play.Page) -> None:
    inside.goto("/_parts/scan")

    def slowly(route: play.Route) -> None:
        time.sleep(0.15)
        route.continue_()

    inside.route("**/_parts/scan", slowly)
    forms = sent_by(inside)
    codes = [f"{CODE[:-1]}{n}" for n in range(5)]
    for code in codes:
        burst(inside, code)
    play.expect(inside.locator(".scan-code .code")).to_have_text(grouped(codes[-1]))
    assert [form["code"] for form in forms] == codes
    assert {form["how"] for form in forms} == {"scanned"}
    assert len({form["once"] for form in forms}) == len(codes)


def test_a_scan_without_a_line_waits_and_counts_once(inside: play.Page) -> None:
    inside.goto("/_parts/scan")
    forms, tries = sent_by(inside), []

    def fail_first(route: play.Route) -> None:
        tries.append(route)
        if len(tries) == 1:
            route.abort()
        else:
            route.continue_()

    inside.route("**/_parts/scan", fail_first)
    burst(inside, CODE)
    play.expect(inside.locator("[data-backlog]")).to_contain_text("1 mã chưa gửi được")
    play.expect(inside.locator(".scan-word")).to_have_text("Đã quét")
    play.expect(inside.locator("[data-backlog]")).to_be_hidden()
    assert [form["once"] for form in forms] == [forms[0]["once"]] * 2


def test_a_scan_after_the_sign_in_ran_out_is_sent_after_it(inside: play.Page, actor: Actor) -> None:
    User.objects.filter(pk=actor.user_id).update(password=make_password(PASSWORD))
    inside.goto("/_parts/scan")
    SignIn.objects.update(ended_at=clock.now(), ended_why=SignInEnd.LAPSED)
    burst(inside, CODE)
    dialog = inside.get_by_role("dialog")
    dialog.get_by_label("Mật khẩu").fill(PASSWORD)
    dialog.get_by_role("button", name="Vào ca").click()
    play.expect(inside.locator(".scan-word")).to_have_text("Đã quét")


def test_the_last_scan_is_undone_from_the_keyboard(inside: play.Page) -> None:
    inside.goto("/_parts/scan")
    with inside.expect_request(lambda request: request.method == "POST") as sent:
        inside.keyboard.press("Control+z")
    assert "code=" not in (sent.value.post_data or "")


def test_a_list_filters_without_leaving_the_page(inside: play.Page) -> None:
    inside.goto("/_parts/list")
    inside.get_by_label("Tên", exact=True).fill("bien hoa")
    inside.get_by_label("Tên", exact=True).press("Enter")
    inside.wait_for_url("**/_parts/list?*q=bien*")
    play.expect(inside.locator("tbody tr")).to_have_count(1)
    inside.reload()
    play.expect(inside.locator("tbody tr")).to_have_count(1)
    inside.go_back()
    play.expect(inside.locator("tbody tr")).to_have_count(20)


def test_the_list_is_walked_by_keyboard(inside: play.Page) -> None:
    inside.goto("/tim")
    inside.locator("body").press("j")
    assert inside.url.endswith("/tim")


def test_after_the_sign_in_ran_out_nothing_typed_is_lost(inside: play.Page, actor: Actor) -> None:
    User.objects.filter(pk=actor.user_id).update(password=make_password(PASSWORD))
    inside.clock.install()
    inside.goto("/_parts")
    inside.get_by_label("Ghi chú").fill("bì rách góc")
    inside.get_by_label("Khối lượng").fill("0")
    SignIn.objects.update(ended_at=clock.now(), ended_why=SignInEnd.LAPSED)
    inside.clock.fast_forward("30:00")

    inside.get_by_role("button", name="Ghi nhận").click()
    dialog = inside.get_by_role("dialog")
    play.expect(dialog).to_be_visible()
    assert faults(inside) == []
    dialog.get_by_label("Mật khẩu").fill("sai rồi")
    dialog.get_by_role("button", name="Vào ca").click()
    play.expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_label("Mật khẩu").fill(PASSWORD)
    dialog.get_by_role("button", name="Vào ca").click()

    # The form that waited is sent, and comes back with its fault and all that was typed.
    play.expect(inside.get_by_role("alert")).to_be_visible()
    assert inside.get_by_label("Ghi chú").input_value() == "bì rách góc"


def test_another_person_sees_a_page_of_their_own(inside: play.Page, actor_of: ActorOf) -> None:
    second = actor_of(Role.COUNTER)
    User.objects.filter(pk=second.user_id).update(password=make_password(PASSWORD))
    inside.goto("/_parts/list")
    inside.keyboard.press("F2")
    dialog = inside.get_by_role("dialog")
    dialog.get_by_label("Tên tài khoản").fill(User.objects.get(pk=second.user_id).username)
    dialog.get_by_label("Mật khẩu").fill(PASSWORD)
    dialog.get_by_role("button", name="Vào ca").click()
    play.expect(inside.locator(".person-name")).to_have_text(second.name)
    assert inside.url.endswith("/_parts/list")


def test_pages_work_without_scripts(
    browser: play.Browser, live_server: LiveServer, actor: Actor
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    try:
        page = signed_in(context, live_server, actor)
        page.goto("/_parts/list")
        page.get_by_label("Tên", exact=True).fill("bien hoa")
        page.get_by_role("button", name="Lọc").click()
        play.expect(page.locator("tbody tr")).to_have_count(1)
        page.goto("/_parts/scan")
        page.get_by_label("Quét hoặc nhập mã").fill(CODE)
        page.get_by_role("button", name="Ghi nhận").click()
        play.expect(page.locator(".scan-count .big")).to_have_text("13")
        page.locator(".person summary").click()
        page.get_by_role("button", name="Đăng xuất").click()
        page.wait_for_url("**/dang-nhap")
    finally:
        context.close()


def test_the_print_has_the_content_and_not_the_frame(inside: play.Page) -> None:
    inside.goto("/_parts/list")
    inside.emulate_media(media="print")
    play.expect(inside.locator(".side")).to_be_hidden()
    play.expect(inside.locator(".top")).to_be_hidden()
    play.expect(inside.locator(".foot")).to_be_visible()
    play.expect(inside.locator("tbody tr").first).to_be_visible()
