"""Duties, receivers and shown titles come after their bodies, and go back with them."""

from datetime import time, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from kt1.config.successions import carry_out
from kt1.ledger.entries.models import Entry
from kt1.network.places.rules import PlaceKind
from kt1.network.successions.rules import Kind
from kt1.people.accounts.models import Duty, NoticeKind, SecurityNotice, User
from kt1.people.accounts.rules import Role
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.queries import who_may_sign_at
from kt1.people.focal_points.rules import Rank
from kt1.people.rosters.models import Roster, RosterChange, RosterLine
from kt1.people.succession import actions
from kt1.people.succession.models import PeopleFollowed
from tests.custody import factories as make
from tests.custody.factories import SINCE, at
from tests.custody.world import World, build
from tests.network.successions import LATER, MIDNIGHT, in_effect, ordered

pytestmark = pytest.mark.django_db

NOON = at("2026-02-02", "12:00")  # a Monday
YESTERDAY = at("2026-01-30", "12:00")


@pytest.fixture
def world() -> World:
    return build()


def merged(world: World) -> int:
    """The receiver is merged into its neighbour, who keeps the door they share."""
    return in_effect(ordered(Kind.MERGE, old=("24-S1", "24-S2"), heirs=("24-S2",)))


def test_the_clerk_acts_for_the_heir_at_its_desk(world: World) -> None:
    merged(world)
    old = Duty.objects.get(pk=world.receiving_clerk.duty_id or 0)
    assert old.valid_to == MIDNIGHT
    new = Duty.objects.get(user=old.user_id, valid_to=None)
    assert (new.role, new.agency, new.place) == (
        Role.CLERK,
        world.neighbour,
        make.desk(world.neighbour),
    )
    kinds = set(SecurityNotice.objects.filter(user=old.user_id).values_list("kind", flat=True))
    assert kinds == {NoticeKind.DUTY_ENDED, NoticeKind.DUTY_GIVEN}


def test_a_head_is_not_inherited(world: World) -> None:
    head = make.actor(Role.HEAD, body=world.receiver)
    merged(world)
    assert Duty.objects.get(user=head.user_id).valid_to == MIDNIGHT


def test_who_has_the_duty_already_gets_it_once(world: World) -> None:
    both = Duty.objects.get(pk=world.receiving_clerk.duty_id or 0).user
    Duty.objects.create(
        user=both,
        role=Role.CLERK,
        agency=world.neighbour,
        place=make.desk(world.neighbour),
        valid_from=at("2025-07-01", "00:00"),
    )
    merged(world)
    assert Duty.objects.filter(user=both, agency=world.neighbour).count() == 1


def test_receivers_sign_for_the_heir_and_signed_for_the_old(world: World) -> None:
    merged(world)
    door = world.door.pk
    before = who_may_sign_at(door, YESTERDAY, agency_id=world.receiver.pk)
    assert [one.title for one in before.people] == ["Đầu mối trong giờ"]
    assert who_may_sign_at(door, NOON, agency_id=world.receiver.pk).gap
    after = who_may_sign_at(door, NOON, agency_id=world.neighbour.pk)
    assert len(after.people) == 2  # its own, and the one that came
    rows = FocalPoint.objects.filter(agency=world.neighbour, title="Phòng trực")
    assert [row.valid_from for row in rows] == [MIDNIGHT]


def test_a_mover_is_received_at_the_new_door(world: World) -> None:
    new = make.place(kind=PlaceKind.DELIVERY_POINT, code="24-P-MOI")
    in_effect(ordered(Kind.MOVE, old=("24-S1",), point="24-P-MOI"))
    assert who_may_sign_at(world.door.pk, NOON, agency_id=world.receiver.pk).gap
    there = who_may_sign_at(new.pk, NOON, agency_id=world.receiver.pk)
    assert [one.title for one in there.people] == ["Đầu mối trong giờ"]
    stay = who_may_sign_at(world.door.pk, NOON, agency_id=world.neighbour.pk)
    assert not stay.gap


def test_titles_follow_the_name(world: World) -> None:
    User.objects.filter(pk=world.receiving_clerk.user_id).update(title="Văn thư Sở thứ nhất")
    in_effect(ordered(Kind.RENAME, old=("24-S1",), name="Sở đổi tên"))
    assert User.objects.get(pk=world.receiving_clerk.user_id).title == "Văn thư Sở đổi tên"


def test_titles_follow_the_people(world: World) -> None:
    User.objects.filter(pk=world.receiving_clerk.user_id).update(title="Văn thư Sở thứ nhất")
    wrong = merged(world)
    assert User.objects.get(pk=world.receiving_clerk.user_id).title == "Văn thư Sở thứ hai"
    in_effect(ordered(Kind.UNDO, undoes=wrong), when=MIDNIGHT)
    assert User.objects.get(pk=world.receiving_clerk.user_id).title == "Văn thư Sở thứ nhất"


def roster(world: World, kind: str, **more: Any) -> Roster:
    """A roster of the receiving body at its door, with the guard in it."""
    where = {"agency": world.receiver, "point": world.door}
    begins = more.pop("begins", at("2026-01-20", "00:00"))
    made_at = at("2026-01-20", "00:00")
    change = RosterChange.objects.create(**where, act="schedule_set", at=made_at)
    paper = {"title": "Lịch trực", "authority_doc": "5/QĐ", "authority_date": SINCE}
    made = Roster.objects.create(
        **where, kind=kind, begins=begins, made=change, made_at=made_at, **{**paper, **more}
    )
    RosterLine.objects.create(
        roster=made,
        position=0,
        receiver=world.guard,
        rank=Rank.FOCAL,
        **({} if kind == "rotation" else {"begins": made.begins, "ends": made.ends}),
    )
    return made


