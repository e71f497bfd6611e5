"""Writing entries. Called inside the transaction of the act; opens none of its own.

Writers do not wait for each other: an entry goes in beside its pending row, and the
sequencer gives it an index a moment later.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kt1.ledger.entries.canonical import JSON
from kt1.ledger.entries.rules import EntryRows, rows_of

__all__ = ["append", "append_many", "rows_of"]

_APPEND = """entry AS (
    INSERT INTO ledger_entry
        (id, kind, subject, actor, at, canonical, salt, lines, lines_seed)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
)
INSERT INTO ledger_pending (entry_id, leaf_hash) VALUES (%s, %s)
"""

_APPEND_NOTES = """
INSERT INTO ledger_note (id, entry_id, field, salt, bytes)
SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::bytea[], %s::bytea[])
"""

# The order of the arrays is the order of `seq`, and so of the indexes.
_APPEND_MANY = """
WITH entry AS (
    INSERT INTO ledger_entry
        (id, kind, subject, actor, at, canonical, salt, lines, lines_seed)
    SELECT * FROM unnest(
        %s::uuid[], %s::text[], %s::text[], %s::text[], %s::timestamptz[],
        %s::bytea[], %s::bytea[], %s::bytea[], %s::bytea[]
    )
)
INSERT INTO ledger_pending (entry_id, leaf_hash)
SELECT id, leaf_hash
FROM unnest(%s::uuid[], %s::bytea[]) WITH ORDINALITY AS given (id, leaf_hash, n)
ORDER BY n
"""


def append(
    *,
    kind: str,
    subject: str,
    actor: str,
    at: datetime,
    body: Mapping[str, JSON],
    lines: Sequence[Mapping[str, JSON]] = (),
    notes: Mapping[str, str] | None = None,
    along: Sequence[tuple[str, Sequence[Any]]] = (),
) -> UUID:
    """Write that `actor` did `kind` to `subject`. Returns the entry's id.

    Take the locks of the act first: an entry drawn after its cause was committed stands
    after it in the log, and waiting for a lock is what makes a cause come first.

    Args:
        body: ids, codes, times and coded findings; never a name or a free text.
        lines: what the act did to each of many things; each can be proved alone.
        notes: names, telephones and free text by field; redaction can destroy them.
        along: what the act itself writes, as statements with their parameters that neither read
            nor write each other's tables: all leave as one statement with the entry.
    """
    rows = rows_of(
        kind=kind, subject=subject, actor=actor, at=at, body=body, lines=lines, notes=notes
    )
    entry = rows.entry
    parts = "".join(f"act{n} AS ({sql}), " for n, (sql, _params) in enumerate(along))
    params = [value for _sql, given in along for value in given]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {parts}{_APPEND}", [*params, *_columns(rows), entry.id, rows.leaf_hash]
        )
    _insert_notes([rows])
    return entry.id


def append_many(rows: Sequence[EntryRows]) -> None:
    """Write several entries, in this order, by one statement (and one for their notes)."""
    if not rows:
        return
    columns = [list(column) for column in zip(*map(_columns, rows), strict=True)]
    ids = [each.entry.id for each in rows]
    with connection.cursor() as cursor:
        cursor.execute(_APPEND_MANY, [*columns, ids, [each.leaf_hash for each in rows]])
    _insert_notes(rows)


def _columns(rows: EntryRows) -> tuple[Any, ...]:
    entry = rows.entry
    return (
        entry.id,
        entry.kind,
        entry.subject,
        entry.actor,
        entry.at,
        entry.canonical,
        entry.salt,
        entry.lines,
        entry.lines_seed,
    )


def _insert_notes(rows: Sequence[EntryRows]) -> None:
    notes = [note for each in rows for note in each.notes]
    if not notes:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _APPEND_NOTES,
            [
                [note.id for note in notes],
                [note.entry_id for note in notes],
                [note.field for note in notes],
                [note.salt for note in notes],
                [note.content for note in notes],
            ],
        )
