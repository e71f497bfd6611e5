"""Processes that share the check of the log, all in one snapshot."""

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from typing import Any

import psycopg
from psycopg import sql

from kt1.ledger.verify.slices import Slice, check_slice
from kt1.ledger.verify.source import Source

#: More would only wait for the disk, and each has a connection to the database.
PROCESSES_MAX = 4

#: In a worker: what it reads from, for as long as it lives.
_sources: list[Source] = []


def checked_slices(
    slices: Iterable[tuple[int, int]], *, connect_to: dict[str, Any], snapshot: str, keep: bool
) -> Iterator[Slice]:
    """The slices of the log, checked by several processes, in their order.

    Only a few are under way at a time: each holds its entries until it is taken.
    """
    processes = min(PROCESSES_MAX, os.cpu_count() or 1)
    pool = ProcessPoolExecutor(
        processes,
        # Spawned, not forked: a fork would share this process's connections.
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_open,
        initargs=(connect_to, snapshot),
    )
    waiting = iter(slices)
    try:
        coming = deque(pool.submit(_check, *each, keep) for each in islice(waiting, processes + 2))
        while coming:
            found = coming.popleft().result()
            coming.extend(pool.submit(_check, *each, keep) for each in islice(waiting, 1))
            yield found
    finally:
        pool.shutdown(cancel_futures=True)


def _open(connect_to: dict[str, Any], snapshot: str) -> None:
    gc.disable()  # rows by the million and no cycles: the collector would only walk them
    connection = psycopg.connect(**connect_to)
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.execute(sql.SQL("SET TRANSACTION SNAPSHOT {}").format(sql.Literal(snapshot)))
    _sources.append(Source(connection))


def _check(lo: int, hi: int, keep: bool) -> Slice:  # noqa: FBT001 - a process is told in positions
    return check_slice(_sources[0], lo, hi, keep=keep)
