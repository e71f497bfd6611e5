"""What the check reads, over a psycopg connection of its own or the caller's. Only SELECT."""

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
from psycopg.rows import tuple_row

from kt1.ledger.checkpoints.rules import LOG
from kt1.ledger.tree.tiles import TILE_WIDTH

#: Leaves read at a time; a whole number of tiles.
CHUNK = 4 * TILE_WIDTH

_ENTRY = """
    entry.id::text, entry.kind, entry.subject, entry.actor, entry.at AT TIME ZONE 'UTC',
    entry.canonical, entry.salt, entry.lines, entry.lines_seed
"""

_LEAVES = f"""
SELECT leaf.idx, leaf.leaf_hash, {_ENTRY}
FROM ledger_leaf leaf LEFT JOIN ledger_entry entry ON entry.id = leaf.entry_id
WHERE leaf.log = %s AND leaf.idx >= %s AND leaf.idx < %s
ORDER BY leaf.idx
"""

_PENDING = f"""
SELECT pending.seq, pending.leaf_hash, {_ENTRY}
FROM ledger_pending pending LEFT JOIN ledger_entry entry ON entry.id = pending.entry_id
WHERE pending.seq > %s
ORDER BY pending.seq
LIMIT {CHUNK}
"""

# A leaf in another log is a fault of its own.
_ORPHANS = f"""
SELECT {_ENTRY}
FROM ledger_entry entry
WHERE NOT EXISTS (SELECT FROM ledger_leaf WHERE entry_id = entry.id)
  AND NOT EXISTS (SELECT FROM ledger_pending WHERE entry_id = entry.id)
"""

_NOTES = """
SELECT note.id, note.entry_id::text, note.field, note.salt, note.bytes,
       EXISTS (SELECT FROM ledger_redaction WHERE note_id = note.id)
FROM ledger_note note
"""

_STRAY_NOTES = """
SELECT note.id, note.entry_id::text, note.field, entry.canonical
FROM ledger_note note LEFT JOIN ledger_entry entry ON entry.id = note.entry_id
"""

_REDACTIONS = """
SELECT redaction.note_id::text, redaction.entry_id::text, redaction.first, redaction.second,
       redaction.minutes_number, redaction.reason_code, redaction.at,
       note.id IS NOT NULL AND note.bytes IS NULL
FROM ledger_redaction redaction LEFT JOIN ledger_note note ON note.id = redaction.note_id
ORDER BY redaction.at
"""

# Entry by entry through the index, whatever the statistics say (after a bulk load they say
# nothing): a hash join would read the whole table for each chunk.
_BY_INDEX = ("enable_hashjoin", "enable_mergejoin", "enable_seqscan")


