"""Processes that check slices of the log beside the replay, all in one snapshot."""

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, Self

import psycopg
from psycopg import sql

from kt1.ledger.verify.check import Check
from kt1.ledger.verify.slices import Slice, check_slice
from kt1.ledger.verify.source import Source

#: More would only wait for the disk, and each has a connection to the database.
PROCESSES_MAX = 4

#: In a worker: what it reads from, for as long as it lives.
_sources: list[Source] = []


class Workers:
    """A pool of processes and what they have not delivered yet."""

    def __init__(self, connect_to: dict[str, Any], snapshot: str) -> None:
        self._pool = ProcessPoolExecutor(
            min(PROCESSES_MAX, os.cpu_count() or 1),
            # Spawned, not forked: a fork would share this process's connections.
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_open,
            initargs=(connect_to, snapshot),
        )
        self._coming: deque[Future[Slice]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def start(self, slices: Iterable[tuple[int, int]]) -> None:
        self._coming.extend(self._pool.submit(_check, lo, hi) for lo, hi in slices)

    def deliver(self, check: Check, *, wait: bool = False) -> None:
        """Hand `check` the slices that are done, in their order; with `wait`, all of them."""
        while self._coming and (wait or self._coming[0].done()):
            check.take(self._coming.popleft().result())


def _open(connect_to: dict[str, Any], snapshot: str) -> None:
    gc.disable()  # rows by the million and no cycles: the collector would only walk them
    connection = psycopg.connect(**connect_to)
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.execute(sql.SQL("SET TRANSACTION SNAPSHOT {}").format(sql.Literal(snapshot)))
    _sources.append(Source(connection))


def _check(lo: int, hi: int) -> Slice:
    return check_slice(_sources[0], lo, hi)
