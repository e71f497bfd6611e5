"""The small network of the custody tests, with somebody signed in."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from kt1.config import clock
from kt1.people.actor import Actor
from tests.custody import factories as make
from tests.custody.world import World, build
from tests.web.conftest import session_of


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a Wednesday morning in every request."""
    monkeypatch.setattr(clock, "now", lambda: make.MORNING)


@pytest.fixture
def browsing(world: World, now: None) -> Callable[[Actor], Client]:
    del world, now

    def made(actor: Actor) -> Client:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = session_of(actor).session_key or ""
        return client

    return made
