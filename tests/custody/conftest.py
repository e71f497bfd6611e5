"""What tests of custody stand on."""

import pytest

from tests.custody.world import World, build


@pytest.fixture
def world(db: None) -> World:
    return build()
