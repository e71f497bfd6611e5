"""Sequencers that race, sleep through their lock, or are killed: no index is given twice."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest
from django.db import IntegrityError, connection, connections

from kt1.config.connections import app_conninfo
from kt1.ledger.checkpoints import actions
from kt1.ledger.checkpoints.actions import sequence, sequence_all
from kt1.ledger.checkpoints.models import Leaf
from kt1.ledger.checkpoints.queries import (
    head,
)
from kt1.ledger.entries.models import Entry, Pending
from kt1.ledger.verify.queries import verify
from tests.ledger.acts import do, subjects_in_order


@pytest.fixture(autouse=True)
def fresh_process() -> Iterator[None]:
    """As after a start: nothing is remembered of a right edge."""
    actions._frontiers.clear()
    yield
    actions._frontiers.clear()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fenced_by", ["lock", "key"])
def test_two_sequencers_racing_give_no_index_twice(
    fenced_by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if fenced_by == "key":  # as if the lock did not exist
        monkeypatch.setattr(actions, "_alone", lambda _cursor: True)
    do(range(400))
    together = Barrier(4)

    def race(number: int) -> int:
        together.wait()
        done = 0
        try:
            for turn in range(40):
                if number == 0 and turn % 4 == 0:
                    do([400 + turn])
                try:
                    done += sequence(17)
                except IntegrityError:  # the other gave this index; nothing of ours was kept
                    actions._frontiers.clear()
        finally:
            connections.close_all()
        return done

    with ThreadPoolExecutor(4) as pool:
        done = sum(pool.map(race, range(4)))
    done += sequence_all()

    assert done == Leaf.objects.count() == Entry.objects.count() == 410
    assert verify().faults == []


@pytest.mark.django_db(transaction=True)
def test_an_index_given_by_another_is_never_given_again() -> None:
    """A sequencer that woke up late, with the lock lost: the key refuses its whole batch."""
    do(range(3))
    late = do([3])[0]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_leaf (log, idx, entry_id, leaf_hash) VALUES (1, 0, %s, %s)",
            [late.entry.id, late.leaf_hash],
        )

    with pytest.raises(IntegrityError, match="ledger_leaf_pkey"):
        sequence()

    assert Pending.objects.count() == 4
    assert Leaf.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_waits_for_nobody_while_another_works() -> None:
    do(range(3))
    with psycopg.connect(app_conninfo()) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [actions._LOCK])
        assert sequence() == 0
    assert sequence() == 3


VICTIM = """
import sys, time
import django
django.setup()
from kt1.ledger.checkpoints import actions
whole = actions._insert_checkpoint
def halt(*given):
    if sys.argv[1] == "after":
        whole(*given)
    print("in the middle", flush=True)
    time.sleep(60)
actions._insert_checkpoint = halt
actions.sequence()
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["before", "after"])
def test_kill_9_in_the_middle_of_a_batch_changes_nothing(where: str) -> None:
    do(range(300))
    sequence(120)
    before = head()
    victim = subprocess.Popen(
        [sys.executable, "-c", VICTIM, where],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "kt1.config.settings"},
    )
    assert victim.stdout is not None
    with victim.stdout as said:
        assert said.readline() == "in the middle\n"
        os.kill(victim.pid, signal.SIGKILL)
    assert victim.wait() == -signal.SIGKILL

    assert head() == before
    assert until_sequenced() == 180
    assert subjects_in_order() == [f"handover:{n}" for n in range(300)]
    assert verify().faults == []


def until_sequenced() -> int:
    """The server needs a moment to see that the killed process is gone."""
    for _ in range(100):
        if done := sequence_all():
            return done
        time.sleep(0.05)
    raise AssertionError
