"""Loss, release, correction and destruction: two persons, an entry that names the old one."""

from typing import Any

import pytest

from kt1.custody.deliveries import changes, two_persons
from kt1.custody.deliveries.corrections import Cause
from kt1.custody.deliveries.models import Irregularity
from kt1.custody.deliveries.proposals import (
    Found,
    Loss,
    Proposal,
    Release,
)
from kt1.custody.units.queries import UnknownUnitError
from kt1.custody.units.rules import NotPossibleError
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.approvals import steps as approvals
from kt1.people.approvals.models import Approval
from kt1.people.approvals.steps import AlreadyAskedError, NotApprovedError
from tests.custody import doing
from tests.custody.factories import AFTERNOON, NIGHT, NOON, at, once
from tests.custody.world import World

pytestmark = pytest.mark.django_db
LATER = at("2026-01-15", "08:00")


def _agreed(proposal: Proposal, first: Actor, second: Actor) -> None:
    asked = two_persons.ask(proposal=proposal, by=first, at=AFTERNOON, once=once())
    approvals.approve(approval_id=asked["approval"], by=second, at=AFTERNOON)


def _lost(world: World, *codes: str, cause: Cause = Cause.NOT_FOUND) -> Loss:
    return Loss(codes=codes, cause=cause, minutes="12/BB-BC01")


def test_a_loss_takes_two_persons_and_opens_an_irregularity(world: World) -> None:
    codes = doing.accepted(world, 2)
    loss = _lost(world, *codes)
    with pytest.raises(NotApprovedError):
        two_persons.lose(loss=loss, by=world.courier, at=AFTERNOON, once=once())
    _agreed(loss, world.courier, world.controller)

    two_persons.lose(loss=loss, by=world.courier, at=AFTERNOON, once=once())

    unit = doing.unit(codes[0])
    assert (unit.state, unit.person_id) == ("lost", world.courier.user_id)
    assert Irregularity.objects.get().findings == {code: ["lost"] for code in codes}
    body = doing.said("item.lost")
    assert (body["cause"], body["minutes"]) == ("not_found", "12/BB-BC01")
    assert body["two_persons"] == [world.courier.user_id, world.controller.user_id]
    assert Approval.objects.get().used_at == AFTERNOON
    with pytest.raises(NotPossibleError):  # lost is lost
        doing.given(codes, world.courier, world.controller)


def test_the_agreement_covers_exactly_what_was_shown(world: World) -> None:
    codes = doing.accepted(world, 2)
    _agreed(_lost(world, codes[0]), world.courier, world.controller)

    for other in (_lost(world, codes[1]), _lost(world, codes[0], cause=Cause.STOLEN)):
        with pytest.raises(NotApprovedError):
            two_persons.lose(loss=other, by=world.courier, at=AFTERNOON, once=once())
    with pytest.raises(NotApprovedError):  # a third person was not one of the two
        two_persons.lose(
            loss=_lost(world, codes[0]), by=world.second_controller, at=AFTERNOON, once=once()
        )


def test_what_cannot_be_is_not_even_asked(world: World) -> None:
    codes = doing.accepted(world)
    ask: dict[str, Any] = {"at": AFTERNOON}
    with pytest.raises(NotPossibleError):  # a cause of another act
        two_persons.ask(
            proposal=_lost(world, *codes, cause=Cause.TYPED_WRONG),
            by=world.courier,
            once=once(),
            **ask,
        )
    with pytest.raises(NotPossibleError):  # minutes have a number, no sentence
        two_persons.ask(
            proposal=Loss(codes=tuple(codes), cause=Cause.NOT_FOUND, minutes="mất ở cổng sau"),
            by=world.courier,
            once=once(),
            **ask,
        )
    with pytest.raises(UnknownUnitError):
        two_persons.ask(proposal=_lost(world, "NONE"), by=world.courier, once=once(), **ask)
    with pytest.raises(NotAllowedError):
        two_persons.ask(proposal=_lost(world, *codes), by=world.clerk, once=once(), **ask)
    two_persons.ask(proposal=_lost(world, *codes), by=world.courier, once=once(), **ask)
    with pytest.raises(AlreadyAskedError):
        two_persons.ask(proposal=_lost(world, *codes), by=world.courier, once=once(), **ask)


def test_a_lost_bag_takes_its_contents_along_and_comes_back_by_itself(world: World) -> None:
    codes = doing.accepted(world, 2)
    doing.moved(codes, world.courier, world.controller)
    bag = doing.bag_of(codes, world.controller, seal="S-1")
    loss = _lost(world, bag)
    _agreed(loss, world.controller, world.second_controller)

    two_persons.lose(loss=loss, by=world.controller, at=AFTERNOON, once=once())

    assert {doing.unit(c).state for c in (bag, *codes)} == {"lost"}
    assert doing.unit(codes[0]).inside_id == doing.unit(bag).pk
    found = Found(codes=(bag, codes[0]), cause=Cause.FOUND_AGAIN, minutes="13/BB")
    _agreed(found, world.controller, world.second_controller)
    two_persons.correct(correction=found, by=world.controller, at=NIGHT, once=once())

    back = doing.unit(codes[0])
    assert (back.state, back.person_id, back.inside_id) == (
        "in_post",
        world.controller.user_id,
        None,
    )
    assert doing.unit(bag).state == "open"
    assert doing.unit(codes[1]).state == "lost"


def test_what_lies_in_a_bag_or_is_offered_is_not_lost_by_itself(world: World) -> None:
    packed, offered = doing.accepted(world, 2)
    doing.moved([packed], world.courier, world.controller)
    doing.bag_of([packed], world.controller)
    doing.given([offered], world.courier, world.controller)

    for code in (packed, offered):
        with pytest.raises(NotPossibleError):
            two_persons.ask(
                proposal=_lost(world, code), by=world.controller, at=AFTERNOON, once=once()
            )


@pytest.mark.parametrize(("back", "state"), [(False, "in_post"), (True, "returning")])
def test_two_persons_release_what_was_held(world: World, *, back: bool, state: str) -> None:
    codes = doing.accepted(world)
    changes.hold(codes=codes, findings=["torn"], by=world.courier, at=NOON, once=once())
    release = Release(codes=tuple(codes), cause=Cause.COVERED_ANEW, minutes="7/BB", back=back)
    _agreed(release, world.courier, world.controller)

    two_persons.release(release=release, by=world.controller, at=AFTERNOON, once=once())

    assert doing.unit(codes[0]).state == state
    matter = Irregularity.objects.get()
    assert (matter.minutes, matter.closed_at) == ("7/BB", AFTERNOON)
    with pytest.raises(NotPossibleError):  # nothing is held any more
        two_persons.ask(proposal=release, by=world.courier, at=NIGHT, once=once())
