"""Putting a test's database back after a test that really committed.

The product's role may not delete what is only added to, so the owner does it, over a connection of
its own. Rows that migrations loaded (calendars, norms, communes) stay, and come back if a test
changed them; numbers are given out again from where the migrations left them.

A TRUNCATE takes every table that refers to the one meant, which is nearly all of them, and makes
each anew on the disk. So the few rows of a usual test are deleted, on a server whose administrator
we are: triggers and foreign keys sleep in that connection, and there alone. What not even that may
delete (the ledger), and everything on another's server, is truncated.
"""

import os
from collections.abc import Iterable

import psycopg
from django.db import connections as django_connections
from psycopg import sql

from kt1.config import connections
from kt1.config.embedded.cluster import ADMIN

KEEPERS = "reference_rows"
LEFT_ALONE = frozenset({"django_migrations", "kt1_installation"})
#: The room of a table larger than this is given back at once: later tests would walk through it.
HEAP_BYTES = 1_000_000

TABLES = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1
"""

#: Those with triggers of ours come first, as loading them changes rows of the others.
KEPT = """
SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY NOT EXISTS (
    SELECT FROM pg_trigger WHERE tgrelid = format('public.%%I', tablename)::regclass
    AND NOT tgisinternal), tablename
"""

#: Tables that refuse a DELETE whoever asks, and all that refer to them.
SEALED = """
WITH RECURSIVE sealed(oid) AS (
    SELECT tgrelid FROM pg_trigger WHERE tgenabled = 'A' AND tgtype & 8 = 8
    UNION
    SELECT conrelid FROM pg_constraint JOIN sealed ON confrelid = sealed.oid WHERE contype = 'f'
)
SELECT relname FROM sealed JOIN pg_class USING (oid) ORDER BY 1
"""

NUMBERS = """
SELECT sequencename, last_value, start_value FROM pg_sequences
WHERE schemaname = 'public' ORDER BY 1
"""

HEAPS = """
SELECT relname FROM pg_class
WHERE oid = ANY(%s::text[]::regclass[]) AND pg_relation_size(oid) > %s
"""


def keep_reference_rows(conninfo: str) -> None:
    """Copy every table that migrations filled into a schema beside, as it is in the template."""
    with psycopg.connect(conninfo) as owner:
        owner.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(KEEPERS)))
        for (table,) in owner.execute(_filled(_tables(owner))).fetchall():
            owner.execute(
                sql.SQL("CREATE TABLE {} AS TABLE {}").format(
                    sql.Identifier(KEEPERS, table), sql.Identifier(table)
                )
            )


def administrator(database: str | None = None) -> str | None:
    """As the superuser of the server; None where nobody told us of one."""
    if connections.is_embedded():
        return psycopg.conninfo.make_conninfo(connections.app_conninfo(database), user=ADMIN)
    if named := os.environ.get("ADMIN_DATABASE_URL"):
        return psycopg.conninfo.make_conninfo(named, dbname=database or connections.database_name())
    return None


def conninfo(database: str | None = None) -> str:
    """As one who may delete every row with the triggers asleep, else as the owner."""
    if (admin := administrator(database)) is None:
        return connections.owner_conninfo(database)
    asleep = "-c session_replication_role=replica -c lock_timeout=10s"
    return psycopg.conninfo.make_conninfo(admin, options=asleep)


class Rows:
    """The rows of one worker's database."""

    def __init__(self, conninfo: str) -> None:
        self._owner = psycopg.connect(conninfo, autocommit=True, prepare_threshold=0)
        with self._owner.transaction():
            self._reference = [row[0] for row in self._owner.execute(KEPT, [KEEPERS])]
            kept = LEFT_ALONE.union(self._reference)
            self._growing = [name for name in _tables(self._owner) if name not in kept]
            self._sealed = [row[0] for row in self._owner.execute(SEALED)]
            asleep = self._owner.execute("SHOW session_replication_role").fetchone()
            self._may_delete = asleep == ("replica",)
            self._which_filled = _filled(self._growing).as_bytes()
            self._signatures = _signed(self._reference).as_bytes()
            self._as_loaded = self._signature()
            self._numbers = self._owner.execute(NUMBERS).fetchall()

    def clear(self) -> None:
        for alias in django_connections:
            django_connections[alias].close()
        with self._owner.transaction():
            dirty = [row[0] for row in self._owner.execute(self._which_filled)]
            if self._may_delete:
                self._delete_and_load(dirty, self._changed())
            else:
                self._truncate_and_load(dirty)
            self._number_again()
        if self._may_delete:
            self._give_back_room(dirty)

    def close(self) -> None:
        self._owner.close()

    def _give_back_room(self, tables: list[str]) -> None:
        for (name,) in self._owner.execute(HEAPS, [tables, HEAP_BYTES]).fetchall():
            self._owner.execute(sql.SQL("VACUUM {}").format(sql.Identifier(name)), prepare=False)

    def _delete_and_load(self, dirty: list[str], changed: list[str]) -> None:
        rows = {*dirty, *changed}
        if not rows.isdisjoint(self._sealed):
            self._truncate(self._sealed)
            rows.difference_update(self._sealed)
        self._all(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)) for name in sorted(rows))
        self._load(changed)

    def _truncate_and_load(self, dirty: list[str]) -> None:
        self._truncate(dirty)
        if self._changed():  # by the test, or because they refer to what was truncated
            self._truncate([*self._reference, *self._growing])
            self._load(self._reference)
            self._owner.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def _truncate(self, tables: list[str]) -> None:
        if tables:
            names = sql.SQL(", ").join(map(sql.Identifier, tables))
            self._owner.execute(sql.SQL("TRUNCATE {} CASCADE").format(names), prepare=False)

    def _load(self, tables: list[str]) -> None:
        self._all(
            sql.SQL("INSERT INTO {} OVERRIDING SYSTEM VALUE TABLE {}").format(
                sql.Identifier(table), sql.Identifier(KEEPERS, table)
            )
            for table in tables
        )
        if tables:
            self._as_loaded = self._signature()

    def _number_again(self) -> None:
        """Let every sequence go on from where it was in the template."""
        now = self._owner.execute(NUMBERS).fetchall()
        moved = set(self._numbers).difference(now)
        self._all(
            sql.SQL("SELECT setval({}, {}, {})").format(
                sql.Literal(f'"{name}"'), sql.Literal(last or start), sql.Literal(last is not None)
            )
            for name, last, start in moved
        )

    def _changed(self) -> list[str]:
        """Those of the reference tables of which a row is another than was loaded."""
        return sorted({name for name, *_ in self._signature() ^ self._as_loaded})

    def _signature(self) -> set[tuple[str, int, int]]:
        """Changes with any row of the reference tables: each carries its last transaction."""
        return set(self._owner.execute(self._signatures)) if self._reference else set()

    def _all(self, statements: Iterable[sql.Composed]) -> None:
        """Many statements in one go."""
        if told := list(statements):
            self._owner.execute(sql.SQL("; ").join(told), prepare=False)


def _tables(owner: psycopg.Connection) -> list[str]:
    return [row[0] for row in owner.execute(TABLES) if row[0] not in LEFT_ALONE]


def _filled(tables: list[str]) -> sql.Composed:
    """Asks in one statement which of `tables` hold a row."""
    return sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(
            sql.Literal(name), sql.Identifier(name)
        )
        for name in tables
    )


def _signed(tables: list[str]) -> sql.Composed:
    return sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {}, count(*), sum(xmin::text::bigint) FROM {}").format(
            sql.Literal(name), sql.Identifier(name)
        )
        for name in tables
    )
