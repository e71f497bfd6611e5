"""Bags and boxes, what lies in them, and the seals that close them."""

from typing import Any

import pytest

from kt1.custody.bags import actions, seals
from kt1.custody.bags.models import Bag, Seal
from kt1.custody.deliveries.models import Irregularity
from kt1.custody.deliveries.rules import IrregularityKind
from kt1.custody.units.models import Stay
from kt1.custody.units.rules import Kind, NotPossibleError
from kt1.ledger.entries.queries import notes_of
from kt1.people.actor import Actor, NotAllowedError
from tests.custody import doing
from tests.custody.factories import AFTERNOON, MORNING, NOON, once
from tests.custody.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def items(world: World) -> list[str]:
    """Three items in the hands of the controller at the centre."""
    codes = doing.accepted(world, 3)
    doing.moved(codes, world.courier, world.controller)
    return codes


@pytest.fixture
def keeper(world: World) -> Actor:
    return world.controller


def test_a_bag_keeps_its_code_and_begins_open_and_empty(world: World, keeper: Actor) -> None:
    code = actions.make(by=keeper, at=MORNING, once=once())["code"]

    bag = doing.unit(code)
    assert (bag.kind, bag.state, bag.person_id) == ("bag", "open", keeper.user_id)
    assert Bag.objects.get(unit=bag).packed_at is None


def test_only_the_counter_and_the_centre_take_bags_into_use(world: World) -> None:
    for other in (world.courier, world.clerk, world.dispatcher):
        with pytest.raises(NotAllowedError):
            actions.make(by=other, at=MORNING, once=once())
    with pytest.raises(NotPossibleError):
        actions.make(kind=Kind.ITEM, by=world.counter, at=MORNING, once=once())
    with pytest.raises(NotPossibleError):  # a bag goes to a place of the post
        actions.make(destination_id=world.clerk.place_id, by=world.counter, at=MORNING, once=once())


def test_what_is_packed_is_held_by_the_bags_holder_alone(
    world: World, items: list[str], keeper: Actor
) -> None:
    bag = doing.bag_of(items, keeper)

    unit = doing.unit(items[0])
    assert (unit.inside_id, unit.place_id, unit.person_id) == (doing.unit(bag).pk, None, None)
    assert Stay.objects.filter(inside=doing.unit(bag), until=None).count() == 3
    actions.unpack(bag=bag, codes=items[:1], by=keeper, at=NOON, once=once())
    out = doing.unit(items[0])
    assert (out.inside_id, out.person_id) == (None, keeper.user_id)
    assert Stay.objects.get(unit=out).until == NOON


def test_what_cannot_be_packed(world: World, items: list[str], keeper: Actor) -> None:
    bag = doing.bag_of(items[:1], keeper)
    other = doing.bag_of([], keeper)
    (elsewhere,) = doing.accepted(world)
    cases = [
        [items[0]],  # lies in a bag already
        [elsewhere],  # the courier holds it by name
        [other],  # a bag lies in a box, not in a bag
    ]
    for codes in cases:
        with pytest.raises(NotPossibleError):
            actions.pack(bag=bag, codes=codes, by=keeper, at=NOON, once=once())
    doing.given([items[1]], keeper, world.courier)
    with pytest.raises(NotPossibleError):  # under an offer
        actions.pack(bag=bag, codes=[items[1]], by=keeper, at=NOON, once=once())
    with pytest.raises(NotAllowedError):  # another's bag
        actions.pack(bag=bag, codes=[items[2]], by=world.second_controller, at=NOON, once=once())


def test_bags_lie_in_a_box_sealed_and_no_deeper(
    world: World, items: list[str], keeper: Actor
) -> None:
    box = actions.make(kind=Kind.BOX, by=keeper, at=MORNING, once=once())["code"]
    open_bag = doing.bag_of(items[:1], keeper)
    with pytest.raises(NotPossibleError):
        actions.pack(bag=box, codes=[open_bag], by=keeper, at=NOON, once=once())
    with pytest.raises(NotPossibleError):
        actions.pack(bag=box, codes=[items[2]], by=keeper, at=NOON, once=once())
    sealed = doing.bag_of([items[1]], keeper, seal="S-1")

    actions.pack(bag=box, codes=[sealed], by=keeper, at=NOON, once=once())

    assert doing.unit(sealed).inside_id == doing.unit(box).pk


