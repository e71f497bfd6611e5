"""The sender of a Hỏa tốc item is told when nobody may sign before its deadline, by the API."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from kt1.people.actor import Actor
from tests.api.conftest import Caller
from tests.custody.doing import CHECKS
from tests.custody.world import World

pytestmark = pytest.mark.django_db
CallerOf = Callable[[Actor], Caller]
#: The neighbour names somebody by day alone; the receiver's guard is there by night.
NIGHT = {
    "receiver": "24-S2",
    "begins": "2026-01-14T17:00:00+07:00",
    "ends": "2026-01-15T07:30:00+07:00",
}
#: Once the clock runs the next run is known: it is at the door on the day after.
LATER = {
    "receiver": "24-S2",
    "begins": "2026-01-15T17:00:00+07:00",
    "ends": "2026-01-16T00:00:00+07:00",
}


def declared(caller: Caller, *receivers: str, urgency: str = "HT") -> dict[str, list[object]]:
    items = [{"receiver": one, "urgency": urgency} for one in receivers]
    answer = caller.post("/items", {"items": items})
    assert answer.status == 201, answer.body
    return dict(answer.body)


def test_at_declaration_the_first_gap_of_each_receiver_is_told(
    world: World, caller_of: CallerOf
) -> None:
    said = declared(caller_of(world.clerk), "24-S2", "24-S1", "24-S2")
    assert said["gaps"] == [NIGHT]
    assert declared(caller_of(world.clerk), "24-S2", urgency="none")["gaps"] == []


def test_at_acceptance_the_gap_is_told_and_to_a_repeat_too(
    world: World, caller_of: CallerOf
) -> None:
    alone, guarded = declared(caller_of(world.clerk), "24-S2", "24-S1")["codes"]
    courier, key = caller_of(world.courier), uuid4()
    for _ in range(2):
        answer = courier.post(f"/items/{alone}/acceptance", {"checks": CHECKS}, key)
        assert (answer.status, answer.body["gap"]) == (200, LATER)
    quiet = courier.post(f"/items/{guarded}/acceptance", {"checks": CHECKS})
    assert quiet.body["gap"] is None
