"""Rows that the walk over the log did not meet: past its end, without a place, or twice."""

from typing import TypeAlias

from kt1.ledger.checkpoints.rules import LOG
from kt1.ledger.entries.rules import leaf_of
from kt1.ledger.verify.rules import EntryRow, Faults, reason_against
from kt1.ledger.verify.source import CHUNK, Source

#: Leaf hash → the row (table, key) that names an entry which is not there.
Lost: TypeAlias = dict[bytes, tuple[str, str]]


def check(source: Source, size: int, joined: int, lost: Lost, faults: Faults) -> None:
    for table, row in source.foreign():
        faults.add(table, row, f"belongs to no log but {LOG}")
    for idx, *_ in source.leaves(size, size + CHUNK):
        faults.add("ledger_leaf", f"{LOG}/{idx}", "lies past the last checkpoint")
    for follower, next_index in source.cursors_past(size):
        faults.add("ledger_cursor", follower, f"claims to have read {next_index} of {size}")
    twice = source.rows(
        "SELECT pending.seq FROM ledger_pending pending"
        " JOIN ledger_leaf leaf ON leaf.entry_id = pending.entry_id"
    )
    for (seq,) in twice:
        faults.add("ledger_pending", seq, "the entry has an index already")
    if twice or lost or source.entry_count() != joined:
        _name_orphans(source, lost, faults)


def _name_orphans(source: Source, lost: Lost, faults: Faults) -> None:
    """Entries without a place, matched by hash with places without an entry.

    A place and an entry that give the same hash are one fault, of the row that was changed.
    """
    for columns in source.orphans():
        row = EntryRow(*columns)
        place = lost.pop(leaf_of(row.salt, row.canonical), None)
        reason = reason_against(row)
        if reason:
            faults.add("ledger_entry", row.id, reason)
        elif place:
            faults.add(*place, f"names another entry than {row.id}")
        else:
            faults.add("ledger_entry", row.id, "has no index and waits for none")
    for table, key in lost.values():
        faults.add(table, key, "names an entry that does not exist")
