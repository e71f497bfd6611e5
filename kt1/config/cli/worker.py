"""`kt1 worker`: background jobs, and what must happen every second."""

import argparse
import asyncio
import importlib
import logging
import signal
import threading
import time
from collections.abc import Callable
from types import TracebackType

from django.db import DatabaseError, connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

HELP = "do background jobs, and give the ledger's entries their place"

#: Called every second, in this order: each does a bounded part and returns how much it did.
EVERY_SECOND = (
    "kt1.config.every_second:give_places",
    "kt1.config.every_second:lapse_offers",
    "kt1.config.successions:follow_successions",
    "kt1.config.quality:follow_quality",
    "kt1.config.incidents:follow_incidents",
    "kt1.config.books:take_in_books",
)
CONCURRENCY = 4
GRACE_SECONDS = 15
PAUSE_SECONDS = 1.0
#: After a failure (a database that restarts) the next try comes later, at most this much.
PAUSE_SECONDS_MAX = 15.0

log = logging.getLogger("kt1.worker")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--concurrency", type=int, default=CONCURRENCY)


def run(args: argparse.Namespace) -> int:
    with Beat([_load(name) for name in EVERY_SECOND]):
        asyncio.run(_work(args.concurrency))
    return 0


async def _work(concurrency: int) -> None:
    """Do jobs until told to stop; a database that went away is waited for."""
    told = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(name, told.set)
    pause = PAUSE_SECONDS
    while not told.is_set():
        started = time.monotonic()
        jobs = asyncio.create_task(_do_jobs(concurrency))
        stop = asyncio.create_task(told.wait())
        await asyncio.wait({jobs, stop}, return_when=asyncio.FIRST_COMPLETED)
        if told.is_set():
            jobs.cancel()  # lets the jobs under way finish
            await asyncio.wait({jobs})
            return
        log.warning("Background jobs stopped; starting them again.", exc_info=jobs.exception())
        lived = time.monotonic() - started > PAUSE_SECONDS_MAX
        pause = PAUSE_SECONDS if lived else min(pause * 2, PAUSE_SECONDS_MAX)
        await asyncio.wait({stop}, timeout=pause)
        stop.cancel()


async def _do_jobs(concurrency: int) -> None:
    """Returns or raises when the database goes away."""
    if not isinstance(app.connector, DjangoConnector):
        raise TypeError("The product's jobs are deferred through Django's connection.")
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        async with working.open_async():
            await working.run_worker_async(
                concurrency=concurrency,
                shutdown_graceful_timeout=GRACE_SECONDS,
                install_signal_handlers=False,
            )


def _load(name: str) -> Callable[[], int]:
    module, function = name.split(":")
    found: Callable[[], int] = getattr(importlib.import_module(module), function)
    return found


class Beat:
    """A thread that does each of `acts` once a second, more often while there is much to do."""

    def __init__(self, acts: list[Callable[[], int]]) -> None:
        self._acts = acts
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="every-second")

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopping.set()
        self._thread.join()

    def _beat(self) -> None:
        pause = PAUSE_SECONDS
        while not self._stopping.wait(pause):
            try:
                done = sum(act() for act in self._acts)
            except DatabaseError:
                log.warning("The database did not answer; trying again.", exc_info=True)
                connection.close()
                pause = min(pause * 2, PAUSE_SECONDS_MAX)
            except Exception:
                log.exception("An act of every second failed; trying again.")
                connection.close()
                pause = min(pause * 2, PAUSE_SECONDS_MAX)
            else:
                pause = PAUSE_SECONDS if done == 0 else PAUSE_SECONDS / 10
        connection.close()
