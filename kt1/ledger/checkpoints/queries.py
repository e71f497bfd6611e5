"""The log as it stands: its head, its tiles, proofs over them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from kt1.ledger.checkpoints import rules
from kt1.ledger.checkpoints.models import Checkpoint, Leaf, Tile
from kt1.ledger.tree import rules as tree
from kt1.ledger.tree.tiles import (
    TILE_HEIGHT,
    TILE_WIDTH,
    Frontier,
    Nodes,
    hashes_in,
)


@dataclass(frozen=True, slots=True)
class Head:
    """The last checkpoint, or the empty log."""

    size: int
    root: bytes
    chain: bytes


def head() -> Head:
    last = Checkpoint.objects.filter(log=rules.LOG).order_by("-size").first()
    if last is None:
        return Head(0, tree.EMPTY_ROOT, rules.NO_CHAIN)
    return Head(last.size, bytes(last.root), bytes(last.chain))


def root_at(size: int) -> bytes | None:
    """The root a checkpoint of `size` recorded; None where no batch ended."""
    found = Checkpoint.objects.filter(log=rules.LOG, size=size).first()
    return bytes(found.root) if found else None


def frontier(size: int) -> Frontier:
    """The right edge of the log at `size`, read from leaves and tiles."""
    edges = []
    level = 0
    while size >> (TILE_HEIGHT * level):
        count = size >> (TILE_HEIGHT * level)
        edges.append(b"".join(_hashes(level, count - count % TILE_WIDTH, count)))
        level += 1
    return Frontier(size, edges)


def inclusion_proof(index: int, size: int) -> list[bytes]:
    """Hashes that prove entry `index` to whoever holds the root at `size`."""
    return tree.inclusion_proof(index, size, Nodes(_hashes))


def inclusion_proofs(indexes: Sequence[int], size: int) -> dict[int, list[bytes]]:
    """The proofs of many entries at once: two queries, however many they are."""
    asked: set[tuple[int, int, int]] = set()

    def ask(level: int, lo: int, hi: int) -> Sequence[bytes]:
        asked.add((level, lo, hi))
        return [b""] * (hi - lo)

    for index in indexes:
        tree.inclusion_proof(index, size, Nodes(ask))
    known = _read(asked)

    def answer(level: int, lo: int, hi: int) -> Sequence[bytes]:
        return [known[level, n] for n in range(lo, hi)]

    return {index: tree.inclusion_proof(index, size, Nodes(answer)) for index in indexes}


def _read(asked: Iterable[tuple[int, int, int]]) -> dict[tuple[int, int], bytes]:
    """Hashes by level and number: leaves, and the roots of full tiles one level below."""
    leaves, tiles = Q(pk__in=[]), Q(pk__in=[])
    for level, lo, hi in asked:
        if level == 0:
            leaves |= Q(idx__gte=lo, idx__lt=hi)
        else:
            tiles |= Q(level=level - 1, n__gte=lo, n__lt=hi)
    found = {
        (0, idx): bytes(leaf)
        for idx, leaf in Leaf.objects.filter(leaves, log=rules.LOG).values_list("idx", "leaf_hash")
    }
    for level, n, content in Tile.objects.filter(tiles, log=rules.LOG).values_list(
        "level", "n", "content"
    ):
        found[level + 1, n] = tree.root_of(hashes_in(bytes(content)))
    return found


def consistency_proof(old: int, new: int) -> list[bytes]:
    """Hashes that prove to whoever holds the root at `old` that nothing before it changed."""
    return tree.consistency_proof(old, new, Nodes(_hashes))


def _hashes(level: int, lo: int, hi: int) -> Sequence[bytes]:
    """Hashes [lo, hi) of one level; `hi` lies within the log."""
    if lo == hi:
        return []
    if level == 0:
        leaves = Leaf.objects.filter(log=rules.LOG, idx__gte=lo, idx__lt=hi).order_by("idx")
        return [bytes(each) for each in leaves.values_list("leaf_hash", flat=True)]
    # A hash of this level is the root of a full tile one level below.
    tiles = Tile.objects.filter(log=rules.LOG, level=level - 1, n__gte=lo, n__lt=hi).order_by("n")
    contents = tiles.values_list("content", flat=True)
    return [tree.root_of(hashes_in(bytes(content))) for content in contents]
