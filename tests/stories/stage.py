"""What every story does: sit down as somebody, scan, choose, look at the page as everybody would.

A page may break no content policy and ask no other machine (`tests.browsing` sees to that), have
no fault that axe knows, and be no wider than its window. KT1_SHOTS names a folder for pictures.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import playwright.sync_api as play
from pytest_django.live_server_helper import LiveServer

from kt1.config import clock
from kt1.people.actor import Actor
from tests.browsing import context_at
from tests.web.in_browser import burst, faults, signed_in

WAIT_MS = 30_000
DESK, TELEPHONE = 1280, 390
SHOTS = os.environ.get("KT1_SHOTS", "")
HANDOVER = re.compile(r"/giao-nhan/[0-9a-f-]{36}$")


def it_becomes(moment: datetime) -> None:
    """From here on the clock of the server goes on from this moment."""
    clock.set_offset(moment - datetime.now(UTC))


@dataclass
class Stage:
    """Browsers of the people of one story, and what was wrong with the pages they saw."""

    browser: play.Browser
    live_server: LiveServer
    found: dict[str, list[str]] = field(default_factory=dict)

    @contextmanager
    def seat(self, actor: Actor | None, *, width: int = DESK) -> Iterator[play.Page]:
        """A browser of one person, signed in; of nobody yet when there is no actor."""
        with context_at(self.browser, self.live_server.url, width=width) as context:
            context.set_default_timeout(WAIT_MS)
            page = signed_in(context, self.live_server, actor) if actor else context.new_page()
            yield page
            # What is still being asked holds locks, and the next person needs the rows.
            page.wait_for_load_state("networkidle")

    def look(self, page: play.Page, name: str) -> None:
        """Keep what is wrong with this page as it is now; a picture where pictures are wanted."""
        wide = page.viewport_size["width"] if page.viewport_size else DESK
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{wide}.png", full_page=True)
        bad = faults(page)
        if page.evaluate("document.documentElement.scrollWidth") > wide:
            bad.append(f"wider than {wide} pixels")
        if bad:
            self.found[f"{name} {wide}"] = bad

    def look_wide_and_narrow(self, page: play.Page, name: str) -> None:
        """The same page as a telephone and as a desk show it."""
        for width in (TELEPHONE, DESK):
            page.set_viewport_size({"width": width, "height": 900})
            self.look(page, name)


def scan(page: play.Page, code: str, *, counted: int) -> None:
    """A scanner's burst, and the panel's answer: this many so far."""
    # The burst is made of events: the page must be there with its scripts to hear them.
    page.locator("[data-scan-panel]").wait_for()
    page.wait_for_load_state("load")
    burst(page, code)
    play.expect(page.locator(".scan-count .big")).to_have_text(str(counted))


def said(page: play.Page, words: str) -> None:
    """The page answers with these words."""
    play.expect(page.locator("#messages")).to_contain_text(words)


def codes_in(address: str) -> list[str]:
    """The numbers that an address carries."""
    return parse_qs(urlsplit(address).query)["ma"][0].split(".")


def offer(page: play.Page, taker: Actor) -> str:
    """Offer what lies in the list of the page. The address of the hand-over."""
    page.get_by_label("Giao cho").select_option(f"u:{taker.user_id}:{taker.place_id}")
    page.get_by_role("button", name="Giao", exact=True).click()
    page.wait_for_url(HANDOVER)
    said(page, "Bạn vẫn chịu trách nhiệm")
    return urlsplit(page.url).path


def settle(page: play.Page) -> None:
    """What was seen becomes the act."""
    page.get_by_role("button", name="Chốt: ghi những gì tôi thấy").click()
