"""Homes of their own for tests of the embedded server."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kt1.config import embedded


@pytest.fixture
def home() -> Iterator[Path]:
    """An empty folder that the server's user may enter. Whatever runs there is stopped after."""
    above = Path("/var/lib/kt1") if os.geteuid() == 0 else Path(tempfile.gettempdir())
    above.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix="t.", dir=above))
    made.chmod(0o711)
    yield made
    for lock in made.rglob("supervisor.lock"):
        embedded.stop(embedded.Place(lock.parent))
    shutil.rmtree(made)
