"""What a database is for, and whose clock may be moved."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from kt1.config import checks, clock, connections, installation
from kt1.config.installation import Kind, KindError

pytestmark = pytest.mark.django_db(transaction=True)

EVE_OF_TET = datetime(2026, 2, 16, 10, 0, tzinfo=UTC)  # 29 tháng Chạp, 17:00 in Việt Nam


@pytest.fixture
def new_database() -> Iterator[psycopg.Connection]:
    """This test's database as if it had just been migrated."""
    with psycopg.connect(connections.owner_conninfo(), autocommit=True) as owner:
        _set(owner, Kind.NEW)
        yield owner
        _set(owner, Kind.TEST)
    clock.set_offset(timedelta(0))


def _set(owner: psycopg.Connection, kind: Kind) -> None:
    owner.execute("UPDATE kt1_installation SET kind = %s, clock_offset = '0'", [kind])


def test_the_tests_stand_on_a_test_database() -> None:
    assert installation.read().kind is Kind.TEST


def test_a_demonstration_starts_at_its_own_time(new_database: psycopg.Connection) -> None:
    installation.declare(Kind.DEMONSTRATION, now_is=EVE_OF_TET)
    installation.set_clock()

    assert timedelta(0) <= clock.now() - EVE_OF_TET < timedelta(minutes=1)


def test_real_data_never_becomes_a_demonstration(new_database: psycopg.Connection) -> None:
    installation.declare(Kind.REAL)
    installation.declare(Kind.REAL)  # said twice is said once

    with pytest.raises(KindError, match="cannot become: demonstration"):
        installation.declare(Kind.DEMONSTRATION, now_is=EVE_OF_TET)
    assert installation.read().kind is Kind.REAL


@pytest.mark.parametrize("kind", [Kind.NEW, Kind.REAL])
def test_a_real_clock_is_not_moved(new_database: psycopg.Connection, kind: Kind) -> None:
    _set(new_database, kind)
    with pytest.raises(psycopg.errors.CheckViolation, match="clock_moves_only_in_play"):
        new_database.execute("UPDATE kt1_installation SET clock_offset = '1 hour'")


def test_there_is_one_installation_to_a_database(new_database: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match="has_one_row"):
        new_database.execute("INSERT INTO kt1_installation (single) VALUES (false)")


def test_a_database_without_tables_is_new() -> None:
    assert installation.read("postgres").kind is Kind.NEW
    assert installation.read("there_is_none").kind is Kind.NEW


def test_a_moved_clock_that_slipped_in_is_found(new_database: psycopg.Connection) -> None:
    new_database.execute(
        "ALTER TABLE kt1_installation DROP CONSTRAINT installation_clock_moves_only_in_play"
    )
    try:
        new_database.execute("UPDATE kt1_installation SET kind = 'real', clock_offset = '1 hour'")
        assert [message.id for message in checks.clock()] == ["kt1.E005"]
    finally:
        _set(new_database, Kind.NEW)
        new_database.execute(
            "ALTER TABLE kt1_installation ADD CONSTRAINT installation_clock_moves_only_in_play"
            " CHECK (clock_offset = '0' OR kind IN ('demonstration', 'drill', 'test'))"
        )
