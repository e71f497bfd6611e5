"""Văn phòng Tỉnh ủy follows its own bloc: it asks by letter, and no other's body is named to it."""

from collections.abc import Iterator

import playwright.sync_api as play
import pytest

from kt1.config import clock
from kt1.oversight.reminders.models import Urging
from kt1.oversight.reminders.rules import LetterState
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


def only_its_own(page: play.Page) -> None:
    play.expect(page.get_by_text("Ban Tổ chức").first).to_be_visible()
    assert page.get_by_text("UBND phường Kinh Bắc").count() == 0
