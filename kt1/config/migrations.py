"""Migrations run as the owner of the tables, never as the role the product runs as."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import groupby
from typing import Any, cast

import psycopg
from django.core.management import call_command
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import (
    AddConstraint,
    AddField,
    AlterField,
    CreateModel,
    Migration,
    RemoveConstraint,
    SeparateDatabaseAndState,
)
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models.signals import pre_migrate

from kt1.config import connections, installation
from kt1.config.embedded import databases

_IN_TABLES = frozenset({AddConstraint, AddField, AlterField, RemoveConstraint})


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


class Together(Operation):
    """Neighbouring operations of one migration; afterwards only the models they touch are drawn.

    The framework draws every related model anew after each table, column and constraint: of the
    seconds that a new database takes four in five went there. What runs code of its own gets
    all models drawn anew first, as after any change that the framework itself delays.
    """

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        drawn = state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)
        if drawn is not None:
            names = dict.fromkeys(_touched(self.operations))
            state.apps = drawn
            state.is_delayed = True
            drawn.render_multiple([state.models[app_label, name] for name in names])

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)


def _touched(operations: Iterable[Operation]) -> Iterator[str]:
    for operation in operations:
        if isinstance(operation, SeparateDatabaseAndState):
            yield from _touched(operation.state_operations)
        elif isinstance(operation, CreateModel):
            yield operation.name_lower
        else:
            yield cast("str", vars(operation)["model_name"]).lower()


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
        for kind, run in groupby(migration.operations, _kind):
            operations = list(run)
            grouped += [Together(operations)] if kind else operations
        vars(migration)["operations"] = grouped


def _kind(operation: Operation) -> type[Operation] | None:
    """What a run of operations is of: tables, what stands in tables, or words for the state."""
    kind = type(operation)
    if kind in {CreateModel, SeparateDatabaseAndState}:
        return kind
    return AddField if kind in _IN_TABLES else None
