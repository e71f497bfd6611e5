"""The stage of a story: the small network, a clock to move, browsers of its people."""

from collections.abc import Iterator

import playwright.sync_api as play
import pytest
from pytest_django.live_server_helper import LiveServer

from kt1.config import clock
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World, build
from tests.stories.stage import WAIT_MS, Stage, it_becomes
from tests.web.conftest import installation_kind

__all__ = ["installation_kind"]

PLAYWRIGHT_MS = 5_000


@pytest.fixture(scope="module", autouse=True)
def _patience() -> Iterator[None]:
    """A busy machine is not a fault of the pages."""
    play.expect.set_options(timeout=WAIT_MS)
    yield
    play.expect.set_options(timeout=PLAYWRIGHT_MS)


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    """Everybody in their place on a Wednesday at nine; at the end the ledger tells every row."""
    before = clock.offset()
    it_becomes(make.MORNING)
    yield build()
    clock.set_offset(before)
    assert doing.untold() == []


@pytest.fixture
def stage(browser: play.Browser, live_server: LiveServer) -> Iterator[Stage]:
    made = Stage(browser=browser, live_server=live_server)
    yield made
    assert made.found == {}
