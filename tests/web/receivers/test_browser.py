"""Doors, notices, substitutes and visitors in a real browser: for everybody, and by one thumb."""

from datetime import timedelta

import playwright.sync_api as play
import pytest
from pytest_django.live_server_helper import LiveServer

from kt1.custody.trips import actions as trips
from kt1.network.places.models import Place
from kt1.people.accounts.models import User
from kt1.people.focal_points import notices
from kt1.people.visits.models import Substitution
from tests.browsing import context_at
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.factories import once
from tests.custody.world import World
from tests.web.delivery.conftest import stand_at
from tests.web.delivery.test_browser import TARGET_PX, _faults_at
from tests.web.in_browser import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHO = "/cua/24-P-S/ai-duoc-ky"
MINUTE = timedelta(minutes=1)


def test_the_courier_asks_rings_and_delivers_to_a_substitute(
    browser: play.Browser, live_server: LiveServer, world: World
) -> None:
    doing.accepted(world, receiver=world.neighbour.pk)
    doing.accepted(world)
    Place.objects.filter(pk=world.door.pk).update(access_gate="Cổng phụ", no_phones=True)
    stand_at(make.NIGHT)
    with context_at(browser, live_server.url, width=390) as context:
        page = signed_in(context, live_server, world.courier)
        page.goto("/")
        page.get_by_role("link", name="Ai được ký bây giờ?").first.click()
        play.expect(page).to_have_url(f"{live_server.url}{WHO}")
        assert _faults_at(page, [WHO], 390) == {}
        for act in page.locator(".who .button").all():
            box = act.bounding_box()
            assert box is not None
            assert box["height"] >= TARGET_PX
        page.get_by_role("button", name="đề nghị trưởng ca").first.click()
        play.expect(page.locator(".who-stage")).to_contain_text("chờ trưởng ca")
    _leader_confirms(browser, live_server, world)
    with context_at(browser, live_server.url, width=390) as context:
        page = signed_in(context, live_server, world.courier)
        page.goto(WHO)
        play.expect(page.locator(".who-stage")).to_contain_text("trưởng ca đã xác nhận")
        page.get_by_role("link", name="Phát tại đây").first.click()
        play.expect(page.locator("h1")).to_contain_text(world.neighbour.name)


def _leader_confirms(browser: play.Browser, live_server: LiveServer, world: World) -> None:
    found = Substitution.objects.get()

    with context_at(browser, live_server.url, width=1280) as context:
        page = signed_in(context, live_server, world.controller)
        page.goto("/")
        page.get_by_role("link", name="Bưu tá đang ở điểm phát đề nghị nhận thay").click()
        page.goto(f"/nhan-thay/{found.pk}")
        assert _faults_at(page, [f"/nhan-thay/{found.pk}"], 1280) == {}
        page.get_by_label("Đầu mối trong giờ").check()
        page.get_by_role("button", name="Xác nhận nhận thay").click()
        play.expect(page.locator("main")).to_contain_text("trưởng ca đã xác nhận")


@pytest.mark.parametrize("width", [390, 1280])
def test_an_agency_and_the_post_find_their_pages_without_faults(
    browser: play.Browser, live_server: LiveServer, world: World, width: int
) -> None:
    User.objects.filter(pk=world.courier.user_id).update(card_number="BT-0001")
    trips.plan(
        route_id=world.round.pk,
        vehicle_id=world.vehicle.pk,
        courier_id=world.courier.user_id,
        leaves_at=make.MORNING,
        by=world.dispatcher,
        at=make.MORNING,
        once=once(),
    )
    codes = doing.accepted(world)
    doing.delivered(world, codes, when=make.MORNING + MINUTE)
    stand_at(make.MORNING + 2 * MINUTE)
    sent = notices.tell_post(
        agency_id=world.receiver.pk, by=world.receiving_clerk, at=make.MORNING, once=once()
    )
    own = ["/nguoi-ky-nhan", "/diem-phat", f"/diem-phat/{world.door.code}", "/thong-bao-dau-moi",
           f"/thong-bao-dau-moi/gui/{world.receiver.code}", f"/thong-bao-dau-moi/{sent.pk}",
           "/nhan-thay", "/ai-den", "/dau-moi", "/dau-moi/ban-in", "/nguoi-ky-nhan/moi",
           f"/cau-tra-loi/{codes[0]}"]  # fmt: skip
    with context_at(browser, live_server.url, width=width) as context:
        page = signed_in(context, live_server, world.receiving_clerk)
        assert _faults_at(page, own, width) == {}
    with context_at(browser, live_server.url, width=width) as context:
        page = signed_in(context, live_server, world.dispatcher)
        assert _faults_at(page, ["/bao-nguoi-den", "/diem-phat", "/thong-bao-dau-moi"], width) == {}
