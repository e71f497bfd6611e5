"""Two covers from a sender's desk, one of them through a sealed bag to a door at night."""

import re

import playwright.sync_api as play
import pytest
from django.contrib.auth.hashers import make_password

from kt1.custody.units.rules import State
from kt1.people.accounts.models import User
from kt1.people.actor import Actor
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.stories.stage import (
    HANDOVER,
    TELEPHONE,
    Stage,
    codes_in,
    it_becomes,
    offer,
    said,
    scan,
    settle,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "một câu dài dễ nhớ 2026"
SEAL = "MH0000001"
SIGNER = "Người trực đêm thử"
NEXT_MORNING = make.at("2026-01-15", "08:05")
CHAIN = ["Nhận gửi", "Giao nhận", "Giao nhận", "Giao nhận", "Phát", "Trực → văn thư"]


def test_from_desk_to_desk(world: World, stage: Stage) -> None:
    ordinary, express = when_the_clerk_declares_two_covers(world, stage)
    when_the_courier_accepts_them_at_the_desk(world, stage, ordinary, express)
    when_the_courier_gives_them_to_the_controller(world, stage, ordinary, express)
    bag = when_the_controller_seals_one_in_a_bag(world, stage, express)
    when_another_controller_takes_the_bag(world, stage, bag, express)
    when_the_bag_is_opened_and_counted(world, stage, bag, express)
    when_the_duty_room_signs_at_night(world, stage, express)
    then_it_waits_for_the_records_clerk(express)
    when_the_clerk_confirms_in_the_morning(world, stage, express)
    then_its_page_tells_the_whole_chain(world, stage, express, bag)


def when_the_clerk_declares_two_covers(world: World, stage: Stage) -> list[str]:
    with stage.seat(world.clerk) as page:
        page.goto("/khai-gui")
        _cover(page, 0, "so thu nhat", world.receiver.name)
        page.get_by_role("button", name="Thêm bưu gửi").click()
        _cover(page, 1, "SỞ THỨ NHẤT", world.receiver.name)
        page.get_by_label("Độ khẩn").nth(1).select_option("HT")
        play.expect(page.locator("#clocks")).to_contain_text("15/01/2026")
        stage.look(page, "khai-gui")
        page.get_by_role("button", name="Khai gửi").last.click()
        page.wait_for_url("**/khai-gui/xong?ma=*")
        said(page, "Đã khai 2 bưu gửi.")
        stage.look(page, "khai-gui-xong")
        return codes_in(page.url)


def _cover(page: play.Page, n: int, typed: str, found: str) -> None:
    cover = page.locator("fieldset.cover").nth(n)
    cover.get_by_label("Nơi nhận").press_sequentially(typed)
    play.expect(cover.get_by_role("radio", name=found)).to_be_checked()


def when_the_courier_accepts_them_at_the_desk(world: World, stage: Stage, *codes: str) -> None:
    with stage.seat(world.courier) as page:
        page.goto("/nhan-gui/24-UB1-VT")
        for n, code in enumerate(codes, 1):
            scan(page, code, counted=n)
        page.keyboard.press("F8")
        stage.look(page, "nhan-gui")
        page.keyboard.press("F9")
        page.wait_for_url("**/xong?ma=*")
        said(page, "Đã chấp nhận 2 bưu gửi")
    assert {doing.unit(code).state for code in codes} == {State.IN_POST}


def when_the_courier_gives_them_to_the_controller(world: World, stage: Stage, *codes: str) -> None:
    with stage.seat(world.courier) as page:
        page.goto("/giao-nhan/giao")
        for n, code in enumerate(codes, 1):
            scan(page, code, counted=n)
        stage.look(page, "giao")
        address = offer(page, world.controller)
    assert {doing.unit(code).person_id for code in codes} == {world.courier.user_id}
    with stage.seat(None) as page:
        page.goto(address)
        sign_in_by_form(page, stage, world.controller)
        _take(page, stage, codes)
    assert {doing.unit(code).person_id for code in codes} == {world.controller.user_id}


def sign_in_by_form(page: play.Page, stage: Stage, actor: Actor) -> None:
    """Who opens an address and is nobody yet signs in first, and is then where they wanted."""
    people = User.objects.filter(pk=actor.user_id)
    people.update(password=make_password(PASSWORD))
    page.get_by_label("Tên tài khoản").fill(people.get().username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    stage.look(page, "dang-nhap")
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(HANDOVER)


def _take(page: play.Page, stage: Stage, codes: tuple[str, ...]) -> None:
    play.expect(page.locator(".facts-told")).to_contain_text("0 túi, 2 bưu gửi rời")
    _is_told_no_code(page, codes)
    for n, code in enumerate(codes, 1):
        scan(page, code, counted=n)
    settle(page)
    said(page, "Đã nhận. Từ lúc này bạn giữ.")
    stage.look(page, "giao-nhan-da-nhan")


def _is_told_no_code(page: play.Page, codes: tuple[str, ...]) -> None:
    """Before it is scanned, no code of the offer is anywhere in the page."""
    shown = page.content()
    for code in codes:
        assert code not in shown
        assert code[:5] not in shown


def when_the_controller_seals_one_in_a_bag(world: World, stage: Stage, code: str) -> str:
    doing.issued([SEAL], world.controller, world.controller)
    with stage.seat(world.controller) as page:
        page.goto("/tui")
        page.get_by_role("button", name="Đưa túi vào dùng").click()
        page.wait_for_url(re.compile(r"/tui/[0-9A-Z]{17}$"))
        bag = page.url.rsplit("/", 1)[1]
        scan(page, code, counted=1)
        stage.look(page, "tui")
        page.goto(f"/tui/{bag}")
        page.get_by_role("link", name="Niêm phong túi").click()
        page.get_by_label("Số niêm phong").fill(SEAL.lower())
        page.get_by_label("Nơi đến").select_option(str(world.office.pk))
        stage.look(page, "niem-phong-tui")
        page.get_by_role("button", name="Niêm phong", exact=True).click()
        said(page, "Đã niêm phong túi")
        return bag


def when_another_controller_takes_the_bag(world: World, stage: Stage, bag: str, code: str) -> None:
    with stage.seat(world.controller) as page:
        page.goto(f"/tui/{bag}")
        page.get_by_role("button", name="Giao", exact=True).click()
        page.wait_for_url("**/giao-nhan/giao")
        address = offer(page, world.second_controller)
    with stage.seat(world.second_controller) as page:
        page.goto(address)
        play.expect(page.locator(".facts-told")).to_contain_text("1 túi, 0 bưu gửi rời")
        _is_told_no_code(page, (bag, code, SEAL))
        scan(page, bag, counted=1)
        stage.look(page, "nhan-tui-hoi-niem-phong")
        assert SEAL not in page.content()
        field = page.get_by_label("Số niêm phong đọc được trên túi này")
        field.fill(SEAL.lower())
        field.press("Enter")
        play.expect(page.locator(".scan-word")).to_contain_text("Đã ghi số niêm phong")
        stage.look(page, "nhan-tui")
        settle(page)
        said(page, "Đã nhận. Từ lúc này bạn giữ.")
    assert doing.unit(bag).person_id == world.second_controller.user_id


def when_the_bag_is_opened_and_counted(world: World, stage: Stage, bag: str, code: str) -> None:
    with stage.seat(world.second_controller) as page:
        page.goto(f"/tui/{bag}")
        page.get_by_role("link", name="Mở túi").click()
        page.get_by_label("Số niêm phong đọc được").fill(SEAL)
        stage.look(page, "mo-tui")
        assert page.get_by_role("radio", name="Nguyên vẹn, đóng chặt").is_checked()
        page.get_by_role("button", name="Tiếp tục").click()
        page.wait_for_url(f"**/tui/{bag}/dem")
        scan(page, code, counted=1)
        stage.look(page, "dem-tui")
        page.get_by_role("button", name="Chốt số đếm").click()
        said(page, "Đếm được 1, khớp với sổ")
    assert doing.unit(code).inside is None


def when_the_duty_room_signs_at_night(world: World, stage: Stage, code: str) -> None:
    doing.moved([code], world.second_controller, world.courier, when=make.AFTERNOON)
    it_becomes(make.NIGHT)
    with stage.seat(world.courier, width=TELEPHONE) as page:
        page.goto("/")
        stage.look(page, "bat-dau-buu-ta")
        page.get_by_role("link", name="Tôi đã đến nơi này").click()
        page.wait_for_url("**/cua/24-P-S")
        scan(page, code, counted=1)
        stage.look(page, "cua")
        page.get_by_role("link", name="Phát 1 bưu gửi").click()
        page.get_by_role("radio", name="Phòng trực").check()
        page.get_by_label("Họ tên người thực nhận").fill(SIGNER)
        stage.look(page, "phat")
        page.get_by_role("button", name="Phát 1 bưu gửi").click()
        page.wait_for_url("**/chuyen-cua-toi")
        said(page, "sáng ra văn thư xác nhận")
        stage.look(page, "chuyen-cua-toi")


def then_it_waits_for_the_records_clerk(code: str) -> None:
    assert doing.unit(code).state == State.AWAITING


def when_the_clerk_confirms_in_the_morning(world: World, stage: Stage, code: str) -> None:
    it_becomes(NEXT_MORNING)
    with stage.seat(world.receiving_clerk) as page:
        page.goto("/xac-nhan")
        scan(page, code, counted=1)
        stage.look(page, "xac-nhan")
        page.keyboard.press("F9")
        said(page, "Đã xác nhận 1 bưu gửi")
    assert doing.unit(code).state == State.DELIVERED


def then_its_page_tells_the_whole_chain(world: World, stage: Stage, code: str, bag: str) -> None:
    for actor in (world.clerk, world.receiving_clerk):
        with stage.seat(actor, width=TELEPHONE) as page:
            page.goto(f"/buu-gui/{code}")
            play.expect(page.locator(".clockbar")).to_contain_text("Đúng hạn")
            play.expect(page.locator(".chain .link-title")).to_contain_text(CHAIN)
            play.expect(page.locator(".chain")).to_contain_text(bag[:5])
            play.expect(page.locator(".chain")).to_contain_text(SIGNER)
            # Its proofs are asked for when one comes to them.
            page.locator("#proof").scroll_into_view_if_needed()
            play.expect(page.locator("#proof table")).to_be_visible()
            stage.look(page, "buu-gui")
