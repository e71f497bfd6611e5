"""Calls before a visit, a substitute confirmed by two of the post, and who is announced."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from kt1.ledger.entries.models import Entry
from kt1.people.accounts.models import User
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.focal_points.models import FocalPoint
from kt1.people.visits import actions, announcing, queries
from kt1.people.visits.actions import UnfitVisitError
from kt1.people.visits.models import Call, Substitution
from kt1.people.visits.rules import Facts, Stage, stage_of
from tests.custody import factories as make
from tests.custody import substitutes, world
from tests.custody.factories import NIGHT, once
from tests.custody.world import World

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@pytest.fixture
def small(db: None) -> World:
    return world.build()


def test_a_call_keeps_who_rang_whom_and_whether_they_answered(small: World) -> None:
    for answered in (False, True):
        actions.record_call(
            point_id=small.door.pk,
            agency_id=small.receiver.pk,
            focal_point_id=small.guard.pk,
            answered=answered,
            by=small.courier,
            at=NIGHT + answered * MINUTE,
            once=once(),
        )
    calls = queries.calls_at(small.door.pk, [small.receiver.pk], NIGHT - DAY)
    assert [(one.answered, one.by_id) for one in calls] == [
        (True, small.courier.user_id),
        (False, small.courier.user_id),
    ]
    last = queries.last_calls(small.courier, [small.door.pk], NIGHT - DAY)
    assert last[small.door.pk].answered
    kept = b"".join(bytes(e.canonical) for e in Entry.objects.filter(kind="call.recorded"))
    assert small.guard.phone.encode() not in kept


def test_only_a_registered_number_of_that_body_counts(small: World) -> None:
    silent = make.receiver(small.door, small.receiver, phone="", title="Không có điện thoại")
    ended = make.receiver(small.door, small.receiver, phone="0222000999", valid_to=NIGHT - DAY)
    other = FocalPoint.objects.filter(agency=small.far).earliest("pk")
    for wrong in (silent, ended, other):
        with pytest.raises(UnfitVisitError):
            actions.record_call(
                point_id=small.door.pk,
                agency_id=small.receiver.pk,
                focal_point_id=wrong.pk,
                answered=True,
                by=small.courier,
                at=NIGHT,
                once=once(),
            )
    assert not Call.objects.exists()


def test_two_of_the_post_confirm_a_substitute(small: World) -> None:
    asked = substitutes.asked(small, small.neighbour, NIGHT)
    assert [one.pk for one in queries.to_settle(small.controller, NIGHT + MINUTE)] == [asked]
    assert not queries.to_settle(small.courier, NIGHT + MINUTE).exists()

    def settle(by: Actor, **said: Any) -> Substitution:
        return actions.settle_substitute(
            substitution_id=asked,
            by=by,
            at=NIGHT + MINUTE,
            once=once(),
            **{"agreed": True, "focal_point_id": substitutes.rung(small.neighbour), **said},
        )

    with pytest.raises(NotAllowedError):
        settle(small.courier)
    with pytest.raises(Substitution.DoesNotExist):
        settle(small.far_controller)
    with pytest.raises(UnfitVisitError):
        settle(small.controller, focal_point_id=None)
    settled = settle(small.controller)
    assert queries.stage(settled, NIGHT + MINUTE) is Stage.AGREED
    assert Call.objects.filter(by=small.controller.user_id).count() == 1, "the leader rang too"
    with pytest.raises(UnfitVisitError):
        settle(small.second_controller)


def test_no_substitute_where_somebody_may_sign_or_the_door_forbids(small: World) -> None:
    with pytest.raises(UnfitVisitError):  # the guard is on duty
        substitutes.asked(small, small.receiver, NIGHT)
    small.door.focal_only = True
    small.door.save()
    with pytest.raises(NotAllowedError):
        substitutes.asked(small, small.neighbour, NIGHT)


@pytest.mark.parametrize(
    ("facts", "minutes", "stage"),
    [
        ({}, 1, Stage.ASKED),
        ({}, 121, Stage.LAPSED),
        ({"settled_at": NIGHT}, 1, Stage.REFUSED),
        ({"settled_at": NIGHT, "agreed": True}, 120, Stage.AGREED),
        ({"settled_at": NIGHT, "agreed": True}, 121, Stage.LAPSED),
        ({"settled_at": NIGHT, "agreed": True, "used_at": NIGHT}, 24 * 60, Stage.USED),
        ({"settled_at": NIGHT, "agreed": True, "used_at": NIGHT}, 24 * 60 + 1, Stage.OVERDUE),
        (
            {"settled_at": NIGHT, "agreed": True, "used_at": NIGHT, "written_at": NIGHT},
            9999,
            Stage.WRITTEN,
        ),
    ],
)
def test_how_far_a_confirmation_has_come(facts: dict[str, Any], minutes: int, stage: Stage) -> None:
    said = Facts(asked_at=NIGHT, **facts)
    now, lasts = NIGHT + minutes * MINUTE, timedelta(hours=2)
    assert stage_of(said, at=now, write_within=DAY, agreed_for=lasts) is stage
    unbound = stage_of(said, at=now, write_within=DAY, agreed_for=None)
    still = Stage.AGREED if said.agreed else Stage.ASKED
    assert unbound is (still if stage is Stage.LAPSED else stage)


def test_the_body_confirms_in_writing_what_was_delivered(small: World) -> None:
    found = substitutes.confirmed(small, small.neighbour, NIGHT)

    def write(by: Actor) -> Substitution:
        return actions.confirm_in_writing(
            substitution_id=found,
            paper="15/XN-S2",
            paper_date=date(2026, 1, 15),
            by=by,
            at=NIGHT + DAY,
            once=once(),
        )

    with pytest.raises(UnfitVisitError):  # nothing was delivered on it
        write(small.neighbour_clerk)
    Substitution.objects.filter(pk=found).update(handover=once().key, used_at=NIGHT)
    assert queries.unwritten(small.neighbour_clerk).count() == 1
    with pytest.raises(Substitution.DoesNotExist):
        write(small.receiving_clerk)
    with pytest.raises(NotAllowedError):
        write(small.controller)
    assert queries.stage(write(small.neighbour_clerk), NIGHT + DAY) is Stage.WRITTEN
    assert not queries.unwritten(small.neighbour_clerk).exists()


def test_who_comes_is_announced_with_a_card(small: World) -> None:
    def announce(first: date, last: date) -> int:
        return announcing.announce(
            route_id=small.round.pk,
            courier_id=small.escort.user_id,
            from_day=first,
            to_day=last,
            by=small.dispatcher,
            at=NIGHT,
            once=once(),
        )

    first, last = date(2026, 1, 15), date(2026, 1, 20)
    with pytest.raises(UnfitVisitError):  # no card yet
        announce(first, last)
    User.objects.filter(pk=small.escort.user_id).update(card_number="BT-0009")
    with pytest.raises(UnfitVisitError):
        announce(last, first)
    made = announce(first, last)
    routes = [small.round.pk]
    assert queries.announced(routes, last)[small.round.pk].courier_id == small.escort.user_id
    assert queries.announced(routes, last + DAY) == {}
    announcing.withdraw(announcement_id=made, by=small.dispatcher, at=NIGHT, once=once())
    assert queries.announced(routes, last) == {}


def test_a_repeat_of_a_call_is_one_call(small: World) -> None:
    key = once()
    ring: Callable[[], int] = lambda: actions.record_call(  # noqa: E731 - said twice below
        point_id=small.door.pk,
        agency_id=small.receiver.pk,
        focal_point_id=small.guard.pk,
        answered=True,
        by=small.courier,
        at=NIGHT,
        once=key,
    )
    assert ring() == ring()
    assert Call.objects.count() == 1
