"""A tree that grows by its right edge, and the tiles it leaves behind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kt1.ledger.tree import rules, tiles
from kt1.ledger.tree.tiles import Frontier, FullTile, Nodes
from tests.ledger.test_rfc6962 import hashes_of, naive_root

MANY = hashes_of(70_000)


def grown(sizes: list[int]) -> tuple[Frontier, list[FullTile]]:
    """A frontier grown in batches of these sizes, and all tiles that became full."""
    frontier = Frontier()
    full = []
    for size in sizes:
        full += frontier.grow(MANY[frontier.size : frontier.size + size])
    return frontier, full


@given(st.lists(st.integers(0, 400), max_size=6))
def test_batches_do_not_matter(sizes: list[int]) -> None:
    frontier, full = grown(sizes)

    assert frontier.size == sum(sizes)
    assert frontier.root() == naive_root(MANY[: frontier.size])
    assert full == grown([sum(sizes)])[1]


@given(st.lists(st.integers(0, 400), max_size=6))
def test_an_edge_read_back_goes_on_as_before(sizes: list[int]) -> None:
    frontier, _ = grown(sizes)

    again = Frontier(frontier.size, [bytes(edge) for edge in frontier.edges])
    for each in (frontier, again):
        each.grow(MANY[each.size : each.size + 300])

    assert again.root() == frontier.root()
    assert again.edges == frontier.edges


def test_a_copy_grows_alone() -> None:
    frontier, _ = grown([300])

    frontier.copy().grow(MANY[300:600])

    assert frontier.root() == naive_root(MANY[:300])


def test_an_edge_of_another_size_is_refused() -> None:
    frontier, _ = grown([300])

    with pytest.raises(ValueError, match="another edge at level 0"):
        Frontier(299, [bytes(edge) for edge in frontier.edges])


def test_full_tiles_hold_leaves_and_roots_of_tiles_below() -> None:
    _, full = grown([70_000])
    by_place = {(tile.level, tile.n): tiles.hashes_in(tile.content) for tile in full}

    assert by_place[0, 3] == MANY[3 * 256 : 4 * 256]
    assert by_place[1, 0][3] == rules.root_of(by_place[0, 3])
    assert sum(level == 0 for level, _ in by_place) == tiles.full_tiles(70_000, 0) == 273
    assert sum(level == 1 for level, _ in by_place) == tiles.full_tiles(70_000, 1) == 1
    assert [tiles.levels(size) for size in (0, 255, 256, 65_535, 65_536)] == [0, 0, 1, 1, 2]


@given(st.integers(1, 70_000), st.data())
def test_proofs_over_tiles_hold(size: int, data: st.DataObject) -> None:
    def hashes(level: int, lo: int, hi: int) -> list[bytes]:
        width = 256**level
        return [rules.root_of(MANY[n * width : (n + 1) * width]) for n in range(lo, hi)]

    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size))
    node = Nodes(hashes)
    root = rules.root_of(MANY[:size])

    assert rules.includes(
        index=index,
        size=size,
        leaf=MANY[index],
        proof=rules.inclusion_proof(index, size, node),
        root=root,
    )
    assert rules.extends(
        old=old,
        old_root=rules.root_of(MANY[:old]),
        new=size,
        new_root=root,
        proof=rules.consistency_proof(old, size, node),
    )


def test_a_tile_is_published_under_its_tlog_tiles_path() -> None:
    assert tiles.path_of(0, 5) == "tile/0/005"
    assert tiles.path_of(1, 1_234_067) == "tile/1/x001/x234/067"
