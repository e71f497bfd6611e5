"""Processes that one of ours starts and must not leave behind."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import FrameType

PR_SET_PDEATHSIG = 1
STOP_SECONDS_MAX = 20.0


def end_with_parent(parent: int) -> None:
    """Asks the kernel to end this process when its parent dies, however that happens.

    Args:
        parent: the process id of who started this one; if it is gone by now, so is this one.
    """
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died before we asked: nobody would tell us
        os._exit(1)


class Children:
    """Our own verbs as child processes, each in a group of its own.

    A Ctrl-C at the terminal reaches only the parent, which then stops them in order.
    """

    def __init__(self) -> None:
        self._told = False
        self._make = _make_above()
        self._living: list[subprocess.Popen[bytes]] = []

    @property
    def stopping(self) -> bool:
        return self._told or (self._make is not None and not _minds_interrupts(self._make))

    def listen(self) -> None:
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, self._on_stop)

    def start(
        self, *words: str, environment: Mapping[str, str] = {}, told: bool = False
    ) -> subprocess.Popen[bytes]:
        """Start one; with `told`, one that waits until it is told to go on."""
        child = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-m", "kt1", *words],
            env={**os.environ, **environment},
            stdin=subprocess.PIPE if told else None,
            start_new_session=True,
            preexec_fn=partial(end_with_parent, os.getpid()),  # noqa: PLW1509 - no thread yet
        )
        self._living.append(child)
        return child

    @staticmethod
    def tell(child: subprocess.Popen[bytes]) -> None:
        """Go on. One that has ended meanwhile is found by `watch`."""
        if child.stdin is not None:
            with suppress(BrokenPipeError), child.stdin:
                child.stdin.write(b"\n")

    def finish(self, *words: str, environment: Mapping[str, str] = {}) -> int:
        """Run one to its end; stopped early when we are told to stop."""
        child = self.start(*words, environment=environment)
        while child.poll() is None and not self.stopping:
            _pause()
        return self._end(child)

    @staticmethod
    def pause() -> None:
        """Wait a moment; a signal ends it early."""
        _pause()

    def watch(self, meanwhile: Callable[[], None]) -> list[object]:
        """Wait until told to stop or one of them ends; the words of those that ended.

        `meanwhile` is called several times a second.
        """
        while not self.stopping:
            if ended := [child for child in self._living if child.poll() is not None]:
                return [child.args for child in ended]
            meanwhile()
            _pause()
        return []

    def stop(self) -> None:
        for child in reversed(self._living):
            child.terminate()
        for child in reversed(self._living):
            self._end(child)

    def _end(self, child: subprocess.Popen[bytes]) -> int:
        child.terminate()
        try:
            code = child.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            code = child.wait()
        if child in self._living:
            self._living.remove(child)
        return code

    def _on_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._told = True


def _make_above() -> int | None:
    """The `make` that started us, if one did.

    A Ctrl-C reaches us both. A SIGINT sent to it alone does not: it then only waits for us to
    end. But it has given up minding that signal, and this can be seen.
    """
    above = os.getppid()
    try:
        named = Path(f"/proc/{above}/comm").read_text().strip()
    except OSError:
        return None
    return above if named in {"make", "gmake"} and _minds_interrupts(above) else None


def _minds_interrupts(pid: int) -> bool:
    """Whether a process still catches SIGINT; True when it cannot be seen."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return True
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught.split()[1], 16) & 1 << (signal.SIGINT - 1))


def _pause() -> None:
    """A signal ends the sleep early."""
    time.sleep(0.1)
