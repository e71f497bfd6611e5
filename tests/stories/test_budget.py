"""Money of a year: appraised, allocated, warned of to whom it concerns, adjusted by its paper."""

import playwright.sync_api as play
import pytest

from kt1.assurance.books.rules import period_of
from kt1.assurance.reconciliation import actions
from kt1.oversight.budget.models import BudgetVersion
from kt1.oversight.budget.rules import Stage as Step
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.custody import factories as make
from tests.custody.world import World
from tests.stories.stage import TELEPHONE, Stage, said
from tests.stories.test_finance import LATER, given_mail_of_january

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WARNING = "Kinh phí KT1 không đủ đến hết năm"


def test_money_is_allocated_runs_short_and_is_adjusted(world: World, stage: Stage) -> None:
    science = given_mail_of_january(world, year=2026)
    finance = make.actor(Role.FINANCE, at_province=make.province("24"))
    accountant = make.actor(Role.ACCOUNTANT, body=world.sender)
    stranger = make.actor(Role.ACCOUNTANT, body=world.receiver)
    with stage.seat(finance) as page:
        page.goto("/")
        page.get_by_role("link", name="Dự toán chờ thẩm định").click()
        page.get_by_role("link", name="2026").first.click()
        decide(page, world, "Thẩm định", "210.000")
        decide(page, world, "Giao", "200.000")
        stage.look_wide_and_narrow(page, "kinh-phi-da-giao")
    when_january_is_compared(world)
    when_the_body_is_warned(world, stage, accountant)
    nobody_is_told_of_others(stage, stranger)
    when_science_follows_the_warning(world, stage, science)
    with stage.seat(finance) as page:
        page.goto("/")
        page.get_by_role("link", name=WARNING).click()
        decide(page, world, "Điều chỉnh", "500.000")
        said(page, "Đã lập phiên bản.")
        page.goto("/")
        play.expect(page.get_by_role("link", name=WARNING)).to_have_count(0)
    with stage.seat(accountant) as page:
        page.goto("/")
        play.expect(page.get_by_role("link", name=WARNING)).to_have_count(0)
        page.get_by_role("link", name="Dự toán", exact=True).click()
        page.get_by_role("link", name="2026").first.click()
        play.expect(page.get_by_role("row", name=world.sender.name)).to_contain_text("500.000")
    stages = BudgetVersion.objects.order_by("n").values_list("stage", flat=True)
    assert list(stages) == [Step.ESTIMATE, Step.APPRAISED, Step.ALLOCATED, Step.ADJUSTED]


def decide(page: play.Page, world: World, act: str, amount: str) -> None:
    """The next version: one amount changes, and a paper says so."""
    page.get_by_role("link", name=act, exact=True).click()
    page.get_by_label("Số, ngày văn bản quyết định").fill("Quyết định ngày 10/02/2026")
    page.get_by_label(world.sender.name).fill(amount)
    page.get_by_role("button", name="Lưu").click()
    page.wait_for_url("**/du-toan/2026")
    play.expect(page.get_by_role("row", name=world.sender.name)).to_contain_text(amount)


def when_january_is_compared(world: World) -> None:
    """The month costs more than a twelfth of what was allocated."""
    actions.freeze(
        province_id=world.centre.province_id, period=period_of("2026-01"), by=world.dispatcher,
        at=LATER, once=make.once(),
    )  # fmt: skip


def when_the_body_is_warned(world: World, stage: Stage, accountant: Actor) -> None:
    with stage.seat(accountant, width=TELEPHONE) as page:
        page.goto("/")
        page.get_by_role("link", name=WARNING).click()
        stage.look_wide_and_narrow(page, "kinh-phi-ke-toan")
        page.get_by_role("link", name=world.sender.name, exact=True).click()
        play.expect(page.get_by_text("hết trong năm")).to_be_visible()
        play.expect(page.get_by_text("18.065 đ").first).to_be_visible()
        stage.look_wide_and_narrow(page, "kinh-phi-tung-buoc")


def nobody_is_told_of_others(stage: Stage, stranger: Actor) -> None:
    with stage.seat(stranger) as page:
        page.goto("/")
        play.expect(page.get_by_role("link", name=WARNING)).to_have_count(0)


def when_science_follows_the_warning(world: World, stage: Stage, science: Actor) -> None:
    """It sees the money and decides nothing of it."""
    with stage.seat(science) as page:
        page.goto("/")
        page.get_by_role("link", name=WARNING).click()
        row = page.get_by_role("row", name=world.sender.name)
        play.expect(row).to_contain_text("hết trong năm")
        play.expect(row).to_contain_text("200.000")
        for act in ("Thẩm định", "Giao", "Điều chỉnh"):
            play.expect(page.get_by_role("link", name=act, exact=True)).to_have_count(0)
        stage.look_wide_and_narrow(page, "kinh-phi-so-khcn")
