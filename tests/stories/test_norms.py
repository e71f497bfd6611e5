"""An installation that knows no norm yet: from the first line of a home page to its figures."""

from collections.abc import Callable, Iterator

import playwright.sync_api as play
import pytest

from kt1.config import clock
from kt1.law.parameters.models import LegalParameter
from kt1.law.parameters.queries import active_code
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.custody import factories as make
from tests.stories.stage import Stage, it_becomes, said

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TO_CONFIRM = "Định mức và ngày nghỉ chờ xác nhận"


@pytest.fixture
def _empty(transactional_db: None, installation_kind: Callable[[str], None]) -> Iterator[None]:
    """A real installation on its first morning: it goes by no set."""
    before = clock.offset()
    it_becomes(make.MORNING)
    installation_kind("real")
    yield
    clock.set_offset(before)


@pytest.mark.usefixtures("_empty")
def test_an_empty_installation_goes_by_norms_and_a_second_person_confirms_one(
    stage: Stage,
) -> None:
    admin = make.actor(Role.ADMIN)
    science = make.actor(Role.REGULATOR, at_province=make.province("24"))
    when_the_administrator_chooses_a_set(stage, admin)
    assert active_code(make.MORNING.date()) == "TT16-2017"
    before = waits(stage, science)
    when_the_administrator_enters_a_figure(stage, admin)
    assert waits(stage, science) == before + 1
    when_another_confirms_it(stage, science)
    assert waits(stage, science) == before
    row = LegalParameter.objects.get(norm_set__code="ND217-2025")
    assert row.confirmed_by == str(science)


def when_the_administrator_chooses_a_set(stage: Stage, admin: Actor) -> None:
    with stage.seat(admin) as page:
        page.goto("/")
        first = page.locator(".board-line").first.get_by_role("link")
        play.expect(first).to_contain_text("Chưa áp dụng bộ định mức nào")
        stage.look_wide_and_narrow(page, "dinh-muc-trang-chu")
        first.click()
        stage.look_wide_and_narrow(page, "dinh-muc-chua-co")
        page.get_by_role("link", name="TT16-2017").click()
        page.get_by_role("link", name="Áp dụng bộ này").click()
        page.get_by_label("Áp dụng từ ngày").fill("01/07/2025")
        stage.look_wide_and_narrow(page, "dinh-muc-ap-dung")
        page.get_by_role("button", name="Áp dụng bộ này").click()
        said(page, "Từ 01/07/2025 hệ thống áp dụng TT16-2017.")
        page.goto("/")
        play.expect(page.get_by_text("Chưa áp dụng bộ định mức nào")).to_have_count(0)


def waits(stage: Stage, confirmer: Actor) -> int:
    """How many figures the home page of who confirms says wait."""
    with stage.seat(confirmer) as page:
        page.goto("/")
        line = page.get_by_role("link", name=TO_CONFIRM)
        return int(line.locator(".board-count").inner_text().replace(".", ""))


def when_the_administrator_enters_a_figure(stage: Stage, admin: Actor) -> None:
    with stage.seat(admin) as page:
        page.goto("/dinh-muc")
        page.locator('a[href*="ten=inspection_team_min"]').click()
        page.get_by_label("Mức", exact=True).fill("ba")
        page.get_by_label("Hiệu lực từ").fill("01/08/2025")
        page.locator("[name=instrument]").select_option("ND217-2025")
        page.get_by_label("Mức tin cậy").select_option("official_text")
        page.get_by_role("button", name="Nhập", exact=True).click()
        play.expect(page.get_by_label("Mức", exact=True)).to_have_value("ba")
        stage.look_wide_and_narrow(page, "dinh-muc-nhap")
        page.get_by_label("Mức", exact=True).fill("3")
        page.get_by_role("button", name="Nhập", exact=True).click()
        play.expect(page.get_by_text("Người khác người đã nhập")).to_be_visible()


def when_another_confirms_it(stage: Stage, science: Actor) -> None:
    with stage.seat(science) as page:
        page.goto("/")
        page.get_by_role("link", name=TO_CONFIRM).click()
        page.get_by_role("link", name="ND217-2025").first.click()
        figure = LegalParameter.objects.get(norm_set__code="ND217-2025")
        page.locator(f'a[href="/dinh-muc/muc/{figure.pk}"]').first.click()
        page.get_by_label("Đã đối chiếu với").fill("bản công báo, trang 7")
        stage.look_wide_and_narrow(page, "dinh-muc-xac-nhan")
        page.get_by_role("button", name="Xác nhận", exact=True).click()
        said(page, "Đã xác nhận mức.")
        play.expect(page.get_by_text("bản công báo, trang 7")).to_be_visible()
