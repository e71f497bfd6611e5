"""`kt1 verify`: the ledger against itself, and what follows from it against its tables.

Reads only. Everything is seen in one snapshot, so acts may go on meanwhile.
"""

import contextlib
import gc
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from kt1.ledger.verify.check import Checked, check
from kt1.ledger.verify.rules import Against, Fault, Faults, Replay, Replayed, Streamed
from kt1.ledger.verify.source import Source
from kt1.ledger.verify.worker import check_snapshot

#: From here on a process of its own costs less than it saves.
WORKER_FROM = 20_000


@dataclass(frozen=True, slots=True)
class Report:
    """What `kt1 verify` found."""

    entries: int
    pending: int
    redacted: int
    units: int
    root: bytes
    faults: list[Fault]
    faults_total: int

    @property
    def ok(self) -> bool:
        return self.faults_total == 0


def verify(*, replay: Replay | None = None, against: Against | None = None) -> Report:
    """Check every row of the ledger, and with `replay` every row that follows from it.

    Args:
        replay: given all entries once, in order, says which derived rows differ. It runs in
            the snapshot of the check, over Django's connection.
        against: a size and root that somebody kept; the log must still begin with it.
    """
    with _one_snapshot() as snapshot, _without_collector():
        source = Source(connection.connection)
        size = source.size()
        if snapshot is None or size < WORKER_FROM:
            checked = check(connection.connection, against)
            replayed = _replayed(replay, source, size)
        else:
            with _worker() as pool:
                future = pool.submit(check_snapshot, _connect_to(), snapshot, against)
                replayed = _replayed(replay, source, size)
                checked = future.result()
    return _report(checked, replayed)


@contextlib.contextmanager
def _one_snapshot() -> Iterator[str | None]:
    """A transaction that sees one moment, and the name under which another may see it too.

    Inside a caller's transaction nothing can be said about the moment any more: no name.
    """
    if connection.in_atomic_block:
        yield None
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Rows by the million and no cycles: the collector would only walk them again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _worker() -> ProcessPoolExecutor:
    # Spawned, not forked: a fork would share this process's connections.
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))


def _connect_to() -> dict[str, Any]:
    """Django's connection parameters, as far as another process can take them."""
    parameters = connection.get_connection_params()
    return {name: value for name, value in parameters.items() if isinstance(value, (str, int))}


def _replayed(replay: Replay | None, source: Source, size: int) -> Replayed:
    if replay is None:
        return Replayed(units=0, faults=Faults())
    return replay(Streamed(*row) for row in source.replayed(size))


def _report(checked: Checked, replayed: Replayed) -> Report:
    faults = checked.faults
    faults.take(replayed.faults)
    return Report(
        entries=checked.entries,
        pending=checked.pending,
        redacted=checked.redacted,
        units=replayed.units,
        root=checked.root,
        faults=faults.in_order(),
        faults_total=faults.total,
    )
