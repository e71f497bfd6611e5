"""What tests of custody stand on."""

from collections.abc import Iterator

import pytest

from tests.custody.doing import untold
from tests.custody.world import World, build


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """The small network. Whatever a test did there, the ledger tells the tables as they stand."""
    yield build()
    assert untold() == []
