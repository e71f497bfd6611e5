"""What every test stands on: a database of its own, reached as the product reaches it.

The embedded server is started if it does not run, and let go at the end. A template with all
migrations applied is made once for each state of the migrations; each worker works in a copy.
Tests connect as kt1_app: what the product may not do, a test sees refused.
"""

import gc
import hashlib
import ipaddress
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import TransactionTestCase, override_settings

from kt1.config import connections, installation, migrations
from kt1.config.embedded import databases
from kt1.config.story import scratch
from kt1.law.book import queries as law
from kt1.network.revisions import queries as network
from kt1.people.accounts.hashers import CappedArgon2Hasher
from tests import clearing
from tests.browsing import browser, page  # noqa: F401 - fixtures for every test
from tests.custody import world

MIGRATED, TEMPLATE, COPY = "kt1_bare_", "kt1_tmpl_", "kt1_test_"
TEMPLATES_KEPT = 3
BUILDING = 0x6B7431  # advisory lock: one builder of templates at a time
VECTORS = Path(__file__).resolve().parents[2] / "shared" / "vectors" / "rfc6962"

# Every worker and every process that a test starts would compile the same files again.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# A busy machine is not a fault of the code.
hypothesis.settings.register_profile("kt1", deadline=None)
hypothesis.settings.load_profile("kt1")

# The real cost of a password would be most of the time of every test that signs in.
CappedArgon2Hasher.memory_cost = 8
CappedArgon2Hasher.time_cost = 1


@pytest.fixture(scope="session", autouse=True)
def _static_files_as_they_lie() -> Iterator[None]:
    """Pages find style sheets where they are written, collected or not.

    Nor are they listed for each client that a test makes: that was a fifth of a request.
    """
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    storages = {**settings.STORAGES, "staticfiles": plain}
    with override_settings(STORAGES=storages, WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture(scope="session", autouse=True)
def _law_is_asked_each_time() -> None:
    """Tests roll the law back and forth faster than a process would notice by itself."""
    law.FRESH_SECONDS = 0.0
    network.FRESH_SECONDS = 0.0


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), connections.kept_running():
        server = connections.migrate_conninfo("postgres")
        # The connection that clears is an administrator's: only its like may end it.
        ending = clearing.administrator("postgres") or server
        _drop_orphans(ending)
        name = f"{COPY}{os.getpid()}"
        with psycopg.connect(server, autocommit=True) as lock:
            lock.execute("SELECT pg_advisory_lock(%s)", [BUILDING])
            template = _template(server)
            databases.drop(server, name)
            databases.create(server, name, template=template)
        os.environ["KT1_DBNAME"] = name
        connection.close()
        connection.settings_dict.update(connections.django_settings(connections.app_conninfo(name)))
        world.keep()  # before the numbers are noted to which clearing goes back
        rows = clearing.Rows(clearing.conninfo(name))
        # Django's own clearing needs a right that the product's role does not have.
        setattr(TransactionTestCase, "_fixture_teardown", lambda _case: rows.clear())  # noqa: B010
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(scratch, "migrations", SimpleNamespace(apply=_copied))
            yield
        rows.close()
        connection.close()
        databases.drop(ending, name)


def _template(server: str) -> str:
    """The name of a database that the tests start from; made if it is missing.

    It gets its name at the very end, so a half-built one is never taken for it.
    """
    migrated, name = _migrated(server), TEMPLATE + _state()
    if databases.exists(server, name):
        return name
    half = f"{TEMPLATE}half"
    databases.drop(server, half)
    databases.create(server, half, template=migrated)
    installation.declare(installation.Kind.TEST, database=half)
    clearing.keep_reference_rows(connections.owner_conninfo(half))
    databases.rename(server, half, name)
    _drop_old(server, TEMPLATE)
    return name


def _migrated(server: str) -> str:
    """The name of a database with all migrations applied and nothing more; made if missing."""
    name = MIGRATED + installation.fingerprint()
    if not databases.exists(server, name):
        half = f"{MIGRATED}half"
        databases.drop(server, half)
        migrations.apply(half)
        databases.rename(server, half, name)
        _drop_old(server, MIGRATED)
    return name


def _copied(name: str) -> None:
    """What `migrations.apply` does to a new database, by copying one."""
    server = connections.migrate_conninfo("postgres")
    databases.drop(server, name)
    databases.create(server, name, template=_migrated(server))


def _state() -> str:
    """Changes with the migrations, and with how the tests keep the rows that they load."""
    kept = hashlib.sha256(Path(clearing.__file__).read_bytes()).hexdigest()
    return f"{installation.fingerprint()}_{kept[:8]}"


def _names(server: str, prefix: str) -> list[str]:
    """Databases whose name starts with `prefix`, oldest first."""
    with psycopg.connect(server) as asking:
        found = asking.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid", [prefix]
        )
        return [row[0] for row in found]


def _drop_old(server: str, prefix: str) -> None:
    for old in _names(server, prefix)[:-TEMPLATES_KEPT]:
        databases.drop(server, old)


def _drop_orphans(server: str) -> None:
    """Copies left by runs that were killed."""
    for name in _names(server, COPY):
        if not Path(f"/proc/{name.removeprefix(COPY)}").exists():
            databases.drop(server, name)


@pytest.fixture(scope="session", autouse=True)
def _no_way_out() -> Iterator[None]:
    """Nothing a test does may leave this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_loopback(address[0]):
            raise RuntimeError(f"A test tried to reach {address[0]}.")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


def _is_loopback(host: str) -> bool:
    return host == "localhost" or ipaddress.ip_address(host).is_loopback


def pytest_collection_finish() -> None:
    """What was collected stays to the end: looking for garbage among it took much time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not VECTORS.is_dir():
        terminalreporter.write_line(
            "The 196 published RFC 6962 vectors (../shared/vectors/rfc6962) are not here:"
            " the tests that read them did not run."
        )


@pytest.fixture(scope="module")
def lasting(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """What fixtures of a module make on it stands for all its tests, and is then taken back.

    Whatever a test itself changes is gone after the test, as ever: its transaction is inside.
    """
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # as Django's own test cases do
    with django_db_blocker.unblock(), block:
        yield
        transaction.set_rollback(True)


@pytest.fixture
def superuser(transactional_db: None) -> Iterator[psycopg.Connection]:
    """A connection that no privilege holds back: what the ledger must still give away."""
    if (conninfo := clearing.administrator()) is None:
        pytest.skip("ADMIN_DATABASE_URL names no superuser of this server")
    with psycopg.connect(conninfo, autocommit=True) as everything:
        yield everything
