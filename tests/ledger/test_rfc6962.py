"""Our trees are RFC 6962's: known answers, published vectors, and a naive tree beside ours."""

import base64
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kt1.ledger.tree import rules
from tests.conftest import VECTORS

# The eight leaves and their roots from the reference tests of certificate transparency.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
LEAF_HASHES = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7",
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SIZES = range(len(ROOTS))


def naive_root(hashes: Sequence[bytes]) -> bytes:
    """RFC 6962 §2.1 as it is written, with nothing of ours in it."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    left, right = naive_root(hashes[:k]), naive_root(hashes[k:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def hashes_of(count: int) -> list[bytes]:
    return [rules.leaf_hash(str(n).encode()) for n in range(count)]


def node_of(hashes: Sequence[bytes]) -> rules.Node:
    return lambda height, index: naive_root(hashes[index << height : (index + 1) << height])


def test_leaf_hashes_are_the_known_ones() -> None:
    assert [rules.leaf_hash(leaf).hex() for leaf in LEAVES[:3]] == LEAF_HASHES


@pytest.mark.parametrize("size", SIZES)
def test_roots_are_the_known_ones(size: int) -> None:
    hashes = [rules.leaf_hash(leaf) for leaf in LEAVES[:size]]

    assert rules.root_of(hashes).hex() == ROOTS[size]
    assert naive_root(hashes).hex() == ROOTS[size]


def published(kind: str) -> list[Path]:
    return sorted((VECTORS / kind).rglob("*.json"))


def unpacked(path: Path) -> dict[str, Any]:
    """A vector, its base64 decoded. An empty proof is written null."""
    read = json.loads(path.read_text())
    return {
        name: [base64.b64decode(each) for each in value or []]
        if name == "proof"
        else base64.b64decode(value)
        if name in {"root", "root1", "root2", "leafHash"}
        else value
        for name, value in read.items()
    }


@pytest.mark.skipif(not VECTORS.is_dir(), reason="the published vectors are not here")
def test_all_196_published_vectors_are_found() -> None:
    found = [unpacked(path) for path in published("inclusion") + published("consistency")]

    assert len(found) == 196
    assert sum(not each["wantErr"] for each in found) == 12


@pytest.mark.parametrize("path", published("inclusion"), ids=lambda path: path.stem)
def test_a_published_inclusion_vector(path: Path) -> None:
    vector = unpacked(path)

    assert (
        rules.includes(
            index=vector["leafIdx"],
            size=vector["treeSize"],
            leaf=vector["leafHash"],
            proof=vector["proof"],
            root=vector["root"],
        )
        is not vector["wantErr"]
    )


@pytest.mark.parametrize("path", published("consistency"), ids=lambda path: path.stem)
def test_a_published_consistency_vector(path: Path) -> None:
    vector = unpacked(path)

    assert (
        rules.extends(
            old=vector["size1"],
            old_root=vector["root1"],
            new=vector["size2"],
            new_root=vector["root2"],
            proof=vector["proof"],
        )
        is not vector["wantErr"]
    )


@given(st.integers(0, 700))
def test_any_root_is_that_of_the_naive_tree(size: int) -> None:
    hashes = hashes_of(size)

    assert rules.root_of(hashes) == naive_root(hashes)


@given(st.integers(1, 300).flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1))))
def test_any_inclusion_proof_holds_and_no_other_leaf_fits(case: tuple[int, int]) -> None:
    size, index = case
    hashes = hashes_of(size)
    root = naive_root(hashes)

    proof = rules.inclusion_proof(index, size, node_of(hashes))

    def fits(leaf: bytes, at: int) -> bool:
        return rules.includes(index=at, size=size, leaf=leaf, proof=proof, root=root)

    assert fits(hashes[index], index)
    assert [at for at in range(size) if fits(hashes[index], at)] == [index]
    assert not fits(rules.leaf_hash(b"another"), index)


@given(st.integers(1, 300).flatmap(lambda new: st.tuples(st.integers(1, new), st.just(new))))
def test_any_consistency_proof_holds(case: tuple[int, int]) -> None:
    old, new = case
    hashes = hashes_of(new)
    proof = rules.consistency_proof(old, new, node_of(hashes))

    def holds(old_root: bytes, new_root: bytes) -> bool:
        return rules.extends(old=old, old_root=old_root, new=new, new_root=new_root, proof=proof)

    assert holds(naive_root(hashes[:old]), naive_root(hashes))
    rewritten = [rules.leaf_hash(b"rewritten"), *hashes[1:]]
    assert not holds(naive_root(rewritten[:old]), naive_root(hashes))
    assert not holds(naive_root(hashes[:old]), naive_root(rewritten))


@given(st.data())
def test_a_proof_with_one_bit_flipped_is_refused(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 200))
    index = data.draw(st.integers(0, size - 1))
    hashes = hashes_of(size)
    proof = rules.inclusion_proof(index, size, node_of(hashes))
    which = data.draw(st.integers(0, len(proof) - 1))
    bit = data.draw(st.integers(0, 255))
    flipped = bytearray(proof[which])
    flipped[bit // 8] ^= 1 << bit % 8
    proof[which] = bytes(flipped)

    assert not rules.includes(
        index=index, size=size, leaf=hashes[index], proof=proof, root=naive_root(hashes)
    )


def test_nothing_is_proved_from_the_empty_tree() -> None:
    hashes = hashes_of(1)

    assert not rules.extends(old=0, old_root=rules.EMPTY_ROOT, new=1, new_root=hashes[0], proof=[])
    with pytest.raises(ValueError, match="between sizes 0 and 1"):
        rules.consistency_proof(0, 1, node_of(hashes))
    with pytest.raises(ValueError, match="no leaf 1"):
        rules.inclusion_proof(1, 1, node_of(hashes))
