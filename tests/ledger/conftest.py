"""One log for all cases of tampering: each changes it in a transaction that is rolled back."""

from collections.abc import Iterator

import psycopg
import pytest
import pytest_django
from django.db import connection

from kt1.config import connections
from tests import clearing
from tests.ledger.tampering import Log, written


@pytest.fixture(scope="module")
def log(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[Log]:
    with django_db_blocker.unblock():
        yield written()
        connection.close()
        rows = clearing.Rows(clearing.conninfo())
        rows.clear()
        rows.close()


@pytest.fixture
def intruder(log: Log) -> Iterator[psycopg.Connection]:
    with psycopg.connect(connections.app_conninfo(), user="kt1_admin") as everything:
        yield everything
