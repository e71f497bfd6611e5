"""State tables: every state has a word and an entry, and the pages say what the code does."""

import argparse
import importlib
from pathlib import Path

import pytest
from django.conf import settings

from kt1.config.cli import states as command
from kt1.config.states import PAGES, Page, documents
from kt1.custody.bags.rules import SEAL_NEXT, SealState
from kt1.custody.deliveries.corrections import CAUSES, Cause
from kt1.custody.deliveries.labels import CAUSE_LABELS, ENDING_LABELS
from kt1.custody.deliveries.rules import Ending
from kt1.custody.handovers.rules import NEXT as HANDOVER_NEXT
from kt1.custody.handovers.rules import Outcome
from kt1.custody.items.rules import PICKUP_NEXT, PickupState
from kt1.custody.shifts.labels import DIFFERENCE_LABELS
from kt1.custody.shifts.rules import Difference
from kt1.custody.trips.rules import NEXT as TRIP_NEXT
from kt1.custody.trips.rules import TripState
from kt1.custody.units.models import STATE_LABELS
from kt1.custody.units.rules import BAG_NEXT, CLOSED, ITEM_NEXT, MOVING, State


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_state_has_a_word_and_an_entry(page: Page) -> None:
    for state, following in page.following.items():
        assert str(page.labels[state])
        assert following <= page.following.keys()
        # A pick-up is given to another; estimates, adjustments and answers come in versions.
        assert state not in following or page.name in {"pickup", "budget", "review"}


def test_every_state_stands_in_a_table() -> None:
    assert set(ITEM_NEXT) | set(BAG_NEXT) == set(State) == set(STATE_LABELS)
    assert set(ITEM_NEXT) & set(BAG_NEXT) == {State.LOST}
    assert set(SEAL_NEXT) == set(SealState)
    assert set(HANDOVER_NEXT) == set(Outcome)
    assert set(TRIP_NEXT) == set(TripState)
    assert set(PICKUP_NEXT) == set(PickupState)
    assert not MOVING & CLOSED


def test_every_state_can_be_reached_from_the_first() -> None:
    for page in PAGES:
        reached = {next(iter(page.following))}
        while more := {s for r in reached for s in page.following[r]} - reached:
            reached |= more
        assert reached == set(page.following), page.name


def test_every_table_of_transitions_has_a_page() -> None:
    drawn = {page.source for page in PAGES}
    root = Path(settings.BASE_DIR)
    found = set()
    for path in root.glob("kt1/*/**/*rules.py"):
        module = importlib.import_module(".".join(path.relative_to(root).with_suffix("").parts))
        found |= {
            f"{module.__name__.removeprefix('kt1.')}.{name}"
            for name, table in vars(module).items()
            if (name == "NEXT" or name.endswith("_NEXT"))
            and type(next(iter(table))).__module__ == module.__name__
        }
    assert found == drawn


def test_the_pages_are_as_the_code_says() -> None:
    for path, text in documents().items():
        assert (Path(settings.BASE_DIR) / path).read_text("utf-8") == text, "run `make doc`"


def test_the_command_draws_checks_and_takes_away_what_nothing_draws(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    assert command.run(argparse.Namespace(what="check")) == 1
    old = tmp_path / "docs" / "states" / "old.md"
    old.parent.mkdir(parents=True)
    old.write_text("", "utf-8")
    assert command.run(argparse.Namespace(what="draw")) == 0
    assert not old.exists()
    assert command.run(argparse.Namespace(what="check")) == 0
    (old.parent / "item.md").write_text("?", "utf-8")
    assert command.run(argparse.Namespace(what="check")) == 1
    assert "item.md" in capsys.readouterr().err


def test_every_coded_cause_ending_and_difference_has_a_word() -> None:
    assert set(CAUSE_LABELS) == set(Cause)
    assert {cause for causes in CAUSES.values() for cause in causes} == set(Cause)
    assert set(ENDING_LABELS) == set(Ending)
    assert set(DIFFERENCE_LABELS) == set(Difference)
