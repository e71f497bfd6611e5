"""Asking for a pick-up, giving it to a courier, collecting."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from kt1.custody.items import actions, pickups
from kt1.custody.items.models import Pickup
from kt1.custody.items.pickups import UnknownPickupError
from kt1.custody.items.rules import Declaration
from kt1.custody.units.rules import NotPossibleError
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.factories import AFTERNOON, MORNING, NOON, once
from tests.custody.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(world: World) -> UUID:
    return _asked(world.clerk)


def _asked(by: Actor) -> UUID:
    answer = pickups.request_pickup(pieces=3, wanted_at=NOON, by=by, at=MORNING, once=once())
    return UUID(answer["pickup"])


def test_a_clerk_asks_for_about_so_many_covers(world: World, asked: UUID) -> None:
    pickup = Pickup.objects.get()
    assert (pickup.pk, pickup.state, pickup.pieces) == (asked, "requested", 3)
    assert (pickup.desk_id, pickup.agency) == (world.clerk.place_id, world.sender)
    assert doing.said("pickup.requested")["pieces"] == 3


def test_what_is_no_pick_up(world: World) -> None:
    ask: dict[str, Any] = {"at": MORNING}
    with pytest.raises(NotAllowedError):
        pickups.request_pickup(pieces=1, wanted_at=NOON, by=world.courier, once=once(), **ask)
    for pieces, wanted in ((0, NOON), (1000, NOON), (1, MORNING - timedelta(hours=2))):
        with pytest.raises(NotPossibleError):
            pickups.request_pickup(
                pieces=pieces, wanted_at=wanted, by=world.clerk, once=once(), **ask
            )


def test_who_sees_which_pick_ups(world: World, asked: UUID) -> None:
    elsewhere = make.clerk(make.agency())  # no round passes there
    _asked(elsewhere)

    assert pickups.open_pickups(world.clerk).get().pk == asked
    assert not pickups.seen_by(world.receiving_clerk).exists()
    for post in (world.counter, world.controller, world.dispatcher):
        assert pickups.open_pickups(post).count() == 2
    assert pickups.open_pickups(world.courier).get().pk == asked  # on the rounds of the centre
    assert not pickups.seen_by(world.far_controller).exists()
    assert not pickups.seen_by(world.far_courier).exists()
    assert not pickups.seen_by(make.actor(Role.ADMIN)).exists()


def test_a_pick_up_is_given_to_a_courier_and_then_to_another(world: World, asked: UUID) -> None:
    assign: dict[str, Any] = {"pickup_id": asked, "at": NOON}
    with pytest.raises(NotAllowedError):
        pickups.assign_pickup(
            courier_id=world.courier.user_id, by=world.courier, once=once(), **assign
        )
    for stranger in (world.far_courier, world.controller):
        with pytest.raises(NotPossibleError):
            pickups.assign_pickup(
                courier_id=stranger.user_id, by=world.dispatcher, once=once(), **assign
            )
    with pytest.raises(UnknownPickupError):
        pickups.assign_pickup(
            courier_id=world.far_courier.user_id, by=world.far_controller, once=once(), **assign
        )

    pickups.assign_pickup(
        courier_id=world.escort.user_id, by=world.dispatcher, once=once(), **assign
    )
    assert not pickups.seen_by(world.courier).exists()  # it is the other's now
    pickups.assign_pickup(courier_id=world.courier.user_id, by=world.counter, once=once(), **assign)

    assert Pickup.objects.get().courier_id == world.courier.user_id
    assert doing.said("pickup.assigned")["courier"] == world.courier.user_id


def test_accepting_at_the_desk_closes_the_pick_up(world: World, asked: UUID) -> None:
    codes = doing.declared(world)

    actions.accept(
        codes=codes, checks=[], pickup=asked, by=world.courier, at=AFTERNOON, once=once()
    )

    pickup = Pickup.objects.get()
    assert (pickup.state, pickup.closed_at) == ("collected", AFTERNOON)
    assert pickup.courier_id == world.courier.user_id
    assert doing.said("handover.settled")["pickup"] == str(asked)
    with pytest.raises(NotPossibleError):
        actions.accept(
            codes=doing.declared(world),
            checks=[],
            pickup=asked,
            by=world.courier,
            at=AFTERNOON,
            once=once(),
        )


def test_a_pick_up_is_collected_at_its_own_desk(world: World, asked: UUID) -> None:
    new: dict[str, Any] = {
        "declarations": [Declaration(receiver=world.sender.pk)],
        "checks": [],
        "by": world.courier,
        "at": AFTERNOON,
    }
    with pytest.raises(NotPossibleError):
        actions.accept_new(
            desk_id=world.receiving_clerk.place_id or 0, pickup=asked, once=once(), **new
        )
    with pytest.raises(UnknownPickupError):
        actions.accept_new(
            desk_id=world.receiving_clerk.place_id or 0, pickup=uuid4(), once=once(), **new
        )


def test_a_pick_up_is_called_off(world: World, asked: UUID) -> None:
    cancel: dict[str, Any] = {"pickup_id": asked, "at": NOON}
    with pytest.raises(NotAllowedError):
        pickups.cancel_pickup(by=world.courier, once=once(), **cancel)
    with pytest.raises(UnknownPickupError):
        pickups.cancel_pickup(by=world.receiving_clerk, once=once(), **cancel)

    pickups.cancel_pickup(by=world.clerk, once=once(), **cancel)

    assert Pickup.objects.get().state == "cancelled"
    assert not pickups.open_pickups(world.clerk).exists()
    with pytest.raises(NotPossibleError):
        pickups.cancel_pickup(by=world.counter, once=once(), **cancel)
