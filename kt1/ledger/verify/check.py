"""The whole check of the ledger, from its own tables alone.

Needs a connection and nothing else of the product, so that it can run in a process of its own.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
import psycopg

from kt1.ledger.checkpoints.rules import LOG
from kt1.ledger.entries.rules import leaf_of
from kt1.ledger.redaction.rules import KIND as REDACTED
from kt1.ledger.tree.tiles import HASH_BYTES
from kt1.ledger.verify import judge, leftovers, notes, redactions, trees
from kt1.ledger.verify.rules import (
    Against,
    EntryRow,
    Faults,
    lines_agree,
    reason_against_canonical,
)
from kt1.ledger.verify.source import CHUNK, Source

_parse = orjson.loads
_moment = datetime.fromisoformat


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of the ledger's own tables found."""

    entries: int
    pending: int
    redacted: int
    root: bytes
    faults: Faults


@dataclass(slots=True)
class _Check:
    source: Source
    size: int
    tree: trees.Tree
    faults: Faults = field(default_factory=Faults)
    pending: int = 0
    joined: int = 0
    seen: notes.Seen = field(default_factory=notes.Seen)
    #: Places whose entry is not there.
    lost: leftovers.Lost = field(default_factory=dict)
    #: Entries that say a note was redacted.
    redactions: dict[str, dict[str, Any]] = field(default_factory=dict)


def check(connection: psycopg.Connection[Any], against: Against | None = None) -> Checked:
    """Recompute every leaf, tile and root, and compare every row with them.

    The caller's transaction must be REPEATABLE READ if others write meanwhile.
    """
    source = Source(connection)
    size = source.size()
    sizes = set(source.checkpoint_sizes()) | ({against.size} - {0} if against else set())
    state = _Check(source, size, trees.Tree(list(sizes)))
    with source.by_index():
        for lo in range(0, size, CHUNK):
            _check_leaves(state, lo, min(lo + CHUNK, size))
        _check_pending(state)
    leftovers.check(source, size, state.joined, state.lost, state.faults)
    notes.check_strays(source, state.seen, state.faults)
    trees.check_tiles(source, state.tree, state.faults)
    trees.check_checkpoints(source, state.tree, state.faults)
    redactions.check(source, state.redactions, state.faults)
    if against:
        trees.check_against(state.tree, against, state.faults)
    return Checked(
        entries=size,
        pending=state.pending,
        redacted=state.seen.redacted,
        root=state.tree.frontier.root(),
        faults=state.faults,
    )


def _check_leaves(state: _Check, lo: int, hi: int) -> None:
    hashes: list[bytes] = []
    expected: list[notes.Expected] = []
    doubts: list[judge.Doubt] = []
    for row in state.source.leaves(lo, hi):
        idx, stored, entry_id = row[:3]
        while lo + len(hashes) < idx:
            hashes.append(_missing_leaf(state, lo + len(hashes)))
        hashes.append(stored)
        if entry_id is None:
            state.lost[stored] = ("ledger_leaf", f"{LOG}/{idx}")
            continue
        state.joined += 1
        computed = _check_entry(state, row, expected)
        if computed != stored and computed is not None:
            doubts.append(judge.Doubt(idx, entry_id, stored, computed))
    while lo + len(hashes) < hi:
        hashes.append(_missing_leaf(state, lo + len(hashes)))
    if doubts:
        hashes = judge.settle(state.source, state.tree.frontier, hashes, doubts, state.faults)
    state.tree.add(hashes)
    notes.check(state.source, expected, state.seen, state.faults)


def _check_entry(
    state: _Check, columns: tuple[Any, ...], expected: list[notes.Expected]
) -> bytes | None:
    """The leaf hash of a row that agrees with itself, else None.

    The notes it should have go to `expected`. Written for speed, once for each entry of the
    log; `reason_against_canonical` says the same slowly and finds words for it.
    """
    _place, _hash, entry_id, kind, subject, actor, at, canonical, salt, lines, seed = columns
    try:
        whole = _parse(canonical)
        agrees = (
            whole["id"] == entry_id
            and whole["kind"] == kind
            and whole["subject"] == subject
            and whole["actor"] == actor
            and _moment(whole["at"]) == at
            and (lines_agree(lines, seed, whole) if lines else "lines_root" not in whole)
        )
        if "notes" in whole:
            expected += notes.named_in(entry_id, whole["notes"])
        if kind == REDACTED:
            state.redactions[entry_id] = whole
    except (KeyError, TypeError, ValueError, AttributeError):
        agrees = False
    if not agrees:
        row = EntryRow(*columns[2:])
        reason = reason_against_canonical(row) or "canonical is not an entry"
        state.faults.add("ledger_entry", entry_id, reason)
        return None
    return leaf_of(salt, canonical)


def _missing_leaf(state: _Check, idx: int) -> bytes:
    state.faults.add("ledger_leaf", f"{LOG}/{idx}", "is missing")
    return judge.in_tile(state.source, idx) or bytes(HASH_BYTES)


def _check_pending(state: _Check) -> None:
    expected: list[notes.Expected] = []
    for row in state.source.pending():
        seq, stored, entry_id = row[:3]
        state.pending += 1
        if entry_id is None:
            state.lost[stored] = ("ledger_pending", str(seq))
            continue
        state.joined += 1
        computed = _check_entry(state, row, expected)
        if computed != stored and computed is not None:
            reason = f"leaf_hash is not that of entry {entry_id}, or the entry was changed"
            state.faults.add("ledger_pending", seq, reason)
        if len(expected) > CHUNK:
            notes.check(state.source, expected, state.seen, state.faults)
            expected = []
    notes.check(state.source, expected, state.seen, state.faults)
