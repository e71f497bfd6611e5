"""A log of 605 entries, and someone with every right in the database who changes it."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from kt1.ledger.checkpoints.actions import sequence
from kt1.ledger.checkpoints.rules import LOG, NO_CHAIN, chain_of
from kt1.ledger.entries.models import Note
from kt1.ledger.followers.actions import follow
from kt1.ledger.redaction.actions import redact
from kt1.ledger.redaction.rules import Reason
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.tree.tiles import Frontier
from kt1.ledger.verify.check import Checked, check
from kt1.ledger.verify.rules import Against, Fault
from tests.ledger.acts import NOON, act, do

TABLES = ["entry", "note", "pending", "leaf", "tile", "checkpoint", "redaction", "cursor"]

#: In a full tile, and past the last one: two ways to tell which of entry and leaf was changed.
PLACES = {"in a full tile": 100, "past the last tile": 595}

ANY = "gen_random_uuid()"
WAIT = "INSERT INTO ledger_pending (entry_id, leaf_hash)"
#: One bit of one byte, counted from 1.
FLIP = "set_byte({0}, {1} - 1, get_byte({0}, {1} - 1) # 1)"


@dataclass(frozen=True)
class Log:
    """Ids of the rows that the cases change."""

    ids: list[str]
    note: str
    redacted: str
    redaction_entry: str


def written() -> Log:
    rows = do(range(600))
    for limit in (250, 50, 300):
        sequence(limit)
    gone = Note.objects.get(entry=rows[14].entry.id, field="phone")
    entry_id = redact(
        note_id=gone.id,
        first="user:1",
        second="user:2",
        minutes_number="12/BB-BĐT",
        reason=Reason.PERSONAL,
        at=NOON,
        once=RequestKey.of(uuid4(), {}),
    )
    sequence()
    do(range(600, 604))
    follow("follower", lambda _: None, 10)
    return Log(
        ids=[str(row.entry.id) for row in rows],
        note=str(Note.objects.get(entry=rows[14].entry.id, field="receiver").id),
        redacted=str(gone.id),
        redaction_entry=str(entry_id),
    )


@contextlib.contextmanager
def unguarded(intruder: psycopg.Connection) -> Iterator[None]:
    """Inside, no trigger and no foreign key holds; afterwards everything is as before."""
    with intruder.transaction(force_rollback=True):
        for table in TABLES:
            name = sql.Identifier(f"ledger_{table}")
            intruder.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER ALL").format(name))
        yield


def after(intruder: psycopg.Connection, statement: str, against: Against | None = None) -> Checked:
    with unguarded(intruder):
        changed = intruder.execute(statement)
        assert changed.rowcount > 0, statement
        return check(intruder, against)


def first_fault(intruder: psycopg.Connection, statement: str) -> Fault:
    return after(intruder, statement).faults.in_order()[0]


def root_at(intruder: psycopg.Connection, size: int) -> bytes:
    found = intruder.execute("SELECT root FROM ledger_checkpoint WHERE size = %s", [size])
    return bytes((found.fetchone() or pytest.fail("no checkpoint"))[0])


def written_anew(intruder: psycopg.Connection, count: int) -> None:
    """The log taken away; a whole, consistent one of `count` other acts in its place."""
    for table in TABLES:
        intruder.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(f"ledger_{table}")))
    frontier, rows = Frontier(), [act(n, lines=(), notes={}) for n in range(count)]
    tiles = frontier.grow(row.leaf_hash for row in rows)
    for idx, row in enumerate(rows):
        entry = row.entry
        intruder.execute(
            "INSERT INTO ledger_entry VALUES (%s, %s, %s, %s, %s, %s, %s, NULL, NULL)",
            [
                entry.id,
                entry.kind,
                entry.subject,
                entry.actor,
                entry.at,
                entry.canonical,
                entry.salt,
            ],
        )
        intruder.execute(
            "INSERT INTO ledger_leaf (log, idx, entry_id, leaf_hash) VALUES (%s, %s, %s, %s)",
            [LOG, idx, entry.id, row.leaf_hash],
        )
    for tile in tiles:
        intruder.execute(
            "INSERT INTO ledger_tile (log, level, n, bytes) VALUES (%s, %s, %s, %s)",
            [LOG, tile.level, tile.n, tile.content],
        )
    root = frontier.root()
    chain = chain_of(NO_CHAIN, log=LOG, size=count, root=root, at=NOON)
    intruder.execute(
        "INSERT INTO ledger_checkpoint (log, size, root, at, chain) VALUES (%s, %s, %s, %s, %s)",
        [LOG, count, root, NOON, chain],
    )
