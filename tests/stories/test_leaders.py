"""Lãnh đạo UBND tỉnh and the Ministry: a report received, and figures opened as far as each may."""

from typing import Any

import playwright.sync_api as play
import pytest

from kt1.oversight.reports import actions, sending
from kt1.oversight.reports.models import ReportSubmission
from kt1.oversight.reports.rules import Recipient, Section, Way
from kt1.oversight.reports.sending import Signed
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.stories.stage import TELEPHONE, Stage, said

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "6 tháng cuối năm 2025"
WORDS = {Section.SHORTCOMINGS: "Còn cơ quan chưa cử đầu mối.", Section.PROPOSALS: "Tập huấn lại."}


def given_a_report_that_was_sent(world: World) -> None:
    science = make.actor(Role.REGULATOR, at_province=make.province("24"), body=world.receiver)
    head = make.actor(Role.HEAD, body=world.receiver)
    at = make.MORNING
    made = actions.make(code="kt1-half-year", period="2025H2", by=science, at=at, once=make.once())
    one: dict[str, Any] = {"version_id": made.pk, "at": at}
    sending.write(texts=WORDS, by=science, once=make.once(), **one)
    sending.present(by=science, once=make.once(), **one)
    sending.decide(by=head, once=make.once(), **one)
    signed = Signed(
        number="05/BC-SKHCN", dated=at.date(), authority="", title="GIÁM ĐỐC", name="Giám đốc thử"
    )
    sending.issue(signed=signed, by=science, once=make.once(), **one)
    sending.send(
        recipients=list(Recipient)[:2], way=Way.SYSTEM, sent_on=at.date(), reference="",
        by=science, once=make.once(), **one,
    )  # fmt: skip


def test_a_report_is_received_and_figures_open(world: World, stage: Stage) -> None:
    doing.accepted(world, 6)
    given_a_report_that_was_sent(world)
    when_the_leader_of_the_province_reads(world, stage)
    when_the_ministry_reads(world, stage)
    assert not ReportSubmission.objects.filter(received_at=None).exists()


def received(page: play.Page, stage: Stage, name: str) -> None:
    page.goto("/")
    stage.look(page, f"{name}-viec-cho-toi")
    page.get_by_role("link", name="Báo cáo chờ xác nhận đã nhận").click()
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("button", name="Xác nhận đã nhận").click()
    said(page, "Đã ghi nhận việc nhận báo cáo.")


def refused(page: play.Page, *addresses: str) -> None:
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 403, address


def when_the_leader_of_the_province_reads(world: World, stage: Stage) -> None:
    leader: Actor = make.actor(Role.PROVINCE_LEADER, at_province=make.province("24"))
    with stage.seat(leader) as page:
        received(page, stage, "lanh-dao")
        page.get_by_role("link", name="Số liệu", exact=True).first.click()
        stage.look(page, "lanh-dao-so-lieu")
        page.get_by_role("link", name="Bản đồ", exact=True).click()
        page.get_by_label("Số liệu trên bản đồ").select_option("ngoai-gio")
        page.get_by_role("button", name="Lọc").click()
        stage.look(page, "lanh-dao-ban-do")
        # The tile opens the bodies that it counts.
        page.locator("a.tile").first.click()
        play.expect(page.get_by_role("link", name=world.neighbour.name)).to_be_visible()
        refused(page, "/nhat-ky-doc", "/cung-cap-thong-tin", "/quy-che-noi-quy")
    with stage.seat(leader, width=TELEPHONE) as page:
        for name in ("so-lieu", "so-lieu/ban-do", "so-lieu/tong-hop"):
            page.goto(f"/{name}")
            stage.look(page, f"lanh-dao-{name.replace('/', '-')}")


def when_the_ministry_reads(world: World, stage: Stage) -> None:
    for width in (TELEPHONE, 1280):
        with stage.seat(make.actor(Role.MINISTRY), width=width) as page:
            if width == TELEPHONE:
                received(page, stage, "bo")
            page.goto("/so-lieu")
            page.get_by_role("link", name="Tỉnh Bắc Ninh").first.click()
            stage.look(page, "bo-so-lieu")
            bloc = page.get_by_role("row").filter(has_text="chính quyền")
            play.expect(bloc.first).to_be_visible()
            assert page.get_by_text(world.sender.name).count() == 0
            refused(page, "/so-lieu/tong-hop", "/nhat-ky-doc")
