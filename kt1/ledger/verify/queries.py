"""`kt1 verify`: the ledger against itself, and what follows from it against its tables.

Reads only. Everything is seen in one snapshot, so acts may go on meanwhile.
"""

import contextlib
import gc
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from kt1.ledger.verify.check import Check, Checked
from kt1.ledger.verify.rules import Against, Fault, Faults, Replay, Replayed
from kt1.ledger.verify.slices import Slice, check_slice
from kt1.ledger.verify.source import Source
from kt1.ledger.verify.workers import checked_slices

#: From so many entries on, processes of their own cost less than they save.
WORKERS_FROM = 20_000


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
        whole = Check(source, against)
        keep = replay is not None
        entries = whole.entries(_slices(whole, source, snapshot, keep=keep), keep=keep)
        replayed = replay(entries) if replay else Replayed(units=0, faults=Faults())
        deque(entries, maxlen=0)  # whatever the replay left unread is checked all the same
        return _report(whole.finish(), replayed)


def _slices(whole: Check, source: Source, snapshot: str | None, *, keep: bool) -> Iterator[Slice]:
    if snapshot is None or whole.size < WORKERS_FROM:
        for lo, hi in whole.slices():
            yield check_slice(source, lo, hi, keep=keep)
    else:
        yield from checked_slices(
            whole.slices(), connect_to=_connect_to(), snapshot=snapshot, keep=keep
        )


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


def _connect_to() -> dict[str, Any]:
    """Django's connection parameters, as far as another process can take them."""
    parameters = connection.get_connection_params()
    return {name: value for name, value in parameters.items() if isinstance(value, (str, int))}


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