def test_a_seal_goes_from_stock_to_a_person_to_a_bag(
    world: World, items: list[str], keeper: Actor
) -> None:
    bag = doing.bag_of(items, keeper, seal="S-1180", destination_id=world.far_centre.pk)

    seal = Seal.objects.get(number="S-1180")
    assert (seal.state, seal.unit_id, seal.person_id) == (
        "applied",
        doing.unit(bag).pk,
        keeper.user_id,
    )
    row = Bag.objects.get(unit=seal.unit)
    assert (row.seal, row.destination_id, row.packed_at) == (
        "S-1180",
        world.far_centre.pk,
        MORNING,
    )
    assert doing.unit(bag).state == "sealed"


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("S-404", IrregularityKind.SEAL_UNKNOWN),
        ("S-1", IrregularityKind.SEAL_REPEATED),
        ("S-2", IrregularityKind.SEAL_REPEATED),  # issued to another person
        ("S-3", IrregularityKind.SEAL_REPEATED),  # still in stock
    ],
)
def test_a_seal_out_of_order_closes_no_bag(
    world: World, items: list[str], keeper: Actor, number: str, kind: IrregularityKind
) -> None:
    doing.bag_of(items[:1], keeper, seal="S-1")
    doing.issued(["S-2"], keeper, world.second_controller)
    seals.receive(numbers=["S-3"], by=keeper, at=MORNING, once=once())
    bag = doing.bag_of(items[1:], keeper)

    answer = actions.seal(bag=bag, number=number, by=keeper, at=NOON, once=once())

    assert (answer["sealed"], answer["fault"]) == (False, kind)
    assert doing.unit(bag).state == "open"
    matter = Irregularity.objects.get()
    assert (matter.kind, matter.unit_id) == (kind, doing.unit(bag).pk)


def test_a_bag_is_closed_by_a_seal_or_a_lock(world: World, items: list[str], keeper: Actor) -> None:
    bag = doing.bag_of(items, keeper)
    with pytest.raises(NotPossibleError):
        actions.seal(bag=bag, number="", by=keeper, at=NOON, once=once())

    actions.seal(bag=bag, number="", lock="K-7", locator="L-2", by=keeper, at=NOON, once=once())

    row = Bag.objects.get(unit__code=bag)
    assert (row.seal, row.lock, row.locator) == ("", "K-7", "L-2")
    with pytest.raises(NotPossibleError):  # a closed bag takes nothing more
        actions.seal(bag=bag, number="", lock="K-8", by=keeper, at=NOON, once=once())


def test_an_intact_seal_is_checked_and_what_was_counted_comes_out(
    world: World, items: list[str], keeper: Actor
) -> None:
    bag = doing.bag_of(items, keeper, seal="S-1")

    answer = actions.open_sealed(
        bag=bag,
        number_seen="s-1",
        intact=True,
        counted=items[:2],
        by=keeper,
        at=NOON,
        once=once(),
    )

    assert (answer["intact"], sorted(answer["contents"])) == (True, sorted(items))
    assert Seal.objects.get().state == "intact"
    assert doing.unit(items[0]).person_id == keeper.user_id
    assert doing.unit(items[2]).inside_id == doing.unit(bag).pk
    matter = Irregularity.objects.get()
    assert matter.findings == {items[2]: ["missing"]}


@pytest.mark.parametrize(("number", "intact"), [("S-9", True), ("S-1", False)])
def test_a_seal_that_is_broken_or_differs_opens_an_irregularity(
    world: World, items: list[str], keeper: Actor, *, number: str, intact: bool
) -> None:
    bag = doing.bag_of(items, keeper, seal="S-1")

    answer = actions.open_sealed(
        bag=bag, number_seen=number, intact=intact, by=keeper, at=NOON, once=once()
    )

    assert not answer["intact"]
    assert Seal.objects.get().state == "broken"
    assert Irregularity.objects.get().kind == "seal_broken"
    with pytest.raises(NotPossibleError):  # open already
        actions.open_sealed(
            bag=bag, number_seen=number, intact=True, by=keeper, at=NOON, once=once()
        )


