"""The pages of a month in a real browser: for everybody, and resolved by the keyboard alone."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import playwright.sync_api as play
import pytest
from pytest_django.live_server_helper import LiveServer

from kt1.assurance.books.models import Account, Line
from kt1.assurance.books.rules import Side, period_of
from kt1.assurance.reconciliation import actions
from kt1.assurance.reconciliation.models import Difference
from kt1.config import clock
from kt1.people.accounts.rules import Role
from tests.assurance import ground
from tests.browsing import context_at
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World, build
from tests.web.in_browser import faults, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("KT1_SHOTS", "")
NOW = make.at("2026-02-03")


@pytest.fixture
def there(transactional_db: None) -> Iterator[World]:
    """January is over and frozen; the sender's book lacks one item and weighs another wrong."""
    before = clock.offset()
    clock.set_offset(NOW - datetime.now(UTC))
    world = build()
    doing.accepted(world, 4)
    actions.freeze(
        province_id=world.centre.province_id, period=period_of("2026-01"), by=world.dispatcher,
        at=NOW, once=make.once(),
    )  # fmt: skip
    account = Account.objects.get(agency=world.sender)
    lines = Line.objects.filter(account=account.pk, side="P").order_by("n")
    Line.objects.filter(account=account.pk, side="P").update(weight_g=120, amount=9_000)
    told: list[ground.Row] = [
        (one.code, one.day, one.other, "", "", 1, 170, None) for one in lines[:1]
    ]
    told += [(one.code, one.day, one.other, "", "", 1, None, None) for one in lines[1:3]]
    ground.put(account, Side.SENDER, told)
    ground.compared(account)
    yield world
    clock.set_offset(before)


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_for_everybody(
    browser: play.Browser, live_server: LiveServer, there: World, width: int
) -> None:
    url = f"/doi-soat/{Account.objects.get(agency=there.sender).pk}"
    pages = (
        (there.clerk, ["/", url, f"{url}?tat-ca=1", f"{url}?o=24", f"{url}/so/gui"]),
        (there.dispatcher, ["/", "/doi-soat", url, "/doi-soat/chuyen-thu"]),
        (make.actor(Role.REGULATOR, at_province=make.province()), ["/doi-soat/qua-han"]),
    )
    found: dict[str, list[str]] = {}
    for actor, addresses in pages:
        with context_at(browser, live_server.url, width=width) as context:
            page = signed_in(context, live_server, actor)
            for n, address in enumerate(addresses):
                answer = page.goto(address)
                assert answer is not None
                assert answer.status == 200, address
                if SHOTS:
                    page.screenshot(
                        path=Path(SHOTS) / f"{actor.role}-{n}-{width}.png", full_page=True
                    )
                found[f"{actor.role} {address}"] = faults(page)
                wide = page.evaluate("() => document.documentElement.scrollWidth")
                assert wide <= width, f"{address} is {wide} pixels wide"
    assert {address: said for address, said in found.items() if said} == {}


def test_a_clerk_goes_from_home_to_a_signed_step_by_the_keyboard_alone(
    browser: play.Browser, live_server: LiveServer, there: World
) -> None:
    with context_at(browser, live_server.url, width=1280) as context:
        page = signed_in(context, live_server, there.clerk)
        page.goto("/")
        page.get_by_role("link", name="Đối soát chờ xử lý, ký").press("Enter")
        page.get_by_role("link", name="01/2026").press("Enter")
        for box in page.get_by_role("checkbox").all():
            box.focus()
            page.keyboard.press("Space")
        page.keyboard.press("F2")
        play.expect(page.get_by_text("Đã cập nhật 2 chênh lệch.")).to_be_visible()
        assert not Difference.objects.filter(resolved_at=None).exists()
        page.get_by_role("button", name="Đã lập").press("Enter")
        play.expect(page.get_by_text("Đã ký bước này.")).to_be_visible()