class Source:
    """The ledger's tables, read in pieces that fit in memory."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        # Not the caller's cursor class: this one returns plain tuples, in binary.
        self._cursor = psycopg.Cursor(connection, row_factory=tuple_row)

    def rows(self, query: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        self._cursor.execute(query, parameters, prepare=True, binary=True)
        return self._cursor.fetchall()

    @contextlib.contextmanager
    def by_index(self) -> Iterator[None]:
        """While inside, joins go through indexes; the caller's settings come back after."""
        for setting in _BY_INDEX:
            self._cursor.execute(f"SET LOCAL {setting} = off")
        yield
        for setting in _BY_INDEX:
            self._cursor.execute(f"RESET {setting}")

    def number(self, query: str, parameters: Sequence[Any] = ()) -> int:
        return int(self.rows(query, parameters)[0][0])

    def size(self) -> int:
        return self.number(
            "SELECT coalesce(max(size), 0) FROM ledger_checkpoint WHERE log = %s", [LOG]
        )

    def leaves(self, lo: int, hi: int) -> list[tuple[Any, ...]]:
        """(idx, leaf_hash, *EntryRow); the entry's columns are null if it is gone."""
        return self.rows(_LEAVES, [LOG, lo, hi])

    def leaf_hashes(self, lo: int, hi: int) -> list[bytes]:
        rows = self.rows(
            "SELECT leaf_hash FROM ledger_leaf"
            " WHERE log = %s AND idx >= %s AND idx < %s ORDER BY idx",
            [LOG, lo, hi],
        )
        return [row[0] for row in rows]

    def checkpoint_from(self, size: int) -> tuple[int, bytes] | None:
        """(size, root) of the first checkpoint at this size or later."""
        rows = self.rows(
            "SELECT size, root FROM ledger_checkpoint"
            " WHERE log = %s AND size >= %s ORDER BY size LIMIT 1",
            [LOG, size],
        )
        return (rows[0][0], rows[0][1]) if rows else None

    def pending(self) -> Iterator[tuple[Any, ...]]:
        """(seq, leaf_hash, *EntryRow), in the order in which they will be indexed."""
        yield from self._by_key(_PENDING, -1)

    def orphans(self) -> list[tuple[Any, ...]]:
        return self.rows(_ORPHANS)

    def entry_count(self) -> int:
        return self.number("SELECT count(*) FROM ledger_entry")

    def tile(self, level: int, n: int) -> bytes | None:
        found = self.rows(
            "SELECT bytes FROM ledger_tile WHERE log = %s AND level = %s AND n = %s",
            [LOG, level, n],
        )
        return found[0][0] if found else None

    def tiles(self) -> Iterator[tuple[int, int, bytes]]:
        """(level, n, bytes) of every tile of this log."""
        for level in range(8):
            start = 0
            while rows := self.rows(
                "SELECT level, n, bytes FROM ledger_tile"
                " WHERE log = %s AND level = %s AND n >= %s ORDER BY n LIMIT 1024",
                [LOG, level, start],
            ):
                yield from rows
                start = rows[-1][1] + 1

    def checkpoint_sizes(self) -> list[int]:
        rows = self.rows("SELECT size FROM ledger_checkpoint WHERE log = %s ORDER BY size", [LOG])
        return [row[0] for row in rows]

    def checkpoints(self) -> Iterator[tuple[Any, ...]]:
        """(size, root, at, chain) by size."""
        yield from self._by_key(
            "SELECT size, root, at, chain FROM ledger_checkpoint"
            f" WHERE log = {LOG} AND size > %s ORDER BY size LIMIT {CHUNK}",
            0,
        )

    def foreign(self) -> list[tuple[str, str]]:
        """(table, row) of rows that no log of this installation has."""
        found: list[tuple[str, str]] = []
        for table, key in (("leaf", "idx"), ("tile", "level || '/' || n"), ("checkpoint", "size")):
            query = f"SELECT log || '/' || {key} FROM ledger_{table} WHERE log <> %s LIMIT 20"
            found += [(f"ledger_{table}", row[0]) for row in self.rows(query, [LOG])]
        return found

    def notes(self, ids: Sequence[Any]) -> list[tuple[Any, ...]]:
        """(id, entry_id, field, salt, bytes, has a redaction) of the notes with these ids."""
        return self.rows(_NOTES + "WHERE note.id = ANY(%s)", [list(ids)])

    def note_count(self) -> int:
        return self.number("SELECT count(*) FROM ledger_note")

    def all_notes(self) -> list[tuple[Any, ...]]:
        return self.rows(_STRAY_NOTES)

    def redactions(self) -> list[tuple[Any, ...]]:
        return self.rows(_REDACTIONS)

    def cursors_past(self, size: int) -> list[tuple[Any, ...]]:
        return self.rows(
            "SELECT follower, next_index FROM ledger_cursor"
            " WHERE log <> %s OR next_index > %s ORDER BY follower",
            [LOG, size],
        )

    def _by_key(self, query: str, start: int) -> Iterator[tuple[Any, ...]]:
        """Rows whose first column grows, a chunk at a time."""
        while rows := self.rows(query, [start]):
            yield from rows
            start = rows[-1][0]
