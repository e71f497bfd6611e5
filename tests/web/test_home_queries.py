"""The home page of every role asks as often for many bodies and items as for few."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kt1.config import clock
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.architecture import scene
from tests.custody import doing
from tests.custody import factories as make

pytestmark = pytest.mark.django_db

#: No home page asks more, whoever opens it; what more there is to tell is a line of a sum.
MOST = 75


def test_no_home_page_asks_once_more_for_each_body_or_item(
    client_of: Callable[[Actor], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.MORNING)
    made = scene.build()
    clients = {role: client_of(actor) for role, actor in made.people.items()}
    doing.accepted(made.world, 2)
    few = {role: asked(client) for role, client in clients.items()}
    for n in range(12):
        body = make.agency(f"24-NHIEU{n}", name=f"Cơ quan thứ {n}")
        make.point(body, code=f"24-P-NHIEU{n}")
        doing.accepted(made.world, 1, receiver=body.pk)
    doing.accepted(made.world, 10)
    many = {role: asked(client) for role, client in clients.items()}
    assert {role: (few[role], n) for role, n in many.items() if n > few[role]} == {}
    assert {role: n for role, n in many.items() if n > MOST} == {}
    assert set(many) == set(Role)


def asked(client: Client) -> int:
    """How many statements opening the home page takes, once this process has read the law.

    Which law holds is asked once a second; here each time, for this transaction made it and may
    be rolled back.
    """
    client.get("/")
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/").status_code == 200
    said = [query["sql"] for query in seen.captured_queries]
    return sum("law_lawrevision" not in one for one in said)
