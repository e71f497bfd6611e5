"""How far behind the log its followers are."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from kt1.ledger.checkpoints.rules import LOG


@dataclass(frozen=True, slots=True)
class Lag:
    """What a follower has not read yet."""

    follower: str
    entries: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What has no index yet. More than a minute old means that the sequencer stands still."""

    entries: int
    oldest_at: datetime | None


_LAGS = """
SELECT cursor.follower, coalesce(head.size, 0) - cursor.next_index, entry.at
FROM ledger_cursor cursor
LEFT JOIN LATERAL (
    SELECT max(size) AS size FROM ledger_checkpoint WHERE log = cursor.log
) head ON true
LEFT JOIN ledger_leaf leaf ON leaf.log = cursor.log AND leaf.idx = cursor.next_index
LEFT JOIN ledger_entry entry ON entry.id = leaf.entry_id
WHERE cursor.log = %s
ORDER BY cursor.follower
"""

_WAITING = """
SELECT (SELECT count(*) FROM ledger_pending),
       (SELECT entry.at FROM ledger_pending pending
        JOIN ledger_entry entry ON entry.id = pending.entry_id
        ORDER BY pending.seq LIMIT 1)
"""


def lags() -> list[Lag]:
    with connection.cursor() as cursor:
        cursor.execute(_LAGS, [LOG])
        return [Lag(*row) for row in cursor.fetchall()]


def waiting() -> Waiting:
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        return Waiting(*cursor.fetchone())
