"""However many lines an act has, the number of statements stays the same."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kt1.custody.bags import actions as bags
from kt1.custody.deliveries import actions as deliveries
from kt1.custody.handovers import actions as handovers
from kt1.custody.handovers.rules import Seen
from kt1.custody.items import actions as items
from kt1.custody.items.rules import Declaration
from kt1.custody.shifts import actions as shifts
from kt1.custody.trips.runs import run_of
from kt1.law.book import queries as law
from kt1.network.revisions import queries as network
from tests.custody import doing
from tests.custody.factories import AFTERNOON, MORNING, NIGHT, NOON, at, once
from tests.custody.world import World

# In transactions of their own: what a test's own transaction changes is asked for each time.
pytestmark = pytest.mark.django_db(transaction=True)
#: Both sides of one way of writing: small acts leave as one statement (`steps._AHEAD`).
FEW, MANY = 60, 500


@pytest.fixture(autouse=True)
def _asks_once_a_second(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As the product runs; other tests ask for the revisions each time, for their own sake."""
    for revisions in (law, network):
        monkeypatch.setattr(revisions, "FRESH_SECONDS", 60.0)
        revisions._thread.seen = None
    yield
    for revisions in (law, network):
        revisions._thread.seen = None


@contextmanager
def _counted(into: list[int]) -> Iterator[None]:
    with CaptureQueriesContext(connection) as captured:
        yield
    into.append(len(captured))


def _same(act: Callable[[Any], object], before: Callable[[int], object]) -> None:
    """Run once for nothing (statements are prepared, caches filled), then few against many."""
    counts: list[int] = []
    for number in (FEW, FEW, MANY):
        stage = before(number)
        with _counted(counts):
            act(stage)
    assert counts[1] == counts[2], counts


def test_declaring(world: World) -> None:
    _same(
        lambda said: items.declare(declarations=said, by=world.clerk, at=MORNING, once=once()),
        lambda number: [Declaration(receiver=world.receiver.pk)] * number,
    )


def test_accepting(world: World) -> None:
    def accept(codes: Sequence[str]) -> object:
        return items.accept(codes=codes, checks=[], by=world.courier, at=MORNING, once=once())

    _same(accept, lambda number: doing.declared(world, number))


def test_offering_and_taking(world: World) -> None:
    counts: list[int] = []
    for number in (FEW, FEW, MANY):
        codes = doing.accepted(world, number)
        with _counted(counts):
            handover = doing.given(codes, world.courier, world.controller)
            handovers.settle(
                handover_id=handover,
                seen=[Seen(code=code) for code in codes],
                by=world.controller,
                at=NOON,
                once=once(),
            )
    assert counts[1] == counts[2], counts


def test_packing_and_opening(world: World) -> None:
    counts: list[int] = []
    for n, number in enumerate((FEW, FEW, MANY)):
        codes = doing.accepted(world, number)
        doing.moved(codes, world.courier, world.controller)
        bag = doing.bag_of([], world.controller)
        doing.issued([f"S-{n}"], world.controller, world.controller)
        with _counted(counts):
            bags.pack(bag=bag, codes=codes, by=world.controller, at=NOON, once=once())
            bags.seal(bag=bag, number=f"S-{n}", by=world.controller, at=NOON, once=once())
            bags.open_sealed(
                bag=bag,
                number_seen=f"S-{n}",
                intact=True,
                counted=codes,
                by=world.controller,
                at=NOON,
                once=once(),
            )
    assert counts[1] == counts[2], counts


def test_delivering_and_confirming(world: World) -> None:
    counts: list[int] = []
    for number in (FEW, FEW, MANY):
        codes = doing.accepted(world, number, advice=True)
        with _counted(counts):
            doing.delivered(world, codes, when=NIGHT)
            deliveries.confirm(
                codes=codes,
                by=world.receiving_clerk,
                at=at("2026-01-15", "08:00"),
                once=once(),
            )
    assert counts[1] == counts[2], counts


def test_the_run_of_a_courier(world: World) -> None:
    counts: list[int] = []
    for number in (FEW, FEW, MANY):
        doing.accepted(world, number)
        with _counted(counts):
            assert run_of(world.courier, AFTERNOON).doors
    assert counts[1] == counts[2], counts


def test_closing_a_shift(world: World) -> None:
    counts: list[int] = []
    for hour, number in ((10, FEW), (11, FEW), (12, MANY)):
        when = at("2026-01-14", f"{hour}:00")
        codes = doing.accepted(world, number, when=when)
        doing.moved(codes, world.courier, world.escort, when=when)
        with _counted(counts):
            answer = shifts.record_balance(
                count=shifts.Count(scanned=codes),
                by=world.escort,
                at=at("2026-01-14", f"{hour}:30"),
                once=once(),
            )
        assert answer["agrees"] is (hour == 10)  # later ones leave out what was held before
    assert counts[1] == counts[2], counts
