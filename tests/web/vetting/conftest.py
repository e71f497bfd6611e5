"""The small world of custody, with browsers of its people and of PA03."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client

from kt1.config import clock
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.custody import factories as make
from tests.custody.world import World, build
from tests.web.conftest import ClientOf

As = Callable[[Actor], Client]


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """Everybody in their place at nine in the morning; requests are of that minute."""
    before = clock.offset()
    clock.set_offset(make.MORNING - datetime.now(UTC))
    yield build()
    clock.set_offset(before)


@pytest.fixture
def at_() -> Callable[[datetime], None]:
    """Let it be another moment."""
    return lambda moment: clock.set_offset(moment - datetime.now(UTC))


@pytest.fixture
def pa03(world: World) -> Actor:
    return make.actor(Role.POLICE_PA03, at_province=world.centre.province)


@pytest.fixture
def as_(client_of: ClientOf) -> As:
    opened: dict[int, Client] = {}

    def of(actor: Actor) -> Client:
        if actor.user_id not in opened:
            opened[actor.user_id] = client_of(actor)
        return opened[actor.user_id]

    return of
