"""Migrations run as the owner of the tables, never as the role the product runs as."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import groupby
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel, Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models.signals import pre_migrate

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
        with as_owner(name), _tables_together():
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


class CreateModels(Operation):
    """Tables that one migration creates one after the other, with the models drawn once for all.

    The framework draws every related model anew for each table: of the seconds that a new
    database takes two in three went there.
    """

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # drawn again when it is next asked for
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)


@contextmanager
def _tables_together() -> Iterator[None]:
    pre_migrate.connect(_group, dispatch_uid=__name__)
    try:
        yield
    finally:
        pre_migrate.disconnect(dispatch_uid=__name__)


def _group(plan: Sequence[tuple[Migration, bool]], **_facts: Any) -> None:
    """Group neighbours among what is about to run; it is told once for each app."""
    for migration, _backwards in plan:
        grouped: list[Operation] = []
        for creating, run in groupby(migration.operations, lambda op: type(op) is CreateModel):
            operations = list(run)
            grouped += [CreateModels(operations)] if creating and operations[1:] else operations
        vars(migration)["operations"] = grouped
