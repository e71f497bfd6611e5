"""The small world of custody, and browsers of its people."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client

from kt1.config import clock
from kt1.people.actor import Actor
from tests.custody import factories as make
from tests.custody.world import World, build
from tests.web.conftest import ClientOf

Sender = Callable[..., object]


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """Everybody in their place at eight in the morning; requests are of that minute."""
    before = clock.offset()
    clock.set_offset(make.MORNING - datetime.now(UTC))
    yield build()
    clock.set_offset(before)


@pytest.fixture
def as_(client_of: ClientOf) -> Callable[[Actor], Client]:
    """The browser of one person, kept for the test."""
    opened: dict[int, Client] = {}

    def of(actor: Actor) -> Client:
        if actor.user_id not in opened:
            opened[actor.user_id] = client_of(actor)
        return opened[actor.user_id]

    return of
