"""Copying a book into the tables: the same rows the actions would have written, by COPY.

`copy` writes a whole book in one transaction. A `Scribe` writes beside the play, in a second
process: the ledger while acts go on, half of the tables at the end. What it leaves behind when it
is cut off is no whole history; it is for a database that nobody uses before it is whole.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from kt1.config.simulation.beside import Beside
from kt1.custody.units import tables
from kt1.custody.units.book import Book, Request
from kt1.ledger.checkpoints.actions import sequence_all
from kt1.ledger.entries.rules import EntryRows

#: Tables in an order that their foreign keys allow: units first, and two halves after them.
_UNITS = ("unit",)
_THINGS = ("item", "bag", "clock", "advice", "stay", "seal", "attempt", "delivery", "irregularity")
_HANDS = ("handover", "line")
_BATCH = 5_000
#: So many acts are worth a process of their own.
_SLICE = 8_000


def opened() -> Book:
    """An empty book whose unit ids go on from those of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('custody_unit', 'id'))")
        return Book(next_unit=cursor.fetchone()[0])


def copy(book: Book, *, first_unit: int) -> int:
    """Write everything in one transaction. Returns the number of rows."""
    with transaction.atomic():
        rows = _first(book, first_unit)
        rows += _tables(book, (*_THINGS, *_HANDS)) + _marks(book)
        return rows + _ledger(book.entries, book.requests)


class Scribe:
    """Writes a book while it is being filled; entries enter the log in the order of the acts."""

    def __init__(self, book: Book) -> None:
        self._book, self._first = book, book.next_unit
        self._at_work: Beside | None = None
        self._rows = 0
        book.said = []

    def go_on(self) -> None:
        """Called now and then: what has been said is written, unless the last of it still is."""
        said = self._book.said or []
        if len(said) >= _SLICE and (self._at_work is None or self._at_work.over):
            self._hand_over()

    def _hand_over(self) -> None:
        book = self._book
        if self._at_work is not None:
            self._at_work.join()
        self._at_work = Beside(lambda: _say(book))
        said = book.said or []
        self._rows += 2 * len(said) + len(book.requests) + sum(len(s.act.notes) for s in said)
        book.said, book.requests = [], []

    def finish(self) -> int:
        """Write what is left, the tables in two processes. Returns the number of all rows."""
        self._hand_over()
        book = self._book
        with transaction.atomic():
            self._rows += _first(book, self._first)
        with Beside(lambda: _hands(book)), transaction.atomic():
            self._rows += _tables(book, _THINGS) + _marks(book)
        self._rows += sum(len(book.table(name)) for name in _HANDS)
        if self._at_work is not None:
            self._at_work.join()
        return self._rows


def _say(book: Book) -> None:
    with transaction.atomic():
        _ledger([said.rows() for said in book.said or []], book.requests)
    sequence_all()


def _hands(book: Book) -> None:
    with transaction.atomic():
        _tables(book, _HANDS)


def _first(book: Book, first_unit: int) -> int:
    """Derivations and units, which other rows point to; and the sequence moves past the units."""
    rows = _inserted("derivation", list(book.table("derivation").values()))
    rows += _tables(book, _UNITS)
    with connection.cursor() as cursor:
        # The first was drawn when the book was opened.
        cursor.execute(
            "SELECT count(nextval(pg_get_serial_sequence('custody_unit', 'id')))"
            " FROM generate_series(1, %s)",
            [max(0, book.next_unit - first_unit - 1)],
        )
    return rows


def _tables(book: Book, names: Iterable[str]) -> int:
    return sum(_table(name, list(book.table(name).values())) for name in names)


def _marks(book: Book) -> int:
    return _inserted("mark", list(book.table("mark").values()))


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


def _ledger(each: Sequence[EntryRows], requests: Sequence[Request]) -> int:
    names = ("id", "kind", "subject", "actor", "at", "canonical", "salt", "lines", "lines_seed")
    rows = _copy("ledger_entry", names, ([getattr(e.entry, n) for n in names] for e in each))
    rows += _copy(
        "ledger_note",
        ("id", "entry_id", "field", "salt", "bytes"),
        ((n.id, n.entry_id, n.field, n.salt, n.content) for e in each for n in e.notes),
    )
    rows += _copy(
        "ledger_pending",
        ("entry_id", "leaf_hash"),
        ((e.entry.id, e.leaf_hash) for e in each),
    )
    rows += _copy(
        "ledger_request",
        ("actor", "key", "digest", "answer", "at"),
        (
            (actor, once.key, once.digest, json.dumps(answer), at)
            for actor, once, answer, at in requests
        ),
    )
    return rows
