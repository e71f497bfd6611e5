"""GET /api/v1/who: who may sign at a door at a moment, with the path of the decision."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from kt1.people.actor import Actor
from tests.api.conftest import Caller
from tests.custody.world import World

CallerOf = Callable[[Actor], Caller]
pytestmark = pytest.mark.django_db


def _asked(caller: Caller, **said: str) -> dict[str, Any]:
    answer = caller.get(f"/who?{urlencode(said)}")
    assert answer.status == 200, answer.body
    found: dict[str, Any] = answer.body
    return found


def test_the_answer_for_each_body_of_a_shared_door(world: World, caller_of: CallerOf) -> None:
    found = _asked(caller_of(world.courier), point="24-P-S", at="2026-01-14T22:40:00+07:00")
    answers = {one["agency"]: one for one in found["answers"]}
    guarded, alone = answers["24-S1"], answers["24-S2"]
    assert [one["title"] for one in guarded["people"]] == ["Phòng trực"]
    assert guarded["people"][0]["focal_point"] == world.guard.pk
    assert guarded["path"][-1] == "Được ký nhận: Phòng trực."
    assert (guarded["gap"], guarded["substitute"]) == (False, False)
    assert (alone["people"], alone["gap"], alone["substitute"]) == ([], True, True)


def test_vietnamese_time_without_an_offset_and_now_without_a_time(
    world: World, caller_of: CallerOf
) -> None:
    caller = caller_of(world.courier)
    night = _asked(caller, point="24-P-S", at="2026-01-14T22:40:00", agency="24-S1")
    assert night["at"] == "2026-01-14T22:40:00+07:00"
    day = _asked(caller, point="24-p-s", agency="24-S1")
    titles = [one["title"] for body in day["answers"] for one in body["people"]]
    assert titles == ["Đầu mối trong giờ"]


def test_a_body_asks_about_itself_and_nobody_about_another_province(
    world: World, caller_of: CallerOf
) -> None:
    clerk = caller_of(world.neighbour_clerk)
    mine = _asked(clerk, point="24-P-S")
    assert [one["agency"] for one in mine["answers"]] == ["24-S2"]
    assert clerk.get("/who?point=24-P-S&agency=24-S1").status == 422
    assert clerk.get("/who?point=24-P-UB1").status == 422
    assert caller_of(world.courier).get("/who?point=75-P-S1").status == 422
    assert caller_of(world.courier).get("/who?point=24-P-S&at=hom-nay").status == 422
