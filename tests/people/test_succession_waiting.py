"""What waits for an answer comes after its body: swaps, reminders, guidance, announcements."""

from datetime import datetime, timedelta

import pytest

from kt1.custody.trips import actions as trips
from kt1.custody.trips.visitors import visits_to
from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import lines_of
from kt1.network.agencies.models import Agency, AgencyPoint
from kt1.network.successions.rules import Kind
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.rules import Rank
from kt1.people.guidance import actions as guidance
from kt1.people.guidance import queries as told
from kt1.people.guidance.actions import Said
from kt1.people.guidance.models import Guidance
from kt1.people.guidance.rules import Channel, Matter, Told
from kt1.people.reminders.models import Reminder
from kt1.people.reminders.queries import waiting_for
from kt1.people.reminders.rules import ReminderRule
from kt1.people.rosters.kinds import SwapState
from kt1.people.rosters.models import Swap
from kt1.people.rosters.swapping import answer_swap
from kt1.people.visits.models import Announcement
from tests.custody import factories as make
from tests.custody.factories import at, once
from tests.custody.world import World, build
from tests.network.successions import LATER, MIDNIGHT, in_effect, ordered
from tests.people.test_succession import TET, roster

pytestmark = pytest.mark.django_db

SHIFT = (TET["begins"], TET["ends"])
UNDONE = MIDNIGHT + timedelta(days=2)


@pytest.fixture
def world() -> World:
    return build()


def merged(world: World) -> int:
    return in_effect(ordered(Kind.MERGE, old=("24-S1", "24-S2"), heirs=("24-S2",)))


def swap(world: World, *, over: bool = False) -> Swap:
    """The guard asks the daytime focal point of the receiving body to stand for them at Tết."""
    taker = FocalPoint.objects.get(agency=world.receiver, title="Đầu mối trong giờ")
    begins, ends = (at("2026-01-20", "17:00"), at("2026-01-21", "07:30")) if over else SHIFT
    return Swap.objects.create(
        agency=world.receiver,
        point=world.door,
        giver=world.guard,
        giver_rank=Rank.FOCAL,
        giver_begins=begins,
        giver_ends=ends,
        taker=taker,
        asked_by_id=world.receiving_clerk.user_id,
        asked_at=at("2026-01-20", "08:00"),
    )


def heirs_clerk(world: World) -> Actor:
    return make.clerk(world.neighbour)


def test_an_unanswered_swap_is_answered_at_the_heir(world: World) -> None:
    roster(world, "schedule", **TET)
    asked, over = swap(world), swap(world, over=True)
    merged(world)
    asked.refresh_from_db()
    over.refresh_from_db()
    assert (asked.agency, asked.giver.agency, asked.taker.agency) == (world.neighbour,) * 3
    assert over.agency == world.receiver
    assert over.giver == world.guard
    entry = Entry.objects.get(kind="people.succession_followed")
    assert {"what": "swaps", "row": asked.pk, "to": asked.pk} in lines_of(entry)
    said = answer_swap(
        swap_id=asked.pk, accepts=True, by=heirs_clerk(world), at=UNDONE, once=once()
    )
    assert said == SwapState.ACCEPTED


def test_a_swap_goes_back_with_a_wrong_order(world: World) -> None:
    asked = swap(world)
    wrong = merged(world)
    in_effect(ordered(Kind.UNDO, undoes=wrong, on=LATER + timedelta(days=2)), when=UNDONE)
    asked.refresh_from_db()
    assert (asked.agency, asked.point, asked.state) == (world.receiver, world.door, "asked")
    assert asked.giver.valid_to is None
    assert asked.giver.agency == world.receiver


def test_a_swap_without_an_heir_asks_nobody(world: World) -> None:
    asked = swap(world)
    AgencyPoint.objects.filter(agency=world.neighbour).delete()
    in_effect(ordered(Kind.MERGE, old=("24-S1", "24-S2"), heirs=("24-S2",), keep_doors=False))
    asked.refresh_from_db()
    assert (asked.state, asked.answered_at) == (SwapState.WITHDRAWN, MIDNIGHT)


