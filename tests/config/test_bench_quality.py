"""What the measurement of quality fills in is what it then counts."""

import pytest

from kt1.assurance.quality import queries
from kt1.assurance.quality.rules import Outcome, together
from kt1.config.bench import quality
from tests.custody.world import build

pytestmark = pytest.mark.django_db


def test_every_item_of_the_filled_year_is_counted_and_one_in_twelve_is_late() -> None:
    world = build()
    quality.fill(1200)
    found = together(queries.figures(world.dispatcher, quality.YEAR, "month").values())
    assert found.population == 1200
    assert found.late_in_all == 100
    assert 0 < found.of(Outcome.FORCE_MAJEURE) < 100
    assert queries.harmed(world.dispatcher, quality.YEAR) == (0, 0)
