"""How the rest of the product uses the embedded server: borrow it, and let it go."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from types import TracebackType
from typing import Self

import psycopg

from kt1.config.embedded import databases, processes, supervisor
from kt1.config.embedded.accounts import server_account
from kt1.config.embedded.failure import EmbeddedError
from kt1.config.embedded.places import CHECKOUT, Place
from kt1.config.embedded.server import READY_SECONDS_MAX, admin_conninfo

#: Others may be using the server: then it stays, and waiting longer would help nobody.
LET_GO_SECONDS_MAX = 5.0


def conninfo(place: Place, *, user: str, database: str = databases.DEFAULT_DATABASE) -> str:
    return psycopg.conninfo.make_conninfo(host=str(place.socket), user=user, dbname=database)


class Lease:
    """While one exists, the server keeps running; the last one to go lets it stop.

    The kernel ends a lease with its process, however that dies.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        self._handle: int | None = os.open(place.users_lock, flags, 0o600)
        fcntl.flock(self._handle, fcntl.LOCK_SH)

    def keep(self) -> None:
        """Start the server again if its supervisor has died. Costs nothing while it lives."""
        if running(self.place) is None:
            _start(self.place)

    def release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def release_and_wait(self) -> None:
        """Let go, and if nobody else holds on, return when the server has stopped."""
        self.release()
        pid = running(self.place)
        if supervisor.STAYS in self.place.supervisor_lock.read_text():
            return
        deadline = time.monotonic() + LET_GO_SECONDS_MAX
        while pid is not None and running(self.place) == pid and time.monotonic() < deadline:
            processes.end(pid, signal.SIGCHLD)  # makes it look at once whether it is used
            time.sleep(0.05)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


def borrow(place: Place) -> Lease:
    """Make sure that the server runs, and keep it running until the lease is released.

    Raises:
        EmbeddedError: it cannot run here.
    """
    place.prepare(server_account())
    lease = Lease(place)
    try:
        _start(place)
    except BaseException:
        lease.release()
        raise
    return lease


def running(place: Place) -> int | None:
    """The process id of the supervisor, or None."""
    if not place.supervisor_lock.exists():
        return None
    with supervisor.lock(place.supervisor_lock, fcntl.LOCK_SH | fcntl.LOCK_NB) as free:
        if free is not None:
            return None
    words = place.supervisor_lock.read_text().split()
    return int(words[0]) if words else None


def stay(place: Place) -> None:
    """Start the server, and keep it after everybody has let it go, until `stop`."""
    with borrow(place):
        if pid := running(place):
            os.kill(pid, signal.SIGUSR1)


def stop(place: Place) -> bool:
    """Stop the server clean and wait for it; False if none was running."""
    pid = running(place)
    if pid is None:
        return False
    os.kill(pid, signal.SIGTERM)
    while running(place) == pid:
        time.sleep(0.02)
    return True


def _start(place: Place) -> None:
    deadline = time.monotonic() + READY_SECONDS_MAX
    command = [sys.executable, "-m", "kt1.config.embedded", str(place.base)]
    while time.monotonic() < deadline:
        if running(place) is None:
            started = subprocess.run(  # noqa: S603 - ourselves
                command, capture_output=True, text=True, check=False, cwd=CHECKOUT
            )
            answer = started.stdout.strip()
            if answer == supervisor.READY:
                return
            if answer != supervisor.TAKEN:
                raise EmbeddedError(answer or started.stderr.strip() or "It did not start.")
        if _answers(place):  # another process is starting it, or it runs
            return
        time.sleep(0.05)
    raise EmbeddedError(f"The database in {place.data} did not answer; its log is {place.log}.")


def _answers(place: Place) -> bool:
    """Ready for use: the server answers, and the default database has been made."""
    try:
        return databases.exists(admin_conninfo(place), databases.DEFAULT_DATABASE)
    except psycopg.OperationalError:
        return False
