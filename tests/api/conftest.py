"""Callers of the API: each has a token and speaks JSON."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from kt1.config import clock
from kt1.people.accounts.models import Duty
from kt1.people.actor import Actor, console
from kt1.people.tokens import actions as tokens
from tests.custody.factories import MORNING, once
from tests.custody.world import World, build

BASE = "/api/v1"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: Any
    type: str


@dataclass(slots=True)
class Caller:
    """One person's program."""

    token: str

    def get(self, path: str) -> Answer:
        return self._answer(Client().get(BASE + path, headers=self._headers()))

    def post(self, path: str, body: Any, key: UUID | None = None) -> Answer:
        headers = {**self._headers(), "Idempotency-Key": str(key or uuid4())}
        return self.send(path, body, headers)

    def send(self, path: str, body: Any, headers: dict[str, str]) -> Answer:
        data = json.dumps(body)
        return self._answer(
            Client().post(BASE + path, data, content_type="application/json", headers=headers)
        )

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @staticmethod
    def _answer(response: Any) -> Answer:
        return Answer(response.status_code, response.json(), response.headers["Content-Type"])


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture(autouse=True)
def _morning() -> Iterator[None]:
    clock.set_offset(MORNING - datetime.now(UTC))
    yield
    clock.set_offset(clock.offset() * 0)


@pytest.fixture
def caller_of() -> Callable[[Actor], Caller]:
    def made(actor: Actor) -> Caller:
        duty = Duty.objects.get(user=actor.user_id)
        token = tokens.make(
            user_id=actor.user_id, duty_id=duty.pk, days=30, by=console(), at=MORNING, once=once()
        )
        assert token.secret
        return Caller(token.secret)

    return made
