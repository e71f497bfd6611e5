"""Duties, receivers and shown titles come after their bodies, and go back with them."""

from datetime import timedelta

import pytest

from kt1.config.successions import carry_out
from kt1.ledger.entries.models import Entry
from kt1.network.places.rules import PlaceKind
from kt1.network.successions.rules import Kind
from kt1.people.accounts.models import Duty, NoticeKind, SecurityNotice, User
from kt1.people.accounts.rules import Role
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.queries import who_may_sign_at
from kt1.people.succession import actions
from kt1.people.succession.models import PeopleFollowed
from tests.custody import factories as make
from tests.custody.factories import at
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
    world: World, django_assert_max_num_queries: object
) -> None:
    for _ in range(30):
        make.clerk(world.receiver)
        make.receiver(world.door, world.receiver)
    with django_assert_max_num_queries(100):  # type: ignore[operator]
        merged(world)
