"""What the pages refuse, and how they say it: nothing kept, nothing told, nothing done twice."""

import playwright.sync_api as play
import pytest

from kt1.custody.deliveries.models import Attempt
from kt1.custody.items.models import Item
from kt1.custody.units.models import MarkOf, Unit
from kt1.custody.units.rules import State
from kt1.ledger.entries.models import Entry
from kt1.network.places.models import Place
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World
from tests.stories.stage import TELEPHONE, Stage, codes_in, it_becomes, said, scan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_letter_in_flag_mode_is_refused_and_not_repeated(world: World, stage: Stage) -> None:
    with stage.seat(world.clerk) as page:
        given_a_cover_that_is_filled_in(page)
        when_a_letter_is_sent_that_the_page_does_not_offer(page)
        then_it_is_refused_and_nowhere_on_the_page(page, stage)
    assert not Unit.objects.exists()
    assert not MarkOf.objects.exists()


def given_a_cover_that_is_filled_in(page: play.Page) -> None:
    page.goto("/khai-gui")
    page.get_by_label("Nơi nhận").fill("24-S1")
    play.expect(page.get_by_role("radio", name="Sở thứ nhất")).to_be_checked()
    play.expect(page.locator("[name=c0-mark][value=B]")).to_have_count(0)


def when_a_letter_is_sent_that_the_page_does_not_offer(page: play.Page) -> None:
    page.locator("[name=c0-mark]:checked").evaluate("radio => { radio.value = 'B' }")
    page.get_by_role("button", name="Khai gửi").last.click()


def then_it_is_refused_and_nowhere_on_the_page(page: play.Page, stage: Stage) -> None:
    summary = page.get_by_role("alert")
    play.expect(summary).to_be_focused()
    play.expect(summary).to_contain_text("Hệ thống này không lưu ký hiệu đó")
    assert page.locator("[value=B]").count() == 0
    play.expect(page.get_by_role("radio", name="Sở thứ nhất")).to_be_checked()
    stage.look(page, "khai-gui-tu-choi-ky-hieu")


def test_a_stranger_finds_nothing(world: World, stage: Stage) -> None:
    addresses = given_things_of_one_province(world)
    with stage.seat(world.far_controller) as page:
        for address in addresses:
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 404, address
        stage.look(page, "khong-co")
    with stage.seat(world.neighbour_clerk, width=TELEPHONE) as page:
        answer = page.goto(addresses[0])
        assert answer is not None
        assert answer.status == 404
        stage.look(page, "khong-co")


def given_things_of_one_province(world: World) -> list[str]:
    item, packed, loose = doing.accepted(world, 3, by=world.controller)
    bag = doing.bag_of([packed], world.controller)
    handover = doing.given([loose], world.controller, world.second_controller)
    return [f"/buu-gui/{item}", f"/tui/{bag}", f"/giao-nhan/{handover}"]


def test_nobody_may_sign_says_how_that_was_found(world: World, stage: Stage) -> None:
    code = given_a_cover_at_night_for_a_door_of_focal_points(world)
    with stage.seat(world.courier, width=TELEPHONE) as page:
        page.goto("/cua/24-P-S")
        scan(page, code, counted=1)
        stage.look(page, "cua-khong-ai-ky")
        assert page.get_by_role("link", name="Phát 1 bưu gửi").count() == 0
        page.goto(f"/cua/24-P-S/phat?nha={world.neighbour.pk}")
        nobody = page.get_by_role("region", name="Lúc này không ai được ký nhận")
        play.expect(nobody.locator("ol li").first).to_be_visible()
        stage.look(page, "phat-khong-ai-ky")
        when_the_try_is_recorded(page, stage)
    assert doing.unit(code).state == State.IN_POST
    assert Attempt.objects.get().reason == "nobody_may_sign"


def given_a_cover_at_night_for_a_door_of_focal_points(world: World) -> str:
    (code,) = doing.accepted(world, receiver=world.neighbour.pk)
    Place.objects.filter(pk=world.door.pk).update(focal_only=True)
    it_becomes(make.NIGHT)
    return code


def when_the_try_is_recorded(page: play.Page, stage: Stage) -> None:
    page.get_by_role("link", name="Ghi lần phát").click()
    play.expect(page.locator("[name=reason][value=nobody_may_sign]")).to_be_checked()
    stage.look(page, "khong-phat")
    page.get_by_role("button", name="Ghi lần phát").click()
    page.wait_for_url("**/chuyen-cua-toi")
    said(page, "Bưu gửi vẫn ở")


def test_the_same_form_sent_twice_is_one_act(world: World, stage: Stage) -> None:
    with stage.seat(world.clerk) as page:
        given_a_cover_that_is_filled_in(page)
        first, second = when_it_is_sent_twice_at_once(page)
    assert codes_in(first) == codes_in(second)
    assert list(Item.objects.values_list("unit__code", flat=True)) == codes_in(first)
    assert Entry.objects.filter(kind="item.declared").count() == 1


def when_it_is_sent_twice_at_once(page: play.Page) -> list[str]:
    """Where the two answers led."""
    led: list[str] = page.evaluate(
        """() => {
            const said = new URLSearchParams(new FormData(document.getElementById("covers")));
            said.set("do", "declare");
            const send = async () => {
                const answer = await fetch("/khai-gui", {method: "POST", body: said});
                await answer.text();
                return answer.url;
            };
            return Promise.all([send(), send()]);
        }"""
    )
    return led
