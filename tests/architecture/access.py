"""Reading docs/access.csv and knocking at doors."""

import csv
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from inspect import signature
from itertools import groupby
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
from tests.architecture.scene import ARGUMENTS, NONE, PAYLOADS, Maker, Scene

LIST = Path(__file__).resolve().parents[2] / "docs" / "access.csv"
COLUMNS = ["route", "method", "role", "relation", "status"]
METHODS = ("GET", "POST")
ANYBODY = "*"  # every role that has no row of its own
NOBODY = "anonymous"
#: Routes of the API are asked with a token instead of a session.
API = "api"
REFUSALS_FROM = 400


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
        #: One for all: its middleware is put together once.
        self._client = Client(raise_request_exception=False)
        duties = Duty.objects.in_bulk([person.duty_id for person in scene.people.values()])
        held = {role.value: duties[person.duty_id] for role, person in scene.people.items()}
        self._sessions = {role: _signed_in(duty, now) for role, duty in held.items()}
        self._tokens = {role: _token(duty, now) for role, duty in held.items()}

    def answers(self, cases: Iterable[Case]) -> Iterator[tuple[Case, int]]:
        """The status each gets. What all stand before alike is made once for all of them."""
        named = groupby(sorted(cases, key=_named_thing), _named_thing)
        for (route, relation), before in named:
            make, told = ARGUMENTS.get(route, {}).get(relation, _nothing), set[tuple[str, int]]()
            with taken_back():
                alike = None if _asks_who(make) else make(self._scene, None)
                for case in before:
                    part = (case.method, case.status) in told
                    yield case, self._answer(case, make, alike, part=part)
                    told.add((case.method, case.status))

    def browser(self, role: Role) -> Client:
        """The browser of a person of this role, signed in."""
        client = Client(raise_request_exception=False)
        client.cookies[settings.SESSION_COOKIE_NAME] = self._sessions[role.value]
        return client

    def _answer(self, case: Case, make: Maker, alike: dict[str, Any] | None, *, part: bool) -> int:
        """`part`: a refusal that was read as a page before may come as its sentence alone."""
        with taken_back():
            person = None if case.role == NOBODY else self._scene.people[Role(case.role)]
            arguments = make(self._scene, person) if alike is None else alike
            given = PAYLOADS.get(case.route, _nothing)(self._scene, person)
            address = reverse(case.route, kwargs=arguments)
            if case.route.startswith(API):
                return self._program(case, address, given).status_code
            part = part and case.role != NOBODY and case.status >= REFUSALS_FROM
            return self._browser(case, address, given, part=part).status_code

    def _browser(
        self, case: Case, address: str, form: dict[str, Any], *, part: bool
    ) -> HttpResponseBase:
        self._client.cookies.clear()
        if case.role != NOBODY:
            self._client.cookies[settings.SESSION_COOKIE_NAME] = self._sessions[case.role]
        headers = {"HX-Request": "true"} if part else {}
        if case.method == "GET":
            return self._client.get(address, form, headers=headers)
        return self._client.post(address, {"once": str(uuid4()), **form}, headers=headers)

    def _program(self, case: Case, address: str, body: dict[str, Any]) -> HttpResponseBase:
        self._client.cookies.clear()
        headers = {"Idempotency-Key": str(uuid4())} if case.method == "POST" else {}
        if case.role != NOBODY:
            headers["Authorization"] = f"Bearer {self._tokens[case.role]}"
        if case.method == "GET":
            return self._client.get(address, body, headers=headers)
        return self._client.post(address, body, content_type="application/json", headers=headers)


def _named_thing(case: Case) -> tuple[str, str]:
    return case.route, case.relation


def _asks_who(make: Maker) -> bool:
    """Whether the thing differs by who asks; a maker that does not care calls them `_…`."""
    _scene, person, *_ = signature(make).parameters
    return not person.startswith("_")


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
