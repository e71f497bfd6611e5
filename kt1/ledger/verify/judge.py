"""Where entry and leaf disagree, which of the two was changed? Other copies of the hash tell."""

from collections.abc import Sequence
from dataclasses import dataclass

from kt1.ledger.checkpoints.rules import LOG
from kt1.ledger.tree.tiles import TILE_WIDTH, Frontier, hashes_in
from kt1.ledger.verify.rules import Faults
from kt1.ledger.verify.source import Source

#: With so many faults the log is not touched up but broken; asking about each takes hours.
JUDGED_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Doubt:
    """A leaf whose stored hash is not the one its entry gives."""

    idx: int
    entry_id: str
    stored: bytes
    computed: bytes


def settle(
    source: Source,
    frontier: Frontier,
    hashes: Sequence[bytes],
    doubts: Sequence[Doubt],
    faults: Faults,
) -> list[bytes]:
    """Name the changed rows; return the hashes as they were written.

    Args:
        frontier: the tree up to these hashes.
        hashes: as stored.
        doubts: those of them that their entries do not give.
    """
    settled = list(hashes)
    for doubt in doubts:
        settled[doubt.idx - frontier.size] = doubt.computed
    broken = faults.total > JUDGED_MAX
    leaves_right = broken or _gives_checkpoint(source, frontier, hashes)
    entries_right = not leaves_right and _gives_checkpoint(source, frontier, settled)
    for doubt in doubts:
        if entries_right or not (leaves_right or _entry_changed(source, doubt)):
            reason = f"leaf_hash is not that of entry {doubt.entry_id}"
            faults.add("ledger_leaf", f"{LOG}/{doubt.idx}", reason)
        else:
            reason = f"canonical and salt do not give leaf {doubt.idx}"
            faults.add("ledger_entry", doubt.entry_id, reason)
            settled[doubt.idx - frontier.size] = doubt.stored
    return settled


def in_tile(source: Source, idx: int) -> bytes | None:
    """The hash that the tile holds for this leaf, if its tile is full."""
    tile = source.tile(0, idx // TILE_WIDTH)
    return hashes_in(tile)[idx % TILE_WIDTH] if tile else None


def _gives_checkpoint(source: Source, frontier: Frontier, hashes: Sequence[bytes]) -> bool:
    """Whether these hashes, and the leaves stored after them, give the next checkpoint's root."""
    end = frontier.size + len(hashes)
    checkpoint = source.checkpoint_from(end)
    if checkpoint is None:
        return False
    trial = frontier.copy()
    trial.grow(hashes)
    trial.grow(source.leaf_hashes(end, checkpoint[0]))
    return trial.root() == checkpoint[1]


def _entry_changed(source: Source, doubt: Doubt) -> bool:
    """Both kinds of rows were changed hereabouts: the tile tells, where there is one."""
    return in_tile(source, doubt.idx) != doubt.computed
