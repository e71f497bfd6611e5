"""The process that is the parent of `postgres`: starts it, restarts it, stops it.

One supervisor a place, held by a lock on a file that the kernel lets go when we die. It stops
by itself when nobody has borrowed the server any more, unless it was told to stay.
"""

import contextlib
import fcntl
import os
import select
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

from kt1.config.embedded import cluster, databases
from kt1.config.embedded.accounts import server_account
from kt1.config.embedded.failure import EmbeddedError
from kt1.config.embedded.places import Place
from kt1.config.embedded.server import Server

READY = "ready"
TAKEN = "taken"
STAYS, GOES = "stays", "goes"
LOOK_EVERY_SECONDS = 1.0
#: A server that dies this often within a minute has a fault that restarting does not mend.
#: (A drill kills it forty times, a few a minute.)
RESTARTS_A_MINUTE_MAX = 60


@contextlib.contextmanager
def lock(path: Path, how: int) -> Iterator[int | None]:
    """A lock on a file, held by this process until it leaves or dies; None if somebody has it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, how)
        except BlockingIOError:
            yield None
        else:
            yield handle
    finally:
        os.close(handle)


class Supervisor:
    def __init__(self, place: Place, *, stays: bool) -> None:
        self.place = place
        self.stays = stays
        self.stopping = False
        self._held = -1  # the open lock file
        self._restarts: list[float] = []

    def run(self, report: Callable[[str], None]) -> None:
        """Serve until told to stop or unused. `report` hears READY or TAKEN, once.

        Raises:
            EmbeddedError: the server cannot run here.
        """
        account = server_account()
        self.place.prepare(account)
        with lock(self.place.supervisor_lock, fcntl.LOCK_EX | fcntl.LOCK_NB) as held:
            if held is None:
                report(TAKEN)
                return
            self._held = held
            self._sign()
            wake = self._listen()
            cluster.make(self.place, account)
            cluster.write_rules(self.place, account)
            server = Server(self.place, account)
            try:
                server.start()
                databases.provision(self.place)
                report(READY)
                self._watch(server, wake)
            finally:
                server.stop()

    def _watch(self, server: Server, wake: int) -> None:
        while not self.stopping:
            select.select([wake], [], [], LOOK_EVERY_SECONDS)
            with contextlib.suppress(BlockingIOError):
                os.read(wake, 512)
            if self.stopping:
                return
            if server.ended():
                self._count_restart()
                server.start()
            if not self.stays and self._unused(server):
                return

    def _unused(self, server: Server) -> bool:
        """Stop while holding the users' lock, so that nobody borrows a server that is going."""
        with lock(self.place.users_lock, fcntl.LOCK_EX | fcntl.LOCK_NB) as alone:
            if alone is not None and not self.stays:
                server.stop()
                return True
        return False

    def _count_restart(self) -> None:
        now = time.monotonic()
        self._restarts = [moment for moment in self._restarts if now - moment < 60] + [now]  # noqa: PLR2004 - a minute
        if len(self._restarts) > RESTARTS_A_MINUTE_MAX:
            raise EmbeddedError(
                f"The database in {self.place.data} keeps ending; its log is {self.place.log}."
            )

    def _listen(self) -> int:
        """Signals wake the loop at once: a child's end, a wish to stop, a wish to stay."""
        read, write = os.pipe()
        os.set_blocking(read, False)
        os.set_blocking(write, False)
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(name, self._on_stop)
        signal.signal(signal.SIGUSR1, self._on_stay)
        signal.signal(signal.SIGCHLD, _on_child)
        return read

    def _on_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _on_stay(self, _number: int, _frame: FrameType | None) -> None:
        self.stays = True
        self._sign()

    def _sign(self) -> None:
        """Write into the lock who holds it, and whether it goes when nobody uses it."""
        line = f"{os.getpid()} {STAYS if self.stays else GOES}\n".encode()
        os.pwrite(self._held, line, 0)
        os.ftruncate(self._held, len(line))


def _on_child(_number: int, _frame: FrameType | None) -> None:
    """Only there so that the signal is not ignored and wakes the loop."""
