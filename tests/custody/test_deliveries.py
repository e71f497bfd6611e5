"""What happens at a door: attempts, deliveries, confirmations, and what changes the way."""

from typing import Any

import pytest

from kt1.custody.clock.models import Clock
from kt1.custody.deliveries import actions
from kt1.custody.deliveries.actions import NobodyMaySignError, ScreenedError, Signed
from kt1.custody.deliveries.models import Attempt, Delivery
from kt1.custody.deliveries.queries import WrongDoorError
from kt1.custody.deliveries.rules import Reason
from kt1.custody.handovers import actions as handovers
from kt1.custody.handovers.models import Handover
from kt1.custody.items.models import Advice
from kt1.custody.units.queries import UnknownUnitError
from kt1.custody.units.rules import NotPossibleError
from kt1.ledger.entries.queries import notes_of
from kt1.network.agencies.rules import Hours
from kt1.people.actor import NotAllowedError
from kt1.people.focal_points.models import FocalPoint
from tests.custody import doing, substitutes
from tests.custody import factories as make
from tests.custody.factories import AFTERNOON, MORNING, NIGHT, at, once
from tests.custody.world import NIGHT_HOURS, OFFICE_HOURS, World

pytestmark = pytest.mark.django_db
NEXT_MORNING = at("2026-01-15", "07:40")


def _try(world: World, codes: list[str], **more: Any) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "point_id": world.door.pk,
        "reason": Reason.FOCAL_ABSENT,
        "by": world.courier,
        "at": AFTERNOON,
        "once": once(),
    }
    return actions.attempt(codes=codes, **{**asked, **more})


def test_the_right_person_at_the_right_door_ends_the_journey(world: World) -> None:
    codes = doing.accepted(world, 2, advice=True)

    answer = doing.delivered(world, codes, when=AFTERNOON)

    assert (answer["capacity"], answer["to_confirm"]) == ("focal", False)
    unit = doing.unit(codes[0])
    desk = make.desk(world.receiver)
    assert (unit.state, unit.place_id, unit.person_id) == ("delivered", desk.pk, None)
    clock = Clock.objects.get(unit=unit)
    assert clock.stopped_at == clock.delivered_at == AFTERNOON
    proof = Delivery.objects.get(unit=unit)
    assert "Được ký nhận: Đầu mối trong giờ." in proof.path
    assert str(proof.handover) == answer["handover"]
    assert Handover.objects.get(pk=proof.handover).taker_place_id == world.door.pk
    assert Attempt.objects.get(unit=unit).succeeded
    assert Advice.objects.get(unit=unit).delivered_at == AFTERNOON
    entry = doing.last_entry("handover.settled")
    assert notes_of([entry.pk])[entry.pk]["receiver"] == "Người nhận thử · Trực cơ quan"


def test_at_night_the_guard_takes_it_and_the_clerk_confirms_in_the_morning(world: World) -> None:
    codes = doing.accepted(world, 2)
    answer = doing.delivered(world, codes, when=NIGHT)

    assert answer["to_confirm"]
    unit = doing.unit(codes[0])
    assert (unit.state, unit.place_id) == ("awaiting", world.door.pk)
    with pytest.raises(NotAllowedError):
        actions.confirm(codes=codes, by=world.clerk, at=NEXT_MORNING, once=once())
    with pytest.raises(UnknownUnitError):
        actions.confirm(codes=codes, by=world.neighbour_clerk, at=NEXT_MORNING, once=once())

    actions.confirm(codes=codes, by=world.receiving_clerk, at=NEXT_MORNING, once=once())

    unit = doing.unit(codes[0])
    assert (unit.state, unit.person_id) == ("delivered", world.receiving_clerk.user_id)
    assert Delivery.objects.get(unit=unit).confirmed_at == NEXT_MORNING
    inside = Handover.objects.get(kind="inside")
    assert (inside.giver_place_id, inside.items) == (world.door.pk, 2)
    with pytest.raises(NotPossibleError):
        actions.confirm(codes=codes, by=world.receiving_clerk, at=NEXT_MORNING, once=once())


