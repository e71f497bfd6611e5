"""The half-year report from the home page of the department to the home page of the Ministry."""

import playwright.sync_api as play
import pytest

from kt1.oversight.reports.models import ReportSubmission, ReportVersion
from kt1.oversight.reports.rules import State
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.stories.stage import TELEPHONE, Stage, said

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "6 tháng cuối năm 2025"


def test_a_report_goes_out_with_the_leader_s_word(world: World, stage: Stage) -> None:
    doing.accepted(world, 6)
    science = make.actor(Role.REGULATOR, at_province=make.province("24"), body=world.receiver)
    head = make.actor(Role.HEAD, body=world.receiver)
    when_it_is_written(science, stage)
    when_the_leader_approves(head, stage)
    when_it_is_issued_and_sent(science, stage)
    assert ReportVersion.objects.get().state == State.ISSUED
    when_the_ministry_has_it(stage)
    assert ReportSubmission.objects.get(recipient="bo_khcn").received_at is not None


def when_it_is_written(science: Actor, stage: Stage) -> None:
    with stage.seat(science) as page:
        page.goto("/")
        page.get_by_role("link", name="Báo cáo phải gửi").click()
        stage.look(page, "bao-cao-lich")
        row = page.get_by_role("row").filter(has_text=TITLE)
        row.get_by_role("button", name="Lập báo cáo").click()
        said(page, "Số liệu đã tính và chốt")
        page.get_by_role("button", name="Trình lãnh đạo").click()
        said(page, "Chưa có nội dung ở mục: V, VI")
        page.get_by_role("link", name="Soạn phần lời").click()
        page.get_by_label("V. Tồn tại", exact=False).fill("Còn cơ quan chưa cử đầu mối.")
        page.get_by_label("VI. Kiến nghị", exact=False).fill("Đề nghị tập huấn lại.")
        stage.look(page, "bao-cao-loi")
        page.get_by_role("button", name="Lưu").click()
        page.get_by_role("button", name="Trình lãnh đạo").click()
        said(page, "Báo cáo đã trình lãnh đạo.")


def when_the_leader_approves(head: Actor, stage: Stage) -> None:
    with stage.seat(head, width=TELEPHONE) as page:
        page.goto("/")
        page.get_by_role("link", name="Báo cáo chờ duyệt").click()
        stage.look(page, "bao-cao-duyet")
        page.get_by_role("button", name="Duyệt", exact=True).click()
        said(page, "Báo cáo đã được duyệt.")


def when_it_is_issued_and_sent(science: Actor, stage: Stage) -> None:
    with stage.seat(science) as page:
        page.goto("/bao-cao")
        page.get_by_role("link", name=TITLE).click()
        page.get_by_role("link", name="Số, ngày và người ký").click()
        page.get_by_label("Số, ký hiệu báo cáo").fill("05/BC-SKHCN")
        page.get_by_label("Họ và tên người ký").fill("Giám đốc thử")
        page.get_by_role("button", name="Lưu").click()
        page.get_by_role("link", name="Gửi báo cáo").click()
        stage.look(page, "bao-cao-gui")
        page.get_by_role("button", name="Ghi vào sổ gửi").click()
        said(page, "Đã ghi sổ")
        play.expect(page.get_by_text("đã gửi đúng hạn")).to_be_visible()
        stage.look(page, "bao-cao")


def when_the_ministry_has_it(stage: Stage) -> None:
    with stage.seat(make.actor(Role.MINISTRY)) as page:
        page.goto("/")
        page.get_by_role("link", name="Báo cáo chờ xác nhận đã nhận").click()
        stage.look(page, "bao-cao-da-nhan")
        page.get_by_role("link", name=TITLE).first.click()
        page.get_by_role("button", name="Xác nhận đã nhận").click()
        said(page, "Đã ghi nhận việc nhận báo cáo.")
