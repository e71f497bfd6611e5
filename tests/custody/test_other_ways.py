"""What changes an item's way: return, recall, forwarding, holding, disputes, advices."""

from typing import Any

import pytest

from kt1.custody.deliveries import actions, changes
from kt1.custody.deliveries.models import Delivery, Irregularity
from kt1.custody.deliveries.rules import Reason
from kt1.custody.handovers.models import Handover
from kt1.custody.items.models import Advice, Item
from kt1.custody.units.rules import NotPossibleError
from kt1.people.actor import NotAllowedError
from tests.custody import doing
from tests.custody.factories import AFTERNOON, NIGHT, once
from tests.custody.test_deliveries import NEXT_MORNING, _try
from tests.custody.world import World

pytestmark = pytest.mark.django_db


def test_an_undeliverable_item_goes_back_to_its_senders_desk(world: World) -> None:
    codes = doing.accepted(world)
    with pytest.raises(NotAllowedError):
        changes.send_back(
            codes=codes, reason=Reason.MOVED, by=world.courier, at=AFTERNOON, once=once()
        )
    changes.send_back(
        codes=codes, reason=Reason.MOVED, by=world.controller, at=AFTERNOON, once=once()
    )
    assert doing.unit(codes[0]).state == "returning"
    with pytest.raises(NotPossibleError):  # it is on its way back
        _try(world, codes)

    actions.give_back(codes=codes, signed=doing.SIGNED, by=world.courier, at=NIGHT, once=once())

    unit = doing.unit(codes[0])
    assert (unit.state, unit.place_id) == ("returned", world.clerk.place_id)
    assert Handover.objects.get(kind="return").witness == "one_device"
    with pytest.raises(NotPossibleError):
        changes.send_back(
            codes=codes, reason=Reason.MOVED, by=world.controller, at=NIGHT, once=once()
        )


def test_the_sender_recalls_with_a_paper(world: World) -> None:
    codes = doing.accepted(world)
    asked: dict[str, Any] = {"codes": codes, "at": AFTERNOON}
    with pytest.raises(NotAllowedError):
        changes.recall(paper="1/CV", by=world.receiving_clerk, once=once(), **asked)
    with pytest.raises(NotPossibleError):
        changes.recall(paper="", by=world.clerk, once=once(), **asked)

    changes.recall(paper="BG-1", by=world.clerk, once=once(), **asked)

    assert doing.unit(codes[0]).state == "returning"
    assert doing.said("item.recalled")["paper"] == "BG-1"


def test_an_item_is_forwarded_before_delivery(world: World) -> None:
    (code,) = doing.accepted(world)
    asked: dict[str, Any] = {
        "code": code,
        "point_id": None,
        "reason": Reason.MERGED,
        "at": AFTERNOON,
    }
    with pytest.raises(NotAllowedError):
        changes.forward(receiver_id=world.far.pk, by=world.courier, once=once(), **asked)
    with pytest.raises(NotPossibleError):
        changes.forward(receiver_id=world.sender.pk, by=world.clerk, once=once(), **asked)

    changes.forward(receiver_id=world.far.pk, by=world.clerk, once=once(), **asked)

    item = Item.objects.get()
    assert (item.receiver, item.scope) == (world.far, "lien_tinh")
    assert doing.said("item.forwarded")["from"] == world.receiver.pk


def test_a_delivered_item_is_neither_forwarded_nor_held(world: World) -> None:
    codes = doing.accepted(world)
    doing.delivered(world, codes)
    with pytest.raises(NotPossibleError):
        changes.forward(
            code=codes[0],
            receiver_id=world.far.pk,
            point_id=None,
            reason=Reason.MERGED,
            by=world.clerk,
            at=AFTERNOON,
            once=once(),
        )
    with pytest.raises(NotPossibleError):
        changes.hold(codes=codes, findings=["torn"], by=world.controller, at=AFTERNOON, once=once())


def test_a_held_item_stays_until_two_persons_clear_it(world: World) -> None:
    codes = doing.accepted(world, 2)
    changes.hold(codes=codes, findings=["torn"], by=world.courier, at=AFTERNOON, once=once())

    assert doing.unit(codes[0]).state == "held"
    assert Irregularity.objects.get().findings == {code: ["torn"] for code in codes}
    for act in (
        lambda: doing.given(codes, world.courier, world.controller),
        lambda: doing.delivered(world, codes),
        lambda: _try(world, codes),
        lambda: changes.send_back(
            codes=codes, reason=Reason.COVER, by=world.controller, at=NIGHT, once=once()
        ),
    ):
        with pytest.raises(NotPossibleError):
            act()


def test_the_receiving_body_disputes_a_delivery_once(world: World) -> None:
    codes = doing.accepted(world, 2)
    doing.delivered(world, codes)
    asked: dict[str, Any] = {"codes": codes, "at": AFTERNOON}
    with pytest.raises(NotAllowedError):
        changes.dispute(by=world.clerk, once=once(), **asked)

    changes.dispute(by=world.receiving_clerk, once=once(), **asked)

    assert Irregularity.objects.filter(kind="disputed").count() == 2
    assert Delivery.objects.filter(disputed_at=AFTERNOON).count() == 2
    with pytest.raises(NotPossibleError):
        changes.dispute(by=world.receiving_clerk, once=once(), **asked)


def test_an_advice_comes_back_to_the_sender(world: World) -> None:
    codes = doing.accepted(world, advice=True)
    asked: dict[str, Any] = {"codes": codes, "at": NEXT_MORNING}
    with pytest.raises(NotPossibleError):  # not delivered yet
        changes.advice_returned(by=world.clerk, once=once(), **asked)
    doing.delivered(world, codes)
    with pytest.raises(NotAllowedError):
        changes.advice_returned(by=world.receiving_clerk, once=once(), **asked)

    changes.advice_returned(by=world.clerk, once=once(), **asked)

    assert Advice.objects.get().returned_at == NEXT_MORNING
