"""Items under way come after their bodies; what is over keeps the body of its day."""

from datetime import timedelta

from pytest_django import DjangoAssertNumQueries

from kt1.config.successions import carry_out
from kt1.custody.items import actions as items
from kt1.custody.items import pickups
from kt1.custody.items.listed import agencies_called, received_by, seen_by, sent_by
from kt1.custody.items.models import Item, Pickup
from kt1.custody.succession.models import CustodyFollowed, Passed
from kt1.custody.succession.queries import not_followed, passed_on
from kt1.custody.units.models import Unit
from kt1.custody.units.queries import seen_by as units_seen_by
from kt1.custody.units.rules import State
from kt1.network.places.rules import PlaceKind
from kt1.network.successions import actions as network
from kt1.network.successions.rules import Kind
from kt1.people.accounts.models import Duty
from kt1.people.actor import Actor
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.factories import MORNING, at, once
from tests.custody.world import World
from tests.network.successions import LATER, MIDNIGHT, confirmed, in_effect, ordered

JANUARY = at("2026-01-30", "09:00")


def heirs_clerk(world: World) -> Actor:
    """The clerk of the heir, as they sign in after the day."""
    duty = Duty.objects.get(pk=world.neighbour_clerk.duty_id or 0)
    assert duty.valid_to is None
    return world.neighbour_clerk


def merged(world: World) -> int:
    return in_effect(ordered(Kind.MERGE, old=("24-S1", "24-S2"), heirs=("24-S2",)))


def test_what_is_on_the_way_is_for_the_heir(world: World) -> None:
    (code,) = doing.accepted(world, when=JANUARY)
    merged(world)
    item = Item.objects.get(unit__code=code)
    assert item.receiver == world.neighbour
    (before,) = passed_on(item.pk)
    assert before.receiver == world.receiver
    assert received_by(heirs_clerk(world)).filter(pk=item.pk).exists()


def test_what_is_declared_lies_on_the_heirs_desk(world: World) -> None:
    (code,) = doing.declared(world, when=JANUARY)
    in_effect(ordered(Kind.MERGE, old=("24-UB1", "24-S2"), heirs=("24-S2",)))
    unit = Unit.objects.get(code=code)
    assert (unit.place, unit.since) == (make.desk(world.neighbour), MIDNIGHT)
    assert Item.objects.get(unit=unit).sender == world.neighbour
    items.accept(
        codes=[code], checks=doing.CHECKS, by=world.courier, at=at("2026-02-02"), once=once()
    )
    assert Unit.objects.get(code=code).state == State.IN_POST


def test_what_is_over_keeps_its_body_and_the_heir_finds_it(world: World) -> None:
    (code,) = doing.declared(world, when=JANUARY)
    items.withdraw(codes=[code], by=world.clerk, at=JANUARY, once=once())
    in_effect(ordered(Kind.MERGE, old=("24-UB1", "24-S2"), heirs=("24-S2",)))
    item = Item.objects.get(unit__code=code)
    assert item.sender == world.sender
    assert sent_by(heirs_clerk(world)).filter(pk=item.pk).exists()
    assert units_seen_by(heirs_clerk(world)).filter(code=code).exists()
    assert Item.objects.filter(sender__in=agencies_called("so thu hai")).filter(pk=item.pk).exists()
    assert not seen_by(world.far_clerk).filter(pk=item.pk).exists()


def test_a_body_that_stays_sees_no_more_than_before(world: World) -> None:
    (code,) = doing.accepted(world, when=JANUARY)
    merged(world)
    assert not seen_by(world.far_clerk).filter(unit__code=code).exists()
    assert seen_by(world.clerk).filter(unit__code=code).exists()


def test_what_an_offer_binds_comes_when_the_offer_ends(world: World) -> None:
    (code,) = doing.accepted(world, when=at("2026-01-31", "23:50"))
    doing.given([code], world.courier, world.controller, when=at("2026-01-31", "23:55"))
    made = merged(world)
    assert Item.objects.get(unit__code=code).receiver == world.receiver
    assert CustodyFollowed.objects.get(pk=made).left == 1

    offer = Unit.objects.get(code=code).offer
    assert offer is not None
    doing.taken(offer, world.controller, [code], when=at("2026-02-01", "00:05"))
    carry_out(at=MIDNIGHT + timedelta(minutes=6))
    assert Item.objects.get(unit__code=code).receiver == world.neighbour
    assert CustodyFollowed.objects.get(pk=made).left == 0


def test_a_pickup_is_for_the_heirs_desk(world: World) -> None:
    pickups.request_pickup(pieces=2, wanted_at=JANUARY, by=world.clerk, at=JANUARY, once=once())
    in_effect(ordered(Kind.MERGE, old=("24-UB1", "24-S2"), heirs=("24-S2",)))
    pickup = Pickup.objects.get()
    assert (pickup.agency, pickup.desk) == (world.neighbour, make.desk(world.neighbour))


def test_a_mover_gets_at_its_new_door_what_was_asked_for_the_old(world: World) -> None:
    make.place(kind=PlaceKind.DELIVERY_POINT, code="24-P-MOI")
    (code,) = doing.accepted(world, when=JANUARY, point=world.door.pk)
    (free,) = doing.accepted(world, when=JANUARY)
    in_effect(ordered(Kind.MOVE, old=("24-S1",), point="24-P-MOI"))
    point = Item.objects.get(unit__code=code).point
    assert point is not None
    assert point.code == "24-P-MOI"
    assert not Passed.objects.filter(unit__code=free).exists()


def test_items_go_back_when_it_was_wrong(world: World) -> None:
    codes = doing.accepted(world, 2, when=JANUARY)
    (declared,) = doing.declared(world, when=JANUARY)
    wrong = in_effect(ordered(Kind.MERGE, old=("24-S1", "24-UB1", "24-S2"), heirs=("24-S2",)))
    assert set(Item.objects.values_list("receiver", "sender")) == {
        (world.neighbour.pk, world.neighbour.pk)
    }
    in_effect(
        ordered(Kind.UNDO, undoes=wrong, on=LATER + timedelta(days=1)),
        when=MIDNIGHT + timedelta(days=1),
    )
    assert set(Item.objects.values_list("receiver", "sender")) == {
        (world.receiver.pk, world.sender.pk)
    }
    assert Unit.objects.get(code=declared).place == make.desk(world.sender)
    assert Unit.objects.filter(code__in=codes, state=State.IN_POST).count() == 2


def test_the_deadline_stays(world: World) -> None:
    (code,) = doing.accepted(world, when=JANUARY)
    before = Unit.objects.select_related("clock").get(code=code).clock.deadline
    merged(world)
    assert Unit.objects.select_related("clock").get(code=code).clock.deadline == before


def test_custody_waits_for_people(world: World) -> None:
    made = confirmed(ordered(Kind.RENAME, old=("24-S1",), name="Sở đổi tên"))
    network.carry_out(reorganisation_id=made, at=MIDNIGHT)
    assert not_followed(MIDNIGHT) == []
    carry_out(at=MIDNIGHT)
    assert CustodyFollowed.objects.filter(pk=made).exists()


def test_many_items_cost_as_many_statements_as_few(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    doing.accepted(world, 60, when=MORNING)
    made = confirmed(ordered(Kind.MERGE, old=("24-S1", "24-S2"), heirs=("24-S2",)))
    with django_assert_max_num_queries(75):
        carry_out(at=MIDNIGHT)
    assert Passed.objects.filter(reorganisation=made).count() == 60
