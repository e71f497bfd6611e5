"""The central network's side is a paper sheet; and who may know of a hand-over."""

from typing import Any
from uuid import UUID

import pytest

from kt1.custody.handovers import actions, queries
from kt1.custody.handovers import central as central_network
from kt1.custody.handovers.models import Handover
from kt1.custody.handovers.rules import Seen, Witness
from kt1.custody.units.rules import NotPossibleError
from kt1.ledger.entries.queries import notes_of
from kt1.network.places.rules import PlaceKind
from kt1.people.accounts.rules import Role
from kt1.people.actor import NotAllowedError
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.factories import AFTERNOON, MORNING, NOON, once
from tests.custody.world import World

pytestmark = pytest.mark.django_db


def _to_the_central_network(world: World, codes: list[str]) -> tuple[int, UUID]:
    central = make.place(PlaceKind.CENTRAL)
    offered = actions.offer(
        codes=codes, taker_place_id=central.pk, by=world.courier, at=MORNING, once=once()
    )
    return central.pk, UUID(offered["handover"])


def test_the_central_networks_side_is_a_numbered_sheet(world: World) -> None:
    codes = doing.accepted(world)
    central, handover = _to_the_central_network(world, codes)
    settle: dict[str, Any] = {
        "handover_id": handover,
        "seen": [Seen(code=codes[0])],
        "by": world.courier,
        "at": NOON,
    }
    with pytest.raises(NotPossibleError):  # a sheet has a number
        actions.settle_for_taker(witness=Witness.PAPER, once=once(), **settle)
    with pytest.raises(NotPossibleError):  # two sessions are never one person's word
        actions.settle_for_taker(witness=Witness.TWO_SESSIONS, once=once(), **settle)

    actions.settle_for_taker(
        witness=Witness.PAPER,
        sheet="CPT-000012",
        signed_by="Khai thác viên điểm kết nối",
        once=once(),
        **settle,
    )

    row = Handover.objects.get(pk=handover)
    assert (row.witness, row.sheet, row.taker_person_id) == ("paper", "CPT-000012", None)
    assert (doing.unit(codes[0]).place_id, doing.unit(codes[0]).person_id) == (central, None)
    entry = doing.last_entry("handover.settled")
    assert notes_of([entry.pk])[entry.pk] == {"signed_by": "Khai thác viên điểm kết nối"}
    assert "Khai thác".encode() not in bytes(entry.canonical)


def test_one_sides_word_never_settles_what_two_sessions_should(world: World) -> None:
    codes = doing.accepted(world)
    handover = doing.given(codes, world.courier, world.controller)

    for by in (world.courier, world.controller):
        with pytest.raises(NotAllowedError):
            actions.settle_for_taker(
                handover_id=handover,
                seen=[Seen(code=codes[0])],
                witness=Witness.ONE_DEVICE,
                by=by,
                at=NOON,
                once=once(),
            )


def test_what_comes_from_the_central_network_is_taken_over_against_its_sheet(world: World) -> None:
    codes = doing.accepted(world, 2, receiver=world.far.pk)
    central, handover = _to_the_central_network(world, codes)
    actions.settle_for_taker(
        handover_id=handover,
        seen=[Seen(code=c) for c in codes],
        witness=Witness.PAPER,
        sheet="CPT-1",
        by=world.courier,
        at=NOON,
        once=once(),
    )
    take: dict[str, Any] = {"codes": codes, "giver_place_id": central, "at": AFTERNOON}
    with pytest.raises(NotPossibleError):
        central_network.take_over(seen=[], sheet="", by=world.far_controller, once=once(), **take)
    with pytest.raises(NotAllowedError):
        central_network.take_over(seen=[], sheet="CPT-2", by=world.clerk, once=once(), **take)

    answer = central_network.take_over(
        seen=[Seen(code=codes[0])], sheet="CPT-2", by=world.far_controller, once=once(), **take
    )

    assert answer["findings"] == {codes[1]: ["missing"]}
    assert doing.unit(codes[0]).person_id == world.far_controller.user_id
    assert doing.unit(codes[1]).place_id == central
    assert Handover.objects.latest("offered_at").witness == "paper"


def test_a_hand_over_is_seen_by_both_sides_and_their_provinces(world: World) -> None:
    codes = doing.accepted(world)
    handover = doing.moved(codes, world.courier, world.far_controller)

    for one in (world.courier, world.controller, world.far_courier, world.dispatcher):
        assert queries.seen_by(one).filter(pk=handover).exists()
    for other in (world.clerk, world.receiving_clerk, make.actor(Role.ADMIN)):
        assert not queries.seen_by(other).filter(pk=handover).exists()
    assert queries.seen_by(world.clerk).get().kind == "acceptance"
