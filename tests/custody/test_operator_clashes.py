"""Where the operator's file contradicts our own record, nothing is overwritten."""

from uuid import uuid4

import pytest

from kt1.custody.deliveries.models import Irregularity
from kt1.custody.operator import words
from kt1.custody.operator.rules import Clash, EventKind
from tests.custody import doing
from tests.custody.factories import at, once
from tests.custody.test_operator_files import (
    ACCEPTED,
    ARRIVED,
    BAGGED,
    DELIVERED,
    FAILED,
    SENT,
    _look,
    _take,
    _unit,
)
from tests.custody.world import World

pytestmark = pytest.mark.django_db


def _clashes(world: World, *rows: dict[str, str]) -> list[Clash]:
    return [c.clash for c in _look(world, *rows).conflicts]


def test_what_our_own_people_recorded_is_never_overwritten(world: World) -> None:
    (code,) = doing.accepted(world, when=at("2026-01-14", "09:10"))
    linked = {**ACCEPTED, "code": code}
    assert _look(world, linked).unchanged == 1  # ten minutes apart is the same acceptance

    assert _clashes(world, {**linked, "at": "14/01/2026 11:00"}) == [Clash.ACCEPTED_OTHERWISE]
    assert _clashes(world, {**linked, "receiver": "24-S2"}) == [Clash.ACCEPTED_OTHERWISE]
    assert _clashes(world, {**FAILED, "code": code}) == [Clash.HELD_BY_PERSON]
    doing.given([code], world.courier, world.controller, when=at("2026-01-14", "10:00"))
    assert _clashes(world, {**FAILED, "code": code}) == [Clash.HELD_BY_PERSON]


def test_a_delivery_of_ours_is_the_same_or_a_contradiction(world: World) -> None:
    (code,) = doing.accepted(world, when=at("2026-01-14", "09:00"))
    doing.delivered(world, [code], when=at("2026-01-15", "09:00"))

    assert _look(world, {**DELIVERED, "code": code}).unchanged == 1
    assert _clashes(world, {**DELIVERED, "code": code, "at": "15/01/2026 16:00"}) == [
        Clash.DELIVERED_OTHERWISE
    ]
    assert _clashes(world, {**FAILED, "code": code, "at": "15/01/2026 16:00"}) == [Clash.STATE]


def test_rows_that_contradict_are_reported_once_and_change_nothing(world: World) -> None:
    _take(world, ACCEPTED, DELIVERED)
    other = {**DELIVERED, "at": "15/01/2026 16:00"}
    before = _unit().since

    first = _take(world, other)
    second = _take(world, other)

    assert (first["conflicts"], first["reported"]) == (1, 1)
    assert (second["conflicts"], second["reported"]) == (1, 0)
    matter = Irregularity.objects.get()
    assert (matter.kind, matter.place, matter.unit_id) == (
        "file_conflict",
        world.centre,
        _unit().pk,
    )
    assert matter.findings == {_unit().code: ["delivered", "delivered_otherwise"]}
    assert _unit().since == before


def test_what_comes_too_late_to_be_placed_is_a_contradiction(world: World) -> None:
    _take(world, ACCEPTED, BAGGED, SENT, ARRIVED)

    assert _clashes(world, {**FAILED, "at": "14/01/2026 10:30"}) == [Clash.TOO_EARLY]
    _take(
        world,
        {**SENT, "place": "24-TT", "other": "24-BC01", "dispatch": "CT-2"}
        | {"at": "14/01/2026 13:00"},
    )
    assert _clashes(world, FAILED) == [Clash.OFFERED]  # its arrival is not in the file
    for clash in Clash:
        assert str(words.CLASH_LABELS[clash])
    for kind in EventKind:
        assert str(words.EVENT_LABELS[kind])


def test_a_request_key_used_again_is_answered_and_not_done(world: World) -> None:
    key = once(uuid4())
    first = _take(world, ACCEPTED, once=key)

    assert _take(world, ACCEPTED, once=key) == first