def reminder(to: Agency | None, about: Agency, code: str, *, step: int = 14) -> Reminder:
    return Reminder.objects.create(
        rule=ReminderRule.COVERAGE,
        subject=f"2026-02-14:{code}",
        step=step,
        role=Role.CLERK if to else Role.REGULATOR,
        agency=to,
        province=None if to else about.province,
        about=about,
        facts={},
        due=at("2026-02-14", "00:00"),
        at=at("2026-01-20", "08:00"),
    )


def test_open_reminders_are_the_heirs_and_go_back(world: World) -> None:
    own = reminder(world.receiver, world.receiver, "24-S1")
    above = reminder(None, world.receiver, "24-S1")
    twice = reminder(world.receiver, world.receiver, "24-S1", step=3)
    reminder(world.neighbour, world.neighbour, "24-S2", step=3)
    done = reminder(world.receiver, world.receiver, "24-S1", step=30)
    Reminder.objects.filter(pk=done.pk).update(settled_at=at("2026-01-25", "08:00"))
    wrong = merged(world)
    for row in (own, above, twice, done):
        row.refresh_from_db()
    assert (own.agency, own.about, own.subject) == (
        world.neighbour, world.neighbour, "2026-02-14:24-S2",
    )  # fmt: skip
    assert (above.agency, above.about) == (None, world.neighbour)
    assert twice.settled_at == MIDNIGHT, "the heir is asked the same already"
    assert done.about == world.receiver, "what is over stays with the body of its day"
    assert own in waiting_for(heirs_clerk(world))
    in_effect(ordered(Kind.UNDO, undoes=wrong, on=LATER + timedelta(days=2)), when=UNDONE)
    own.refresh_from_db()
    assert (own.agency, own.about, own.subject) == (
        world.receiver, world.receiver, "2026-02-14:24-S1",
    )  # fmt: skip


def told_to(body: Agency, when: datetime) -> int:
    said = Said(
        matter=Matter.WRAPPING, channel=Channel.CALL, told=Told.CLERK, given_at=when, note=""
    )
    regulator = make.actor(Role.REGULATOR, at_province=make.province("24"))
    (made,) = guidance.give(
        agency_ids=[body.pk], said=said, by=regulator, at=when, once=once()
    )  # fmt: skip
    return made


def test_guidance_not_read_yet_waits_for_the_heir(world: World) -> None:
    made = told_to(world.receiver, at("2026-01-20", "08:00"))
    stranger = heirs_clerk(world)
    assert not told.seen_by(stranger).exists()
    merged(world)
    clerk = heirs_clerk(world)
    assert [row.pk for row in told.unread_by(clerk)] == [made]
    assert told.seen_by(clerk).get().agency == world.receiver, "it keeps the name of its day"
    guidance.acknowledge(guidance_ids=[made], by=clerk, at=UNDONE, once=once())
    assert not told.unread_by(clerk).exists()
    far = make.clerk(world.far)
    with pytest.raises((NotAllowedError, Guidance.DoesNotExist)):
        guidance.acknowledge(guidance_ids=[made], by=far, at=UNDONE, once=once())


def test_an_announcement_reaches_the_heir_by_its_door(world: World) -> None:
    """It is of a route: whoever is reached at the door that day reads it, so the heir does."""
    AgencyPoint.objects.filter(agency=world.neighbour).delete()
    Announcement.objects.create(
        route=world.round, courier_id=world.courier.user_id, from_day=LATER,
        to_day=LATER + timedelta(days=7), at=at("2026-01-20", "08:00"),
        by_id=world.dispatcher.user_id,
    )  # fmt: skip
    leaves = at("2026-02-01", "09:00")
    trips.plan(
        route_id=world.round.pk, vehicle_id=world.vehicle.pk, courier_id=world.courier.user_id,
        leaves_at=leaves, by=world.dispatcher, at=leaves, once=once(),
    )  # fmt: skip
    assert not visits_to(heirs_clerk(world), LATER)
    merged(world)
    (visit,) = visits_to(heirs_clerk(world), LATER)
    assert visit.told
