"""The worked example of docs/ledger-format.md, recomputed with nothing of the product.

And the product must give the same: what the document says is what the code does.
"""

import hashlib
import hmac
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from kt1.ledger.checkpoints.rules import NO_CHAIN, chain_of
from kt1.ledger.entries import rules
from kt1.ledger.entries.canonical import canonical, parse
from kt1.ledger.tree.rules import extends, includes
from kt1.ledger.tree.tiles import Frontier

PAGE = Path(__file__).resolve().parents[2] / "docs" / "ledger-format.md"


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right)


def plain_canonical(value: Any) -> bytes:
    """RFC 8785 for what the example holds: no text in it needs more than this."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    (block,) = re.findall(r"```json\n(.*?)```", PAGE.read_text(), re.DOTALL)
    read: dict[str, Any] = json.loads(block)
    return read


def unhex(entry: dict[str, Any], name: str) -> bytes:
    return bytes.fromhex(entry[name])


def test_leaves(example: dict[str, Any]) -> None:
    assert len(example["entries"]) == 3
    for entry in example["entries"]:
        data = entry["canonical"].encode()
        assert plain_canonical(json.loads(data)) == data
        assert sha256(b"\x00" + sha256(unhex(entry, "salt") + data)) == unhex(entry, "leaf_hash")
        assert rules.leaf_of(unhex(entry, "salt"), data) == unhex(entry, "leaf_hash")
        assert canonical(parse(data)) == data


def test_lines(example: dict[str, Any]) -> None:
    (entry,) = (entry for entry in example["entries"] if "lines" in entry)
    whole, lines = json.loads(entry["canonical"]), json.loads(entry["lines"])
    seed = unhex(entry, "lines_seed")
    leaves = [
        sha256(b"\x00" + sha256(hmac.digest(seed, i.to_bytes(8), "sha256") + plain_canonical(line)))
        for i, line in enumerate(lines)
    ]

    assert entry["lines"] == "[" + ",\n".join(plain_canonical(n).decode() for n in lines) + "]"
    assert whole["lines_count"] == len(lines) == 3
    assert node(node(leaves[0], leaves[1]), leaves[2]).hex() == whole["lines_root"]
    each = [plain_canonical(line) for line in lines]
    assert rules.lines_root(seed, each).hex() == whole["lines_root"]
    assert rules.joined(each) == entry["lines"].encode()
    assert rules.split(entry["lines"].encode()) == each


def test_notes(example: dict[str, Any]) -> None:
    (entry,) = (entry for entry in example["entries"] if "notes" in entry)
    (note,) = entry["notes"]
    digest = sha256(unhex(note, "salt") + note["text"].encode())

    assert json.loads(entry["canonical"])["notes"] == {note["field"]: digest.hex()}
    assert UUID(bytes=digest[:16]) == UUID(note["id"])
    assert rules.note_hash(unhex(note, "salt"), note["text"].encode()) == digest
    assert str(rules.note_id(digest)) == note["id"]
    assert note["text"] not in entry["canonical"]


def test_root_and_checkpoint(example: dict[str, Any]) -> None:
    leaves = [unhex(entry, "leaf_hash") for entry in example["entries"]]
    checkpoint = example["checkpoint"]
    said = {name: checkpoint[name] for name in ("at", "log", "root", "size")}

    assert node(node(leaves[0], leaves[1]), leaves[2]).hex() == checkpoint["root"]
    assert sha256(bytes(32) + plain_canonical(said)).hex() == checkpoint["chain"]
    frontier = Frontier()
    frontier.grow(leaves)
    assert frontier.root().hex() == checkpoint["root"]
    moment = datetime.fromisoformat(checkpoint["at"])
    chain = chain_of(NO_CHAIN, log=1, size=3, root=frontier.root(), at=moment)
    assert chain.hex() == checkpoint["chain"]


def test_proofs(example: dict[str, Any]) -> None:
    leaves = [unhex(entry, "leaf_hash") for entry in example["entries"]]
    root = unhex(example["checkpoint"], "root")
    inclusion, consistency = example["inclusion"], example["consistency"]
    path = [bytes.fromhex(each) for each in inclusion["proof"]]
    steps = [bytes.fromhex(each) for each in consistency["proof"]]

    assert node(node(path[0], leaves[1]), path[1]) == root
    assert node(unhex(consistency, "old_root"), steps[0]) == root
    assert includes(index=1, size=3, leaf=leaves[1], proof=path, root=root)
    assert extends(
        old=2, old_root=unhex(consistency, "old_root"), new=3, new_root=root, proof=steps
    )


def test_one_line_alone(example: dict[str, Any]) -> None:
    shown = example["line"]
    entry = example["entries"][shown["entry"]]
    leaf = sha256(b"\x00" + sha256(unhex(shown, "salt") + shown["line"].encode()))
    (above,) = (bytes.fromhex(each) for each in shown["proof"])

    assert node(above, leaf).hex() == json.loads(entry["canonical"])["lines_root"]
    assert rules.line_salt(unhex(entry, "lines_seed"), shown["index"]) == unhex(shown, "salt")
