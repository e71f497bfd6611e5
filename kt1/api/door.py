"""What every call passes: the token, the moment, and the key that makes a repeat one act."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja.security import HttpBearer

from kt1.api.problems import UnknownReferenceError
from kt1.custody.units import register
from kt1.custody.units.codes import parse
from kt1.ledger.requests.rules import RequestKey
from kt1.people.actor import Actor
from kt1.people.tokens.queries import actor_of_token


class KeyMissingError(ValueError):
    """A POST without a usable Idempotency-Key."""


class Bearer(HttpBearer):
    """A token bound to a person and their place; asked of the database at every call."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        return actor_of_token(token, moment_of(request))


def moment_of(request: HttpRequest) -> datetime:
    """The one moment of this request, set by middleware."""
    at: datetime = request.at  # type: ignore[attr-defined]  # set by kt1.config.middleware
    return at


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.auth  # type: ignore[attr-defined]  # set by django-ninja
    return actor


def facts(request: HttpRequest) -> dict[str, Any]:
    """What every action is told besides its own facts: who, when, and under which key.

    Raises:
        KeyMissingError: no header Idempotency-Key with a UUID.
    """
    return {"by": actor_of(request), "at": moment_of(request), "once": _once(request)}


def _once(request: HttpRequest) -> RequestKey:
    try:
        key = UUID(request.headers.get("Idempotency-Key", ""))
    except ValueError as error:
        raise KeyMissingError from error
    digest = hashlib.sha256(request.path.encode() + b"\n" + request.body).digest()
    return RequestKey(key=key, digest=digest)


def code_of(text: str) -> str:
    """A code as it was scanned or typed, normalised."""
    return str(parse(text))


def place_of(code: str) -> int:
    """The place of this code.

    Raises:
        UnknownReferenceError: there is none.
    """
    if (found := register.place_of_code(code)) is None:
        raise UnknownReferenceError(code)
    return found


def agency_of(code: str) -> int:
    if (found := register.agency_of_code(code)) is None:
        raise UnknownReferenceError(code)
    return found
