"""Putting a test's database back after a test that really committed.

The product's role may not TRUNCATE, so the owner does it, over a connection of its own. Rows that
migrations loaded (calendars, norms, communes) stay, and come back if a test changed them.
"""

import psycopg
from django.db import connections as django_connections
from psycopg import sql

KEEPERS = "reference_rows"
LEFT_ALONE = frozenset({"django_migrations", "kt1_installation"})

TABLES = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1
"""

NUMBERED = """
SELECT attname FROM pg_attribute
WHERE attrelid = %s::text::regclass AND attnum > 0 AND attidentity <> ''
"""


def keep_reference_rows(conninfo: str) -> None:
    """Copy every table that migrations filled into a schema beside, as it is in the template."""
    with psycopg.connect(conninfo) as owner:
        owner.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(KEEPERS)))
        for table in _tables(owner):
            if _filled(owner, [table]):
                owner.execute(
                    sql.SQL("CREATE TABLE {} AS TABLE {}").format(
                        sql.Identifier(KEEPERS, table), sql.Identifier(table)
                    )
                )


class Rows:
    """The rows of one worker's database."""

    def __init__(self, conninfo: str) -> None:
        self._owner = psycopg.connect(conninfo)
        with self._owner.transaction():
            found = self._owner.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [KEEPERS]
            )
            self._reference = [row[0] for row in found]
            kept = LEFT_ALONE.union(self._reference)
            self._growing = [name for name in _tables(self._owner) if name not in kept]
            self._as_loaded = self._signature()

    def clear(self) -> None:
        for alias in django_connections:
            django_connections[alias].close()
        with self._owner.transaction():
            if dirty := _filled(self._owner, self._growing):
                self._truncate(dirty)
            if self._signature() != self._as_loaded:
                self._load_again()

    def close(self) -> None:
        self._owner.close()

    def _truncate(self, tables: list[str]) -> None:
        names = sql.SQL(", ").join(map(sql.Identifier, tables))
        self._owner.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(names))

    def _load_again(self) -> None:
        self._truncate([*self._reference, *self._growing])
        for table in self._reference:
            self._owner.execute(
                sql.SQL("INSERT INTO {} OVERRIDING SYSTEM VALUE TABLE {}").format(
                    sql.Identifier(table), sql.Identifier(KEEPERS, table)
                )
            )
            self._number_on(table)
        self._owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self._as_loaded = self._signature()

    def _number_on(self, table: str) -> None:
        """Let new rows get numbers after those that were loaded."""
        for (column,) in self._owner.execute(NUMBERED, [table]).fetchall():
            self._owner.execute(
                sql.SQL("SELECT setval(pg_get_serial_sequence({}, {}), max({})) FROM {}").format(
                    sql.Literal(f'"{table}"'),
                    sql.Literal(column),
                    sql.Identifier(column),
                    sql.Identifier(table),
                )
            )

    def _signature(self) -> list[tuple[object, ...]]:
        """Changes with any row of the reference tables: each carries its last transaction."""
        if not self._reference:
            return []
        parts = [
            sql.SQL("SELECT {}, count(*), sum(xmin::text::bigint) FROM {}").format(
                sql.Literal(name), sql.Identifier(name)
            )
            for name in self._reference
        ]
        return self._owner.execute(sql.SQL(" UNION ALL ").join(parts)).fetchall()


def _tables(owner: psycopg.Connection) -> list[str]:
    return [row[0] for row in owner.execute(TABLES) if row[0] not in LEFT_ALONE]


def _filled(owner: psycopg.Connection, tables: list[str]) -> list[str]:
    """Those of `tables` that hold a row, in one statement."""
    if not tables:
        return []
    parts = [
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(
            sql.Literal(name), sql.Identifier(name)
        )
        for name in tables
    ]
    return [row[0] for row in owner.execute(sql.SQL(" UNION ALL ").join(parts))]
