"""The item against the ledger: which entries say it, and that they are in the tree still."""

from collections.abc import Sequence
from dataclasses import dataclass

from kt1.ledger.checkpoints.queries import Head, inclusion_proof
from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.rules import leaf_of
from kt1.ledger.tree.rules import includes


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One entry under the newest checkpoint. `steps` is how many hashes the proof takes."""

    entry: Entry
    index: int | None
    holds: bool | None
    steps: int = 0


def proofs_of(entries: Sequence[Entry], newest: Head) -> list[Proof]:
    """Each entry proven included; one not yet sequenced has no index. Log-many reads an entry."""
    return [_proof(entry, newest) for entry in entries]


def index_of(entry: Entry) -> int | None:
    leaf = getattr(entry, "leaf", None)
    return None if leaf is None else int(leaf.idx)


def _proof(entry: Entry, newest: Head) -> Proof:
    index = index_of(entry)
    if index is None or index >= newest.size:
        return Proof(entry=entry, index=index, holds=None)
    path = inclusion_proof(index, newest.size)
    holds = includes(
        index=index,
        size=newest.size,
        # Hashed anew from the entry as it stands: a stored hash would prove only itself.
        leaf=leaf_of(bytes(entry.salt), bytes(entry.canonical)),
        proof=path,
        root=newest.root,
    )
    return Proof(entry=entry, index=index, holds=holds, steps=len(path))
