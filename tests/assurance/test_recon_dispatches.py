"""Bags sent against bags received: each planted disagreement in its class, and none invented."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import UUID

import pytest

from kt1.assurance.reconciliation.dispatches import Asked, BagClass, BagRow, bags, is_one_sided
from kt1.custody.handovers import actions as handovers
from kt1.custody.handovers import central
from kt1.custody.handovers.rules import Seen, Witness
from kt1.network.places.rules import PlaceKind
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.factories import AFTERNOON, MORNING, NOON, once
from tests.custody.world import World, build

pytestmark = pytest.mark.django_db

Found = Counter[tuple[str, BagClass]]


@pytest.fixture
def world() -> World:
    return build()


def sealed(world: World, number: int, *, to: int | None = None) -> list[str]:
    """So many bags of the centre, one item in each; a bag bears its place in the list as seal."""
    codes = doing.accepted(world, number, receiver=world.far.pk)
    doing.moved(codes, world.courier, world.controller)
    return [
        doing.bag_of([code], world.controller, seal=f"S{n}", destination_id=to)
        for n, code in enumerate(codes)
    ]


def found(actor: Actor, *, differing: bool = False) -> Found:
    return Counter((row.code, row.kind) for row in rows(actor, differing=differing))


def rows(actor: Actor, *, differing: bool = False) -> list[BagRow]:
    return bags(actor, Asked(date(2026, 1, 1), date(2026, 1, 31), differing))


def seen(world: World, given: Sequence[str], *saw: Seen) -> None:
    """The centre gives these; the other province's centre says what it saw."""
    handover = doing.given(given, world.controller, world.far_controller)
    handovers.settle(handover_id=handover, seen=saw, by=world.far_controller, at=NOON, once=once())


def test_each_planted_bag_is_found_in_its_class(world: World) -> None:
    made = sealed(world, 10)
    good, gone, unwanted, torn, stray, back, waiting, late, taken_back, inside = made
    seen(
        world,
        [good, gone, unwanted, torn],
        Seen(code=good, seal="S0"),
        Seen(code=unwanted, seal="S2", refuse=True),
        Seen(code=torn, intact=False),
        Seen(code=stray, seal="S4"),
    )
    seen(world, [back], Seen(code=back, seal="S5", refuse=True))
    doing.given([waiting], world.controller, world.far_controller)
    offered = doing.given([late], world.controller, world.far_controller)
    handovers.lapse(handover_id=offered, at=make.at("2026-01-20"), once=once())
    offered = doing.given([taken_back], world.controller, world.far_controller)
    handovers.take_back(handover_id=offered, by=world.controller, at=NOON, once=once())
    doing.moved([inside], world.controller, world.courier, seal="S9")  # never left the province

    planted: Found = Counter(
        {
            (good, BagClass.AGREED): 1,
            (gone, BagClass.MISSING): 1,
            (unwanted, BagClass.NOT_TAKEN): 1,
            (torn, BagClass.NOT_TAKEN): 1,
            (stray, BagClass.EXTRA): 1,
            (back, BagClass.NOT_TAKEN): 1,
            (waiting, BagClass.WAITING): 1,
            (late, BagClass.WAITING): 1,
        }
    )
    far = make.actor(Role.DISPATCHER, where=world.far_centre, at_province=world.far.province)
    assert found(world.dispatcher) == found(far) == planted
    del planted[good, BagClass.AGREED]
    assert found(world.dispatcher, differing=True) == planted
    assert found(world.clerk) == Counter()


def to_the_central_network(world: World, codes: Sequence[str], place: int) -> None:
    offered = handovers.offer(
        codes=codes, taker_place_id=place, by=world.controller, at=MORNING, once=once()
    )
    handovers.settle_for_taker(
        handover_id=UUID(offered["handover"]),
        seen=[Seen(code=code, seal=f"S{n}") for n, code in enumerate(codes)],
        witness=Witness.PAPER,
        sheet="CPT-1",
        signed_by="Khai thác viên điểm kết nối",
        by=world.controller,
        at=NOON,
        once=once(),
    )


def test_what_comes_to_another_province_than_its_own_is_misdirected(world: World) -> None:
    """Two bags for the other province: one gets there, one comes back to where it was sent."""
    right, wrong = sealed(world, 2, to=world.far_centre.pk)
    node = make.place(PlaceKind.CENTRAL).pk
    to_the_central_network(world, [right, wrong], node)
    for n, (code, taker) in enumerate(
        ((right, world.far_controller), (wrong, world.second_controller))
    ):
        central.take_over(
            codes=[code],
            giver_place_id=node,
            seen=[Seen(code=code, seal=f"S{n}")],
            sheet=f"CPT-{n + 2}",
            by=taker,
            at=AFTERNOON,
            once=once(),
        )
    assert found(world.dispatcher) == Counter(
        {
            (right, BagClass.AGREED): 2,
            (wrong, BagClass.AGREED): 1,
            (wrong, BagClass.MISDIRECTED): 1,
        }
    )
    assert all(is_one_sided(row) for row in rows(world.dispatcher))
