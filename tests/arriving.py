"""A click that leads to another page returns when that page is there.

The driver's own `click` and `press` return as soon as the event is sent. Whatever a test does next
(count rows, ask axe, scan, close the window) would then meet the page that is about to go: true on
a quick machine, false on a busy one. Every page opened through `tests.browsing` waits instead.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from weakref import WeakKeyDictionary

import playwright.sync_api as play

LOOK_EVERY_MS = 15
WAIT_MS_MAX = 15_000
# The browser asks a document before it leaves it, for links and forms alike.
NOTES = "addEventListener('beforeunload', () => { window.leavingForAnotherPage = true; });"
# A form is sent in a task of its own: the answer waits behind it.
LEAVING = """() => new Promise(said => setTimeout(
    () => said(window.leavingForAnotherPage === true), 0))"""

_arrivals: WeakKeyDictionary[play.Page, int] = WeakKeyDictionary()
_keyboards: dict[int, play.Page] = {}


def watch(context: play.BrowserContext) -> None:
    """From now on every page of this context is waited for."""
    context.add_init_script(NOTES)
    context.on("page", _watched)


def _watched(page: play.Page) -> None:
    _arrivals[page] = 0
    _keyboards[id(page.keyboard)] = page

    def arrived(*_: object) -> None:
        _arrivals[page] += 1

    def closed(*_: object) -> None:
        _keyboards.pop(id(page.keyboard), None)

    page.on("framenavigated", arrived)
    page.on("download", arrived)  # the page stays where it is
    page.on("close", closed)


def _waited(page: play.Page, act: Callable[[], Any]) -> None:
    if page not in _arrivals:
        act()
        return
    before = _arrivals[page]
    act()
    with suppress(play.Error):  # the page went while it was asked, or was closed by the click
        if page.evaluate(LEAVING):
            for _ in range(WAIT_MS_MAX // LOOK_EVERY_MS):
                if _arrivals[page] > before:
                    break
                page.wait_for_timeout(LOOK_EVERY_MS)
    if not page.is_closed():
        page.wait_for_load_state("load")


def teach() -> None:
    """Make the driver's clicks and keys wait; once a process."""
    click, press, type_ = play.Locator.click, play.Locator.press, play.Keyboard.press

    def clicked(self: play.Locator, **options: Any) -> None:
        _waited(self.page, lambda: click(self, **options))

    def pressed(self: play.Locator, key: str, **options: Any) -> None:
        _waited(self.page, lambda: press(self, key, **options))

    def typed(self: play.Keyboard, key: str, **options: Any) -> None:
        page = _keyboards.get(id(self))
        if page is None:
            type_(self, key, **options)
        else:
            _waited(page, lambda: type_(self, key, **options))

    play.Locator.click = clicked  # type: ignore[method-assign] # see the top
    play.Locator.press = pressed  # type: ignore[method-assign]
    play.Keyboard.press = typed  # type: ignore[method-assign]
