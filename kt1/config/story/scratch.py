"""A database of its own for one playing, dropped afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import psycopg
from django.db import connection
from psycopg import sql

from kt1.config import clock, connections, installation, migrations
from kt1.config.embedded import databases
from kt1.config.installation import Kind


@contextmanager
def database(label: str, *, now_is: datetime) -> Iterator[str]:
    """Make, migrate, enter, and drop `kt1_<label>_<process>`; the connection leads there inside.

    It declares itself a drill: its clock is moved, and it can reach no real notice channel.
    """
    name = f"kt1_{label}_{os.getpid()}"
    before, offset = connection.settings_dict.copy(), clock.offset()
    connection.close()
    if not connections.is_embedded():
        databases.create(connections.migrate_conninfo("postgres"), name)
    try:
        migrations.apply(name)
        installation.declare(Kind.DRILL, now_is=now_is, database=name)
        settings = connections.django_settings(connections.app_conninfo(name))
        connection.settings_dict.update(settings)
        yield name
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(before)
        clock.set_offset(offset)
        _drop(name)


def _drop(name: str) -> None:
    with psycopg.connect(connections.migrate_conninfo("postgres"), autocommit=True) as admin:
        admin.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )
