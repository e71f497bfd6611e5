"""The item against the ledger: which entries say it, and that they are in the tree still."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kt1.ledger.checkpoints.queries import Head, inclusion_proofs
from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.rules import leaf_of
from kt1.ledger.tree.rules import includes
from kt1.web.items.entry_words import words_of
from kt1.web.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One entry under the newest checkpoint. `steps` is how many hashes the proof takes."""

    entry: Entry
    index: int | None
    holds: bool | None
    steps: int = 0

    @property
    def act(self) -> Words:
        """What the entry says was done, in words."""
        return words_of(self.entry.kind)


def proofs_of(entries: Sequence[Entry], newest: Head) -> list[Proof]:
    """Each entry proven included; one not yet sequenced has no index. Two queries for all."""
    indexes = {entry.pk: index_of(entry) for entry in entries}
    placed = [index for index in indexes.values() if index is not None and index < newest.size]
    paths = inclusion_proofs(placed, newest.size) if placed else {}
    return [_proof(entry, indexes[entry.pk], paths, newest) for entry in entries]


def index_of(entry: Entry) -> int | None:
    leaf = getattr(entry, "leaf", None)
    return None if leaf is None else int(leaf.idx)


def _proof(
    entry: Entry, index: int | None, paths: Mapping[int, Sequence[bytes]], newest: Head
) -> Proof:
    if index is None or index not in paths:
        return Proof(entry=entry, index=index, holds=None)
    holds = includes(
        index=index,
        size=newest.size,
        # Hashed anew from the entry as it stands: a stored hash would prove only itself.
        leaf=leaf_of(bytes(entry.salt), bytes(entry.canonical)),
        proof=paths[index],
        root=newest.root,
    )
    return Proof(entry=entry, index=index, holds=holds, steps=len(paths[index]))
