"""Sở Tài chính: an estimate is sent back once, comes again, and is appraised by its paper."""

from datetime import date

import playwright.sync_api as play
import pytest

from kt1.custody.items import actions as items
from kt1.network.agencies.models import AnnexMembership
from kt1.oversight.budget import actions
from kt1.oversight.budget.models import BudgetVersion
from kt1.oversight.budget.rules import Scenario
from kt1.oversight.budget.rules import Stage as Step
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.stories.stage import TELEPHONE, Stage, it_becomes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LATER = make.at("2026-02-10")


def estimated(science: Actor, *, year: int = 2027) -> None:
    made = actions.make_estimate(
        year=year, first=date(2026, 1, 1), last=date(2026, 1, 1), growth_per_mille=0,
        scenario=Scenario.BASE, by=science, at=LATER, once=make.once(),
    )  # fmt: skip
    actions.send(version_id=made.pk, by=science, at=LATER, once=make.once())


def given_mail_of_january(world: World, *, year: int = 2027) -> Actor:
    """The department that made and sent an estimate from one weighed item."""
    for body in (world.sender, world.receiver):
        AnnexMembership.objects.create(
            agency=body, annex="II", source="phụ lục", valid_from=make.SINCE
        )
    (code,) = doing.accepted(world, by=world.counter)
    items.weigh(weights={code: 320}, by=world.counter, at=make.AFTERNOON, once=make.once())
    it_becomes(LATER)
    science = make.actor(Role.REGULATOR, at_province=make.province("24"))
    estimated(science, year=year)
    return science


def test_finance_reviews_the_estimate(world: World, stage: Stage) -> None:
    science = given_mail_of_january(world)
    finance = make.actor(Role.FINANCE, at_province=make.province("24"))
    with stage.seat(finance, width=TELEPHONE) as page:
        page.goto("/")
        stage.look(page, "tai-chinh-viec-cho-toi")
        page.get_by_role("link", name="Dự toán chờ thẩm định").click()
        page.get_by_role("link", name="2027").first.click()
        stage.look(page, "tai-chinh-du-toan")
        page.get_by_role("button", name="Trả lại").click()
        play.expect(page.get_by_text("Đã trả lại, lý do").first).to_be_visible()
    assert BudgetVersion.objects.get().returned_at is not None
    estimated(science)
    with stage.seat(finance) as page:
        page.goto("/")
        page.get_by_role("link", name="Dự toán chờ thẩm định").click()
        page.get_by_role("link", name="2027").first.click()
        stage.look(page, "tai-chinh-du-toan")
        page.get_by_role("link", name="Thẩm định").click()
        page.get_by_label("Số, ngày văn bản quyết định").fill("Thông báo ngày 10/02/2026")
        stage.look(page, "tai-chinh-tham-dinh")
        page.get_by_role("button", name="Lưu").click()
        page.wait_for_url("**/du-toan/2027")
        for address in ("/bao-cao", "/nhat-ky-doc", "/so-lieu/tong-hop"):
            refused = page.goto(address)
            assert refused is not None
            assert refused.status == 403, address
    last = BudgetVersion.objects.latest("n")
    assert (last.stage, last.n) == (Step.APPRAISED, 3)