def test_after_a_broken_seal_the_journey_goes_on_in_a_new_bag(
    world: World, items: list[str], keeper: Actor
) -> None:
    bag = doing.bag_of(items, keeper, seal="S-1", destination_id=world.far_centre.pk)
    doing.moved([bag], keeper, world.courier, seal="S-1")
    doing.issued(["S-2"], keeper, world.courier)
    new = doing.bag_of([], keeper)
    doing.moved([new], keeper, world.courier)
    actions.open_sealed(
        bag=bag, number_seen="S-1", intact=False, by=world.courier, at=NOON, once=once()
    )
    again: dict[str, Any] = {
        "bag": bag,
        "new_bag": new,
        "number": "S-2",
        "minutes": "12/BB",
        "told": "Trưởng ca",
        "by": world.courier,
        "at": NOON,
    }
    with pytest.raises(NotPossibleError):  # count again
        actions.repack(counted=items[:2], once=once(), **again)

    actions.repack(counted=items, torn=[items[2]], once=once(), **again)

    assert doing.unit(new).state == "sealed"
    assert Bag.objects.get(unit__code=new).destination_id == world.far_centre.pk
    assert doing.unit(items[0]).inside_id == doing.unit(new).pk
    torn = doing.unit(items[2])
    assert (torn.state, torn.person_id) == ("held", world.courier.user_id)
    entry = doing.last_entry("bag.repacked")
    assert doing.said("bag.repacked")["minutes"] == "12/BB"
    assert notes_of([entry.pk])[entry.pk] == {"told": "Trưởng ca"}


def test_the_stock_of_seals(world: World, keeper: Actor) -> None:
    seals.receive(numbers=["s-1", "S-2 "], by=keeper, at=MORNING, once=once())
    assert set(Seal.objects.values_list("number", "state")) == {("S-1", "stock"), ("S-2", "stock")}
    with pytest.raises(NotPossibleError):  # numbers never come twice
        seals.receive(numbers=["S-1"], by=keeper, at=MORNING, once=once())
    with pytest.raises(NotPossibleError):
        seals.receive(numbers=[" "], by=keeper, at=MORNING, once=once())
    with pytest.raises(NotAllowedError):
        seals.receive(numbers=["S-5"], by=world.courier, at=MORNING, once=once())
    with pytest.raises(NotPossibleError):  # nobody
        seals.issue(numbers=["S-1"], to=10**9, by=keeper, at=MORNING, once=once())
    with pytest.raises(NotPossibleError):  # the stock of another place
        seals.issue(
            numbers=["S-1"],
            to=world.courier.user_id,
            by=world.far_controller,
            at=MORNING,
            once=once(),
        )

    seals.issue(numbers=["S-1"], to=world.courier.user_id, by=keeper, at=NOON, once=once())
    assert Seal.objects.get(number="S-1").person_id == world.courier.user_id
    seals.give_back(numbers=["S-1"], by=keeper, at=AFTERNOON, once=once())
    assert Seal.objects.get(number="S-1").person_id is None
    with pytest.raises(NotPossibleError):  # in stock already
        seals.give_back(numbers=["S-1"], by=keeper, at=AFTERNOON, once=once())


def test_seals_that_were_taken_off_are_retained(
    world: World, items: list[str], keeper: Actor
) -> None:
    bag = doing.bag_of(items, keeper, seal="S-1")
    with pytest.raises(NotPossibleError):  # still on the bag
        seals.retain(numbers=["S-1"], by=keeper, at=NOON, once=once())
    actions.open_sealed(bag=bag, number_seen="S-1", intact=True, by=keeper, at=NOON, once=once())
    with pytest.raises(NotAllowedError):
        seals.retain(numbers=["S-1"], by=world.courier, at=NOON, once=once())

    seals.retain(numbers=["S-1"], by=keeper, at=NOON, once=once())

    seal = Seal.objects.get()
    assert (seal.state, seal.unit_id) == ("retained", doing.unit(bag).pk)
