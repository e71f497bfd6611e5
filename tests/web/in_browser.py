"""What tests in a browser do: sign in, ask axe, scan."""

from pathlib import Path

import playwright.sync_api as play
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from kt1.people.actor import Actor
from tests.web.conftest import session_of

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


def signed_in(context: play.BrowserContext, live_server: LiveServer, actor: Actor) -> play.Page:
    key = session_of(actor).session_key or ""
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}]
    )
    return context.new_page()


def faults(page: play.Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA on the page as it is."""
    # Evaluated by the driver, not by the page: the page's own policy would refuse it.
    page.evaluate(AXE.read_text(encoding="utf8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: tags}).then(found => found.violations)", tags
    )
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def burst(page: play.Page, code: str) -> None:
    """What a scanner sends: keys with nothing between them, then Enter."""
    page.evaluate(
        """code => {
            const target = () => document.activeElement ?? document.body;
            const send = key => {
                const event = new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true});
                const kept = target().dispatchEvent(event);
                const field = target();
                if (kept && key.length === 1 && "value" in field) field.value += key;
            };
            for (const key of code) send(key);
            send("Enter");
        }""",
        code,
    )