def test_items_of_two_rooms_are_confirmed_at_once(world: World) -> None:
    room = make.point(world.receiver)
    make.receiver(room, world.receiver, hours=NIGHT_HOURS, title="Phòng trực thứ hai")
    first, second = doing.accepted(world, 2)
    doing.delivered(world, [first], when=NIGHT)
    actions.deliver(
        codes=[second],
        point_id=room.pk,
        signed=doing.SIGNED,
        by=world.courier,
        at=NIGHT,
        once=once(),
    )

    actions.confirm(codes=[first, second], by=world.receiving_clerk, at=NEXT_MORNING, once=once())

    assert Handover.objects.filter(kind="inside").count() == 2


def test_where_nobody_may_sign_the_items_stay_with_the_courier(world: World) -> None:
    codes = doing.accepted(world, receiver=world.neighbour.pk)

    with pytest.raises(NobodyMaySignError) as held:  # the neighbour named nobody for the night
        doing.delivered(world, codes, when=NIGHT)

    assert "giữ lại" in held.value.path[-1]
    assert doing.unit(codes[0]).person_id == world.courier.user_id


def test_a_substitute_confirmed_by_telephone_may_sign_unless_the_cover_forbids(
    world: World,
) -> None:
    confirmed = substitutes.confirmed(world, world.neighbour, NIGHT)
    substitute = Signed(name="Người nhận thay", title="Bảo vệ", substitution=confirmed)
    (plain,) = doing.accepted(world, receiver=world.neighbour.pk)
    (only,) = doing.accepted(world, receiver=world.neighbour.pk, focal_only=True)
    asked: dict[str, Any] = {
        "point_id": world.door.pk,
        "signed": substitute,
        "by": world.courier,
        "at": NIGHT,
    }

    assert actions.deliver(codes=[plain], once=once(), **asked)["capacity"] == "substitute"
    with pytest.raises(NobodyMaySignError):
        actions.deliver(codes=[only], once=once(), **asked)


def test_of_several_who_may_sign_the_courier_says_which(world: World) -> None:
    deputy = make.receiver(
        world.door, world.receiver, hours=OFFICE_HOURS, rank="deputy", title="Dự phòng"
    )
    codes = doing.accepted(world)
    with pytest.raises(NotPossibleError):
        doing.delivered(world, codes, when=AFTERNOON)
    with pytest.raises(NobodyMaySignError):  # the guard is not on duty in the afternoon
        actions.deliver(
            codes=codes,
            point_id=world.door.pk,
            signed=Signed(name="Người", title="Trực", focal_point=world.guard.pk),
            by=world.courier,
            at=AFTERNOON,
            once=once(),
        )

    answer = actions.deliver(
        codes=codes,
        point_id=world.door.pk,
        signed=Signed(name="Người", title="Dự phòng", focal_point=deputy.pk),
        by=world.courier,
        at=AFTERNOON,
        once=once(),
    )

    assert answer["capacity"] == "deputy"


def test_who_may_sign_for_one_body_does_not_sign_for_its_neighbour(world: World) -> None:
    codes = [*doing.accepted(world), *doing.accepted(world, receiver=world.neighbour.pk)]
    doing.delivered(world, codes, when=AFTERNOON)  # both bodies named the same post

    more = [*doing.accepted(world), *doing.accepted(world, receiver=world.neighbour.pk)]
    FocalPoint.objects.filter(agency=world.neighbour).update(title="Văn thư")
    mine = FocalPoint.objects.get(agency=world.receiver, title="Đầu mối trong giờ")
    with pytest.raises(NobodyMaySignError):
        actions.deliver(
            codes=more,
            point_id=world.door.pk,
            signed=Signed(name="Người", title="Trực", focal_point=mine.pk),
            by=world.courier,
            at=AFTERNOON,
            once=once(),
        )


