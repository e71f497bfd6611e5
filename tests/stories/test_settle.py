"""A month from its last day to the signed paper, and its quality to a decision, from home pages."""

from datetime import timedelta

import playwright.sync_api as play
import pytest

from kt1.assurance.books.models import Account
from kt1.assurance.books.rules import State, period_of
from kt1.assurance.quality import actions as events
from kt1.assurance.quality.confirming.models import QualitySheet
from kt1.assurance.quality.confirming.rules import SheetState
from kt1.assurance.quality.rules import EventKind
from kt1.assurance.reconciliation import actions
from kt1.people.accounts.rules import Role
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.stories.stage import TELEPHONE, Stage, it_becomes, said

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LATER = make.at("2026-02-06")
MONTH = "Đối soát chờ xử lý, ký"


def test_a_month_goes_from_its_last_day_to_the_signed_paper(world: World, stage: Stage) -> None:
    doing.accepted(world, 3)
    it_becomes(LATER)
    when_the_post_freezes(world, stage)
    when_both_sides_sign(world, stage)
    account = Account.objects.get()
    assert account.state == State.AGREED
    when_the_paper_is_entered(world, stage, account)
    account.refresh_from_db()
    assert account.state == State.SIGNED


def when_the_post_freezes(world: World, stage: Stage) -> None:
    with stage.seat(world.dispatcher) as page:
        page.goto("/")
        page.get_by_role("link", name="Kỳ đối soát đã hết, chờ chốt số liệu").click()
        page.get_by_role("button", name="Chốt số liệu").click()
        said(page, "Đã chốt số liệu 1 cơ quan.")
        stage.look(page, "doi-soat-danh-sach")


def when_both_sides_sign(world: World, stage: Stage) -> None:
    accountant = make.actor(Role.ACCOUNTANT, body=world.sender)
    head = make.actor(Role.HEAD, body=world.sender)
    for actor, button in (
        (world.clerk, "Đã lập"),
        (accountant, "Đã kiểm tra số tiền"),
        (head, "Đã duyệt"),
        (world.controller, "Đã lập"),
        (world.dispatcher, "Đã kiểm tra số tiền"),
        (world.dispatcher, "Đã duyệt"),
    ):
        with stage.seat(actor) as page:
            page.goto("/")
            page.get_by_role("link", name=MONTH).click()
            page.get_by_role("link", name="01/2026").click()
            page.get_by_role("button", name=button).click()
            play.expect(page.locator("#messages")).to_be_visible()


def when_the_paper_is_entered(world: World, stage: Stage, account: Account) -> None:
    with stage.seat(world.clerk, width=TELEPHONE) as page:
        page.goto(f"/doi-soat/{account.pk}")
        stage.look(page, "doi-soat-da-thong-nhat")
        page.get_by_label("Số văn bản").fill("03/BB-ĐS")
        page.get_by_label("Ngày văn bản").fill("03/02/2026")
        page.get_by_label("Người ký").fill("Thủ trưởng hai bên")
        page.get_by_label("Nơi lưu").fill("Tủ 2")
        page.get_by_role("button", name="Nhập bản giấy đã ký").click()
        play.expect(page.get_by_text("03/BB-ĐS")).to_be_visible()
    with stage.seat(world.dispatcher) as page:
        page.goto(f"/doi-soat/{account.pk}")
        page.get_by_role("link", name="Ghi điều chỉnh vào kỳ sau").click()
        stage.look(page, "dieu-chinh")


def excused(world: World) -> None:
    """Two items are late under an approved event; the month is frozen."""
    doing.accepted(world, 2)
    it_becomes(LATER)
    event = events.enter_event(
        kind=EventKind.FLOOD, commune_id=None, begins=make.MORNING,
        ends=make.MORNING + timedelta(hours=20), evidence="12/PCTT", by=world.dispatcher,
        at=LATER, once=make.once(),
    )  # fmt: skip
    department = make.actor(Role.REGULATOR, at_province=make.province("24"))
    events.decide_event(event_id=event.pk, refusal=None, by=department, at=LATER, once=make.once())
    actions.freeze(
        province_id=world.centre.province_id, period=period_of("2026-01"), by=world.dispatcher,
        at=LATER, once=make.once(),
    )  # fmt: skip


def test_quality_is_confirmed_objected_to_and_decided(world: World, stage: Stage) -> None:
    excused(world)
    the_agency_objects(world, stage)
    the_post_maintains_and_the_department_decides(world, stage)
    assert QualitySheet.objects.get(agency=world.sender).state == SheetState.DECIDED


def the_agency_objects(world: World, stage: Stage) -> None:
    head = make.actor(Role.HEAD, body=world.sender)
    with stage.seat(world.clerk) as page:
        page.goto("/")
        page.get_by_role("link", name="Chất lượng dịch vụ của kỳ chờ xác nhận").click()
        stage.look(page, "phieu-danh-sach")
        page.get_by_role("link", name="01/2026").click()
        stage.look(page, "phieu-van-thu")
        page.locator("select[name^=objection-]").first.select_option("not_the_event")
        page.get_by_label("Chưa đủ tần suất phát").check()
        page.get_by_role("button", name="Đã lập, chuyển thủ trưởng ký").click()
        said(page, "Đã chuyển thủ trưởng ký.")
    with stage.seat(head, width=TELEPHONE) as page:
        page.goto("/")
        page.get_by_role("link", name="Phiếu xác nhận chất lượng chờ ký").click()
        page.get_by_role("link", name="01/2026").first.click()
        stage.look(page, "phieu-thu-truong")
        page.get_by_role("button", name="Ký kèm các ý kiến này").click()
        said(page, "Đã ký kèm ý kiến")


def the_post_maintains_and_the_department_decides(world: World, stage: Stage) -> None:
    department = make.actor(Role.REGULATOR, at_province=make.province("24"))
    with stage.seat(world.dispatcher) as page:
        page.goto("/")
        page.get_by_role("link", name="Phiếu chất lượng chờ Bưu điện xác nhận, trả lời").click()
        page.get_by_role("link", name="01/2026").click()
        page.locator("select[name^=reply-]").select_option("maintained")
        stage.look(page, "phieu-buu-dien")
        page.get_by_role("button", name="Trả lời ý kiến").click()
        said(page, "Đã trả lời.")
    with stage.seat(department) as page:
        page.goto("/")
        page.get_by_role("link", name="Chất lượng chưa thống nhất, chờ quyết định").click()
        page.get_by_role("link", name="01/2026").click()
        stage.look(page, "phieu-so")
        page.locator("select[name^=ruling-]").select_option("no_proof")
        page.get_by_role("button", name="Quyết định").click()
        said(page, "Đã quyết định.")
        page.goto("/chat-luong/tan-suat?ky=01/2026")
        stage.look(page, "tan-suat")
