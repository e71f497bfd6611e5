"""Tiles (C2SP tlog-tiles) and the right edge from which a tree grows. Pure.

A tile holds 256 hashes side by side: level 0 the leaves, level 1 the roots of level-0
tiles, and so on. Only full tiles are kept; a full tile never changes again.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kt1.ledger.tree import rules

HASH_BYTES = 32
TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
TILE_BYTES = TILE_WIDTH * HASH_BYTES


@dataclass(frozen=True, slots=True)
class FullTile:
    level: int
    n: int
    content: bytes


def full_tiles(size: int, level: int) -> int:
    """How many full tiles of `level` a tree of `size` leaves has."""
    return size >> (TILE_HEIGHT * (level + 1))


def levels(size: int) -> int:
    """How many levels of full tiles a tree of `size` leaves has."""
    return max(size.bit_length() - 1, 0) // TILE_HEIGHT


def path_of(level: int, n: int) -> str:
    """The name a tile has when it is published: three digits a step, all but the last with x."""
    steps = [f"{n % 1000:03d}"]
    while n >= 1000:  # noqa: PLR2004 - three decimal digits a step
        n //= 1000
        steps.append(f"x{n % 1000:03d}")
    return "/".join(["tile", str(level), *reversed(steps)])


def hashes_in(content: bytes | bytearray) -> list[bytes]:
    content = bytes(content)
    return [content[at : at + HASH_BYTES] for at in range(0, len(content), HASH_BYTES)]


class Frontier:
    """The right edge of a tree: what must be remembered to add leaves and know the root.

    `nodes` are the roots of the perfect subtrees, largest first (one for each bit set in
    the size); `edges` are the tiles not yet full, level by level.
    """

    def __init__(self, size: int = 0, edges: Sequence[bytes] = ()) -> None:
        self.size = size
        self.edges = [bytearray(edge) for edge in edges]
        self.nodes = _nodes(size, edges)

    def copy(self) -> "Frontier":
        twin = Frontier()
        twin.size = self.size
        twin.edges = [bytearray(edge) for edge in self.edges]
        twin.nodes = list(self.nodes)
        return twin

    def root(self) -> bytes:
        return rules.fold(self.nodes)

    def grow(self, leaves: Iterable[bytes]) -> list[FullTile]:
        """Add leaf hashes; return the tiles that became full, lower levels first."""
        sha256 = hashlib.sha256
        nodes, size = self.nodes, self.size
        full: list[FullTile] = []
        edge = self._edge(0)
        for leaf in leaves:
            edge += leaf
            node, height, rest = leaf, 0, size
            while rest & 1:
                node = sha256(b"\x01" + nodes.pop() + node).digest()
                rest >>= 1
                height += 1
                if not height % TILE_HEIGHT:
                    self._edge(height // TILE_HEIGHT).extend(node)
            nodes.append(node)
            size += 1
            if not size % TILE_WIDTH:
                self._take_full(size, full)
        self.size = size
        return full

    def _edge(self, level: int) -> bytearray:
        while len(self.edges) <= level:
            self.edges.append(bytearray())
        return self.edges[level]

    def _take_full(self, size: int, full: list[FullTile]) -> None:
        for level, edge in enumerate(self.edges):
            if len(edge) == TILE_BYTES:
                full.append(FullTile(level, full_tiles(size, level) - 1, bytes(edge)))
                edge.clear()


def _nodes(size: int, edges: Sequence[bytes]) -> list[bytes]:
    """The perfect subtrees of a tree of `size` leaves, from its partly filled tiles."""
    nodes: list[bytes] = []
    for level in reversed(range(len(edges))):
        hashes = hashes_in(edges[level])
        if len(hashes) != (size >> (TILE_HEIGHT * level)) % TILE_WIDTH:
            raise ValueError(f"a tree of {size} leaves has another edge at level {level}")
        for height, index in rules.perfect_subtrees(0, len(hashes)):
            start = index << height
            nodes.append(rules.root_of(hashes[start : start + (1 << height)]))
    return nodes


@dataclass(frozen=True, slots=True)
class Nodes:
    """Roots of perfect subtrees, found in tiles. `hashes(level, lo, hi)` reads one level."""

    hashes: Callable[[int, int, int], Sequence[bytes]]

    def __call__(self, height: int, index: int) -> bytes:
        level, above = divmod(height, TILE_HEIGHT)
        return rules.root_of(self.hashes(level, index << above, (index + 1) << above))
