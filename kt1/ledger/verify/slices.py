"""The check of a run of entries, each by itself: columns, lines, notes, leaf.

Slices do not need each other, so several processes can share the work. What holds them
together, the tree, is checked where they are put together (`check`).
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson

from kt1.ledger.checkpoints.rules import LOG
from kt1.ledger.entries.rules import leaf_of
from kt1.ledger.redaction.rules import KIND as REDACTED
from kt1.ledger.tree.tiles import HASH_BYTES, TILE_WIDTH
from kt1.ledger.verify import judge, leftovers, notes
from kt1.ledger.verify.rules import EntryRow, Faults, Streamed, lines_agree, reason_against
from kt1.ledger.verify.source import CHUNK, Source

#: Entries given to a process at a time; a whole number of tiles.
SLICE = 64 * TILE_WIDTH

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - as `EntryRow.at`, in UTC without saying so
_MICROSECOND = timedelta(microseconds=1)
_parse = orjson.loads
_moment = datetime.fromisoformat


@dataclass(slots=True)
class Slice:
    """What was found in one run of entries, and the leaf hashes as they are stored."""

    hashes: bytearray = field(default_factory=bytearray)
    doubts: list[judge.Doubt] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    #: Rows of `ledger_leaf` or `ledger_pending` seen, and how many of them have an entry.
    places: int = 0
    joined: int = 0
    #: Places whose entry is not there.
    lost: leftovers.Lost = field(default_factory=dict)
    noted: notes.Seen = field(default_factory=notes.Seen)
    #: What a replay needs of each entry, if one is wanted.
    entries: list[Streamed] = field(default_factory=list)
    #: What entries say that report a redaction, by their id.
    redactions: dict[str, dict[str, Any]] = field(default_factory=dict)


def check_slice(source: Source, lo: int, hi: int, *, keep: bool = False) -> Slice:
    """Entries with an index in [lo, hi).

    Args:
        source: what to read from.
        lo: first index.
        hi: past the last index.
        keep: bring the entries along, for a replay.
    """
    found = Slice()
    with source.by_index():
        for start in range(lo, hi, CHUNK):
            rows = source.leaves(start, min(start + CHUNK, hi))
            _check_leaves(source, found, lo, rows)
            if keep:
                found.entries += [_streamed(row[0], row) for row in rows if row[2] is not None]
        _fill_gap(source, found, lo, hi)
    return found


def check_pending(source: Source, size: int, *, keep: bool = False) -> Slice:
    """Entries that still wait for their index. They have no hashes in the tree yet."""
    found = Slice()
    expected: list[notes.Expected] = []
    with source.by_index():
        for row in source.pending():
            seq, stored, entry_id = row[:3]
            found.places += 1
            if entry_id is None:
                found.lost[stored] = ("ledger_pending", str(seq))
                continue
            if keep:
                found.entries.append(_streamed(size + len(found.entries), row))
            computed = _check_entry(found, row, expected)
            if computed != stored and computed is not None:
                reason = f"leaf_hash is not that of entry {entry_id}, or the entry was changed"
                found.faults.add("ledger_pending", seq, reason)
            if len(expected) > CHUNK:
                notes.check(source, expected, found.noted, found.faults)
                expected = []
        notes.check(source, expected, found.noted, found.faults)
    return found


def _streamed(idx: int, row: tuple[Any, ...]) -> Streamed:
    return idx, row[2], row[3], (row[6] - _EPOCH) // _MICROSECOND, row[7], row[9]


def _check_leaves(source: Source, found: Slice, lo: int, rows: list[tuple[Any, ...]]) -> None:
    expected: list[notes.Expected] = []
    hashes = found.hashes
    for row in rows:
        idx, stored, entry_id = row[:3]
        if (idx - lo) * HASH_BYTES != len(hashes):
            _fill_gap(source, found, lo, idx)
        hashes += stored
        found.places += 1
        if entry_id is None:
            found.lost[stored] = ("ledger_leaf", f"{LOG}/{idx}")
            continue
        computed = _check_entry(found, row, expected)
        if computed != stored and computed is not None:
            found.doubts.append(judge.Doubt(idx, entry_id, stored, computed))
    notes.check(source, expected, found.noted, found.faults)


def _fill_gap(source: Source, found: Slice, lo: int, end: int) -> None:
    """Name leaves that are missing before `end`; the tile's hash stands in for each."""
    for idx in range(lo + len(found.hashes) // HASH_BYTES, end):
        found.faults.add("ledger_leaf", f"{LOG}/{idx}", "is missing")
        found.hashes += judge.in_tile(source, idx) or bytes(HASH_BYTES)


def _check_entry(
    found: Slice, row: tuple[Any, ...], expected: list[notes.Expected]
) -> bytes | None:
    """The leaf hash of a row that agrees with itself, else None.

    The notes it should have go to `expected`. Written for speed, once for each entry of the
    log; `reason_against` says the same slowly and finds words for it.
    """
    _place, _hash, entry_id, kind, subject, actor, at, canonical, salt, lines, seed = row
    found.joined += 1
    try:
        whole = _parse(canonical)
        agrees = (
            whole["id"] == entry_id
            and whole["kind"] == kind
            and whole["subject"] == subject
            and whole["actor"] == actor
            and _moment(whole["at"][:-1]) == at
            and (lines_agree(lines, seed, whole) if lines else "lines_root" not in whole)
        )
        if kind == REDACTED:
            found.redactions[entry_id] = whole
        if agrees and "notes" in whole:
            expected += notes.named_in(entry_id, whole["notes"])
    except (AttributeError, KeyError, TypeError, ValueError):
        agrees = False
    if not agrees:
        reason = reason_against(EntryRow(*row[2:])) or "canonical is not an entry"
        found.faults.add("ledger_entry", entry_id, reason)
        return None
    return leaf_of(salt, canonical)
