"""The small network, and everybody in it behind a browser, when January is over."""

from collections.abc import Iterator

import pytest

from kt1.config import clock
from tests.custody import factories as make
from tests.web.delivery.conftest import as_, stand_at, world

__all__ = ["as_", "world"]


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    kept = clock.offset()
    stand_at(make.at("2026-02-03"))
    yield
    clock.set_offset(kept)
