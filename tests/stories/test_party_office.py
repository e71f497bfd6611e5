"""Văn phòng Tỉnh ủy follows its own bloc: it asks by letter, and no other's body is named to it."""

from collections.abc import Iterator

import playwright.sync_api as play
import pytest

from kt1.config import clock
from kt1.network.agencies.rules import Bloc, Family, Line
from kt1.oversight.outreach.models import MaterialReceipt
from kt1.oversight.reminders.models import Urging
from kt1.oversight.reminders.rules import LetterState
from kt1.oversight.reports.models import Report
from kt1.oversight.reviews.models import Review
from tests.custody import factories as make
from tests.stories.stage import TELEPHONE, Stage, it_becomes
from tests.web.reminders.conftest import TODAY, Ward, people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ward(transactional_db: None) -> Iterator[Ward]:
    before = clock.offset()
    it_becomes(TODAY)
    yield people()
    clock.set_offset(before)


def test_the_party_office_asks_its_bodies_and_reads_its_bloc(ward: Ward, stage: Stage) -> None:
    with stage.seat(ward.party_office, width=TELEPHONE) as page:
        it_asks_by_letter(page, stage)
    assert Urging.objects.get().state == LetterState.ISSUED
    with stage.seat(ward.party_office) as page:
        it_reads_its_bloc(page, stage)
        for address in ("/so-lieu?cq=24-UB9", "/nhat-ky-doc"):
            refused = page.goto(address)
            assert refused is not None
            assert refused.status in {403, 404}, address


def it_asks_by_letter(page: play.Page, stage: Stage) -> None:
    page.goto("/")
    stage.look(page, "vptu-viec-cho-toi")
    page.get_by_role("link", name="Cơ quan cần đôn đốc bằng văn bản").click()
    stage.look(page, "vptu-don-doc")
    only_its_own(page)
    page.get_by_label("Yêu cầu xong trước ngày").fill("30/11/2026")
    page.get_by_role("button", name="Lập").click()
    page.get_by_role("heading", name="Văn bản đôn đốc").wait_for()
    stage.look(page, "vptu-van-ban")
    page.get_by_label("Số công văn").fill("12-CV/VPTU")
    page.get_by_label("Ngày công văn").fill("17/11/2026")
    page.get_by_role("button", name="Ghi số và ngày").click()
    page.get_by_role("heading", name="12-CV/VPTU").wait_for()


def it_reads_its_bloc(page: play.Page, stage: Stage) -> None:
    page.goto("/")
    stage.look(page, "vptu-viec-cho-toi")
    page.get_by_role("link", name="Cơ quan có việc quá hạn").click()
    stage.look(page, "vptu-bang-tong-hop")
    only_its_own(page)
    # The number of what is past its day opens to each thing, with when it was reminded of.
    page.get_by_role("row").filter(has_text="Ban Tổ chức").get_by_role("link").last.click()
    only_its_own(page)
    page.goto("/so-lieu?theo=co-quan")
    stage.look(page, "vptu-so-lieu")
    only_its_own(page)


def test_the_party_office_asks_teaches_and_reports_of_its_bloc(ward: Ward, stage: Stage) -> None:
    """Its own questions, guide and report; a paper of the Front, which nobody signs in for."""
    front = make.agency(
        "24-MTTQ", name="Ủy ban MTTQ tỉnh", family=Family.FRONT, bloc=Bloc.FRONT, line=Line.FRONT,
        works_on_paper=True,
    )  # fmt: skip
    with stage.seat(ward.party_office) as page:
        it_asks_questions_of_its_own(page, stage)
        it_publishes_and_enters_a_paper(page, stage, front.pk)
        it_reports(page, stage)
    assert Review.objects.filter(agency=front).exists()
    assert MaterialReceipt.objects.get().paper == "12/CV-MTTQ ngày 16/11/2026"
    assert Report.objects.get().code == "dang-on-demand"


def it_asks_questions_of_its_own(page: play.Page, stage: Stage) -> None:
    page.goto("/bo-cau-hoi")
    page.get_by_role("button", name="Lập bản mới").click()
    page.get_by_role("button", name="Ban hành bản này").wait_for()
    stage.look(page, "vptu-bo-cau-hoi")
    page.get_by_role("button", name="Ban hành bản này").click()
    page.goto("/tu-ra-soat/mo-dot")
    stage.look(page, "vptu-mo-dot")
    typed(page, name="Tự rà soát của khối", first="01/07/2026", last="31/10/2026",
          due="30/11/2026")  # fmt: skip
    page.get_by_role("button", name="Mở đợt").click()
    page.wait_for_url("**/tu-ra-soat/dot/*")
    stage.look(page, "vptu-dot")


def it_publishes_and_enters_a_paper(page: play.Page, stage: Stage, front: int) -> None:
    page.goto("/thu-vien/moi")
    typed(page, code="dau-moi-khoi-dang", title="Đầu mối tiếp nhận của khối Đảng",
          text="# Đầu mối\n- Mỗi cơ quan cử một đầu mối")  # fmt: skip
    page.get_by_role("button", name="Công bố").click()
    page.get_by_role("link", name="Nhập văn bản báo đã đọc").click()
    page.get_by_label("Cơ quan gửi văn bản").select_option(str(front))
    page.get_by_label("Số, ký hiệu văn bản của cơ quan").fill("12/CV-MTTQ")
    page.get_by_label("Ngày văn bản của cơ quan").fill("16/11/2026")
    stage.look(page, "vptu-nhap-van-ban")
    page.get_by_role("button", name="Nhập văn bản").click()
    page.get_by_text("Nhập theo văn bản:").wait_for()
    stage.look(page, "vptu-tai-lieu")
    for address in ("/tuyen-truyen/moi", "/tuyen-truyen", "/thu-vien", "/phan-anh-bi/bang-giay"):
        page.goto(address)
        stage.look(page, f"vptu{address.replace('/', '-')}")


def it_reports(page: play.Page, stage: Stage) -> None:
    page.goto("/bao-cao")
    stage.look(page, "vptu-bao-cao")
    page.get_by_role("link", name="Báo cáo theo yêu cầu").click()
    typed(page, by="Thường trực Tỉnh ủy", number="7-TB/TU", dated="10/11/2026", due="30/11/2026",
          title="Sử dụng KT1 của khối Đảng", first="01/07/2026", last="31/10/2026")  # fmt: skip
    stage.look(page, "vptu-theo-yeu-cau")
    page.get_by_role("button", name="Lập báo cáo").click()
    page.get_by_role("heading", name="Tệp").wait_for()
    stage.look(page, "vptu-mot-bao-cao")


def typed(page: play.Page, **said: str) -> None:
    """Fields by their names, filled in."""
    for name, text in said.items():
        page.locator(f"form.form [name={name}]").fill(text)


def only_its_own(page: play.Page) -> None:
    play.expect(page.get_by_text("Ban Tổ chức").first).to_be_visible()
    assert page.get_by_text("UBND phường Kinh Bắc").count() == 0
