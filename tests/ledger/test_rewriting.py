"""A superuser takes rows away, puts some in, or writes the whole log anew."""

import psycopg
import pytest

from kt1.ledger.verify.check import check
from kt1.ledger.verify.rules import Against, Fault
from tests.ledger.tampering import WAIT, Log, after, first_fault, root_at, unguarded, written_anew


def test_lines_taken_away_or_put_in(intruder: psycopg.Connection, log: Log) -> None:
    with_lines, without = log.ids[100], log.ids[101]

    for statement, which in (
        (f"lines = NULL, lines_seed = NULL WHERE id = '{with_lines}'", with_lines),
        (f"lines = '[]', lines_seed = sha256('') WHERE id = '{without}'", without),
        (f"lines = lines || ' ' WHERE id = '{with_lines}'", with_lines),
    ):
        fault = first_fault(intruder, f"UPDATE ledger_entry SET {statement}")
        assert (fault.table, fault.row) == ("ledger_entry", which)


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
    intruder: psycopg.Connection, log: Log, statement: str, table: str, reason: str
) -> None:
    fault = first_fault(intruder, statement)

    assert fault.table == table
    assert reason in fault.reason


def test_a_deleted_entry(intruder: psycopg.Connection, log: Log) -> None:
    statement = f"DELETE FROM ledger_entry WHERE id = '{log.ids[101]}'"

    assert first_fault(intruder, statement) == Fault(
        "ledger_leaf", "1/101", "names an entry that does not exist"
    )


def test_faults_are_counted_and_the_first_of_each_table_kept(
    intruder: psycopg.Connection, log: Log
) -> None:
    faults = after(intruder, "UPDATE ledger_entry SET actor = 'user:99'").faults

    assert faults.total == 605
    assert len(faults.in_order()) == 20


def test_a_consistent_rewrite_is_found_with_a_root_kept_elsewhere(
    intruder: psycopg.Connection, log: Log
) -> None:
    """Everything is written anew by whoever owns the machine: only a witness can tell."""
    with unguarded(intruder):
        kept = Against(300, root_at(intruder, 300))
        written_anew(intruder, 620)

        assert check(intruder).faults.in_order() == []
        faults = check(intruder, kept).faults.in_order()

    assert faults == [
        Fault(
            "ledger_checkpoint",
            "1/300",
            "the log does not begin with the entries of the root given",
        )
    ]


def test_a_log_cut_short_is_found_with_a_size_kept_elsewhere(
    intruder: psycopg.Connection, log: Log
) -> None:
    with unguarded(intruder):
        kept = Against(601, root_at(intruder, 601))
        written_anew(intruder, 10)

        faults = check(intruder, kept).faults.in_order()

    assert faults == [Fault("ledger_checkpoint", "1/601", "the log has only 10 entries")]


def test_the_log_extends_every_root_it_ever_had(intruder: psycopg.Connection, log: Log) -> None:
    with unguarded(intruder):
        for size in (250, 300, 600, 601):
            assert check(intruder, Against(size, root_at(intruder, size))).faults.total == 0