def rotation(world: World) -> Roster:
    hours = {"from_time": time(17, 0), "to_time": time(7, 30), "days_each": 1}
    return roster(world, "rotation", day_kinds=make.EVERY_DAY, **hours)


TET = {"begins": at("2026-02-14", "00:00"), "ends": at("2026-02-23", "00:00")}


def test_rosters_come_with_their_people(world: World) -> None:
    rotation(world)
    roster(world, "schedule", **TET)
    merged(world)
    came = Roster.objects.filter(agency=world.neighbour)
    assert sorted(row.kind for row in came) == ["rotation", "schedule"]
    people = {line.receiver for row in came for line in row.lines.all()}
    assert {one.agency for one in people} == {world.neighbour}
    assert {one.title for one in people} == {"Phòng trực"}
    on_tet = who_may_sign_at(world.door.pk, at("2026-02-17", "22:40"), agency_id=world.neighbour.pk)
    assert [one.title for one in on_tet.people] == ["Phòng trực"]


def test_the_heirs_own_schedule_stands(world: World) -> None:
    roster(world, "schedule", **TET)
    change = RosterChange.objects.create(
        agency=world.neighbour, point=world.door, act="schedule_set", at=TET["begins"]
    )
    theirs = Roster.objects.create(
        agency=world.neighbour, point=world.door, kind="schedule", title="Lịch của cơ quan kế tục",
        authority_doc="6/QĐ", authority_date=SINCE, made=change, made_at=TET["begins"], **TET,
    )  # fmt: skip
    merged(world)
    assert list(Roster.objects.filter(agency=world.neighbour)) == [theirs]


def test_rosters_go_back_when_it_was_wrong(world: World) -> None:
    rotation(world)
    roster(world, "schedule", **TET)
    wrong = merged(world)
    in_effect(
        ordered(Kind.UNDO, undoes=wrong, on=LATER + timedelta(days=2)),
        when=MIDNIGHT + timedelta(days=2),
    )
    assert not Roster.objects.filter(agency=world.neighbour, withdrawn=None).exists()
    undone = MIDNIGHT + timedelta(days=2)
    back = Roster.objects.filter(agency=world.receiver, withdrawn=None, made_at=undone)
    assert sorted(row.kind for row in back) == ["rotation", "schedule"]
    on_tet = who_may_sign_at(world.door.pk, at("2026-02-17", "22:40"), agency_id=world.receiver.pk)
    assert [one.title for one in on_tet.people] == ["Phòng trực"]


def test_following_twice_is_following_once(world: World) -> None:
    made = merged(world)
    before = (Duty.objects.count(), FocalPoint.objects.count())
    assert not actions.follow(reorganisation_id=made, at=MIDNIGHT + timedelta(minutes=1))
    carry_out(at=MIDNIGHT + timedelta(minutes=1))
    assert (Duty.objects.count(), FocalPoint.objects.count()) == before
    assert Entry.objects.filter(kind="people.succession_followed").count() == 1


def test_a_crash_between_the_register_and_people_is_made_up(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(**_said: object) -> bool:
        raise RuntimeError("the worker was killed")

    with monkeypatch.context() as broken:
        broken.setattr(actions, "_duties", lambda *_said: dies())
        with pytest.raises(RuntimeError):
            merged(world)
    assert not PeopleFollowed.objects.exists()
    assert Duty.objects.get(pk=world.receiving_clerk.duty_id or 0).valid_to is None

    carry_out(at=MIDNIGHT + timedelta(seconds=5))
    assert Duty.objects.filter(agency=world.neighbour, role=Role.CLERK, valid_to=None).count() == 2
    assert PeopleFollowed.objects.count() == 1


def test_people_go_back_when_it_was_wrong(world: World) -> None:
    head = make.actor(Role.HEAD, body=world.receiver)
    wrong = merged(world)
    undone = MIDNIGHT + timedelta(days=2)
    in_effect(
        ordered(Kind.UNDO, undoes=wrong, on=LATER + timedelta(days=2)),
        when=undone,
    )
    clerk = world.receiving_clerk.user_id
    assert Duty.objects.filter(user=clerk, agency=world.neighbour, valid_to=None).count() == 0
    back = Duty.objects.get(user=clerk, agency=world.receiver, valid_to=None)
    assert (back.place, back.valid_from) == (make.desk(world.receiver), undone)
    assert Duty.objects.filter(user=head.user_id, agency=world.receiver, valid_to=None).exists()
    monday = at("2026-02-09", "12:00")
    answer = who_may_sign_at(world.door.pk, monday, agency_id=world.receiver.pk)
    assert [one.title for one in answer.people] == ["Đầu mối trong giờ"]
    assert len(who_may_sign_at(world.door.pk, monday, agency_id=world.neighbour.pk).people) == 1


def test_many_people_cost_as_many_statements_as_few(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(30):
        make.clerk(world.receiver)
        make.receiver(world.door, world.receiver)
    with django_assert_max_num_queries(115):
        merged(world)
