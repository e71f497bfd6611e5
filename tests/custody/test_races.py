"""Many at once, twice, and half-finished: one wins, nothing is lost, nothing happens twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from kt1.custody.deliveries import actions as deliveries
from kt1.custody.deliveries.models import Attempt
from kt1.custody.deliveries.rules import Reason
from kt1.custody.handovers import actions as handovers
from kt1.custody.handovers.acts import AlreadySettledError
from kt1.custody.handovers.models import Handover
from kt1.custody.handovers.rules import Seen
from kt1.custody.items import actions as items
from kt1.custody.items.rules import Declaration
from kt1.custody.trips import actions as trips
from kt1.custody.trips.models import Trip
from kt1.custody.units import steps
from kt1.custody.units.models import Unit
from kt1.custody.units.rules import NotPossibleError
from kt1.ledger.entries.actions import append
from kt1.ledger.entries.models import Entry
from kt1.ledger.requests import steps as requests
from kt1.ledger.requests.models import Request
from kt1.ledger.requests.steps import KeyReusedError
from tests.custody import doing
from tests.custody.factories import AFTERNOON, MORNING, NOON, once
from tests.custody.world import World

pytestmark = pytest.mark.django_db(transaction=True)
EIGHT = 8


def _at_once(act: Callable[[int], object]) -> list[str]:
    """What eight threads get that press the same button at the same moment."""
    barrier = Barrier(EIGHT)

    def press(n: int) -> str:
        barrier.wait()
        try:
            act(n)
        except (AlreadySettledError, NotPossibleError) as late:
            return type(late).__name__
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(EIGHT) as pool:
        return sorted(pool.map(press, range(EIGHT)))


def test_of_eight_who_settle_one_hand_over_one_wins(world: World) -> None:
    codes = doing.accepted(world, 3)
    handover = doing.given(codes, world.courier, world.controller)
    before = Entry.objects.count()

    got = _at_once(lambda _n: doing.taken(handover, world.controller, codes))

    assert got == ["AlreadySettledError"] * 7 + ["done"]
    assert Entry.objects.count() == before + 1
    assert doing.unit(codes[0]).person_id == world.controller.user_id


def test_taking_and_taking_back_at_once_ends_in_one_of_them(world: World) -> None:
    codes = doing.accepted(world)
    handover = doing.given(codes, world.courier, world.controller)

    def act(n: int) -> object:
        if n % 2:
            return doing.taken(handover, world.controller, codes)
        return handovers.take_back(handover_id=handover, by=world.courier, at=NOON, once=once())

    assert _at_once(act).count("done") == 1
    held = doing.unit(codes[0])
    taken = Handover.objects.get(pk=handover).outcome == "taken"
    assert held.person_id == (world.controller if taken else world.courier).user_id
    assert held.offer is None


def test_of_eight_who_accept_one_item_one_does(world: World) -> None:
    codes = doing.declared(world)

    got = _at_once(
        lambda _n: items.accept(codes=codes, checks=[], by=world.courier, at=NOON, once=once())
    )

    assert got == ["NotPossibleError"] * 7 + ["done"]
    assert Handover.objects.count() == 1


def test_eight_who_write_to_one_item_lose_nothing(world: World) -> None:
    codes = doing.accepted(world)

    got = _at_once(
        lambda _n: deliveries.attempt(
            codes=codes,
            point_id=world.door.pk,
            reason=Reason.CLOSED,
            by=world.courier,
            at=AFTERNOON,
            once=once(),
        )
    )

    assert got == ["done"] * EIGHT
    assert sorted(Attempt.objects.values_list("n", flat=True)) == list(range(1, EIGHT + 1))


def test_two_acts_over_the_same_units_never_wait_in_a_ring(world: World) -> None:
    codes = doing.accepted(world, 6)

    def act(n: int) -> object:
        return handovers.offer(
            codes=codes if n % 2 else list(reversed(codes)),
            taker_place_id=world.centre.pk,
            taker_person_id=world.controller.user_id,
            by=world.courier,
            at=MORNING,
            once=once(),
        )

    assert _at_once(act) == ["NotPossibleError"] * 7 + ["done"]


def test_runs_planned_at_once_never_share_a_number(world: World) -> None:
    got = _at_once(
        lambda _n: trips.plan(
            route_id=world.trunk.pk,
            vehicle_id=world.vehicle.pk,
            courier_id=world.courier.user_id,
            leaves_at=NOON,
            by=world.dispatcher,
            at=MORNING,
            once=once(),
        )
    )

    assert got == ["done"] * EIGHT
    assert Trip.objects.values("number").distinct().count() == EIGHT


def test_one_request_sent_eight_times_at_once_is_one_act(world: World) -> None:
    key = once(uuid4(), act="declare")
    declarations = [Declaration(receiver=world.receiver.pk)]
    answers: list[Any] = []

    got = _at_once(
        lambda _n: answers.append(
            items.declare(declarations=declarations, by=world.clerk, at=MORNING, once=key)
        )
    )

    assert got == ["done"] * EIGHT
    assert all(answer == answers[0] for answer in answers)
    assert Unit.objects.count() == Entry.objects.count() == 1


def test_one_key_for_another_request_is_refused(world: World) -> None:
    key = uuid4()
    declarations = [Declaration(receiver=world.receiver.pk)]
    items.declare(declarations=declarations, by=world.clerk, at=MORNING, once=once(key, n=1))

    with pytest.raises(KeyReusedError):
        items.declare(declarations=declarations, by=world.clerk, at=MORNING, once=once(key, n=2))
    # Another person's key is another key.
    other = [Declaration(receiver=world.sender.pk)]
    items.declare(declarations=other, by=world.receiving_clerk, at=MORNING, once=once(key, n=2))
    assert Unit.objects.count() == 2


def test_a_crash_before_the_end_leaves_nothing_and_the_retry_does_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = doing.accepted(world, 2)
    handover = doing.given(codes, world.courier, world.controller)
    key = once(uuid4(), act="settle")
    before = (Entry.objects.count(), Request.objects.count())

    def settle() -> dict[str, Any]:
        return handovers.settle(
            handover_id=handover,
            seen=[Seen(code=code) for code in codes],
            by=world.controller,
            at=NOON,
            once=key,
        )

    class PowerCutError(Exception):
        pass

    def cut(*_: object, **__: object) -> None:
        raise PowerCutError

    def written_then_cut(**facts: Any) -> None:
        append(**facts)
        cut()

    for name, broken_off in (("statements_of", cut), ("append", cut), ("append", written_then_cut)):
        with monkeypatch.context() as broken:  # before the writes, and right after them
            broken.setattr(steps, name, broken_off)
            with pytest.raises(PowerCutError):
                settle()
    with monkeypatch.context() as broken:  # everything written, the answer not yet
        broken.setattr(requests, "finish_begun", cut)
        with pytest.raises(PowerCutError):
            settle()

    assert (Entry.objects.count(), Request.objects.count()) == before
    assert doing.unit(codes[0]).offer == handover
    first = settle()
    assert settle() == first  # the answer was lost on the way, the client asks again
    assert Entry.objects.count() == before[0] + 1


def test_scans_of_a_taker_are_kept_outside_any_transaction(world: World) -> None:
    codes = doing.accepted(world)
    handover = doing.given(codes, world.courier, world.controller)

    assert handovers.scan(handover_id=handover, code=codes[0], by=world.controller, at=NOON) == 1
