"""A lost item: from the clerk's complaint to the compensation paid, each from the home page."""

import playwright.sync_api as play
import pytest

from kt1.assurance.complaints.models import Complaint
from kt1.assurance.complaints.rules import State
from kt1.custody.items import actions as items
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.stories.stage import Stage, it_becomes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_loss_is_complained_of_answered_recorded_and_paid(world: World, stage: Stage) -> None:
    (code,) = doing.accepted(world, by=world.counter)
    items.weigh(weights={code: 120}, by=world.counter, at=make.AFTERNOON, once=make.once())
    it_becomes(make.at("2026-01-20"))
    when_the_clerk_complains(world, stage, code)
    one = Complaint.objects.get()
    when_the_post_answers_and_records_the_liability(world, stage, one)
    when_the_post_pays(world, stage, one)
    then_the_clerk_reads_that_it_is_over(world, stage, one)


def when_the_clerk_complains(world: World, stage: Stage, code: str) -> None:
    with stage.seat(world.clerk) as page:
        page.goto("/")
        page.get_by_role("link", name="Bưu gửi đi", exact=True).first.click()
        page.locator(f'a[href$="/buu-gui/{code}"]').first.click()
        page.get_by_role("link", name="Khiếu nại về bưu gửi này").click()
        page.get_by_label("mất", exact=True).check()
        stage.look_wide_and_narrow(page, "khieu-nai-nop")
        page.get_by_role("button", name="Nộp khiếu nại").click()
        play.expect(page.get_by_text("chờ Bưu điện trả lời")).to_be_visible()


def when_the_post_answers_and_records_the_liability(
    world: World, stage: Stage, one: Complaint
) -> None:
    with stage.seat(world.dispatcher) as page:
        page.goto("/")
        page.get_by_role("link", name="Khiếu nại chờ trả lời").click()
        page.get_by_role("link", name=str(one)).click()
        page.get_by_role("link", name="Trả lời khiếu nại").click()
        page.get_by_label("khiếu nại đúng", exact=True).check()
        page.get_by_label("Nguyên nhân, khâu xảy ra").select_option("transport")
        page.get_by_role("button", name="Trả lời khiếu nại").click()
        page.get_by_role("link", name="Lập biên bản trách nhiệm").click()
        page.get_by_label("Số biên bản").fill("5/BB-BĐT")
        page.get_by_label("Ngày biên bản").fill("20/01/2026")
        page.get_by_label("Nguyên nhân, khâu xảy ra").select_option("transport")
        page.get_by_label("Mức bồi thường (đồng)").fill("1.000")
        page.get_by_role("button", name="Lập biên bản trách nhiệm").click()
        # Less than the law owes: it comes back with the least, and with what was typed.
        play.expect(page.get_by_text("Mức bồi thường ít nhất là").first).to_be_visible()
        play.expect(page.get_by_label("Số biên bản")).to_have_value("5/BB-BĐT")
        stage.look_wide_and_narrow(page, "khieu-nai-bien-ban")
        page.get_by_label("Mức bồi thường (đồng)").fill("500.000")
        page.get_by_role("button", name="Lập biên bản trách nhiệm").click()
        play.expect(page.get_by_text("19/02/2026")).to_be_visible()  # thirty days to pay
        with page.expect_download() as taken:
            page.get_by_role("link", name="In biên bản để ký").click()
        assert taken.value.suggested_filename.endswith(".pdf")


def when_the_post_pays(world: World, stage: Stage, one: Complaint) -> None:
    with stage.seat(world.dispatcher) as page:
        page.goto("/")
        page.get_by_role("link", name="Bồi thường chờ chi trả").click()
        page.get_by_role("link", name=str(one)).click()
        page.get_by_role("link", name="Ghi nhận chi trả").click()
        page.get_by_label("Ngày chi trả").fill("20/01/2026")
        page.get_by_label("Số chứng từ chi trả").fill("UNC-18")
        stage.look_wide_and_narrow(page, "khieu-nai-chi-tra")
        page.get_by_role("button", name="Ghi nhận chi trả").click()
        play.expect(page.get_by_text("UNC-18")).to_be_visible()
        page.goto("/")
        play.expect(page.get_by_role("link", name="Bồi thường chờ chi trả")).to_have_count(0)
    one.refresh_from_db()
    assert one.state == State.CLOSED


def then_the_clerk_reads_that_it_is_over(world: World, stage: Stage, one: Complaint) -> None:
    with stage.seat(world.clerk) as page:
        page.goto(f"/buu-gui/{one.unit.code}")
        page.get_by_role("link", name=str(one)).click()
        play.expect(page.get_by_text("500.000")).to_be_visible()
        play.expect(page.get_by_text("không còn bị giữ")).to_be_visible()
        stage.look_wide_and_narrow(page, "khieu-nai-xong")
