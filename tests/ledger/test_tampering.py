"""A superuser changes one column of an entry, leaf, tile or checkpoint: the check names it."""

import psycopg
import pytest

from kt1.ledger.verify.check import check
from kt1.ledger.verify.rules import Fault
from tests.ledger.tampering import ANY, FLIP, PLACES, Log, after, first_fault, unguarded


def test_an_untouched_log_has_no_fault(intruder: psycopg.Connection, log: Log) -> None:
    with unguarded(intruder):
        checked = check(intruder)

    assert checked.faults.in_order() == []
    assert (checked.entries, checked.pending, checked.redacted) == (601, 4, 1)


@pytest.mark.parametrize("place", PLACES)
def test_an_entry(intruder: psycopg.Connection, log: Log, place: str) -> None:
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
            intruder, f"UPDATE ledger_entry SET {column} = {value} WHERE id = '{log.ids[idx]}'"
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
    intruder: psycopg.Connection, log: Log, place: str, into: str, reason: str
) -> None:
    which = log.ids[PLACES[place]]

    fault = first_fault(
        intruder, f"UPDATE ledger_entry SET canonical = '{into}' WHERE id = '{which}'"
    )

    assert (fault.table, fault.row) == ("ledger_entry", which)
    assert reason in fault.reason


def test_a_body_is_changed_with_care(intruder: psycopg.Connection, log: Log) -> None:
    """Valid bytes, all columns right: only the hash can tell."""
    for idx in PLACES.values():
        change = "convert_to(replace(convert_from(canonical, 'UTF8'), 'taken', 'moved'), 'UTF8')"
        fault = first_fault(
            intruder, f"UPDATE ledger_entry SET canonical = {change} WHERE id = '{log.ids[idx]}'"
        )

        reason = f"canonical and salt do not give leaf {idx}"
        assert fault == Fault("ledger_entry", log.ids[idx], reason)


@pytest.mark.parametrize("place", PLACES)
def test_a_leaf_row(intruder: psycopg.Connection, log: Log, place: str) -> None:
    idx = PLACES[place]
    for column, value, reason in (
        ("leaf_hash", FLIP.format("leaf_hash", 5), f"not that of entry {log.ids[idx]}"),
        ("entry_id", ANY, f"names another entry than {log.ids[idx]}"),
        ("idx", "7000", "is missing"),
        ("log", "2", "is missing"),
    ):
        fault = first_fault(
            intruder, f"UPDATE ledger_leaf SET {column} = {value} WHERE idx = {idx}"
        )

        assert (fault.table, fault.row) == ("ledger_leaf", f"1/{idx}"), column
        assert reason in fault.reason


def test_a_leaf_and_its_tile(intruder: psycopg.Connection, log: Log) -> None:
    """Both copies changed: the entry still gives the third."""
    with unguarded(intruder):
        for table, column, at in (("leaf", "leaf_hash", 1), ("tile", "bytes", 3201)):
            change = FLIP.format(column, at)
            where = "idx = 100" if table == "leaf" else "n = 0"
            intruder.execute(f"UPDATE ledger_{table} SET {column} = {change} WHERE {where}")
        faults = check(intruder).faults.in_order()

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
def test_a_tile(intruder: psycopg.Connection, log: Log, change: str, row: str, reason: str) -> None:
    faults = after(intruder, f"UPDATE ledger_tile SET {change}").faults.in_order()

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
    intruder: psycopg.Connection, log: Log, change: str, row: str, reason: str
) -> None:
    faults = after(intruder, f"UPDATE ledger_checkpoint SET {change} WHERE size = 300")

    named = [fault for fault in faults.faults.in_order() if fault.row == row]
    assert named
    assert named[0].table == "ledger_checkpoint"
    assert reason in named[0].reason
