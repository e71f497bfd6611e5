"""One run of `postgres` as our own child."""

import ctypes
import signal
import subprocess
import time

import psycopg

from kt1.config.embedded import cluster, processes
from kt1.config.embedded.accounts import Account
from kt1.config.embedded.failure import EmbeddedError, sentence
from kt1.config.embedded.places import Place

#: Recovery after a crash may read two gigabytes of log on a slow disk.
READY_SECONDS_MAX = 600.0
STOP_SECONDS_MAX = 120.0
ORPHAN_SECONDS_MAX = 30.0
LOG_BYTES_MAX = 20_000_000
PR_SET_PDEATHSIG = 1


def admin_conninfo(place: Place, database: str = "postgres") -> str:
    return psycopg.conninfo.make_conninfo(
        host=str(place.socket), user=cluster.ADMIN, dbname=database, connect_timeout=5
    )


def _stop_with_parent() -> None:
    """Asks the kernel for a clean stop of this process when the supervisor is killed."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


class Server:
    """`postgres`, started and stopped by us. The caller holds the supervisor's lock."""

    def __init__(self, place: Place, account: Account) -> None:
        self.place = place
        self.account = account
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and return when it answers; recovery is waited for."""
        deadline = time.monotonic() + ORPHAN_SECONDS_MAX
        while True:
            self._clear_the_way()
            written_before = self._log_size()
            self._spawn()
            if self._answers():
                return
            output = self._written_since(written_before)
            self._process = None
            # Backends of a killed server may need a moment to notice that it is gone.
            in_use = "pre-existing shared memory" in output or "lock file" in output
            if not in_use or time.monotonic() > deadline:
                raise EmbeddedError(sentence(output, self.place.data))
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop clean: open transactions are rolled back, everything is written out."""
        process = self._process
        if process is None:
            return
        for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            processes.end(process.pid, how)
            try:
                process.wait(STOP_SECONDS_MAX)
            except subprocess.TimeoutExpired:
                continue
            break
        self._process = None

    def ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def _spawn(self) -> None:
        log = self.place.log
        if self._log_size() > LOG_BYTES_MAX:
            log.replace(log.with_suffix(".old"))
        with log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 - our own program, fixed words
                cluster.command(self.place, self.account),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=self.place.data,
                start_new_session=True,  # a Ctrl-C is for us, not for it
                preexec_fn=_stop_with_parent,  # noqa: PLW1509 - the supervisor has one thread
                **self.account.popen(),
            )

    def _answers(self) -> bool:
        """Wait until the server answers a query; False when it ended instead."""
        deadline = time.monotonic() + READY_SECONDS_MAX
        while time.monotonic() < deadline:
            if self.ended():
                return False
            try:
                with psycopg.connect(admin_conninfo(self.place)) as connection:
                    connection.execute("SELECT 1")
            except psycopg.OperationalError:
                time.sleep(0.02)
            else:
                return True
        self.stop()
        raise EmbeddedError(
            f"The database in {self.place.data} did not answer in {READY_SECONDS_MAX:.0f} seconds;"
            f" its log is {self.place.log}."
        )

    def _clear_the_way(self) -> None:
        """End a server whose supervisor was killed, and forget lock files that lie."""
        deadline = time.monotonic() + STOP_SECONDS_MAX
        while pid := processes.postmaster(self.place):
            processes.end(pid, signal.SIGINT)
            if time.monotonic() > deadline:
                raise EmbeddedError(f"An earlier database process ({pid}) does not stop.")
            time.sleep(0.05)
        deadline = time.monotonic() + ORPHAN_SECONDS_MAX
        while left := processes.children(self.place):
            if time.monotonic() > deadline:
                for pid in left:
                    processes.end(pid, signal.SIGQUIT)
            time.sleep(0.01)
        pid_file = self.place.data / "postmaster.pid"
        if processes.is_stale(pid_file):
            pid_file.unlink(missing_ok=True)

    def _log_size(self) -> int:
        return self.place.log.stat().st_size if self.place.log.exists() else 0

    def _written_since(self, start: int) -> str:
        with self.place.log.open("rb") as log:
            log.seek(start if self._log_size() >= start else 0)
            return log.read().decode(errors="replace")
