"""The demonstration's network, and persons of each role before it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, TransactionTestCase

from kt1.network.demonstration.actions import demo_network
from kt1.people.accounts.rules import Role
from tests.custody import factories as make
from tests.web.conftest import ActorOf, ClientOf
from tests.web.network.asking import AsRole


@pytest.fixture(scope="module")
def net(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Built once and committed for the tests of this module; each of them is rolled back."""
    with django_db_blocker.unblock():
        demo_network(at=make.MORNING, by="demo")
    yield
    with django_db_blocker.unblock():
        TransactionTestCase._fixture_teardown(None)  # type: ignore[attr-defined]  # as after a commit


@pytest.fixture
def as_role(net: None, db: None, actor_of: ActorOf, client_of: ClientOf) -> AsRole:
    return lambda role: client_of(actor_of(role))


@pytest.fixture
def regulator(as_role: AsRole) -> Client:
    return as_role(Role.REGULATOR)


@pytest.fixture
def dispatcher(as_role: AsRole) -> Client:
    return as_role(Role.DISPATCHER)
