"""A clerk brings her office's own book of a month, with headings nobody foresaw, from home."""

from collections.abc import Sequence
from pathlib import Path

import playwright.sync_api as play
import pytest
from django.db.models import QuerySet
from python_calamine import CalamineWorkbook

from kt1.assurance.books.models import Account, Line
from kt1.assurance.books.rules import Side, period_of
from kt1.assurance.reconciliation import actions
from kt1.assurance.reconciliation.models import Difference
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.stories.stage import Stage, it_becomes, said

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LATER = make.at("2026-02-06")
HEADINGS = "Số hiệu;Ngày gửi;Đến;KL (g)"


@pytest.fixture
def codes(world: World) -> list[str]:
    """Three items of January; the post froze its month."""
    found = doing.accepted(world, 3)
    it_becomes(LATER)
    actions.freeze(
        province_id=world.centre.province_id, period=period_of("2026-01"), by=world.dispatcher,
        at=LATER, once=make.once(),
    )  # fmt: skip
    return found


def book_of(world: World, codes: Sequence[str]) -> list[str]:
    return [f"{code};14/01/2026;{world.receiver.name};120" for code in codes]


def test_a_book_of_ones_own_is_mended_taken_and_known_again(
    world: World, stage: Stage, codes: list[str], tmp_path: Path
) -> None:
    good, before = book_of(world, codes), set(of_sender().values_list("pk", flat=True))
    strange = f"{codes[1]};14/01/2026;Sở không có trong danh bạ;120"
    outside = f"{codes[2]};14/02/2026;{world.receiver.name};120"
    with stage.seat(world.clerk) as page:
        when_the_page_of_books_is_found_from_home(page, stage)
        bring(page, [good[0], strange, outside])
        when_a_heading_tells_nothing(page, stage)
        when_the_faulty_rows_are_looked_at(page, stage)
        assert faulty_rows(page, tmp_path / "loi.xlsx") == [strange, outside]
        assert set(of_sender().values_list("pk", flat=True)) == before, "nothing half taken"
        when_the_mended_book_is_taken(page, good[:2])
        assert told() == set(codes[:2])
        assert Difference.objects.filter(resolved_at=None).count() == 1
        when_the_next_book_is_understood_at_once(page, stage, good)
    assert told() == set(codes)
    assert not Difference.objects.filter(resolved_at=None).exists()


def of_sender() -> QuerySet[Line]:
    """The agency's book as it stands: from what it declared, until it brings its own."""
    return Line.objects.filter(account=Account.objects.get().pk, side=Side.SENDER)


def told() -> set[str]:
    return set(of_sender().values_list("code", flat=True))


def when_the_page_of_books_is_found_from_home(page: play.Page, stage: Stage) -> None:
    page.goto("/")
    page.get_by_role("link", name="Đối soát chờ xử lý, ký").click()
    page.get_by_role("link", name="01/2026").click()
    page.get_by_role("link", name="Đưa vào sổ phần gửi").click()
    stage.look_wide_and_narrow(page, "so-rieng-chon-tep")


def bring(page: play.Page, rows: Sequence[str], act: str = "Đọc tệp") -> None:
    content = "\n".join((HEADINGS, *rows)).encode()
    file: play.FilePayload = {"name": "so.csv", "mimeType": "text/csv", "buffer": content}
    page.get_by_label("Tệp (.xlsx hoặc .csv)").set_input_files(file)
    page.get_by_role("button", name=act).click()


def when_a_heading_tells_nothing(page: play.Page, stage: Stage) -> None:
    """“Đến” is no heading that is known: the page asks for it, and offers what it did know."""
    play.expect(page.get_by_role("alert")).to_contain_text("Cơ quan đối ứng")
    play.expect(page.get_by_label("Ngày *").locator("option:checked")).to_have_text("Ngày gửi")
    stage.look_wide_and_narrow(page, "so-rieng-hoi-cot")
    page.get_by_label("Cơ quan đối ứng *").select_option(label="Đến")
    page.get_by_role("button", name="Đọc lại").click()


def when_the_faulty_rows_are_looked_at(page: play.Page, stage: Stage) -> None:
    alert = page.get_by_role("alert")
    play.expect(alert).to_contain_text("Dòng 3, cột “Cơ quan đối ứng”: không khớp mã")
    play.expect(alert).to_contain_text("Dòng 4, cột “Ngày”: nằm ngoài kỳ")
    play.expect(page.get_by_role("button", name="Nhận sổ")).to_have_count(0)
    stage.look_wide_and_narrow(page, "so-rieng-loi")


def faulty_rows(page: play.Page, kept: Path) -> list[str]:
    """The file of them as it was brought: the same cells, none but theirs."""
    with page.expect_download() as taken:
        page.get_by_role("button", name="Tải các dòng không đọc được").click()
    taken.value.save_as(kept)
    rows = CalamineWorkbook.from_path(kept).get_sheet_by_index(0).to_python()
    lines = [";".join(str(cell) for cell in row) for row in rows]
    return lines[lines.index(HEADINGS) + 1 :]


def when_the_mended_book_is_taken(page: play.Page, rows: Sequence[str]) -> None:
    page.get_by_role("navigation").get_by_role("link", name="UBND phường thứ nhất").click()
    page.get_by_role("link", name="Đưa vào sổ phần gửi").click()
    bring(page, rows)
    page.get_by_label("Cơ quan đối ứng *").select_option(label="Đến")
    page.get_by_role("button", name="Đọc lại").click()
    play.expect(page.get_by_text("Đọc được 2 trên 2 dòng.")).to_be_visible()
    page.get_by_role("button", name="Nhận sổ").click()
    said(page, "Đã nhận sổ và đối chiếu.")


def when_the_next_book_is_understood_at_once(
    page: play.Page, stage: Stage, rows: Sequence[str]
) -> None:
    """What was answered once is not asked again: the book is taken with one press."""
    page.get_by_role("link", name="Đưa vào sổ phần gửi").click()
    bring(page, rows)
    chosen = page.get_by_label("Cơ quan đối ứng *").locator("option:checked")
    play.expect(chosen).to_have_text("Đến")
    play.expect(page.get_by_text("Đọc được 3 trên 3 dòng.")).to_be_visible()
    stage.look_wide_and_narrow(page, "so-rieng-nho-cot")
    page.go_back()
    bring(page, rows, act="Nhận ngay nếu đọc được mọi dòng")
    said(page, "Đã nhận sổ và đối chiếu.")
