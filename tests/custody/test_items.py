"""Declaring, withdrawing, accepting and weighing items."""

from typing import Any
from uuid import uuid4

import pytest

from kt1.custody.clock.models import Clock, Derivation
from kt1.custody.handovers.models import Handover, HandoverLine
from kt1.custody.handovers.rules import Witness
from kt1.custody.items import actions
from kt1.custody.items.models import Advice, Item
from kt1.custody.items.rules import Declaration
from kt1.custody.items.steps import MarkNotAllowedError, WrongDeclarationError
from kt1.custody.units.models import MarkOf, Unit
from kt1.custody.units.queries import UnknownUnitError, seen_by
from kt1.custody.units.rules import NotPossibleError, State
from kt1.law.services.rules import Mode
from kt1.ledger.entries.models import Entry
from kt1.network.places.rules import PlaceKind
from kt1.people.accounts.rules import Role
from kt1.people.actor import NotAllowedError
from kt1.people.readings.steps import log_reading
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.factories import AFTERNOON, MORNING, at, once
from tests.custody.world import World

pytestmark = pytest.mark.django_db


def test_a_declared_item_lies_at_its_senders_desk(world: World) -> None:
    (code,) = doing.declared(world, advice=True, pieces=2)

    unit = Unit.objects.get(code=code)
    item = Item.objects.get(unit=unit)
    assert (unit.state, unit.place_id) == (State.DECLARED, world.clerk.place_id)
    assert unit.person_id == world.clerk.user_id
    assert (item.sender, item.receiver, item.pieces) == (world.sender, world.receiver, 2)
    assert item.scope == "noi_tinh"
    assert Advice.objects.get().number == f"BP{code}"
    assert not Clock.objects.exists()


def test_an_item_to_another_province_is_between_provinces(world: World) -> None:
    (code,) = doing.declared(world, receiver=world.far.pk)

    assert Item.objects.get(unit__code=code).scope == "lien_tinh"


def test_the_mark_stands_nowhere_in_the_ledger(world: World) -> None:
    make.mode(Mode.LETTER)
    (code,) = doing.declared(world, mark="B")

    entry = doing.last_entry("item.declared")
    assert b'"mark"' not in bytes(entry.canonical) + bytes(entry.lines or b"")
    log_reading(world.clerk, MORNING, "test", [doing.unit(code).pk])
    assert MarkOf.objects.get().mark == "B"


def test_in_flag_mode_a_letter_is_refused_before_anything_is_stored(world: World) -> None:
    with pytest.raises(MarkNotAllowedError):
        doing.declared(world, mark="A")

    assert not Unit.objects.exists()
    doing.declared(world, mark="F")


def test_in_letter_mode_a_flag_is_refused(world: World) -> None:
    make.mode(Mode.LETTER)
    with pytest.raises(MarkNotAllowedError):
        doing.declared(world, mark="F")


def test_declarations_that_cannot_be_are_refused(world: World) -> None:
    wrong: list[dict[str, Any]] = [
        {"receiver": 10**9},
        {"receiver": world.sender.pk},
        {"urgency": "HG"},
        {"agreed_at": AFTERNOON},
    ]
    for said in wrong:
        with pytest.raises(WrongDeclarationError):
            doing.declared(world, **said)
    assert not Unit.objects.exists()


def test_only_the_senders_clerk_or_the_post_declares(world: World) -> None:
    head = make.actor(Role.HEAD, body=world.sender)
    declarations = [Declaration(receiver=world.receiver.pk)]
    for stranger in (head, world.dispatcher):
        with pytest.raises(NotAllowedError):
            actions.declare(declarations=declarations, by=stranger, at=MORNING, once=once())
    with pytest.raises(NotAllowedError):  # the counter of another province
        actions.declare(
            declarations=declarations,
            desk_id=world.clerk.place_id,
            by=world.far_courier,
            at=MORNING,
            once=once(),
        )


def test_a_declaration_is_withdrawn_by_its_sender_only(world: World) -> None:
    codes = doing.declared(world, 2)
    with pytest.raises(NotAllowedError):
        actions.withdraw(codes=codes, by=world.courier, at=MORNING, once=once())
    with pytest.raises(UnknownUnitError):  # the receiver does not know of a declaration yet
        actions.withdraw(codes=codes, by=world.receiving_clerk, at=MORNING, once=once())

    actions.withdraw(codes=codes, by=world.clerk, at=MORNING, once=once())

    assert set(Unit.objects.values_list("state", flat=True)) == {State.WITHDRAWN}
    assert not seen_by(world.courier).exists()


def test_what_was_accepted_is_not_withdrawn(world: World) -> None:
    codes = doing.accepted(world)

    with pytest.raises(NotPossibleError):
        actions.withdraw(codes=codes, by=world.clerk, at=AFTERNOON, once=once())


