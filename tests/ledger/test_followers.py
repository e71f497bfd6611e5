"""Followers read the log by index, once, and again from zero to the same result."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest
from django.db import connection, connections

from kt1.ledger.checkpoints.actions import sequence, sequence_all
from kt1.ledger.followers.actions import BrokenLogError, Followed, follow, rewind
from kt1.ledger.followers.queries import lags, waiting
from tests.ledger.acts import LINES, NOON, do


@pytest.fixture
def tally(superuser: psycopg.Connection) -> Iterator[None]:
    """A table of a follower's own: what it read, in its order."""
    superuser.execute("CREATE TABLE tally (n serial, subject text)")
    superuser.execute("GRANT ALL ON tally, tally_n_seq TO kt1_app")
    yield
    connection.close()
    superuser.execute("DROP TABLE tally")


def note(batch: Sequence[Followed]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO tally (subject) VALUES (%s)", [[e.subject] for e in batch])


def noted() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT subject FROM tally ORDER BY n")
        return [row[0] for row in cursor.fetchall()]


def follow_all(limit: int = 3) -> int:
    total = 0
    while done := follow("tally", note, limit):
        total += done
    return total


@pytest.mark.usefixtures("tally")
def test_a_follower_reads_each_entry_once_in_order() -> None:
    do([4, 2, 9])
    do([1])
    sequence()

    assert follow_all() == 4
    assert follow_all() == 0
    do([7])
    assert follow_all() == 0  # it has no index yet
    sequence()
    assert follow_all() == 1

    assert noted() == [f"handover:{n}" for n in (4, 2, 9, 1, 7)]


@pytest.mark.django_db
def test_a_follower_is_told_everything_the_entry_says() -> None:
    rows = do([5])[0].entry
    sequence()
    told: list[Followed] = []

    follow("told", told.extend)

    (entry,) = told
    assert (entry.index, entry.id, entry.kind) == (0, rows.id, "handover.settled")
    assert (entry.subject, entry.actor) == ("handover:5", "user:2")
    assert (entry.at - NOON).total_seconds() == 5
    assert entry.body == {"handover": 5, "outcome": "taken"}
    assert entry.lines == LINES


@pytest.mark.django_db
def test_an_entry_without_lines_has_none() -> None:
    do([1])
    sequence()
    told: list[Followed] = []

    follow("told", told.extend)

    assert told[0].lines == []


@pytest.mark.usefixtures("tally")
def test_replayed_from_zero_it_comes_to_the_same_table() -> None:
    do(range(10))
    sequence_all(limit=4)
    follow_all()
    first = noted()

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE tally")
    rewind("tally")
    follow_all(limit=7)

    assert noted() == first


@pytest.mark.usefixtures("tally")
def test_a_crash_keeps_neither_the_writes_nor_the_place() -> None:
    do(range(5))
    sequence()

    def crash(batch: Sequence[Followed]) -> None:
        note(batch)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        follow("tally", crash)

    assert noted() == []
    assert follow_all() == 5
    assert noted() == [f"handover:{n}" for n in range(5)]


@pytest.mark.usefixtures("tally")
def test_two_readers_for_one_follower_read_nothing_twice() -> None:
    do(range(60))
    sequence()
    together = Barrier(3)

    def read(_: int) -> None:
        together.wait()
        try:
            for _turn in range(40):
                follow("tally", note, 2)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(read, range(3)))
    follow_all()

    assert noted() == [f"handover:{n}" for n in range(60)]


@pytest.mark.django_db
def test_the_lag_is_told_in_entries_and_age() -> None:
    do(range(5))
    sequence()
    follow("slow", lambda _: None, 2)
    follow("quick", lambda _: None, 9)
    do([5])

    quick, slow = lags()
    assert (quick.follower, quick.entries, quick.oldest_at) == ("quick", 0, None)
    assert (slow.follower, slow.entries) == ("slow", 3)
    assert slow.oldest_at is not None
    assert (slow.oldest_at - NOON).total_seconds() == 2
    assert waiting().entries == 1
    assert waiting().oldest_at is not None
    sequence()
    assert waiting().entries == 0
    assert waiting().oldest_at is None


@pytest.mark.django_db(transaction=True)
def test_a_log_with_a_gap_is_not_followed(superuser: psycopg.Connection) -> None:
    do(range(5))
    sequence()
    with superuser.transaction():
        superuser.execute("ALTER TABLE ledger_leaf DISABLE TRIGGER USER")
        superuser.execute("DELETE FROM ledger_leaf WHERE idx = 2")
        superuser.execute("ALTER TABLE ledger_leaf ENABLE ALWAYS TRIGGER ledger_leaf_append_only")

    with pytest.raises(BrokenLogError):
        follow("tally", lambda _: None)
