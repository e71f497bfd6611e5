"""Incidents in a real browser: the night controller contains one; the pages at two widths."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import playwright.sync_api as play
import pytest
from pytest_django.live_server_helper import LiveServer

from kt1.assurance.gaps import follower
from kt1.assurance.incidents import drills
from kt1.assurance.incidents.models import Drill, Incident
from kt1.assurance.incidents.rules import Kind, State
from kt1.config import clock
from kt1.custody.deliveries import changes
from kt1.custody.deliveries.models import Irregularity
from kt1.ledger.checkpoints.actions import sequence_all
from kt1.people.accounts.rules import Role
from tests.browsing import context_at
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World, build
from tests.web.in_browser import faults, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("KT1_SHOTS", "")


@pytest.fixture
def there(transactional_db: None) -> Iterator[World]:
    """A torn cover found by its courier, and a drill that runs at the centre."""
    before = clock.offset()
    clock.set_offset(make.AFTERNOON - datetime.now(UTC))
    world = build()
    (code,) = doing.accepted(world)
    changes.hold(
        codes=[code], findings=["cover_torn"], by=world.courier, at=make.NOON, once=make.once()
    )
    sequence_all()
    while follower.catch_up():
        pass
    drills.start(
        scenario=Kind.BROKEN_SEAL, place_id=world.centre.pk, covers=6, by=world.dispatcher,
        at=make.NOON, once=make.once(),
    )  # fmt: skip
    yield world
    clock.set_offset(before)


def test_a_controller_contains_and_tells(
    browser: play.Browser, live_server: LiveServer, there: World
) -> None:
    one = Incident.objects.get()
    with context_at(browser, live_server.url, width=390) as context:
        page = signed_in(context, live_server, there.controller)
        page.goto("/")
        page.get_by_role("link", name="Sự cố chờ khoanh giữ").press("Enter")
        page.get_by_role("link", name=str(one)).first.press("Enter")
        page.get_by_role("link", name="Khoanh giữ").press("Enter")
        page.get_by_label("không nguyên vẹn").check()
        page.get_by_label("Tình trạng bì").select_option("torn")
        page.get_by_role("button", name="Khoanh giữ").press("Enter")
        page.get_by_role("link", name="Ghi nơi đã báo").press("Enter")
        page.get_by_label("điện thoại").check()
        page.get_by_role("button", name="Ghi nơi đã báo").press("Enter")
        play.expect(page.get_by_role("heading", name="Các nơi phải báo")).to_be_visible()
    one.refresh_from_db()
    assert one.state == State.CONTAINED
    assert one.notices.filter(told_at__isnull=False).count() == 1


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_for_everybody(
    browser: play.Browser, live_server: LiveServer, there: World, width: int
) -> None:
    one, drill = Incident.objects.get(), Drill.objects.get()
    wrong = Irregularity.objects.get()
    post = ["/", "/su-co", "/su-co/moi", f"/su-co/{one.pk}", f"/su-co/{one.pk}/khoanh-giu",
            f"/su-co/{one.pk}/bao", "/su-co/bai-hoc", "/dien-tap", "/dien-tap/moi",
            f"/dien-tap/{drill.pk}", f"/su-vu/{wrong.pk}",
            f"/su-co/tu-su-vu/{wrong.pk}"]  # fmt: skip
    police = make.actor(Role.POLICE_PA03, at_province=make.province())
    told = ["/", "/su-co", f"/su-co/{one.pk}", f"/su-co/{one.pk}/xac-nhan"]
    found: dict[str, list[str]] = {}
    for actor, addresses in ((there.dispatcher, post), (police, told)):
        with context_at(browser, live_server.url, width=width) as context:
            page = signed_in(context, live_server, actor)
            for n, address in enumerate(addresses):
                answer = page.goto(address)
                assert answer is not None
                assert answer.status == 200, address
                if SHOTS:
                    page.screenshot(
                        path=Path(SHOTS) / f"incidents-{actor.role}-{n}-{width}.png",
                        full_page=True,
                    )
                found[f"{actor.role} {address}"] = faults(page)
                wide = page.evaluate("() => document.documentElement.scrollWidth")
                assert wide <= width, f"{address} is {wide} pixels wide"
    assert {address: said for address, said in found.items() if said} == {}
