"""The dispatcher brings the operator's export, under headings of its maker, short and long."""

import re
from collections.abc import Sequence

import playwright.sync_api as play
import pytest

from kt1.config import clock
from kt1.custody.operator.jobs import working
from kt1.custody.operator.jobs.models import EventFile
from kt1.custody.units.models import Unit
from kt1.web.operator import payloads
from tests.custody.world import World
from tests.stories.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEADINGS = "Trạng thái;Ngày;Giờ;Bưu cục;Mã bưu gửi;Khách A;Khách B;Loại dịch vụ;Ghi chú"
MEANT = {"Mã cơ quan gửi": "Khách A", "Mã cơ quan nhận": "Khách B"}


def rows(*numbers: int) -> list[str]:
    return [
        f"chấp nhận;13/01/2026;08:{n:02};24-BC01;KT10000000{n};24-UB1;24-S1;KT1;x" for n in numbers
    ]


def bring(page: play.Page, told: Sequence[str]) -> None:
    content = "\n".join((HEADINGS, *told)).encode()
    file: play.FilePayload = {"name": "xuat.csv", "mimeType": "text/csv", "buffer": content}
    page.locator("input[name=file]").set_input_files(file)
    page.get_by_role("button", name="Xem trước").click()


def test_an_export_is_understood_once_and_a_long_one_goes_to_the_worker(
    world: World, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stage.seat(world.dispatcher) as page:
        page.goto("/")
        page.get_by_role("link", name="Danh mục").first.click()
        page.wait_for_url("**/danh-muc")
        page.get_by_role("link", name="Tệp từ hệ thống của Bưu điện").click()
        page.wait_for_url("**/tep-nghiep-vu")
        page.get_by_role("link", name="Nhập tệp").click()
        page.wait_for_url("**/tep-nghiep-vu/nhan")
        bring(page, rows(1))
        when_it_is_said_which_column_is_which(page, stage)
        monkeypatch.setattr(payloads, "ROWS_AT_ONCE", 1)
        page.goto("/tep-nghiep-vu/nhan")
        bring(page, rows(1, 2, 3))
        when_the_worker_has_checked_it(page, stage)
        assert Unit.objects.count() == 1
        page.get_by_role("button", name="Nhận tệp").click()
        play.expect(page.get_by_text("Số dòng đã nhận")).to_be_visible()
        work()
        play.expect(page.get_by_role("heading", name="Đã nhận xong")).to_be_visible()
        stage.look_wide_and_narrow(page, "tep-dai-da-nhan")
    assert Unit.objects.count() == len({1, 2, 3})


def when_it_is_said_which_column_is_which(page: play.Page, stage: Stage) -> None:
    play.expect(page.get_by_role("heading", name="Các cột của tệp")).to_be_visible()
    play.expect(page.get_by_label("Sự kiện *").locator("option:checked")).to_have_text("Trạng thái")
    for label, heading in MEANT.items():
        page.get_by_label(label).select_option(heading)
    stage.look_wide_and_narrow(page, "tep-chi-cot")
    page.get_by_role("button", name="Xem trước").click()
    play.expect(page.get_by_text("1 sự kiện mới")).to_be_visible()
    stage.look_wide_and_narrow(page, "tep-xem-truoc")
    page.get_by_role("button", name="Nhận tệp").click()
    page.wait_for_url("**/tep-nghiep-vu")


def work() -> None:
    working.work(EventFile.objects.get().pk, now=clock.now)


def when_the_worker_has_checked_it(page: play.Page, stage: Stage) -> None:
    """The columns are known by now; the page waits for the worker and says how far it is."""
    page.wait_for_url(re.compile(r"/tep-nghiep-vu/\d+$"))
    play.expect(page.get_by_text("Số dòng đã kiểm tra")).to_be_visible()
    stage.look_wide_and_narrow(page, "tep-dai-cho")
    work()
    play.expect(page.get_by_text("2 sự kiện mới · 1 đã có")).to_be_visible()
    stage.look_wide_and_narrow(page, "tep-dai-da-kiem-tra")
