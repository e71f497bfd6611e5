"""RFC 6962 trees: hashes, roots, proofs. Pure: bytes in, bytes out.

A tree is known by its size and its root. Hashes of leaves are given, never leaf data, so
that nothing here can learn what an entry says.
"""

import hashlib
from collections.abc import Callable, Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()

#: Root of the perfect subtree that covers leaves [index << height, (index + 1) << height).
Node = Callable[[int, int], bytes]


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes, level by level.

    An odd node at the end of a level moves up unchanged: that is the same tree as the
    recursive definition of RFC 6962 §2.1, which the tests hold against it.
    """
    if not leaves:
        return EMPTY_ROOT
    sha256 = hashlib.sha256
    level = list(leaves)
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        above = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
        if len(level) & 1:
            above.append(level[-1])
        level = above
    return level[0]


def fold(nodes: Sequence[bytes]) -> bytes:
    """The root over perfect subtrees that shrink from left to right."""
    if not nodes:
        return EMPTY_ROOT
    root = nodes[-1]
    for left in nodes[-2::-1]:
        root = node_hash(left, root)
    return root


def perfect_subtrees(lo: int, hi: int) -> list[tuple[int, int]]:
    """(height, index) of the perfect subtrees that make up [lo, hi), left to right.

    Only for ranges that a tree of RFC 6962 can hold: `lo` is a multiple of the largest
    power of two below the width.
    """
    found = []
    while lo < hi:
        height = (hi - lo).bit_length() - 1
        found.append((height, lo >> height))
        lo += 1 << height
    return found


def range_root(lo: int, hi: int, node: Node) -> bytes:
    return fold([node(height, index) for height, index in perfect_subtrees(lo, hi)])


def _split(lo: int, hi: int) -> int:
    """Where RFC 6962 cuts [lo, hi): after the largest power of two smaller than the width."""
    return lo + (1 << ((hi - lo - 1).bit_length() - 1))


def inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    """The ranges whose roots prove that leaf `index` is in the tree of `size`."""
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    lo, hi = 0, size
    path = []
    while hi - lo > 1:
        cut = _split(lo, hi)
        if index < cut:
            path.append((cut, hi))
            hi = cut
        else:
            path.append((lo, cut))
            lo = cut
    return path[::-1]


def consistency_ranges(old: int, new: int) -> list[tuple[int, int]]:
    """The ranges whose roots prove that the tree of `new` leaves extends that of `old`."""
    if not 0 < old <= new:
        raise ValueError(f"nothing is proved between sizes {old} and {new}")
    lo, hi = 0, new
    path = []
    while old != hi:
        cut = _split(lo, hi)
        if old <= cut:
            path.append((cut, hi))
            hi = cut
        else:
            path.append((lo, cut))
            lo = cut
    if lo:
        path.append((lo, hi))
    return path[::-1]


def inclusion_proof(index: int, size: int, node: Node) -> list[bytes]:
    return [range_root(lo, hi, node) for lo, hi in inclusion_ranges(index, size)]


def consistency_proof(old: int, new: int, node: Node) -> list[bytes]:
    return [range_root(lo, hi, node) for lo, hi in consistency_ranges(old, new)]


def includes(*, index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether `proof` shows that `leaf` (a leaf hash) is at `index` of the tree.

    Source: RFC 9162 §2.1.3.2.
    """
    if not 0 <= index < size or not _are_hashes([leaf, *proof]):
        return False
    here, last = index, size - 1
    seen = leaf
    for sibling in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            seen = node_hash(sibling, seen)
            while here and not here & 1:
                here >>= 1
                last >>= 1
        else:
            seen = node_hash(seen, sibling)
        here >>= 1
        last >>= 1
    return last == 0 and seen == root


def extends(
    *, old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether `proof` shows that the tree of `new` leaves begins with the tree of `old`.

    From size 0 nothing is shown, whatever is offered: every tree extends the empty one, so
    accepting such a proof would let a log that started afresh pass for one that went on.

    Source: RFC 9162 §2.1.4.2.
    """
    if not 0 < old <= new or not _are_hashes(proof):
        return False
    if old == new:
        return not proof and old_root == new_root
    return _extends(old, old_root, new, new_root, proof)


def _are_hashes(given: Sequence[bytes]) -> bool:
    """Two hashes of other lengths could be cut and joined to the same bytes."""
    return all(len(each) == len(EMPTY_ROOT) for each in given)


def _extends(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    path = list(proof)
    if old & (old - 1) == 0:  # the old tree is itself a node of the new one, left out
        path.insert(0, old_root)
    if not path:
        return False
    here, last = old - 1, new - 1
    while here & 1:
        here >>= 1
        last >>= 1
    seen_old = seen_new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            seen_old = node_hash(sibling, seen_old)
            seen_new = node_hash(sibling, seen_new)
            while here and not here & 1:
                here >>= 1
                last >>= 1
        else:
            seen_new = node_hash(seen_new, sibling)
        here >>= 1
        last >>= 1
    return last == 0 and seen_old == old_root and seen_new == new_root
