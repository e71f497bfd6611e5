"""Persons who signed in, each in the duty that their role needs."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.test import Client

from kt1.config import clock, connections
from kt1.network.places.rules import PlaceKind
from kt1.people.accounts.rules import SCOPES, Need, Role
from kt1.people.actor import Actor
from kt1.people.sign_ins import browser as browsers
from kt1.people.sign_ins.models import SignIn
from tests.custody import factories as make

ActorOf = Callable[[Role], Actor]
ClientOf = Callable[[Actor], Client]


@pytest.fixture
def actor_of(db: None) -> ActorOf:
    """A person in a role: at a desk of one small agency, at one post office, in one province."""
    body = make.agency("TEST-UB", name="UBND phường thử")
    office = make.place(PlaceKind.POST_OFFICE, "TEST-BC", name="Bưu cục thử")

    def made(role: Role) -> Actor:
        if role is Role.CLERK:
            return make.clerk(body)
        scope = SCOPES[role]
        where: dict[str, Any] = {}
        if scope.place is Need.MUST:
            where["where"] = office
        if scope.agency is Need.MUST:
            where["body"] = body
        if scope.province is Need.MUST:
            where["at_province"] = make.province()
        return make.actor(role, **where)

    return made


def session_of(actor: Actor) -> SessionBase:
    """The session of a browser in which this person signed in just now."""
    now = clock.now()
    opened = SignIn.objects.create(
        user_id=actor.user_id, duty_id=actor.duty_id or 0, opened_at=now, seen_at=now
    )
    session: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore()
    browsers.attach(session, opened)
    session.save()
    return session


@pytest.fixture
def client_of(db: None) -> ClientOf:
    def made(actor: Actor) -> Client:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = session_of(actor).session_key or ""
        return client

    return made


@pytest.fixture
def clerk(actor_of: ActorOf, client_of: ClientOf) -> Client:
    return client_of(actor_of(Role.CLERK))


@pytest.fixture
def installation_kind() -> Iterator[Callable[[str], None]]:
    """Say of the test database that it is of another kind; it is a test's again afterwards."""

    def declare(kind: str) -> None:
        with psycopg.connect(connections.owner_conninfo(), autocommit=True) as owner:
            owner.execute("UPDATE kt1_installation SET kind = %s", [kind])

    yield declare
    declare("test")


def content(response: Any) -> bytes:
    """What an answer holds, streamed or not."""
    if response.streaming:
        return b"".join(response.streaming_content)
    found: bytes = response.content
    return found


def text(response: Any) -> str:
    return content(response).decode()
