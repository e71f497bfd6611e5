"""A wrong installation says so before it serves anybody."""

import psycopg
import pytest
from django.db import connection

from kt1.config import checks, connections, migrations


def ids(found: object) -> list[str]:
    return [message.id for message in found]  # type: ignore[attr-defined]  # an iterable of them


@pytest.mark.django_db
def test_this_installation_may_serve() -> None:
    assert checks.faults() == []


@pytest.mark.parametrize(("name", "value"), [("TIME_ZONE", "Asia/Bangkok"), ("USE_TZ", False)])
def test_times_are_kept_in_utc(settings: object, name: str, value: object) -> None:
    setattr(settings, name, value)
    assert ids(checks.zone()) == ["kt1.E001"]


@pytest.mark.parametrize("key", ["test-only", "a" * 60, "abab" * 20])
def test_a_secret_key_cannot_be_guessed(settings: object, key: str) -> None:
    settings.SECRET_KEY = key  # type: ignore[attr-defined]  # pytest-django's own
    assert ids(checks.secret_key()) == ["kt1.E002"]


@pytest.mark.django_db(transaction=True)
def test_the_product_does_not_run_as_the_owner() -> None:
    with migrations.as_owner(connections.database_name()):
        assert ids(checks.role()) == ["kt1.E003"]
    assert ids(checks.role()) == []


def test_a_superuser_may_not_serve(superuser: psycopg.Connection) -> None:
    connection.close()
    before = dict(connection.settings_dict)
    connection.settings_dict["USER"] = "kt1_admin"
    try:
        assert ids(checks.role()) == ["kt1.E003"]
    finally:
        connection.close()
        connection.settings_dict.update(before)


def test_a_ledger_without_its_guard_is_found(superuser: psycopg.Connection) -> None:
    superuser.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
    try:
        assert ids(checks.ledger_is_guarded()) == ["kt1.E004"]
    finally:
        superuser.execute("ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER ledger_entry_append_only")
    assert ids(checks.ledger_is_guarded()) == []


def test_a_role_that_does_not_wait_for_the_disk_is_found(superuser: psycopg.Connection) -> None:
    superuser.execute("ALTER ROLE kt1_app SET synchronous_commit = off")
    try:
        connection.close()
        assert ids(checks.durability()) == ["kt1.E006"]
    finally:
        superuser.execute("ALTER ROLE kt1_app RESET synchronous_commit")
        connection.close()


@pytest.mark.django_db
def test_every_fault_says_how_to_mend_it(settings: object) -> None:
    settings.SECRET_KEY = "short"  # type: ignore[attr-defined]  # pytest-django's own
    (line,) = checks.faults()
    assert "Unset SECRET_KEY" in line