def test_a_name_and_a_title_are_needed_and_secrets_are_not_kept(world: World) -> None:
    codes = doing.accepted(world)
    asked: dict[str, Any] = {
        "codes": codes,
        "point_id": world.door.pk,
        "by": world.courier,
        "at": AFTERNOON,
    }
    with pytest.raises(NotPossibleError):
        actions.deliver(signed=Signed(name="", title="Trực"), once=once(), **asked)
    with pytest.raises(ScreenedError) as refused:
        actions.deliver(signed=Signed(name="Tài liệu Tối mật", title="Trực"), once=once(), **asked)
    assert "Tối mật" not in str(refused.value)
    assert doing.unit(codes[0]).state == "in_post"


def test_only_what_is_in_hand_is_delivered(world: World) -> None:
    (packed,) = doing.accepted(world)
    doing.moved([packed], world.courier, world.controller)
    doing.bag_of([packed], world.controller)
    (offered,) = doing.accepted(world)
    doing.given([offered], world.courier, world.controller)
    for codes, by in (
        ([packed], world.controller),
        ([offered], world.courier),
        (doing.declared(world), world.courier),
        (doing.accepted(world), world.escort),
    ):
        with pytest.raises(NotPossibleError):
            doing.delivered(world, codes, by=by)
    with pytest.raises(NotAllowedError):
        doing.delivered(world, doing.accepted(world), by=world.dispatcher)


def test_what_lies_in_the_vehicle_is_delivered_from_it(world: World) -> None:
    codes = doing.accepted(world)
    doing.moved(codes, world.courier, world.controller)
    loaded = handovers.offer(
        codes=codes,
        taker_place_id=world.vehicle.pk,
        taker_person_id=world.courier.user_id,
        by=world.controller,
        at=MORNING,
        once=once(),
    )
    doing.taken(loaded["handover"], world.courier, codes)

    answer = doing.delivered(world, codes, when=AFTERNOON)

    assert Handover.objects.get(pk=answer["handover"]).giver_place_id == world.vehicle.pk


def test_a_valid_attempt_stops_the_clock_and_the_first_one_only(world: World) -> None:
    codes = doing.accepted(world)

    first = _try(world, codes)
    second = _try(world, codes, at=at("2026-01-15", "10:00"), called_ahead=True)

    assert (first["valid"], first["judgement"]) == (True, "AT_THE_ADDRESS")
    assert second["valid"]
    clock = Clock.objects.get(unit__code=codes[0])
    assert (clock.stopped_at, clock.delivered_at) == (AFTERNOON, None)
    tries = Attempt.objects.order_by("n")
    assert [t.n for t in tries] == [1, 2]
    assert [t.called_ahead for t in tries] == [False, True]
    doing.delivered(world, codes, when=at("2026-01-15", "14:00"))
    clock.refresh_from_db()
    assert (clock.stopped_at, clock.delivered_at) == (AFTERNOON, at("2026-01-15", "14:00"))


def test_a_knock_at_a_shut_gate_at_night_stops_nothing(world: World) -> None:
    codes = doing.accepted(world, receiver=world.neighbour.pk)
    shut = make.point(world.neighbour, hours=Hours.WORKING)

    answer = _try(world, codes, point_id=shut.pk, at=NIGHT, reason=Reason.CLOSED)

    assert not answer["valid"]
    assert Clock.objects.get(unit__code=codes[0]).stopped_at is None
    assert not Attempt.objects.get().valid


def test_a_refusal_at_night_is_only_not_taken_yet(world: World) -> None:
    codes = doing.accepted(world)

    at_night = _try(world, codes, at=NIGHT, reason=Reason.COVER)
    by_day = _try(world, codes, at=at("2026-01-15", "10:00"), reason=Reason.COVER)

    assert (at_night["reason"], by_day["reason"]) == ("not_taken", "cover")


def test_a_door_of_another_body_is_the_wrong_door(world: World) -> None:
    codes = doing.accepted(world)
    with pytest.raises(WrongDoorError):
        _try(world, codes, point_id=world.sender_door.pk)
    with pytest.raises(WrongDoorError):
        actions.deliver(
            codes=codes,
            point_id=world.far_door.pk,
            signed=doing.SIGNED,
            by=world.courier,
            at=AFTERNOON,
            once=once(),
        )
