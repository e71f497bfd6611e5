"""The sequencer gives each entry one index, whatever happens in between."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kt1.ledger.checkpoints import actions
from kt1.ledger.checkpoints.actions import DamagedLogError, sequence, sequence_all
from kt1.ledger.checkpoints.models import Checkpoint, Leaf, Tile
from kt1.ledger.checkpoints.queries import (
    consistency_proof,
    frontier,
    head,
    inclusion_proof,
    root_at,
)
from kt1.ledger.entries.actions import append_many
from kt1.ledger.entries.models import Entry, Pending
from kt1.ledger.tree.rules import EMPTY_ROOT, extends, includes
from kt1.ledger.verify.queries import verify
from tests.ledger.acts import NOON, act, do, naive_root, subjects_in_order


@pytest.fixture(autouse=True)
def fresh_process() -> Iterator[None]:
    """As after a start: nothing is remembered of a right edge."""
    actions._frontiers.clear()
    yield
    actions._frontiers.clear()


@pytest.mark.django_db
def test_entries_get_indexes_in_the_order_they_were_written() -> None:
    do([4, 1, 3])
    do([2])

    assert sequence() == 4

    assert subjects_in_order() == ["handover:4", "handover:1", "handover:3", "handover:2"]
    assert not Pending.objects.exists()
    assert head().size == 4
    assert head().root == naive_root()


@pytest.mark.django_db
def test_a_batch_holds_no_more_than_its_limit() -> None:
    do(range(5))

    assert [sequence(2), sequence(2), sequence(2), sequence(2)] == [2, 2, 1, 0]
    assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [2, 4, 5]


@pytest.mark.django_db
def test_the_empty_log_has_a_head() -> None:
    assert sequence() == 0
    assert (head().size, head().root) == (0, EMPTY_ROOT)
    assert root_at(0) is None


@pytest.mark.django_db
def test_a_checkpoint_carries_the_moment_given_or_the_databases() -> None:
    do([1])
    sequence(at=NOON)
    do([2])
    sequence()

    first, second = Checkpoint.objects.order_by("size")
    assert first.at == NOON
    assert second.at > NOON
    assert bytes(first.chain) != bytes(second.chain)


@pytest.mark.django_db
def test_full_tiles_are_kept_and_proofs_are_read_from_them() -> None:
    do(range(600))
    sequence_all(limit=130)

    assert sorted(Tile.objects.values_list("level", "n")) == [(0, 0), (0, 1)]
    leaf = bytes(Leaf.objects.get(idx=300).leaf_hash)
    root, old_root = head().root, root_at(260)
    assert old_root is not None
    proof = inclusion_proof(300, 600)
    assert includes(index=300, size=600, leaf=leaf, proof=proof, root=root)
    consistent = consistency_proof(260, 600)
    assert extends(old=260, old_root=old_root, new=600, new_root=root, proof=consistent)


@pytest.mark.django_db
def test_an_act_rolled_back_leaves_no_trace() -> None:
    do([1])
    with transaction.atomic():
        append_many([act(2)])
        transaction.set_rollback(True)
    do([3])
    sequence()

    assert subjects_in_order() == ["handover:1", "handover:3"]


class CrashError(Exception):
    """The process ends here."""


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("append"), st.integers(1, 90)),
            st.tuples(st.just("batch"), st.integers(1, 120)),
            st.tuples(st.just("crash"), st.sampled_from(["_copy_leaves", "_insert_checkpoint"])),
            st.tuples(st.just("restart"), st.none()),
        ),
        max_size=12,
    )
)
def test_any_run_of_writing_batches_and_crashes_gives_the_naive_tree(
    steps: list[tuple[str, object]],
) -> None:
    # The log goes on from one example to the next: that is one more way to vary.
    for step, value in steps:
        match step, value:
            case "append", int(count):
                do(range(count))
            case "batch", int(limit):
                sequence(limit)
            case "crash", str(where):
                do([1])
                crash_in(where)
            case _:
                actions._frontiers.clear()
        assert head().root == naive_root()
    sequence_all()
    assert verify().faults == []
    assert head().size == Entry.objects.count()


def crash_in(where: str) -> None:
    """Run the sequencer up to the middle of a batch, and no further."""

    def crash(*_: object) -> None:
        raise CrashError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, where, crash)
        with pytest.raises(CrashError):
            sequence()


@pytest.mark.django_db
def test_a_right_edge_is_read_back_from_tiles() -> None:
    do(range(700))
    sequence_all(limit=300)
    kept = actions._frontiers[connection.settings_dict["NAME"]]

    assert frontier(700).root() == kept.root() == naive_root()


@pytest.mark.django_db(transaction=True)
def test_a_damaged_log_is_not_continued(superuser: psycopg.Connection) -> None:
    do(range(300))
    sequence()
    actions._frontiers.clear()
    with superuser.transaction():
        superuser.execute("ALTER TABLE ledger_tile DISABLE TRIGGER USER")
        superuser.execute(
            "UPDATE ledger_tile SET bytes = set_byte(bytes, 8, get_byte(bytes, 8) # 1)"
        )
        superuser.execute("ALTER TABLE ledger_tile ENABLE ALWAYS TRIGGER ledger_tile_append_only")
    do([300])

    with pytest.raises(DamagedLogError, match="root of the log at size 300"):
        sequence()

    assert Pending.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_missing_leaf_stops_the_sequencer(superuser: psycopg.Connection) -> None:
    do(range(3))
    sequence()
    actions._frontiers.clear()
    with superuser.transaction():
        superuser.execute("ALTER TABLE ledger_leaf DISABLE TRIGGER USER")
        superuser.execute("DELETE FROM ledger_leaf WHERE idx = 1")
        superuser.execute("ALTER TABLE ledger_leaf ENABLE ALWAYS TRIGGER ledger_leaf_append_only")
    do([3])

    with pytest.raises(DamagedLogError, match="another edge"):
        sequence()
