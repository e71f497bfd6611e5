"""The pages of workers in a real browser, wide and narrow: nothing for a few only."""

from collections.abc import Iterator
from datetime import date

import playwright.sync_api as play
import pytest
from pytest_django.live_server_helper import LiveServer

from kt1.custody.trips import actions as trips
from kt1.custody.trips.models import Trip
from kt1.people.actor import Actor
from kt1.people.vetting import actions, requests
from kt1.people.vetting.models import Standing, TrainingEvent
from kt1.people.vetting.requests import Vetted
from kt1.people.vetting.rules import StandingKind
from tests.browsing import context_at
from tests.custody.factories import MORNING, at, once
from tests.custody.world import World
from tests.web.in_browser import faults, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def requested(world: World, pa03: Actor) -> list[int]:
    """An open request and an answered one; two couriers lapse before a planned run."""

    def ask(number: str) -> int:
        return requests.ask(
            number=number,
            dated_on=date(2026, 1, 12),
            user_ids=[world.courier.user_id, world.escort.user_id],
            by=world.dispatcher,
            at=MORNING,
            once=once(),
        )

    trips.plan(
        route_id=world.round.pk,
        vehicle_id=world.vehicle.pk,
        courier_id=world.courier.user_id,
        leaves_at=at("2026-01-20"),
        by=world.dispatcher,
        at=MORNING,
        once=once(),
    )
    made = [ask("15/BĐT"), ask("16/BĐT")]
    requests.answer(
        request_id=made[1],
        number="7/CAT-PA03",
        dated_on=date(2026, 1, 13),
        vetted=[Vetted(world.courier.user_id, MORNING)],
        by=pa03,
        at=MORNING,
        once=once(),
    )
    crew = [world.courier.user_id, world.escort.user_id]
    vettings = Standing.objects.filter(user__in=crew, kind=StandingKind.VETTING)
    vettings.update(valid_to=at("2026-01-18"))
    actions.warn(at=MORNING, provinces=[world.centre.province_id])
    return made


def _of_dispatcher(world: World, requested: list[int]) -> Iterator[str]:
    paper = Standing.objects.filter(user=world.courier.user_id)[0]
    who = f"/nguoi-lam-kt1/{world.courier.user_id}"
    yield from ("/", "/nguoi-lam-kt1", "/nguoi-lam-kt1?tt=sap", who, f"{who}/ghi")
    yield from (f"/nguoi-lam-kt1/giay/{paper.pk}", "/tham-tra", "/tham-tra/moi")
    yield from (f"/tham-tra/{one}" for one in requested)
    event = TrainingEvent.objects.all()[0]
    yield from ("/tap-huan", "/tap-huan/moi", f"/tap-huan/{event.pk}")
    yield from ("/bo-trong", "/bo-trong/duong-thu", "/bo-trong/diem-phat", "/chuyen")


def _wrong(page: play.Page, addresses: Iterator[str], width: int) -> dict[str, list[str]]:
    found = {}
    for address in addresses:
        page.goto(address)
        found[address] = faults(page)
        wide = page.evaluate("() => document.documentElement.scrollWidth")
        assert wide <= width, f"{address} is {wide} pixels wide"
    return {address: said for address, said in found.items() if said}


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_for_everybody(  # noqa: PLR0917 - the fixtures of one walk
    world: World,
    requested: list[int],
    pa03: Actor,
    browser: play.Browser,
    live_server: LiveServer,
    width: int,
) -> None:
    of_police = iter(["/", "/tham-tra", f"/tham-tra/{requested[0]}"])
    of_courier = iter(["/", f"/nguoi-lam-kt1/{world.courier.user_id}"])
    walks: list[tuple[Actor, Iterator[str]]] = [
        (world.dispatcher, _of_dispatcher(world, requested)),
        (pa03, of_police),
        (world.courier, of_courier),
    ]
    for actor, addresses in walks:
        with context_at(browser, live_server.url, width=width) as context:
            page = signed_in(context, live_server, actor)
            assert _wrong(page, addresses, width) == {}


def test_the_police_answers_from_its_home_page(
    world: World,
    requested: list[int],
    pa03: Actor,
    browser: play.Browser,
    live_server: LiveServer,
) -> None:
    """Given a letter that waits; when PA03 answers from home; then the dispatcher reads it."""
    with context_at(browser, live_server.url, width=1280) as context:
        page = signed_in(context, live_server, pa03)
        page.goto("/")
        page.get_by_role("link", name="Đề nghị thẩm tra chờ trả lời").click()
        page.get_by_role("link", name="15/BĐT").click()
        page.get_by_label("Số văn bản trả lời").fill("9/CAT-PA03")
        page.get_by_label("Ngày văn bản trả lời").fill("14/01/2026")
        person = page.get_by_role("group", name=world.escort.name)
        person.get_by_label("Đủ điều kiện từ ngày").fill("14/01/2026")
        page.get_by_role("button", name="Ghi trả lời").click()
        page.get_by_text("Số người được thẩm tra: 1").wait_for()
    with context_at(browser, live_server.url, width=1280) as context:
        page = signed_in(context, live_server, world.dispatcher)
        page.goto(f"/tham-tra/{requested[0]}")
        assert page.get_by_text(world.escort.name).is_visible()
        assert not page.get_by_text(world.courier.name).is_visible()


def test_the_dispatcher_finds_the_gap_from_home_and_fills_it(
    world: World, requested: list[int], browser: play.Browser, live_server: LiveServer
) -> None:
    """Given a run whose courier lapses before; when the crew is changed; then nothing waits."""
    with context_at(browser, live_server.url, width=1280) as context:
        page = signed_in(context, live_server, world.dispatcher)
        page.goto("/")
        page.get_by_role("link", name="Chuyến đã lập cần thay người").click()
        page.locator("main tbody a").first.click()
        page.get_by_label("Bưu tá").select_option(str(world.controller.user_id))
        page.get_by_role("button", name="Sửa", exact=True).click()
        page.goto("/bo-trong")
        assert page.get_by_text("Mọi chuyến đã lập").is_visible()
    assert Trip.objects.get().courier_id == world.controller.user_id
