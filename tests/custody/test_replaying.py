"""Answers of a day asked again: in sets, by the register of each moment; `kt1 replay` says so."""

import json
from datetime import time, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from kt1.config import cli
from kt1.custody.deliveries.models import Delivery
from kt1.custody.deliveries.replaying import Verdict, replay_all
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.rules import Rank
from kt1.people.rosters import actions as rosters
from kt1.people.rosters.facts import NewOverride
from kt1.people.rosters.models import Roster
from kt1.people.rosters.spans import Span
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.factories import AFTERNOON, MORNING, NIGHT, once
from tests.custody.world import World, build

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def world(db: None) -> World:
    return build()


def _deliveries() -> list[Delivery]:
    return list(Delivery.objects.select_related("point").order_by("at"))


def test_a_day_is_asked_in_sets(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    codes = doing.accepted(world, 12)
    for n, code in enumerate(codes):
        doing.delivered(world, [code], when=AFTERNOON + n * MINUTE)
    found = _deliveries()
    replay_all(found[:1])  # the calendar is loaded once
    with django_assert_max_num_queries(8):
        replays = replay_all(found)
    assert [one.verdict for one in replays] == [Verdict.AGREES] * 12
    assert replay_all([]) == []


def test_the_command_says_what_agrees_and_fails_where_one_does_not(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    (first, second) = doing.accepted(world, 2)
    doing.delivered(world, [first], when=AFTERNOON)
    doing.delivered(world, [second], when=NIGHT)
    asked = ["replay", "--day", "2026-01-14", "--json"]
    assert cli.main(asked) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["asked"], said["agrees"], said["differing"]) == (2, 2, [])

    FocalPoint.objects.filter(pk=world.guard.pk).update(to_time=time(22))
    assert cli.main(asked) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["agrees"], said["disagrees"]) == (1, 1)
    assert said["differing"][0]["kept"][-1] == "Được ký nhận: Phòng trực."
    assert cli.main(["replay", "--item", second]) == 1
    assert "Không khớp: 1." in capsys.readouterr().out
    assert cli.main(["replay", "--item", first]) == 0
    assert cli.main(["replay", "--item", "khong-phai-ma"]) == 2


def test_a_roster_withdrawn_afterwards_leaves_the_old_answer_true(world: World) -> None:
    stands_in = make.receiver(
        world.door, world.receiver, hours=(time(0), time(0, 1)), title="Trực thay"
    )
    who: dict[str, Any] = {
        "agency_id": world.receiver.pk,
        "point_id": world.door.pk,
        "by": world.receiving_clerk,
    }
    override = NewOverride(
        who=stands_in.pk,
        rank=Rank.FOCAL,
        span=Span(NIGHT - timedelta(hours=1), NIGHT + timedelta(hours=1)),
        instead_of=world.guard.pk,
    )
    rosters.set_override(override=override, at=MORNING, once=once(), **who)
    codes = doing.accepted(world)
    doing.delivered(world, codes, when=NIGHT)
    assert [one.verdict for one in replay_all(_deliveries())] == [Verdict.AGREES]

    rosters.withdraw_roster(
        roster_id=Roster.objects.get().pk, by=world.receiving_clerk, at=NIGHT + MINUTE, once=once()
    )
    (found,) = replay_all(_deliveries())
    assert found.verdict is Verdict.CHANGED_SINCE
    assert [one.title for one in found.then.people] == ["Trực thay"]
    assert [one.title for one in found.now.people] == ["Phòng trực"]
