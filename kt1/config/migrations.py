"""Migrations run as the owner of the tables, never as the role the product runs as."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from kt1.config import connections, installation
from kt1.config.embedded import databases


def apply(database: str | None = None, *, verbosity: int = 0) -> None:
    """Make the database if it is missing, and bring its tables to this release."""
    name = database or connections.database_name()
    # On another server the administrator may have made it, and kept the rest from us.
    with suppress(psycopg.OperationalError, psycopg.errors.InsufficientPrivilege):
        databases.create(connections.migrate_conninfo("postgres"), name)
    databases.grant(connections.migrate_conninfo(), name)
    with psycopg.connect(connections.owner_conninfo(name), autocommit=True) as owner:
        owner.execute(installation.TABLE)
        with as_owner(name):
            call_command("migrate", interactive=False, verbosity=verbosity)
        owner.execute("UPDATE kt1_installation SET migrated = %s", [installation.fingerprint()])


def unapplied() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


@contextmanager
def as_owner(name: str) -> Iterator[None]:
    """Django's connection leads to the database `name` as its owner while inside."""
    connection.close()
    before = connection.settings_dict.copy()
    connection.settings_dict.update(connections.django_settings(connections.owner_conninfo(name)))
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(before)
