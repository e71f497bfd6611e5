"""A superuser changes one column of one row, and the check names that row."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import psycopg
import pytest
import pytest_django
from django.db import connection
from psycopg import sql

from kt1.config import connections
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
from tests import clearing
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


@pytest.fixture(scope="module")
def log(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[Log]:
    """One log for all cases: each changes it in a transaction that is rolled back."""
    with django_db_blocker.unblock():
        yield written()
        connection.close()
        rows = clearing.Rows(connections.owner_conninfo())
        rows.clear()
        rows.close()


@pytest.fixture
def superuser(log: Log) -> Iterator[psycopg.Connection]:
    with psycopg.connect(connections.app_conninfo(), user="kt1_admin") as everything:
        yield everything


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
def unguarded(superuser: psycopg.Connection) -> Iterator[None]:
    """Inside, no trigger and no foreign key holds; afterwards everything is as before."""
    with superuser.transaction(force_rollback=True):
        for table in TABLES:
            name = sql.Identifier(f"ledger_{table}")
            superuser.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER ALL").format(name))
        yield


def after(superuser: psycopg.Connection, statement: str, against: Against | None = None) -> Checked:
    with unguarded(superuser):
        changed = superuser.execute(statement)
        assert changed.rowcount > 0, statement
        return check(superuser, against)


def first_fault(superuser: psycopg.Connection, statement: str) -> Fault:
    return after(superuser, statement).faults.in_order()[0]


def test_an_untouched_log_has_no_fault(superuser: psycopg.Connection, log: Log) -> None:
    with unguarded(superuser):
        checked = check(superuser)

    assert checked.faults.in_order() == []
    assert (checked.entries, checked.pending, checked.redacted) == (601, 4, 1)


@pytest.mark.parametrize("place", PLACES)
def test_an_entry(superuser: psycopg.Connection, log: Log, place: str) -> None:
    """Number 100 and 595 have lines; every column is changed in turn."""
    idx = PLACES[place]
    changes = {
        "id": (ANY, "id differs"),
        "kind": ("'handover.lapsed'", "kind differs"),
        "subject": ("'handover:x'", "subject differs"),
        "actor": ("'user:99'", "actor differs"),
        "at": ("at + interval '1 microsecond'", "at differs"),
        "canonical": (FLIP.format("canonical", 12), "differs"),
        "salt": (FLIP.format("salt", 1), f"do not give leaf {idx}"),
        "lines": (FLIP.format("lines", 7), "do not give lines_root"),
        "lines_seed": (FLIP.format("lines_seed", 32), "do not give lines_root"),
    }
    for column, (value, reason) in changes.items():
        fault = first_fault(
            superuser, f"UPDATE ledger_entry SET {column} = {value} WHERE id = '{log.ids[idx]}'"
        )

        assert fault.table == "ledger_entry", column
        assert column == "id" or fault.row == log.ids[idx], column
        assert reason in fault.reason


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("into", "reason"),
    [
        ('{"body":1', "not an entry"),
        ("[1]", "not an entry"),
        ('"text"', "not an entry"),
        ("{}", "not an entry"),
        ("", "not an entry"),
    ],
)
def test_an_entry_whose_bytes_are_none(
    superuser: psycopg.Connection, log: Log, place: str, into: str, reason: str
) -> None:
    which = log.ids[PLACES[place]]

    fault = first_fault(
        superuser, f"UPDATE ledger_entry SET canonical = '{into}' WHERE id = '{which}'"
    )

    assert (fault.table, fault.row) == ("ledger_entry", which)
    assert reason in fault.reason


def test_a_body_is_changed_with_care(superuser: psycopg.Connection, log: Log) -> None:
    """Valid bytes, all columns right: only the hash can tell."""
    for idx in PLACES.values():
        change = "convert_to(replace(convert_from(canonical, 'UTF8'), 'taken', 'moved'), 'UTF8')"
        fault = first_fault(
            superuser, f"UPDATE ledger_entry SET canonical = {change} WHERE id = '{log.ids[idx]}'"
        )

        reason = f"canonical and salt do not give leaf {idx}"
        assert fault == Fault("ledger_entry", log.ids[idx], reason)


def test_lines_taken_away_or_put_in(superuser: psycopg.Connection, log: Log) -> None:
    with_lines, without = log.ids[100], log.ids[101]

    for statement, which in (
        (f"lines = NULL, lines_seed = NULL WHERE id = '{with_lines}'", with_lines),
        (f"lines = '[]', lines_seed = sha256('') WHERE id = '{without}'", without),
        (f"lines = lines || ' ' WHERE id = '{with_lines}'", with_lines),
    ):
        fault = first_fault(superuser, f"UPDATE ledger_entry SET {statement}")
        assert (fault.table, fault.row) == ("ledger_entry", which)


@pytest.mark.parametrize("place", PLACES)
def test_a_leaf_row(superuser: psycopg.Connection, log: Log, place: str) -> None:
    idx = PLACES[place]
    for column, value, reason in (
        ("leaf_hash", FLIP.format("leaf_hash", 5), f"not that of entry {log.ids[idx]}"),
        ("entry_id", ANY, f"names another entry than {log.ids[idx]}"),
        ("idx", "7000", "is missing"),
        ("log", "2", "is missing"),
    ):
        fault = first_fault(
            superuser, f"UPDATE ledger_leaf SET {column} = {value} WHERE idx = {idx}"
        )

        assert (fault.table, fault.row) == ("ledger_leaf", f"1/{idx}"), column
        assert reason in fault.reason


def test_a_leaf_and_its_tile(superuser: psycopg.Connection, log: Log) -> None:
    """Both copies changed: the entry still gives the third."""
    with unguarded(superuser):
        for table, column, at in (("leaf", "leaf_hash", 1), ("tile", "bytes", 3201)):
            change = FLIP.format(column, at)
            where = "idx = 100" if table == "leaf" else "n = 0"
            superuser.execute(f"UPDATE ledger_{table} SET {column} = {change} WHERE {where}")
        faults = check(superuser).faults.in_order()

    assert [(fault.table, fault.row) for fault in faults] == [
        ("ledger_leaf", "1/100"),
        ("ledger_tile", "tile/0/000"),
    ]


@pytest.mark.parametrize(
    ("change", "row", "reason"),
    [
        (f"bytes = {FLIP.format('bytes', 8000)} WHERE n = 1", "tile/0/001", "not those"),
        ("n = 5 WHERE n = 1", "tile/0/005", "no tree of this size"),
        ("level = 1 WHERE n = 1", "tile/1/001", "no tree of this size"),
        ("log = 2 WHERE n = 1", "tile/0/001", "is missing"),
    ],
)
def test_a_tile(
    superuser: psycopg.Connection, log: Log, change: str, row: str, reason: str
) -> None:
    faults = after(superuser, f"UPDATE ledger_tile SET {change}").faults.in_order()

    assert {fault.table for fault in faults} == {"ledger_tile"}
    assert any(fault.row == row and reason in fault.reason for fault in faults)
    assert any(fault.reason == "is missing" for fault in faults) == ("bytes" not in change)


@pytest.mark.parametrize(
    ("change", "row", "reason"),
    [
        (f"root = {FLIP.format('root', 1)}", "1/300", "root is not"),
        (f"chain = {FLIP.format('chain', 1)}", "1/300", "chain does not"),
        ("at = at + interval '1 second'", "1/300", "chain does not"),
        ("size = 299", "1/299", "root is not"),
        ("log = 2", "1/600", "chain does not"),
    ],
)
def test_a_checkpoint(
    superuser: psycopg.Connection, log: Log, change: str, row: str, reason: str
) -> None:
    faults = after(superuser, f"UPDATE ledger_checkpoint SET {change} WHERE size = 300")

    named = [fault for fault in faults.faults.in_order() if fault.row == row]
    assert named
    assert named[0].table == "ledger_checkpoint"
    assert reason in named[0].reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (f"bytes = {FLIP.format('bytes', 1)}", "do not give the hash"),
        (f"salt = {FLIP.format('salt', 1)}", "do not give the hash"),
        ("field = 'giver'", "belongs to receiver"),
        (f"entry_id = {ANY}", "belongs to receiver"),
        ("salt = NULL, bytes = NULL", "empty without a redaction"),
        (f"id = {ANY}", "is missing"),
    ],
)
def test_a_note(superuser: psycopg.Connection, log: Log, change: str, reason: str) -> None:
    fault = first_fault(superuser, f"UPDATE ledger_note SET {change} WHERE id = '{log.note}'")

    assert (fault.table, fault.row) == ("ledger_note", log.note)
    assert reason in fault.reason


def test_a_note_put_in(superuser: psycopg.Connection, log: Log) -> None:
    stray = str(uuid4())

    fault = first_fault(
        superuser,
        "INSERT INTO ledger_note (id, entry_id, field, salt, bytes)"
        f" VALUES ('{stray}', '{log.ids[3]}', 'receiver', sha256(''), 'x')",
    )

    assert fault == Fault("ledger_note", stray, f"no entry names it (receiver of {log.ids[3]})")


@pytest.mark.parametrize(
    ("change", "table", "reason"),
    [
        (f"leaf_hash = {FLIP.format('leaf_hash', 1)}", "ledger_pending", "not that of entry"),
        (f"entry_id = {ANY}", "ledger_pending", "names another entry"),
    ],
)
def test_a_pending_row(
    superuser: psycopg.Connection, log: Log, change: str, table: str, reason: str
) -> None:
    fault = first_fault(superuser, f"UPDATE ledger_pending SET {change} WHERE seq % 4 = 0")

    assert fault.table == table
    assert reason in fault.reason


def test_an_entry_that_still_waits(superuser: psycopg.Connection, log: Log) -> None:
    fault = first_fault(
        superuser, "UPDATE ledger_entry SET actor = 'user:99' WHERE subject = 'handover:602'"
    )

    assert fault.table == "ledger_entry"
    assert fault.reason == "actor differs from canonical"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("first = 'user:9'", "in these words"),
        ("second = 'user:9'", "in these words"),
        ("minutes_number = '13/BB'", "in these words"),
        ("reason_code = 'ordered'", "in these words"),
        ("at = at + interval '1 second'", "in these words"),
        (f"entry_id = {ANY}", "in these words"),
    ],
)
def test_a_redaction(superuser: psycopg.Connection, log: Log, change: str, reason: str) -> None:
    fault = first_fault(superuser, f"UPDATE ledger_redaction SET {change}")

    assert (fault.table, fault.row) == ("ledger_redaction", log.redacted)
    assert reason in fault.reason


def test_a_redaction_of_another_note(superuser: psycopg.Connection, log: Log) -> None:
    """The emptied note is named, and the note that the row now claims."""
    faults = after(superuser, f"UPDATE ledger_redaction SET note_id = '{log.note}'").faults

    assert [(fault.table, fault.row) for fault in faults.in_order()] == [
        ("ledger_note", log.redacted),
        ("ledger_redaction", log.note),
    ]


@pytest.mark.parametrize(
    ("statement", "table", "reason"),
    [
        ("DELETE FROM ledger_redaction", "ledger_note", "empty without a redaction"),
        ("DELETE FROM ledger_note WHERE bytes IS NULL", "ledger_note", "is missing"),
        ("DELETE FROM ledger_tile WHERE n = 0", "ledger_tile", "is missing"),
        ("DELETE FROM ledger_checkpoint WHERE size = 300", "ledger_checkpoint", "chain does not"),
        ("DELETE FROM ledger_checkpoint WHERE size > 300", "ledger_leaf", "past the last"),
        ("DELETE FROM ledger_leaf WHERE idx = 599", "ledger_entry", "has no index and waits"),
        ("DELETE FROM ledger_leaf WHERE idx = 100", "ledger_entry", "has no index and waits"),
        ("DELETE FROM ledger_pending", "ledger_entry", "has no index and waits for none"),
        (f"{WAIT} SELECT entry_id, leaf_hash FROM ledger_leaf", "ledger_pending", "index already"),
        ("UPDATE ledger_cursor SET next_index = 602", "ledger_cursor", "claims to have read 602"),
        ("UPDATE ledger_cursor SET log = 2", "ledger_cursor", "claims to have read 10"),
    ],
)
def test_rows_taken_away_or_put_in(
    superuser: psycopg.Connection, log: Log, statement: str, table: str, reason: str
) -> None:
    fault = first_fault(superuser, statement)

    assert fault.table == table
    assert reason in fault.reason


def test_a_deleted_entry(superuser: psycopg.Connection, log: Log) -> None:
    statement = f"DELETE FROM ledger_entry WHERE id = '{log.ids[101]}'"

    assert first_fault(superuser, statement) == Fault(
        "ledger_leaf", "1/101", "names an entry that does not exist"
    )


def test_a_note_brought_back_after_its_redaction(superuser: psycopg.Connection, log: Log) -> None:
    with unguarded(superuser):
        superuser.execute("UPDATE ledger_note SET salt = sha256(''), bytes = '' WHERE salt IS NULL")
        faults = check(superuser).faults.in_order()

    assert ("ledger_note", log.redacted) in {(fault.table, fault.row) for fault in faults}


def test_a_redaction_undone_with_its_row(superuser: psycopg.Connection, log: Log) -> None:
    """Even with the right text back in place, the entry still says that it was redacted."""
    with unguarded(superuser):
        superuser.execute("DELETE FROM ledger_redaction")
        faults = check(superuser).faults.in_order()

    assert (
        Fault("ledger_redaction", log.redaction_entry, "this entry's redaction is missing")
        in faults
    )


def test_faults_are_counted_and_the_first_of_each_table_kept(
    superuser: psycopg.Connection, log: Log
) -> None:
    faults = after(superuser, "UPDATE ledger_entry SET actor = 'user:99'").faults

    assert faults.total == 605
    assert len(faults.in_order()) == 20


def test_a_consistent_rewrite_is_found_with_a_root_kept_elsewhere(
    superuser: psycopg.Connection, log: Log
) -> None:
    """Everything is written anew by whoever owns the machine: only a witness can tell."""
    with unguarded(superuser):
        kept = Against(300, root_at(superuser, 300))
        written_anew(superuser)

        assert check(superuser).faults.in_order() == []
        faults = check(superuser, kept).faults.in_order()

    assert faults == [
        Fault(
            "ledger_checkpoint",
            "1/300",
            "the log does not begin with the entries of the root given",
        )
    ]


def root_at(superuser: psycopg.Connection, size: int) -> bytes:
    found = superuser.execute("SELECT root FROM ledger_checkpoint WHERE size = %s", [size])
    return bytes((found.fetchone() or pytest.fail("no checkpoint"))[0])


def written_anew(superuser: psycopg.Connection) -> None:
    """Take the log away and give the same acts, a little changed, a new one."""
    for table in TABLES:
        superuser.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(f"ledger_{table}")))
    anew(superuser, 620)


def test_a_log_cut_short_is_found_with_a_size_kept_elsewhere(
    superuser: psycopg.Connection, log: Log
) -> None:
    with unguarded(superuser):
        kept = Against(601, root_at(superuser, 601))
        anew_size = 10
        for table in TABLES:
            superuser.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(f"ledger_{table}")))
        anew(superuser, anew_size)

        faults = check(superuser, kept).faults.in_order()

    assert faults == [Fault("ledger_checkpoint", "1/601", "the log has only 10 entries")]


def anew(superuser: psycopg.Connection, count: int) -> None:
    """A whole, consistent log of `count` acts by someone who knows the format."""
    frontier, rows = Frontier(), [act(n, lines=(), notes={}) for n in range(count)]
    tiles = frontier.grow(row.leaf_hash for row in rows)
    for idx, row in enumerate(rows):
        entry = row.entry
        superuser.execute(
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
        superuser.execute(
            "INSERT INTO ledger_leaf (log, idx, entry_id, leaf_hash) VALUES (%s, %s, %s, %s)",
            [LOG, idx, entry.id, row.leaf_hash],
        )
    for tile in tiles:
        superuser.execute(
            "INSERT INTO ledger_tile (log, level, n, bytes) VALUES (%s, %s, %s, %s)",
            [LOG, tile.level, tile.n, tile.content],
        )
    root = frontier.root()
    chain = chain_of(NO_CHAIN, log=LOG, size=count, root=root, at=NOON)
    superuser.execute(
        "INSERT INTO ledger_checkpoint (log, size, root, at, chain) VALUES (%s, %s, %s, %s, %s)",
        [LOG, count, root, NOON, chain],
    )


def test_the_log_extends_every_root_it_ever_had(superuser: psycopg.Connection, log: Log) -> None:
    with unguarded(superuser):
        for size in (250, 300, 600, 601):
            assert check(superuser, Against(size, root_at(superuser, size))).faults.total == 0
