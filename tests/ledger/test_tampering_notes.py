"""A superuser changes a note, a redaction or what still waits: the check names it."""

from uuid import uuid4

import psycopg
import pytest

from kt1.ledger.verify.check import check
from kt1.ledger.verify.rules import Fault
from tests.ledger.tampering import ANY, FLIP, Log, after, first_fault, unguarded


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
def test_a_note(intruder: psycopg.Connection, log: Log, change: str, reason: str) -> None:
    fault = first_fault(intruder, f"UPDATE ledger_note SET {change} WHERE id = '{log.note}'")

    assert (fault.table, fault.row) == ("ledger_note", log.note)
    assert reason in fault.reason


def test_a_note_put_in(intruder: psycopg.Connection, log: Log) -> None:
    stray = str(uuid4())

    fault = first_fault(
        intruder,
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
    intruder: psycopg.Connection, log: Log, change: str, table: str, reason: str
) -> None:
    fault = first_fault(intruder, f"UPDATE ledger_pending SET {change} WHERE seq % 4 = 0")

    assert fault.table == table
    assert reason in fault.reason


def test_an_entry_that_still_waits(intruder: psycopg.Connection, log: Log) -> None:
    fault = first_fault(
        intruder, "UPDATE ledger_entry SET actor = 'user:99' WHERE subject = 'handover:602'"
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
def test_a_redaction(intruder: psycopg.Connection, log: Log, change: str, reason: str) -> None:
    fault = first_fault(intruder, f"UPDATE ledger_redaction SET {change}")

    assert (fault.table, fault.row) == ("ledger_redaction", log.redacted)
    assert reason in fault.reason


def test_a_redaction_of_another_note(intruder: psycopg.Connection, log: Log) -> None:
    """The emptied note is named, and the note that the row now claims."""
    faults = after(intruder, f"UPDATE ledger_redaction SET note_id = '{log.note}'").faults

    assert [(fault.table, fault.row) for fault in faults.in_order()] == [
        ("ledger_note", log.redacted),
        ("ledger_redaction", log.note),
    ]


def test_a_note_brought_back_after_its_redaction(intruder: psycopg.Connection, log: Log) -> None:
    with unguarded(intruder):
        intruder.execute("UPDATE ledger_note SET salt = sha256(''), bytes = '' WHERE salt IS NULL")
        faults = check(intruder).faults.in_order()

    assert ("ledger_note", log.redacted) in {(fault.table, fault.row) for fault in faults}


def test_a_redaction_undone_with_its_row(intruder: psycopg.Connection, log: Log) -> None:
    """Even with the right text back in place, the entry still says that it was redacted."""
    with unguarded(intruder):
        intruder.execute("DELETE FROM ledger_redaction")
        faults = check(intruder).faults.in_order()

    assert (
        Fault("ledger_redaction", log.redaction_entry, "this entry's redaction is missing")
        in faults
    )
