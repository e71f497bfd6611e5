"""Homes of their own for tests of the embedded server."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kt1.config import embedded


@contextmanager
def made_home() -> Iterator[Path]:
    """An empty folder that the server's user may enter. Whatever runs there is stopped after."""
    above = Path("/var/lib/kt1") if os.geteuid() == 0 else Path(tempfile.gettempdir())
    above.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix="t.", dir=above))
    made.chmod(0o711)
    yield made
    for lock in made.rglob("supervisor.lock"):
        embedded.stop(embedded.Place(lock.parent))
    shutil.rmtree(made)


@pytest.fixture
def home() -> Iterator[Path]:
    with made_home() as made:
        yield made


@pytest.fixture(scope="module")
def lived_in() -> Iterator[Path]:
    """A home that the tests of one file share, so that its database is migrated once."""
    with made_home() as made:
        yield made
