"""The small network of the custody tests, and who signed in from it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from kt1.config import clock
from kt1.people.actor import Actor
from tests.custody import factories as make
from tests.custody.world import World, build
from tests.web.conftest import ClientOf


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    """The pages stand at the morning of the tests."""
    kept = clock.offset()
    stand_at(make.MORNING)
    yield
    clock.set_offset(kept)


def stand_at(moment: datetime) -> None:
    clock.set_offset(moment - datetime.now(UTC))


class Person:
    """Somebody before their pages."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, address: str, **asked: str) -> Any:
        return self.client.get(address, asked)

    def post(self, address: str, **fields: Any) -> Any:
        return self.client.post(address, {"once": uuid4(), **fields})


@pytest.fixture
def as_(client_of: ClientOf) -> Any:
    def made(actor: Actor) -> Person:
        return Person(client_of(actor))

    return made
