"""Fixtures for tests in a real browser."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import playwright.sync_api as play
import pytest
from pytest_django.live_server_helper import LiveServer

from tests import arriving, chromium

WAIT_MS_MAX = 10_000


@pytest.fixture(scope="session")
def browser() -> Iterator[play.Browser]:
    """One browser a worker; a test opens contexts of its own."""
    found = chromium.find()
    # The driver keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    arriving.teach()
    with play.sync_playwright() as driver:
        started = driver.chromium.launch(
            executable_path=found.path, args=found.arguments, env={**found.environment}
        )
        yield started
        started.close()


@pytest.fixture
def page(browser: play.Browser, live_server: LiveServer) -> Iterator[play.Page]:
    """A page at 1280 pixels whose addresses may start with /. See `context_at` for other sizes."""
    with context_at(browser, live_server.url, width=1280) as context:
        yield context.new_page()


class context_at:  # noqa: N801 - used like a function
    """A browser context that fails the test on anything a page must never do.

    That is: break its content security policy, ask another machine for something, or leave an
    error in the console.
    """

    def __init__(self, browser: play.Browser, url: str, *, width: int, height: int = 900) -> None:
        self._host = urlsplit(url).netloc
        self.faults: list[str] = []
        self._context = browser.new_context(
            base_url=url,
            viewport={"width": width, "height": height},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        self._context.set_default_timeout(WAIT_MS_MAX)
        arriving.watch(self._context)
        self._context.on("request", self._see_request)
        self._context.on("console", self._see_console)
        self._context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))

    def __enter__(self) -> play.BrowserContext:
        return self._context

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._context.close()
        if kind is None:
            assert not self.faults, "\n".join(self.faults)

    def _see_request(self, request: play.Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob", "about"} and parts.netloc != self._host:
            self.faults.append(f"asked another machine: {request.url}")

    def _see_console(self, message: play.ConsoleMessage) -> None:
        # Answers of 4xx are often what a test is after; the browser notes each of them.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"console: {message.text}")
