"""Reading docs/access.csv and knocking at doors."""

import csv
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.sign_ins.models import SignIn
from kt1.people.sign_ins.queries import SESSION_FIELD
from kt1.people.tokens.models import ApiToken
from kt1.people.tokens.rules import PREFIX, SECRET_BYTES, digest_of
from tests.architecture.scene import ARGUMENTS, NONE, PAYLOADS, Scene

LIST = Path(__file__).resolve().parents[2] / "docs" / "access.csv"
COLUMNS = ["route", "method", "role", "relation", "status"]
METHODS = ("GET", "POST")
ANYBODY = "*"  # every role that has no row of its own
NOBODY = "anonymous"
#: Routes of the API are asked with a token instead of a session.
API = "api"


@dataclass(frozen=True, slots=True)
class Case:
    """One person before one door."""

    route: str
    method: str
    role: str
    relation: str
    status: int

    def __str__(self) -> str:
        return f"{self.route} {self.method} {self.role} {self.relation}"


def rows() -> list[Case]:
    """The list as it is written."""
    if not LIST.exists():
        return []
    with LIST.open(encoding="utf8", newline="") as file:
        read = csv.reader(file)
        if next(read) != COLUMNS:
            raise ValueError(f"docs/access.csv starts with {','.join(COLUMNS)}")
        return [
            Case(route, method, role, relation, int(status))
            for route, method, role, relation, status in read
        ]


def cases() -> list[Case]:
    """Every row, `*` written out as all the roles that the list does not name there."""
    written = rows()
    named: dict[tuple[str, str, str], set[str]] = {}
    for row in written:
        named.setdefault((row.route, row.method, row.relation), set()).add(row.role)
    return [case for row in written for case in _written_out(row, named)]


def _written_out(row: Case, named: Mapping[tuple[str, str, str], set[str]]) -> Iterator[Case]:
    if row.role != ANYBODY:
        yield row
        return
    for role in Role:
        if role.value not in named[row.route, row.method, row.relation]:
            yield Case(row.route, row.method, role.value, row.relation, row.status)


def routes() -> dict[str, str]:
    """Name → address pattern of everything the product answers."""
    return dict(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, spaces: str, before: str) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        address = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = f"{spaces}{pattern.namespace}:" if pattern.namespace else spaces
            yield from _walk(pattern, inner, address)
        elif isinstance(pattern, URLPattern):
            yield f"{spaces}{pattern.name or address}", address


def relations(route: str) -> list[str]:
    return sorted(ARGUMENTS.get(route, {NONE: dict}))


class Knocker:
    """Asks as a person of each role; each answer leaves no trace."""

    def __init__(self, scene: Scene, now: datetime) -> None:
        self._scene = scene
        duties = Duty.objects.in_bulk([person.duty_id for person in scene.people.values()])
        held = {role.value: duties[person.duty_id] for role, person in scene.people.items()}
        self._sessions = {role: _signed_in(duty, now) for role, duty in held.items()}
        self._tokens = {role: _token(duty, now) for role, duty in held.items()}

    def answer(self, case: Case) -> HttpResponseBase:
        with taken_back():
            person = None if case.role == NOBODY else self._scene.people[Role(case.role)]
            arguments = ARGUMENTS.get(case.route, {}).get(case.relation, _nothing)(
                self._scene, person
            )
            given = PAYLOADS.get(case.route, _nothing)(self._scene, person)
            address = reverse(case.route, kwargs=arguments)
            by = self._program if case.route.startswith(API) else self._browser
            return by(case, address, given)

    def browser(self, role: Role) -> Client:
        """The browser of a person of this role, signed in."""
        client = Client(raise_request_exception=False)
        client.cookies[settings.SESSION_COOKIE_NAME] = self._sessions[role.value]
        return client

    def _browser(self, case: Case, address: str, form: dict[str, Any]) -> HttpResponseBase:
        client = Client(raise_request_exception=False)
        if case.role != NOBODY:
            client.cookies[settings.SESSION_COOKIE_NAME] = self._sessions[case.role]
        if case.method == "GET":
            return client.get(address, form)
        return client.post(address, {"once": str(uuid4()), **form})

    def _program(self, case: Case, address: str, body: dict[str, Any]) -> HttpResponseBase:
        headers = {"Idempotency-Key": str(uuid4())} if case.method == "POST" else {}
        if case.role != NOBODY:
            headers["Authorization"] = f"Bearer {self._tokens[case.role]}"
        client = Client(raise_request_exception=False, headers=headers)
        if case.method == "GET":
            return client.get(address, body)
        return client.post(address, body, content_type="application/json")


def _nothing(_scene: Scene, _person: Actor | None) -> dict[str, Any]:
    return {}


@contextmanager
def taken_back() -> Iterator[None]:
    """Nothing that happens inside stays. An action inside may still be the outermost one."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # as Django's own test cases do
    with block:
        yield
        transaction.set_rollback(True)


def _signed_in(duty: Duty, now: datetime) -> str:
    """The session key of a person who signed in just now."""
    opened = SignIn.objects.create(
        user=duty.user, duty=duty, opened_at=now, seen_at=now, source=None
    )
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_FIELD] = opened.pk
    session.set_expiry(datetime(2100, 1, 1, tzinfo=UTC))
    session.save()
    return str(session.session_key)


def _token(duty: Duty, now: datetime) -> str:
    token = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    ApiToken.objects.create(
        sha256=digest_of(token),
        user=duty.user,
        duty=duty,
        made_at=now,
        expires_at=now + timedelta(days=1),
    )
    return token
