"""Work in a second process, which starts as this one stands: the other core has time for it.

A fork has all that is in memory, without a copy being made or sent. It has a connection to the
database of its own; what this process has not committed yet it does not see.
"""

import os
import sys
import traceback
from collections.abc import Callable
from typing import Self

from django.db import connection

from kt1.config.children import end_with_parent


class BesideError(RuntimeError):
    """The work in the other process failed; its own error stands on standard error."""


class Beside:
    """One piece of work under way. `join` it before anything that needs what it writes."""

    def __init__(self, work: Callable[[], object]) -> None:
        sys.stderr.flush()
        here = os.getpid()
        self._pid = os.fork()
        if self._pid == 0:
            os._exit(_done(work, here))
        self._code: int | None = None

    @property
    def over(self) -> bool:
        if self._code is None:
            pid, status = os.waitpid(self._pid, os.WNOHANG)
            if pid:
                self._code = os.waitstatus_to_exitcode(status)
        return self._code is not None

    def join(self) -> None:
        """Wait for the end.

        Raises:
            BesideError: the work failed.
        """
        if self._code is None:
            _pid, status = os.waitpid(self._pid, 0)
            self._code = os.waitstatus_to_exitcode(status)
        if self._code:
            raise BesideError(f"work beside this process ended with {self._code}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.join()


def _done(work: Callable[[], object], parent: int) -> int:
    """In the new process: do the work on a connection of our own. Returns the exit code."""
    # The one we were born with is the other process's: kept, so that nothing here closes it.
    theirs, connection.connection = connection.connection, None
    end_with_parent(parent)
    try:
        work()
        connection.close()
    except KeyboardInterrupt:
        return 1
    except BaseException:  # noqa: BLE001 - it is shown, and the other process ends by it
        traceback.print_exc()
        return 1
    finally:
        sys.stderr.flush()
        _kept.append(theirs)
    return 0


_kept: list[object] = []
