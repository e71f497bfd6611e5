"""Argon2id, with no more hashes at once than the machine has processors.

A hash takes 46 MiB: without the cap a flood of sign-ins would take the memory of the machine.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.hashers import Argon2PasswordHasher

AT_ONCE = max(1, os.cpu_count() or 1)
WAIT_SECONDS = 5.0

_slots = threading.BoundedSemaphore(AT_ONCE)


class BusyError(Exception):
    """Too many passwords are being checked at this moment."""


class CappedArgon2Hasher(Argon2PasswordHasher):
    """Django's hasher with the memory and passes that OWASP gives for one lane."""

    time_cost = 2
    memory_cost = 46 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with _slot():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with _slot():
            return super().verify(password, encoded)


@contextmanager
def _slot() -> Iterator[None]:
    if not _slots.acquire(timeout=WAIT_SECONDS):
        raise BusyError
    try:
        yield
    finally:
        _slots.release()
