"""What was recorded wrongly is put right by two persons, and the old entry stays."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from kt1.custody.bags import actions as bags
from kt1.custody.bags import seals
from kt1.custody.bags.models import Seal
from kt1.custody.clock.models import Clock
from kt1.custody.deliveries import actions as deliveries
from kt1.custody.deliveries import changes, irregularities, two_persons
from kt1.custody.deliveries.corrections import Cause
from kt1.custody.deliveries.irregularities import UnknownIrregularityError
from kt1.custody.deliveries.models import Attempt, Delivery
from kt1.custody.deliveries.proposals import (
    Correction,
    Destruction,
    WrongAttemptSaid,
    WrongFactsSaid,
    WrongHandoverSaid,
)
from kt1.custody.deliveries.rules import Ending, Reason
from kt1.custody.handovers.models import HandoverLine
from kt1.custody.items.models import Advice, Item
from kt1.custody.units.rules import NotPossibleError, micros
from kt1.ledger.entries.models import Entry
from kt1.people.actor import NotAllowedError
from kt1.people.approvals import steps as approvals
from tests.custody import doing
from tests.custody.factories import AFTERNOON, MORNING, NIGHT, NOON, once
from tests.custody.test_two_persons import LATER, _agreed
from tests.custody.world import World

pytestmark = pytest.mark.django_db


def _wrong_door(code: str, entry: UUID, **more: Any) -> WrongHandoverSaid:
    return WrongHandoverSaid(
        code=code, entry=entry, cause=Cause.WRONG_DOOR, minutes="21/BB", **more
    )


def _correct(correction: Correction, world: World, when: Any = NIGHT) -> None:
    _agreed(correction, world.courier, world.dispatcher)
    two_persons.correct(correction=correction, by=world.courier, at=when, once=once())


def test_a_delivery_at_the_wrong_door_is_taken_back(world: World) -> None:
    code, other = doing.accepted(world, 2, advice=True)
    answer = doing.delivered(world, [code, other], when=AFTERNOON)

    _correct(_wrong_door(code, UUID(answer["entry"])), world)

    unit = doing.unit(code)
    assert (unit.state, unit.person_id) == ("in_post", world.courier.user_id)
    clock = Clock.objects.get(unit=unit)
    assert (clock.stopped_at, clock.delivered_at) == (None, None)
    assert not Delivery.objects.filter(unit=unit).exists()
    assert Attempt.objects.get(unit=unit).corrected_at == NIGHT
    assert HandoverLine.objects.get(unit=unit, handover=answer["handover"]).corrected_at == NIGHT
    assert Advice.objects.get(unit=unit).delivered_at is None
    assert doing.said("delivery.corrected")["corrects"] == answer["entry"]
    assert doing.unit(other).state == "delivered"

    doing.delivered(world, [code], when=LATER)  # and now at the right one
    clock.refresh_from_db()
    assert (clock.stopped_at, clock.delivered_at) == (LATER, LATER)
    assert list(Attempt.objects.filter(unit=unit).values_list("n", flat=True)) == [1, 2]


def test_the_clock_says_again_what_the_remaining_attempts_say(world: World) -> None:
    (code,) = doing.accepted(world)
    deliveries.attempt(
        codes=[code],
        point_id=world.door.pk,
        reason=Reason.CLOSED,
        by=world.courier,
        at=NOON,
        once=once(),
    )
    answer = doing.delivered(world, [code], when=AFTERNOON)

    _correct(_wrong_door(code, UUID(answer["entry"])), world)

    assert Clock.objects.get().stopped_at == NOON  # 12:00 lies outside 07:30-11:30, 13:30-17:00


def test_a_delivery_at_night_that_was_confirmed_is_taken_back_whole(world: World) -> None:
    (code,) = doing.accepted(world)
    answer = doing.delivered(world, [code], when=NIGHT)
    deliveries.confirm(codes=[code], by=world.receiving_clerk, at=LATER, once=once())
    elsewhere = _wrong_door(
        code, UUID(answer["entry"]), place=world.far_centre.pk, person=world.far_courier.user_id
    )
    asked = two_persons.ask(proposal=elsewhere, by=world.courier, at=LATER, once=once())
    approvals.approve(approval_id=asked["approval"], by=world.dispatcher, at=LATER)

    two_persons.correct(correction=elsewhere, by=world.courier, at=LATER, once=once())

    unit = doing.unit(code)
    assert (unit.place_id, unit.person_id) == (world.far_centre.pk, world.far_courier.user_id)
    assert HandoverLine.objects.filter(unit=unit, corrected_at=LATER).count() == 2


def test_a_correction_names_the_entry_that_was_wrong(world: World) -> None:
    (code,) = doing.accepted(world)
    acceptance = doing.last_entry("handover.settled").pk
    asked: dict[str, Any] = {"by": world.courier, "at": AFTERNOON}
    with pytest.raises(NotPossibleError):  # nothing was delivered
        two_persons.ask(proposal=_wrong_door(code, acceptance), once=once(), **asked)
    answer = doing.delivered(world, [code], when=NOON)
    for entry in (acceptance, uuid4()):
        with pytest.raises(NotPossibleError):
            two_persons.ask(proposal=_wrong_door(code, entry), once=once(), **asked)
    with pytest.raises(NotPossibleError):  # a body's desk is not in the post
        two_persons.ask(
            proposal=_wrong_door(code, UUID(answer["entry"]), place=world.clerk.place_id),
            once=once(),
            **asked,
        )


def test_a_return_to_the_wrong_desk_is_taken_back(world: World) -> None:
    (code,) = doing.accepted(world)
    changes.recall(codes=[code], paper="BG-1", by=world.clerk, at=NOON, once=once())
    deliveries.give_back(codes=[code], signed=doing.SIGNED, by=world.courier, at=NOON, once=once())
    entry = doing.last_entry("handover.settled").pk

    _correct(_wrong_door(code, entry), world)

    assert (doing.unit(code).state, doing.unit(code).person_id) == (
        "returning",
        world.courier.user_id,
    )


def test_an_attempt_recorded_wrongly_counts_for_nothing(world: World) -> None:
    (code,) = doing.accepted(world)
    for when in (AFTERNOON, LATER):
        deliveries.attempt(
            codes=[code],
            point_id=world.door.pk,
            reason=Reason.CLOSED,
            by=world.courier,
            at=when,
            once=once(),
        )
    first = next(e for e in Entry.objects.filter(kind="item.attempted") if e.at == AFTERNOON)
    wrong = WrongAttemptSaid(code=code, entry=first.pk, n=1, cause=Cause.WRONG_ITEM, minutes="3/BB")

    _correct(wrong, world)

    assert Clock.objects.get().stopped_at == LATER
    assert Attempt.objects.get(n=1).corrected_at == NIGHT
    with pytest.raises(NotPossibleError):
        two_persons.ask(proposal=wrong, by=world.courier, at=LATER, once=once())
    with pytest.raises(NotPossibleError):  # the entry of another attempt
        two_persons.ask(
            proposal=WrongAttemptSaid(
                code=code, entry=first.pk, n=2, cause=Cause.WRONG_ITEM, minutes="3/BB"
            ),
            by=world.courier,
            at=LATER,
            once=once(),
        )


def test_facts_typed_wrong_are_put_right_and_the_deadline_with_them(world: World) -> None:
    (code,) = doing.accepted(world)
    entry = doing.last_entry("item.declared").pk
    clock = Clock.objects.get()
    was = clock.deadline
    right = WrongFactsSaid(
        code=code,
        entry=entry,
        cause=Cause.TYPED_WRONG,
        minutes="4/BB",
        weight_g=120,
        pieces=3,
        receiver=world.far.pk,
    )

    _correct(right, world)

    item = Item.objects.get()
    assert (item.weight_g, item.pieces, item.receiver, item.scope) == (
        120,
        3,
        world.far,
        "lien_tinh",
    )
    clock.refresh_from_db()
    assert clock.deadline > was
    assert clock.started_at == MORNING
    assert doing.said("item.corrected")["facts"]["receiver_id"] == world.far.pk


def test_facts_are_put_right_within_reason_and_before_delivery(world: World) -> None:
    (code,) = doing.accepted(world)
    other = doing.last_entry("item.declared").pk
    (code2,) = doing.accepted(world)

    def facts(**said: Any) -> WrongFactsSaid:
        return WrongFactsSaid(
            code=code, entry=other, cause=Cause.TYPED_WRONG, minutes="4/BB", **said
        )

    asked: dict[str, Any] = {"by": world.courier, "at": AFTERNOON}
    for wrong in (
        facts(),
        facts(weight_g=0),
        facts(pieces=100),
        facts(receiver=world.sender.pk),
        WrongFactsSaid(code=code2, entry=other, cause=Cause.TYPED_WRONG, minutes="4/BB", pieces=2),
    ):
        with pytest.raises(NotPossibleError):
            two_persons.ask(proposal=wrong, once=once(), **asked)
    doing.delivered(world, [code], when=NOON)
    with pytest.raises(NotPossibleError):
        two_persons.ask(proposal=facts(pieces=2), once=once(), **asked)


def test_seals_are_destroyed_before_two_persons(world: World) -> None:
    codes = doing.accepted(world)
    doing.moved(codes, world.courier, world.controller)
    bag = doing.bag_of(codes, world.controller, seal="S-1")
    destruction = Destruction(numbers=("S-1",), cause=Cause.END_OF_LIFE, minutes="9/BB")
    with pytest.raises(NotPossibleError):  # still on the bag
        two_persons.ask(proposal=destruction, by=world.controller, at=NOON, once=once())
    bags.open_sealed(
        bag=bag, number_seen="S-1", intact=False, by=world.controller, at=NOON, once=once()
    )
    seals.retain(numbers=["S-1"], by=world.controller, at=NOON, once=once())
    _agreed(destruction, world.controller, world.second_controller)

    two_persons.destroy_seals(
        destruction=destruction, by=world.second_controller, at=AFTERNOON, once=once()
    )

    assert Seal.objects.get().state == "destroyed"


def test_an_irregularity_is_closed_by_its_minutes(world: World) -> None:
    codes = doing.accepted(world, 2)
    handover = doing.given(codes, world.courier, world.controller)
    doing.taken(handover, world.controller, codes[:1], when=NOON)
    matter = irregularities.open_list(world.controller).get()
    asked: dict[str, Any] = {
        "irregularity_id": matter.pk,
        "ending": Ending.RESOLVED,
        "at": AFTERNOON,
    }
    with pytest.raises(UnknownIrregularityError):
        two_persons.close_irregularity(
            minutes="1/BB", by=world.far_controller, once=once(), **asked
        )
    with pytest.raises(NotAllowedError):
        two_persons.close_irregularity(minutes="1/BB", by=world.courier, once=once(), **asked)
    with pytest.raises(NotPossibleError):
        two_persons.close_irregularity(minutes="", by=world.controller, once=once(), **asked)

    two_persons.close_irregularity(minutes="1/BB", by=world.controller, once=once(), **asked)

    assert not irregularities.open_list(world.controller).exists()
    assert doing.said("irregularity.closed") == {"ending": "resolved", "minutes": "1/BB"}
    with pytest.raises(NotPossibleError):
        two_persons.close_irregularity(minutes="2/BB", by=world.controller, once=once(), **asked)


def test_who_knows_of_an_irregularity(world: World) -> None:
    codes = doing.accepted(world)
    changes.hold(codes=codes, findings=["torn"], by=world.courier, at=NOON, once=once())
    doing.bag_of([], world.far_controller)

    for one in (
        world.courier,
        world.counter,
        world.dispatcher,
        world.clerk,
        world.receiving_clerk,
    ):
        assert irregularities.seen_by(one).count() == 1
    for other in (world.far_courier, world.far_controller, world.neighbour_clerk):
        assert not irregularities.seen_by(other).exists()


def test_the_moment_of_the_old_act_stays_in_the_ledger(world: World) -> None:
    (code,) = doing.accepted(world)
    answer = doing.delivered(world, [code], when=NOON)
    _correct(_wrong_door(code, UUID(answer["entry"])), world)

    old = Entry.objects.get(pk=answer["entry"])
    assert f'"delivered":{micros(NOON)}'.encode() in bytes(old.canonical)
