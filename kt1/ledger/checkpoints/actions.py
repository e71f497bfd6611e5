"""The sequencer: gives pending entries their indexes and lets the tree grow.

One runs at a time, by an advisory lock. The lock is only good manners: what makes it
impossible to give an index twice is the primary key (log, idx) of the leaf, together with
everything of a batch being one commit.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from kt1.ledger.checkpoints import queries, rules
from kt1.ledger.checkpoints.queries import Head
from kt1.ledger.tree.tiles import Frontier, FullTile

LIMIT = 5_000

#: Any number that nothing else in the database locks; "KT1 log" in ASCII.
_LOCK = int.from_bytes(b"KT1 log")

_TAKE = """
WITH taken AS (
    DELETE FROM ledger_pending
    WHERE seq IN (SELECT seq FROM ledger_pending ORDER BY seq LIMIT %s)
    RETURNING seq, entry_id, leaf_hash
)
SELECT entry_id, leaf_hash FROM taken ORDER BY seq
"""

# The right edge after the last batch of this process. Only a shortcut: it is used when it
# agrees with the last checkpoint in size and root, and read from the tiles otherwise.
_frontiers: dict[str, Frontier] = {}


class DamagedLogError(Exception):
    """The stored tiles do not give the root of the last checkpoint; nothing was written."""


def sequence(limit: int = LIMIT, *, at: datetime | None = None) -> int:
    """Give at most `limit` pending entries their indexes. Returns how many.

    0 means that nothing waits or that another sequencer is at work.

    Args:
        limit: entries in one batch and one commit.
        at: the moment the checkpoint carries; by default the database's.

    Raises:
        DamagedLogError: run `kt1 verify`; the log is not continued on a damaged tree.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        if not _alone(cursor):
            return 0
        # A statement of its own: its snapshot is younger than the lock, so it sees the
        # last batch of whoever held the lock before.
        cursor.execute(_TAKE, [limit])
        batch: list[tuple[UUID, bytes]] = cursor.fetchall()
        if not batch:
            return 0
        head = queries.head()
        frontier = _frontier(head).copy()
        _copy_leaves(cursor, frontier.size, batch)
        tiles = frontier.grow(leaf_hash for _, leaf_hash in batch)
        _copy_tiles(cursor, tiles)
        _insert_checkpoint(cursor, frontier, head, at)
    _frontiers[_here()] = frontier
    return len(batch)


def sequence_all(limit: int = LIMIT, *, at: datetime | None = None) -> int:
    """Batch after batch until nothing waits. Returns how many entries got an index."""
    total = 0
    while done := sequence(limit, at=at):
        total += done
    return total


def _alone(cursor: Any) -> bool:
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
    return bool(cursor.fetchone()[0])


def _frontier(head: Head) -> Frontier:
    kept = _frontiers.get(_here())
    if kept is not None and kept.size == head.size and kept.root() == head.root:
        return kept
    try:
        found = queries.frontier(head.size)
    except ValueError as error:  # a leaf or a tile is missing
        raise DamagedLogError(str(error)) from error
    if found.root() != head.root:
        raise DamagedLogError(f"the tiles do not give the root of the log at size {head.size}")
    return found


def _here() -> str:
    return str(connection.settings_dict["NAME"])


def _copy_leaves(cursor: Any, start: int, batch: Sequence[tuple[UUID, bytes]]) -> None:
    rows = ((rules.LOG, idx, *leaf) for idx, leaf in enumerate(batch, start))
    _copy(
        cursor,
        "ledger_leaf (log, idx, entry_id, leaf_hash)",
        ["int2", "int8", "uuid", "bytea"],
        rows,
    )


def _copy_tiles(cursor: Any, tiles: Iterable[FullTile]) -> None:
    rows = ((rules.LOG, tile.level, tile.n, tile.content) for tile in tiles)
    _copy(cursor, "ledger_tile (log, level, n, bytes)", ["int2", "int2", "int8", "bytea"], rows)


def _copy(cursor: Any, table: str, types: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    # Django passes COPY through unwrapped; callers expect its own exceptions.
    statement = f"COPY {table} FROM STDIN (FORMAT BINARY)"
    with connection.wrap_database_errors, cursor.copy(statement) as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)


def _insert_checkpoint(cursor: Any, frontier: Frontier, head: Head, at: datetime | None) -> None:
    if at is None:
        cursor.execute("SELECT statement_timestamp()")
        at = cursor.fetchone()[0]
    root = frontier.root()
    chain = rules.chain_of(head.chain, log=rules.LOG, size=frontier.size, root=root, at=at)
    cursor.execute(
        "INSERT INTO ledger_checkpoint (log, size, root, at, chain) VALUES (%s, %s, %s, %s, %s)",
        [rules.LOG, frontier.size, root, at, chain],
    )
