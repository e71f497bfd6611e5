"""The tests' own browser works, and sees what it must see."""

import playwright.sync_api as play
import pytest
from pytest_django.live_server_helper import LiveServer

from tests.browsing import context_at

pytestmark = pytest.mark.browser


def test_it_opens_a_page_of_ours(page: play.Page) -> None:
    answer = page.goto("/healthz")

    assert answer is not None
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"


def test_it_reports_what_a_page_asks_of_another_machine(
    browser: play.Browser, live_server: LiveServer
) -> None:
    watched = context_at(browser, live_server.url, width=390)
    with watched as context:
        here = context.new_page()
        here.set_content("<img src='http://127.0.0.1:1/away.png'>")
        here.wait_for_load_state("networkidle")
        reported, watched.faults = watched.faults, []

    assert any("asked another machine" in fault for fault in reported)
