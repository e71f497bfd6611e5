"""Copying a book into the tables: the same rows the actions would have written, by COPY."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from kt1.custody.units import tables
from kt1.custody.units.book import Book

#: Tables in an order that their foreign keys allow.
_ORDER = (
    "unit",
    "item",
    "bag",
    "clock",
    "advice",
    "stay",
    "seal",
    "handover",
    "line",
    "attempt",
    "delivery",
    "irregularity",
)
_BATCH = 5_000


def opened() -> Book:
    """An empty book whose unit ids go on from those of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('custody_unit', 'id'))")
        return Book(next_unit=cursor.fetchone()[0])


def copy(book: Book, *, first_unit: int) -> int:
    """Write everything in one transaction. Returns the number of rows."""
    with transaction.atomic():
        rows = _inserted("derivation", list(book.table("derivation").values()))
        rows += sum(_table(name, list(book.table(name).values())) for name in _ORDER)
        rows += _inserted("mark", list(book.table("mark").values()))
        rows += _ledger(book)
        with connection.cursor() as cursor:
            # The sequence moves past the ids used; the first was drawn when the book was opened.
            cursor.execute(
                "SELECT count(nextval(pg_get_serial_sequence('custody_unit', 'id')))"
                " FROM generate_series(1, %s)",
                [max(0, book.next_unit - first_unit - 1)],
            )
    return rows


def _table(name: str, rows: Sequence[Mapping[str, Any]]) -> int:
    if not rows:
        return 0
    columns = tables.columns_of(name)
    return _copy(
        tables.model_of(name)._meta.db_table,
        list(columns),
        ([_plain(row.get(c, default), c, name) for c, default in columns.items()] for row in rows),
    )


def _plain(value: object, column: str, table: str) -> object:
    if value is not None and tables.type_of(table, column) == "jsonb":
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return value


def _copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    written = 0
    connection.ensure_connection()
    names = ", ".join(columns)
    with (
        connection.connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copying,
    ):
        for row in rows:
            copying.write_row(row)
            written += 1
    return written


def _inserted(name: str, rows: Sequence[dict[str, Any]]) -> int:
    """Rows that COPY cannot write: marks are guarded by row security, and an equal derivation
    may stand already from an earlier book.
    """
    with connection.cursor() as cursor:
        for n in range(0, len(rows), _BATCH):
            cursor.execute(*tables.statement(name, rows[n : n + _BATCH]))
    return len(rows)


def _ledger(book: Book) -> int:
    entries = [e.entry for e in book.entries]
    names = ("id", "kind", "subject", "actor", "at", "canonical", "salt", "lines", "lines_seed")
    rows = _copy("ledger_entry", names, ([getattr(e, n) for n in names] for e in entries))
    notes = [note for e in book.entries for note in e.notes]
    rows += _copy(
        "ledger_note",
        ("id", "entry_id", "field", "salt", "bytes"),
        ((n.id, n.entry_id, n.field, n.salt, n.content) for n in notes),
    )
    rows += _copy(
        "ledger_pending",
        ("entry_id", "leaf_hash"),
        ((e.entry.id, e.leaf_hash) for e in book.entries),
    )
    rows += _copy(
        "ledger_request",
        ("actor", "key", "digest", "answer", "at"),
        (
            (actor, once.key, once.digest, json.dumps(answer), at)
            for actor, once, answer, at in book.requests
        ),
    )
    return rows
