"""The next table of prices: entered by one, confirmed by another, charged from its own day on."""

import playwright.sync_api as play
import pytest

from kt1.law.tariffs.models import Tariff
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.custody import factories as make
from tests.custody.world import World
from tests.stories.stage import Stage, it_becomes, said

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_table_is_entered_confirmed_and_charged_on_its_day(world: World, stage: Stage) -> None:
    ministry, admin = make.actor(Role.MINISTRY), make.actor(Role.ADMIN)
    when_the_ministry_enters_it(stage, ministry)
    when_another_confirms_it(stage, admin)
    assert Tariff.objects.get(code="GIA-2026").confirmed_by == str(admin)
    it_becomes(make.at("2026-01-30", "16:00"))
    declaring_costs(world, stage, "11.364 đ", "40.000 đ")
    it_becomes(make.at("2026-02-02", "08:00"))
    declaring_costs(world, stage, "16.000 đ", "45.000 đ")


def when_the_ministry_enters_it(stage: Stage, ministry: Actor) -> None:
    with stage.seat(ministry) as page:
        page.goto("/")
        page.get_by_role("link", name="Giá cước", exact=True).click()
        page.get_by_role("link", name="Nhập bảng giá").click()
        page.get_by_label("Mã", exact=True).fill("GIA-2026")
        page.get_by_label("Tên gọi").fill("Giá cước từ 01/02/2026")
        page.get_by_label("Hiệu lực từ").fill("01/02/2026")
        page.locator("[name=instrument]").select_option("TT26-2026")
        page.locator("[name=noi_tinh-0-d]").fill("16.000")
        page.locator("[name=phu-HT]").fill("45.000")
        stage.look_wide_and_narrow(page, "gia-cuoc-nhap")
        page.get_by_role("button", name="Lưu").click()
        # The second step is now dearer at less weight: the table comes back as it was typed.
        play.expect(page.get_by_role("alert")).to_be_visible()
        page.locator("[name=noi_tinh-1-d]").fill("20.000")
        page.get_by_role("button", name="Lưu").click()
        said(page, "Người khác đối chiếu với văn bản.")
        play.expect(page.get_by_role("button", name="Xác nhận bảng giá này")).to_have_count(0)


def when_another_confirms_it(stage: Stage, admin: Actor) -> None:
    with stage.seat(admin) as page:
        page.goto("/")
        page.get_by_role("link", name="Giá cước", exact=True).click()
        page.get_by_role("link", name="GIA-2026").click()
        stage.look_wide_and_narrow(page, "gia-cuoc-xac-nhan")
        page.get_by_role("button", name="Xác nhận bảng giá này").click()
        said(page, "Đã xác nhận bảng giá.")


def declaring_costs(world: World, stage: Stage, base: str, express: str) -> None:
    """What the clerk is shown before she declares, from the table of that day alone."""
    with stage.seat(world.clerk) as page:
        page.goto("/")
        page.get_by_role("link", name="Khai gửi", exact=True).first.click()
        page.get_by_label("Nơi nhận").press_sequentially("so thu nhat")
        play.expect(page.get_by_role("radio", name=world.receiver.name)).to_be_checked()
        page.get_by_label("Độ khẩn").select_option("HT")
        prices = page.locator("#clocks")
        play.expect(prices).to_contain_text(base)
        play.expect(prices).to_contain_text(express)
        stage.look_wide_and_narrow(page, f"gia-cuoc-khai-gui-{base}")