def test_acceptance_is_the_first_hand_over_and_starts_the_clock(world: World) -> None:
    codes = doing.accepted(world, 3, urgency="HT")

    handover = Handover.objects.get()
    assert (handover.kind, handover.outcome, handover.witness) == (
        "acceptance",
        "taken",
        "one_device",
    )
    assert (handover.giver_place_id, handover.giver_person_id) == (
        world.clerk.place_id,
        world.clerk.user_id,
    )
    assert (handover.taker_place_id, handover.taker_person_id) == (
        world.centre.pk,
        world.courier.user_id,
    )
    assert HandoverLine.objects.filter(handover=handover.pk).count() == 3
    unit = doing.unit(codes[0])
    assert (unit.state, unit.person_id, unit.since) == ("in_post", world.courier.user_id, MORNING)
    clock = Clock.objects.get(unit=unit)
    # Accepted on Wednesday 14/01/2026, Hỏa tốc within the province: J+1 is Thursday, 24:00.
    assert (clock.started_at, clock.deadline) == (MORNING, at("2026-01-16", "00:00"))
    assert clock.expected_at is not None
    assert "J+1" in "".join(Derivation.objects.get(pk=clock.derivation).steps)


def test_the_expected_time_is_the_next_runs(world: World) -> None:
    (code,) = doing.accepted(world)

    # The round leaves at 08:30 and passes the door ten minutes later; 09:00 is too late for it.
    assert Clock.objects.get(unit__code=code).expected_at == at("2026-01-15", "08:40")


def test_covers_nobody_declared_are_accepted_in_one_act(world: World) -> None:
    answer = actions.accept_new(
        declarations=[Declaration(receiver=world.receiver.pk)] * 2,
        desk_id=world.clerk.place_id or 0,
        checks=doing.CHECKS,
        witness=Witness.PAPER,
        sheet="24-000017",
        by=world.courier,
        at=MORNING,
        once=once(),
    )

    assert len(answer["items"]) == 2
    assert Handover.objects.get().giver_person_id is None
    assert set(Unit.objects.values_list("state", flat=True)) == {State.IN_POST}


def test_one_acceptance_takes_the_items_of_one_desk(world: World) -> None:
    other = actions.declare(
        declarations=[Declaration(receiver=world.receiver.pk)],
        by=world.neighbour_clerk,
        at=MORNING,
        once=once(),
    )
    codes = [*doing.declared(world), *other["codes"]]

    with pytest.raises(NotPossibleError):
        actions.accept(codes=codes, checks=[], by=world.courier, at=MORNING, once=once())


def test_nothing_is_accepted_twice(world: World) -> None:
    codes = doing.accepted(world)

    with pytest.raises(NotPossibleError):
        actions.accept(codes=codes, checks=[], by=world.courier, at=AFTERNOON, once=once())


def test_without_norms_nothing_is_accepted(db: None) -> None:
    sender, receiver = make.agency(), make.agency()
    clerk = make.clerk(sender)
    courier = make.actor(Role.COURIER, where=make.place(PlaceKind.CENTRE))
    codes = actions.declare(
        declarations=[Declaration(receiver=receiver.pk)], by=clerk, at=MORNING, once=once()
    )["codes"]

    with pytest.raises(NotAllowedError):
        actions.accept(codes=codes, checks=[], by=courier, at=MORNING, once=once())


def test_only_the_post_accepts_and_only_what_it_may_know_of(world: World) -> None:
    codes = doing.declared(world)
    with pytest.raises(NotAllowedError):
        actions.accept(codes=codes, checks=[], by=world.clerk, at=MORNING, once=once())
    with pytest.raises(UnknownUnitError):
        actions.accept(codes=codes, checks=[], by=world.far_courier, at=MORNING, once=once())
    with pytest.raises(UnknownUnitError, match="NONE"):
        actions.accept(codes=[*codes, "NONE"], checks=[], by=world.courier, at=MORNING, once=once())


def test_the_centre_weighs(world: World) -> None:
    codes = doing.accepted(world, 2)
    doing.moved(codes, world.courier, world.controller)
    weights = dict(zip(codes, (340, 20), strict=True))

    actions.weigh(weights=weights, by=world.controller, at=AFTERNOON, once=once())

    assert set(Item.objects.values_list("weight_g", flat=True)) == {340, 20}
    for grams in (0, 50_001):
        with pytest.raises(NotPossibleError):
            actions.weigh(weights={codes[0]: grams}, by=world.controller, at=AFTERNOON, once=once())
    for other in (world.courier, world.counter):
        with pytest.raises(NotAllowedError):
            actions.weigh(weights=weights, by=other, at=AFTERNOON, once=once())


def test_the_same_request_twice_is_one_act(world: World) -> None:
    key = once(uuid4())
    declarations = [Declaration(receiver=world.receiver.pk)]
    first = actions.declare(declarations=declarations, by=world.clerk, at=MORNING, once=key)
    second = actions.declare(declarations=declarations, by=world.clerk, at=AFTERNOON, once=key)

    assert first == second
    assert Unit.objects.count() == Entry.objects.count() == 1


def test_bodies_know_of_their_own_items_only(world: World) -> None:
    doing.declared(world)
    doing.accepted(world)

    assert seen_by(world.clerk).count() == 2
    assert seen_by(world.receiving_clerk).count() == 1  # a declaration is not theirs yet
    assert not seen_by(world.neighbour_clerk).exists()
    assert not seen_by(world.far_clerk).exists()
    assert not seen_by(make.actor(Role.ADMIN)).exists()
