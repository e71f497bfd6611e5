"""Following the log: reading it by index, each entry once, and again from zero on demand.

Everything that is derived from the log is a follower. It reads by index and never by time
or serial id: the order of commits is another one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from django.db import connection, transaction

from kt1.ledger.checkpoints.rules import LOG
from kt1.ledger.entries.canonical import parse, parse_object
from kt1.ledger.followers.models import Cursor

LIMIT = 500

_READ = """
SELECT leaf.idx, entry.id, entry.kind, entry.subject, entry.actor, entry.at,
       entry.canonical, entry.lines
FROM ledger_leaf leaf JOIN ledger_entry entry ON entry.id = leaf.entry_id
WHERE leaf.log = %s AND leaf.idx >= %s AND leaf.idx < %s
ORDER BY leaf.idx
"""


@dataclass(frozen=True, slots=True)
class Followed:
    """One entry as a follower reads it."""

    index: int
    id: UUID
    kind: str
    subject: str
    actor: str
    at: datetime
    canonical: bytes
    lines_bytes: bytes | None

    @property
    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = parse_object(self.canonical)["body"]
        return body

    @property
    def lines(self) -> list[dict[str, Any]]:
        return parse(self.lines_bytes) if self.lines_bytes is not None else []


#: Gets a batch, in the order of the log, and writes what follows from it, in sets.
Handler: TypeAlias = Callable[[Sequence[Followed]], None]


class BrokenLogError(Exception):
    """An index of the log has no entry behind it; run `kt1 verify`."""


@transaction.atomic(durable=True)
def follow(name: str, handler: Handler, limit: int = LIMIT) -> int:
    """Give `handler` the next entries, at most `limit`. Returns how many it was given.

    What the handler writes and how far `name` has read are one commit: after a crash the
    same entries come again and nothing of them was kept. 0 means that there is nothing new
    or that another process reads for `name` just now.
    """
    Cursor.objects.bulk_create([Cursor(follower=name, log=LOG)], ignore_conflicts=True)
    mine = Cursor.objects.select_for_update(skip_locked=True).filter(follower=name, log=LOG)
    cursor = mine.first()
    if cursor is None:
        return 0
    batch = _read(cursor.next_index, limit)
    if not batch:
        return 0
    handler(batch)
    mine.update(next_index=cursor.next_index + len(batch))
    return len(batch)


@transaction.atomic
def rewind(name: str) -> None:
    """Let `name` read again from the first entry. Its tables must be emptied with it."""
    Cursor.objects.filter(follower=name, log=LOG).update(next_index=0)


def _read(start: int, limit: int) -> list[Followed]:
    with connection.cursor() as cursor:
        cursor.execute(_READ, [LOG, start, start + limit])
        batch = [Followed(*row) for row in cursor.fetchall()]
    if any(each.index != index for index, each in enumerate(batch, start)):
        raise BrokenLogError(f"the log has a gap after index {start}")
    return batch
