"""Offering, taking, refusing, taking back and lapsing."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from kt1.custody.deliveries.models import Irregularity
from kt1.custody.handovers import actions, queries
from kt1.custody.handovers.acts import AlreadySettledError
from kt1.custody.handovers.models import Handover, HandoverLine, HandoverScan
from kt1.custody.handovers.queries import UnknownHandoverError
from kt1.custody.handovers.rules import Seen
from kt1.custody.units.queries import UnknownUnitError
from kt1.custody.units.rules import NotPossibleError
from kt1.ledger.entries.queries import lines_of
from kt1.people.actor import NotAllowedError
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.factories import MORNING, NOON, once
from tests.custody.world import World

pytestmark = pytest.mark.django_db


def test_an_offer_binds_the_units_and_moves_nothing(world: World) -> None:
    codes = doing.accepted(world, 2)
    handover = doing.given(codes, world.courier, world.controller)

    unit = doing.unit(codes[0])
    assert (unit.offer, unit.person_id) == (handover, world.courier.user_id)
    told = queries.told_to_taker(Handover.objects.get(pk=handover))
    assert set(told) == {"giver", "giver_person", "items", "bags", "lapses_at"}
    assert (told["items"], told["bags"]) == (2, 0)
    with pytest.raises(NotPossibleError):
        doing.given(codes, world.courier, world.second_controller)


def test_what_the_taker_sees_moves(world: World) -> None:
    codes = doing.accepted(world, 2)
    handover = doing.given(codes, world.courier, world.controller)

    answer = doing.taken(handover, world.controller, codes, when=NOON)

    assert (answer["outcome"], answer["findings"]) == ("taken", {})
    unit = doing.unit(codes[0])
    assert (unit.offer, unit.person_id, unit.since) == (None, world.controller.user_id, NOON)
    row = Handover.objects.get(pk=handover)
    assert (row.outcome, row.witness, row.settled_at) == ("taken", "two_sessions", NOON)
    assert not Irregularity.objects.exists()


def test_what_the_taker_does_not_see_stays_with_the_giver(world: World) -> None:
    codes = doing.accepted(world, 3)
    handover = doing.given(codes, world.courier, world.controller)

    answer = doing.taken(handover, world.controller, [codes[0], codes[1], "X" * 17])

    assert answer["outcome"] == "partly"
    assert answer["findings"] == {codes[2]: ["missing"], "X" * 17: ["extra"]}
    assert doing.unit(codes[0]).person_id == world.controller.user_id
    left = doing.unit(codes[2])
    assert (left.person_id, left.offer) == (world.courier.user_id, None)
    line = HandoverLine.objects.get(handover=handover, unit=left)
    assert (line.refused, line.findings) == (True, ["missing"])
    matter = Irregularity.objects.get()
    assert (matter.kind, matter.handover) == ("lines_refused", handover)
    said = {line["code"]: line for line in lines_of(doing.last_entry("handover.settled"))}
    assert said[codes[2]]["findings"] == ["missing"]
    assert "findings" not in said[codes[0]]


def test_extra_units_alone_open_an_irregularity_and_hold_nothing_back(world: World) -> None:
    codes = doing.accepted(world)
    handover = doing.given(codes, world.courier, world.controller)

    answer = doing.taken(handover, world.controller, [*codes, "X" * 17])

    assert answer["outcome"] == "taken"
    assert Irregularity.objects.get().kind == "extra_found"


def test_a_torn_cover_is_held_where_it_is(world: World) -> None:
    codes = doing.accepted(world, 2)
    handover = doing.given(codes, world.courier, world.controller)

    actions.settle(
        handover_id=handover,
        seen=[Seen(code=codes[0], intact=False), Seen(code=codes[1])],
        by=world.controller,
        at=NOON,
        once=once(),
    )

    torn = doing.unit(codes[0])
    assert (torn.state, torn.person_id) == ("held", world.courier.user_id)
    with pytest.raises(NotPossibleError):
        doing.given([codes[0]], world.courier, world.controller)


def test_everything_refused_is_a_refusal(world: World) -> None:
    codes = doing.accepted(world)
    handover = doing.given(codes, world.courier, world.controller)

    answer = actions.settle(
        handover_id=handover,
        seen=[Seen(code=codes[0], refuse=True)],
        by=world.controller,
        at=NOON,
        once=once(),
    )

    assert (answer["outcome"], answer["findings"]) == ("refused", {codes[0]: ["not_wanted"]})


def test_weights_that_differ_are_a_finding_and_keep_nothing_back(world: World) -> None:
    codes = doing.accepted(world, 2)
    answer = actions.offer(
        codes=codes,
        taker_place_id=world.centre.pk,
        taker_person_id=world.controller.user_id,
        weights={codes[0]: 500, codes[1]: 500},
        by=world.courier,
        at=MORNING,
        once=once(),
    )

    settled = actions.settle(
        handover_id=answer["handover"],
        seen=[Seen(code=codes[0], weight_g=521), Seen(code=codes[1], weight_g=520)],
        by=world.controller,
        at=NOON,
        once=once(),
    )

    assert settled["findings"] == {codes[0]: ["weight_differs"]}
    assert doing.unit(codes[0]).person_id == world.controller.user_id


def test_a_bag_goes_with_everything_in_it(world: World) -> None:
    codes = doing.accepted(world, 2)
    doing.moved(codes, world.courier, world.controller)
    bag = doing.bag_of(codes, world.controller, seal="S-1180")
    handover = doing.given([bag], world.controller, world.far_controller)

    row = Handover.objects.get(pk=handover)
    assert (row.items, row.bags) == (0, 1)
    assert HandoverLine.objects.get(handover=handover).seal == "S-1180"
    doing.taken(handover, world.far_controller, [bag], seal="s 1180")

    assert doing.unit(bag).place_id == world.far_centre.pk
    assert doing.unit(codes[0]).inside_id == doing.unit(bag).pk


@pytest.mark.parametrize(
    ("seen", "finding"),
    [({"seal": "S-9999"}, "seal_differs"), ({"seal": "S-1180", "intact": False}, "seal_broken")],
)
def test_a_seal_that_differs_keeps_the_bag_with_the_giver(
    world: World, seen: dict[str, Any], finding: str
) -> None:
    bag = doing.bag_of([], world.controller)
    (item,) = doing.accepted(world)
    doing.moved([item], world.courier, world.controller)
    bag = doing.bag_of([item], world.controller, seal="S-1180")
    handover = doing.given([bag], world.controller, world.far_controller)

    answer = actions.settle(
        handover_id=handover,
        seen=[Seen(code=bag, **seen)],
        by=world.far_controller,
        at=NOON,
        once=once(),
    )

    assert answer["findings"] == {bag: [finding]}
    assert doing.unit(bag).place_id == world.centre.pk


def test_only_the_taker_takes_and_never_the_giver(world: World) -> None:
    codes = doing.accepted(world)
    handover = doing.given(codes, world.courier, world.controller)

    for other in (world.courier, world.second_controller):
        with pytest.raises(NotAllowedError):
            doing.taken(handover, other, codes)
    with pytest.raises(UnknownHandoverError):
        doing.taken(handover, world.far_controller, codes)
    with pytest.raises(UnknownHandoverError):
        doing.taken(uuid4(), world.controller, codes)


def test_an_offer_to_a_place_is_taken_by_whoever_acts_there(world: World) -> None:
    codes = doing.accepted(world)
    doing.moved(codes, world.courier, world.controller)
    handover = doing.given(codes, world.controller, world.counter, named=False)
    with pytest.raises(NotAllowedError):
        doing.taken(handover, world.second_controller, codes)

    doing.taken(handover, world.counter, codes)

    assert doing.unit(codes[0]).person_id == world.counter.user_id


def test_one_offers_only_what_one_holds(world: World) -> None:
    codes = doing.accepted(world)
    for other in (world.controller, world.dispatcher):
        with pytest.raises(NotAllowedError):
            doing.given(codes, other, world.counter)
    with pytest.raises(UnknownUnitError):
        doing.given(codes, world.far_courier, world.far_controller)


def test_an_offer_goes_to_another_person_of_the_post(world: World) -> None:
    codes = doing.accepted(world)
    for place, person in (
        (world.centre.pk, None),
        (world.centre.pk, world.courier.user_id),
        (make.desk(world.receiver).pk, None),
        (10**9, None),
    ):
        with pytest.raises(NotPossibleError):
            actions.offer(
                codes=codes,
                taker_place_id=place,
                taker_person_id=person,
                by=world.courier,
                at=MORNING,
                once=once(),
            )


def test_units_are_offered_from_one_place_at_a_time(world: World) -> None:
    codes = doing.accepted(world, 2)
    doing.moved([codes[0]], world.courier, world.controller)
    loaded = actions.offer(
        codes=[codes[0]],
        taker_place_id=world.vehicle.pk,
        taker_person_id=world.courier.user_id,
        by=world.controller,
        at=MORNING,
        once=once(),
    )
    doing.taken(loaded["handover"], world.courier, [codes[0]])
    assert doing.unit(codes[0]).place_id == world.vehicle.pk

    with pytest.raises(NotPossibleError):
        doing.given(codes, world.courier, world.controller)
    handover = doing.given([codes[0]], world.courier, world.controller)
    assert Handover.objects.get(pk=handover).giver_place_id == world.vehicle.pk


def test_a_settled_hand_over_stays_settled(world: World) -> None:
    codes = doing.accepted(world)
    handover = doing.moved(codes, world.courier, world.controller)

    with pytest.raises(AlreadySettledError):
        doing.taken(handover, world.controller, codes)
    with pytest.raises(AlreadySettledError):
        actions.take_back(handover_id=handover, by=world.courier, at=NOON, once=once())


def test_the_giver_takes_an_offer_back(world: World) -> None:
    codes = doing.accepted(world)
    handover = doing.given(codes, world.courier, world.controller)
    with pytest.raises(NotAllowedError):
        actions.take_back(handover_id=handover, by=world.controller, at=NOON, once=once())

    actions.take_back(handover_id=handover, by=world.courier, at=NOON, once=once())

    assert doing.unit(codes[0]).offer is None
    assert Handover.objects.get(pk=handover).outcome == "withdrawn"
    assert not Irregularity.objects.exists()


def test_an_offer_nobody_takes_lapses_and_is_an_alarm(world: World) -> None:
    codes = doing.accepted(world)
    handover = doing.given(codes, world.courier, world.controller)
    over = MORNING + timedelta(minutes=30)
    with pytest.raises(NotPossibleError):
        actions.lapse(handover_id=handover, at=over - timedelta(seconds=1), once=once())
    assert actions.lapsed(at=over) == [handover]

    actions.lapse(handover_id=handover, at=over, once=once())

    unit = doing.unit(codes[0])
    assert (unit.offer, unit.person_id) == (None, world.courier.user_id)
    assert Irregularity.objects.get().kind == "offer_lapsed"
    assert doing.last_entry("handover.lapsed").actor == "system"
    assert actions.lapsed(at=over) == []


def test_scans_are_kept_at_once_and_judged_at_settlement(world: World) -> None:
    codes = doing.accepted(world, 2)
    handover = doing.given(codes, world.courier, world.controller)
    scan: dict[str, Any] = {"handover_id": handover, "by": world.controller, "at": NOON}

    assert actions.scan(code=codes[0], intact=False, **scan) == 1
    assert actions.scan(code=codes[0], **scan) == 1  # the second look corrects the first
    assert actions.scan(code=codes[1], typed=True, **scan) == 2
    with pytest.raises(NotAllowedError):
        actions.scan(code=codes[0], **{**scan, "by": world.courier})
    answer = actions.settle(handover_id=handover, by=world.controller, at=NOON, once=once())

    assert answer["outcome"] == "taken"
    assert doing.said("handover.settled")["typed"] == 1
    assert HandoverScan.objects.filter(typed=True).count() == 1
    with pytest.raises(AlreadySettledError):
        actions.scan(code=codes[0], **scan)
