"""The whole check of the ledger, from its own tables alone."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg

from kt1.ledger.tree.tiles import hashes_in
from kt1.ledger.verify import judge, leftovers, notes, redactions, trees
from kt1.ledger.verify.rules import Against, Faults, Streamed
from kt1.ledger.verify.slices import SLICE, Slice, check_pending, check_slice
from kt1.ledger.verify.source import Source


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of the ledger's own tables found."""

    entries: int
    pending: int
    redacted: int
    root: bytes
    faults: Faults


class Check:
    """Puts the slices of the log together again, in their order, and checks what joins them."""

    def __init__(self, source: Source, against: Against | None = None) -> None:
        self.size = source.size()
        self._source = source
        self._against = against
        sizes = set(source.checkpoint_sizes())
        if against:
            sizes.add(against.size)
        self._tree = trees.Tree(list(sizes))
        self._sum = Slice()
        self._pending = 0

    def slices(self) -> Iterator[tuple[int, int]]:
        for lo in range(0, self.size, SLICE):
            yield lo, min(lo + SLICE, self.size)

    def entries(self, slices: Iterable[Slice], *, keep: bool) -> Iterator[Streamed]:
        """Take all slices in their order, and what has no index yet; pass on their entries."""
        for found in slices:
            self._take(found)
            yield from found.entries
        pending = check_pending(self._source, self.size, keep=keep)
        self._pending = pending.places
        self._add(pending)
        yield from pending.entries

    def finish(self) -> Checked:
        """When all entries are read: everything that is not an entry."""
        source, total, faults = self._source, self._sum, self._sum.faults
        leftovers.check(source, self.size, total.joined, total.lost, faults)
        notes.check_strays(source, total.noted, faults)
        trees.check_tiles(source, self._tree, faults)
        trees.check_checkpoints(source, self._tree, faults)
        redactions.check(source, total.redactions, faults)
        if self._against:
            trees.check_against(self._tree, self._against, faults)
        return Checked(
            entries=self.size,
            pending=self._pending,
            redacted=total.noted.redacted,
            root=self._tree.frontier.root(),
            faults=faults,
        )

    def _take(self, found: Slice) -> None:
        hashes = hashes_in(found.hashes)
        if found.doubts:
            hashes = judge.settle(
                self._source, self._tree.frontier, hashes, found.doubts, self._sum.faults
            )
        self._tree.add(hashes)
        self._add(found)

    def _add(self, found: Slice) -> None:
        total = self._sum
        total.faults.take(found.faults)
        total.joined += found.joined
        total.lost |= found.lost
        total.noted.found += found.noted.found
        total.noted.redacted += found.noted.redacted
        total.redactions |= found.redactions


def check(connection: psycopg.Connection[Any], against: Against | None = None) -> Checked:
    """Recompute every leaf, tile and root over one connection, and compare every row.

    The caller's transaction must be REPEATABLE READ if others write meanwhile.
    """
    source = Source(connection)
    whole = Check(source, against)
    slices = (check_slice(source, lo, hi) for lo, hi in whole.slices())
    deque(whole.entries(slices, keep=False), maxlen=0)
    return whole.finish()
