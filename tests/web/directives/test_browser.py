"""Directives, campaigns and the directory in a real browser, wide and on a telephone."""

import os
from datetime import timedelta
from pathlib import Path

import playwright.sync_api as play
import pytest
from pytest_django.live_server_helper import LiveServer

from kt1.config import clock
from kt1.network.agencies.rules import Family
from kt1.oversight.directives import issuing
from kt1.oversight.outreach import actions as library
from kt1.oversight.outreach import events
from kt1.oversight.outreach.actions import Published
from kt1.oversight.outreach.events import Planned
from kt1.oversight.outreach.known import known
from kt1.oversight.outreach.rules import EventKind, EventState
from kt1.people.actor import Actor
from tests.browsing import context_at
from tests.custody import factories as make
from tests.oversight.test_directives import TODAY, Ground, issued, task, who
from tests.web.in_browser import faults, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> tuple[Ground, list[str]]:
    """A directive received by one of three, a guide read by one, a campaign with an event."""
    made = Ground()
    monkeypatch.setattr(clock, "now", lambda: make.MORNING)
    one = issued(made, task(Family.COMMUNE_UBND, Family.DEPARTMENT), task(Family.COMMUNE_UBND))
    issuing.acknowledge(directive_id=one.pk, agency_id=made.commune.pk, **who(made.clerk))
    guide = next(iter(known().values()))
    said = Published(
        code=guide.code, topic=guide.topic, title=guide.title, basis=guide.basis,
        lines=guide.lines, questions=guide.questions,
    )  # fmt: skip
    version = library.publish(said=said, **who(made.so))
    library.read(version_ids=[version], **who(made.clerk))
    pk = events.begin_campaign(
        title="Tháng cao điểm KT1", first=TODAY - timedelta(days=5),
        last=TODAY + timedelta(days=20), **who(made.so),
    )  # fmt: skip
    begins = make.MORNING - timedelta(days=1)
    planned = Planned(
        kind=EventKind.TRAINING, title="Tập huấn văn thư", begins=begins,
        ends=begins + timedelta(hours=2), campaign_id=pk,
    )  # fmt: skip
    bodies = [made.commune.pk, made.department.pk]
    event = events.plan(event=planned, agency_ids=bodies, **who(made.so))
    events.settle(
        event_id=event, after=EventState.HELD, came={made.commune.pk: 3}, paper="", **who(made.so)
    )
    return made, [
        "/danh-muc",
        f"/van-ban-chi-dao/{one.pk}",
        f"/van-ban-chi-dao/{one.pk}/noi-nhan?chua=1",
        f"/thu-vien/{version}",
        f"/thu-vien/{version}/co-quan",
        "/viec-duoc-giao/xet?tt=near",
        "/tuyen-truyen",
        "/tuyen-truyen/dot",
        f"/tuyen-truyen/dot/{pk}",
        f"/tuyen-truyen/dot/{pk}/co-quan",
        f"/tuyen-truyen/dot/{pk}/ket-thuc",
        "/tuyen-truyen/do-phu",
        "/tuyen-truyen/do-phu/xa",
    ]


def _visit(page: play.Page, address: str, width: int, who_looks: str) -> list[str]:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    if kept := os.environ.get("KT1_PICTURES"):
        name = address.strip("/").replace("/", "-").split("?")[0]
        page.screenshot(path=str(Path(kept) / f"{width}-{who_looks}-{name}.png"), full_page=True)
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    return [*faults(page), *([f"{wide} pixels wide"] if wide > width else [])]


@pytest.mark.parametrize("width", [1280, 390])
def test_figures_and_the_directory_are_read_wide_and_narrow(
    browser: play.Browser, live_server: LiveServer, scene: tuple[Ground, list[str]], width: int
) -> None:
    ground, addresses = scene
    visits: list[tuple[str, Actor, list[str]]] = [
        ("so", ground.so, addresses),
        ("post", ground.dispatcher, ["/danh-muc", "/su-vu", "/su-co"]),
        ("clerk", ground.clerk, ["/danh-muc", "/trao-doi", "/su-co"]),
    ]
    found: dict[str, list[str]] = {}
    for name, actor, pages in visits:
        with context_at(browser, live_server.url, width=width) as context:
            page = signed_in(context, live_server, actor)
            for address in pages:
                found[f"{name} {address}"] = _visit(page, address, width, name)
    assert {at: told for at, told in found.items() if told} == {}
