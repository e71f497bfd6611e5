"""A seal that broke on the way: the bag stays with its giver, is packed anew, and goes on (W8)."""

from uuid import UUID

import playwright.sync_api as play
import pytest

from kt1.custody.deliveries.models import Irregularity
from kt1.custody.handovers.models import Handover
from kt1.custody.handovers.rules import Outcome
from kt1.custody.units.models import Unit
from kt1.custody.units.rules import State
from tests.custody import doing
from tests.custody.world import World
from tests.stories.stage import TELEPHONE, Stage, said, scan, settle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OLD, NEW = "MH0000001", "MH0000002"
MINUTES = "12/BB-TT"


def test_a_broken_seal_stays_and_goes_on_in_a_new_bag(world: World, stage: Stage) -> None:
    whole, torn, bag, handover = given_a_sealed_bag_on_offer(world)
    when_the_taker_says_that_the_seal_is_broken(world, stage, bag, handover)
    then_the_bag_stays_with_its_giver(world, bag, handover)
    new = when_the_giver_opens_it(world, stage, bag)
    when_the_giver_counts_and_packs_anew(world, stage, bag, new, whole, torn)
    then_the_covers_go_on_and_the_torn_one_is_held(new, whole, torn)
    then_the_next_holder_reads_of_it_and_not_its_seal(world, stage, new)


def given_a_sealed_bag_on_offer(world: World) -> tuple[str, str, str, UUID]:
    whole, torn = doing.accepted(world, 2, by=world.controller)
    bag = doing.bag_of([whole, torn], world.controller, seal=OLD, destination_id=world.office.pk)
    doing.issued([NEW], world.controller, world.controller)
    return whole, torn, bag, doing.given([bag], world.controller, world.second_controller)


def when_the_taker_says_that_the_seal_is_broken(
    world: World, stage: Stage, bag: str, handover: UUID
) -> None:
    with stage.seat(world.second_controller) as page:
        page.goto(f"/giao-nhan/{handover}")
        scan(page, bag, counted=1)
        page.get_by_role("button", name="Niêm phong bị rách").click()
        play.expect(page.locator(".scanned")).to_contain_text("Niêm phong bị rách")
        settle(page)
        play.expect(page.get_by_role("alert")).to_be_focused()
        stage.look(page, "nhan-niem-phong-rach")
        assert Handover.objects.get(pk=handover).outcome == Outcome.OFFERED
        page.get_by_label("Tôi đã xem lại").check()
        settle(page)
        said(page, "Không nhận gì. Bên giao vẫn giữ.")
        play.expect(page.locator(".why-not")).to_contain_text("Sự vụ")
        stage.look(page, "giao-nhan-khong-nhan")


def then_the_bag_stays_with_its_giver(world: World, bag: str, handover: UUID) -> None:
    assert doing.unit(bag).person_id == world.controller.user_id
    assert Handover.objects.get(pk=handover).outcome == Outcome.REFUSED
    assert "seal_broken" in Irregularity.objects.get().findings[bag]


def when_the_giver_opens_it(world: World, stage: Stage, bag: str) -> str:
    """The code of the empty bag taken into use for what lies in the broken one."""
    with stage.seat(world.controller) as page:
        page.goto(f"/tui/{bag}")
        page.get_by_role("link", name="Mở túi").click()
        page.get_by_role("radio", name="Đứt, bị cắt, dán lại hoặc lỏng").check()
        page.get_by_role("button", name="Tiếp tục").click()
        page.wait_for_url(f"**/tui/{bag}/dong-lai")
        said(page, "Đã ghi niêm phong hỏng và mở sự vụ.")
        page.get_by_role("button", name="Đưa túi vào dùng").click()
        page.wait_for_url(lambda url: bag not in url)
        return page.url.rsplit("/", 1)[1]


def when_the_giver_counts_and_packs_anew(  # noqa: PLR0917 - the facts of one repacking
    world: World, stage: Stage, bag: str, new: str, whole: str, torn: str
) -> None:
    with stage.seat(world.controller) as page:
        page.goto(f"/tui/{bag}/dong-lai")
        scan(page, whole, counted=1)
        scan(page, torn, counted=2)
        page.locator(f"#torn-{torn}").check()
        page.get_by_label("Túi mới").select_option(new)
        page.get_by_label("Số niêm phong mới").fill(NEW.lower())
        page.get_by_label("Trưởng ca đã báo qua điện thoại").select_option(world.dispatcher.name)
        page.get_by_label("Số biên bản").fill(MINUTES)
        stage.look(page, "dong-lai")
        page.get_by_role("button", name="Đóng túi mới và đi tiếp").click()
        page.wait_for_url(f"**/tui/{new}")
        said(page, "Đã đóng lại với niêm phong mới")


def then_the_covers_go_on_and_the_torn_one_is_held(new: str, whole: str, torn: str) -> None:
    assert doing.unit(new).state == State.SEALED
    assert doing.unit(whole).inside == Unit.objects.get(code=new)
    assert doing.unit(torn).state == State.HELD


def then_the_next_holder_reads_of_it_and_not_its_seal(world: World, stage: Stage, new: str) -> None:
    doing.moved([new], world.controller, world.second_controller, seal=NEW)
    with stage.seat(world.second_controller, width=TELEPHONE) as page:
        page.goto(f"/tui/{new}")
        play.expect(page.locator("main")).to_contain_text(MINUTES)
        assert NEW not in page.content()
        stage.look(page, "tui-dong-lai")
        page.goto("/su-vu")
        play.expect(page.locator("tbody tr")).to_have_count(2)
        play.expect(page.locator("tbody")).to_contain_text("niêm phong", ignore_case=True)
        stage.look(page, "su-vu")
