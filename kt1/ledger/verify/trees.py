"""Recomputing the tree, and comparing it with the tiles and checkpoints that are stored."""

import hashlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from kt1.ledger.checkpoints.rules import LOG, NO_CHAIN, chain_of
from kt1.ledger.tree.rules import EMPTY_ROOT
from kt1.ledger.tree.tiles import HASH_BYTES, Frontier, full_tiles, levels, path_of
from kt1.ledger.verify.rules import Against, Faults
from kt1.ledger.verify.source import Source


class Tree:
    """Grows with the leaves as they should be; remembers what tiles and roots should be.

    Of a tile only its hash is remembered, of a checkpoint only its root, so that a log of
    a hundred million entries still fits.
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        self.frontier = Frontier()
        self.tiles: dict[tuple[int, int], bytes] = {}
        self._wanted = array("q", sorted(sizes))
        self._roots = bytearray()

    def add(self, hashes: Sequence[bytes]) -> None:
        """The hashes of the next leaves."""
        lo = 0
        start = self.frontier.size
        first = len(self._roots) // HASH_BYTES
        for size in self._wanted[first : bisect_right(self._wanted, start + len(hashes))]:
            self._grow(hashes[lo : size - start])
            lo = size - start
            self._roots += self.frontier.root()
        self._grow(hashes[lo:])

    def root_at(self, size: int) -> bytes | None:
        """The root at one of the wanted sizes; None past the end of the log."""
        if size == 0:
            return EMPTY_ROOT
        at = bisect_left(self._wanted, size) * HASH_BYTES
        return bytes(self._roots[at : at + HASH_BYTES]) or None

    def _grow(self, hashes: Sequence[bytes]) -> None:
        for tile in self.frontier.grow(hashes):
            self.tiles[tile.level, tile.n] = hashlib.sha256(tile.content).digest()


def check_tiles(source: Source, tree: Tree, faults: Faults) -> None:
    seen = 0
    for level, n, content in source.tiles():
        should = tree.tiles.get((level, n))
        if should is None:
            faults.add("ledger_tile", path_of(level, n), "no tree of this size has this tile")
            continue
        seen += 1
        if hashlib.sha256(content).digest() != should:
            faults.add("ledger_tile", path_of(level, n), "bytes are not those of the tree")
    if seen < len(tree.tiles):
        _name_missing_tiles(source, tree.frontier.size, faults)


def _name_missing_tiles(source: Source, size: int, faults: Faults) -> None:
    stored = {(level, n) for level, n, _ in source.tiles()}
    for level in range(levels(size)):
        for n in range(full_tiles(size, level)):
            if (level, n) not in stored:
                faults.add("ledger_tile", path_of(level, n), "is missing")


def check_checkpoints(source: Source, tree: Tree, faults: Faults) -> None:
    before = NO_CHAIN
    for size, root, at, chain in source.checkpoints():
        row = f"{LOG}/{size}"
        if tree.root_at(size) != root:
            faults.add("ledger_checkpoint", row, "root is not that of the first entries")
        elif chain_of(before, log=LOG, size=size, root=root, at=at) != chain:
            faults.add(
                "ledger_checkpoint", row, "chain does not tie it to the checkpoint before it"
            )
        before = chain


def check_against(tree: Tree, against: Against, faults: Faults) -> None:
    """The one check that a consistent rewrite of everything stored does not pass."""
    row = f"{LOG}/{against.size}"
    if against.size > tree.frontier.size:
        reason = f"the log has only {tree.frontier.size} entries"
    elif tree.root_at(against.size) != against.root:
        reason = "the log does not begin with the entries of the root given"
    else:
        return
    faults.add("ledger_checkpoint", row, reason)
