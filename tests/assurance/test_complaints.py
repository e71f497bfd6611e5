"""A complaint from filing to payment, what it holds, and requests of authorities."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from kt1.assurance.complaints import actions, queries, settling
from kt1.assurance.complaints.models import Complaint, Liability
from kt1.assurance.complaints.rules import (
    Cause,
    Found,
    Matter,
    Method,
    Outcome,
    Responsible,
    State,
)
from kt1.assurance.disclosures import actions as disclosures
from kt1.assurance.disclosures.models import Disclosure
from kt1.assurance.disclosures.queries import seen_by as disclosures_seen_by
from kt1.custody.items.models import Item
from kt1.custody.units.queries import UnknownUnitError
from kt1.law.screening.rules import RefusedTextError
from kt1.ledger.entries.models import Entry
from kt1.ledger.holds.models import Hold
from kt1.network.agencies.rules import Bloc
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def code(world: World) -> str:
    """Accepted on Wednesday 14/01/2026 and not delivered: its norm ends on 16/01."""
    (code,) = doing.accepted(world)
    return code


def who(by: Actor, at: Any = make.AFTERNOON) -> dict[str, Any]:
    return {"by": by, "at": at, "once": make.once()}


def filed(world: World, code: str, matter: Matter = Matter.LOSS, **more: Any) -> Complaint:
    said = {"note": "", **who(world.clerk), **more}
    return Complaint.objects.get(pk=actions.file(code=code, matter=matter, **said))


def answered(world: World, one: Complaint, outcome: Outcome = Outcome.UPHELD, **more: Any) -> int:
    said = {"note": "", **who(world.controller), **more}
    return actions.answer(complaint_id=one.pk, outcome=outcome, cause=Cause.TRANSPORT, **said)


def stated(**more: Any) -> settling.Stated:
    said: dict[str, Any] = {
        "number": "5/BB-BĐT", "dated": date(2026, 1, 20), "cause": Cause.TRANSPORT,
        "responsible": Responsible.POST, "amount_vnd": 500_000, "method": Method.TRANSFER,
    }  # fmt: skip
    return settling.Stated(**said | more)


LATER = make.at("2026-01-21")


def liable(world: World, one: Complaint, **more: Any) -> date:
    return settling.record_liability(
        complaint_id=one.pk, stated=stated(**more), **who(world.dispatcher, LATER)
    )


def decided(one: Complaint, after: State, by: Actor, at: Any = make.AFTERNOON) -> str:
    return actions.decide(complaint_id=one.pk, after=after, note="", **who(by, at))


def test_a_complaint_says_until_when_by_which_norm(world: World, code: str) -> None:
    one = filed(world, code)
    assert (one.window_ends, one.due) == (date(2026, 7, 16), date(2026, 1, 23))
    assert one.window_norm.startswith("TT16-2017/complaint_window_months")
    assert one.due_norm.startswith("TT16-2017/complaint_answer_working_days")
    entry = Entry.objects.get(kind="complaint.filed")
    assert entry.subject == f"complaint:{one.pk}"


def test_damage_is_complained_of_within_a_month_of_delivery(world: World, code: str) -> None:
    clock = Item.objects.get(unit__code=code).unit.clock
    clock.stopped_at = clock.delivered_at = make.AFTERNOON
    clock.save()
    one = filed(world, code, Matter.DAMAGE)
    assert one.window_ends == date(2026, 2, 14)
    assert one.window_norm.startswith("CHUNG/complaint_law_window_months/damage")
    late = who(world.receiving_clerk, make.at("2026-02-15"))
    with pytest.raises(actions.UnfitComplaintError, match="14/02/2026"):
        actions.file(code=code, matter=Matter.DAMAGE, note="", **late)


def test_who_may_not_complain(world: World, code: str) -> None:
    (declared,) = doing.declared(world)
    with pytest.raises(actions.UnfitComplaintError):
        filed(world, declared)
    with pytest.raises(UnknownUnitError):
        filed(world, code, by=world.neighbour_clerk)
    with pytest.raises(NotAllowedError):
        filed(world, code, by=world.dispatcher)
    with pytest.raises(RefusedTextError):
        filed(world, code, note="công văn số 12/UBND")
    filed(world, code)
    with pytest.raises(actions.UnfitComplaintError):
        filed(world, code)
    filed(world, code, Matter.DELAY)
    filed(world, code, by=world.receiving_clerk)
    assert Complaint.objects.count() == 3


def test_the_same_form_twice_is_one_complaint(world: World, code: str) -> None:
    key = uuid4()
    said: dict[str, Any] = {"code": code, "matter": Matter.LOSS, "note": ""}
    both = {
        actions.file(**said, by=world.clerk, at=make.AFTERNOON, once=make.once(key))
        for _ in range(2)
    }
    assert len(both) == Complaint.objects.count() == 1


def test_from_filing_to_payment(world: World, code: str) -> None:
    one = filed(world, code, note="chưa nhận được bưu gửi")
    with pytest.raises(NotAllowedError):
        liable(world, one)
    assert answered(world, one, note="đang kiểm tra đường thư") == 1
    assert liable(world, one) == date(2026, 2, 19)
    record = Liability.objects.select_related("accepted_place").get()
    assert record.accepted_at == make.MORNING
    assert record.accepted_place == world.centre
    with pytest.raises(NotAllowedError):
        decided(one, State.CLOSED, world.clerk)
    paid: dict[str, Any] = {"complaint_id": one.pk, "paper": "UNC-18"}
    with pytest.raises(settling.UnfitLiabilityError):
        settling.pay(paid_on=date(2026, 1, 19), **paid, **who(world.dispatcher, LATER))
    settling.pay(paid_on=date(2026, 1, 21), **paid, **who(world.dispatcher, LATER))
    one.refresh_from_db()
    assert (one.state, one.closed_at) == (State.CLOSED, LATER)
    found: dict[str, Any] = {"complaint_id": one.pk, "found": Found.REFUSED}
    with pytest.raises(settling.UnfitLiabilityError):
        settling.record_found(found_on=date(2026, 1, 22), **found, **who(world.dispatcher, LATER))
    settling.record_found(found_on=date(2026, 1, 21), **found, **who(world.dispatcher, LATER))
    with pytest.raises(NotAllowedError):
        settling.record_found(found_on=date(2026, 1, 21), **found, **who(world.dispatcher, LATER))
    assert Liability.objects.get().found == Found.REFUSED
    kinds = Entry.objects.filter(subject=f"complaint:{one.pk}").values_list("kind", flat=True)
    what = ("filed", "answered", "liability_recorded", "paid", "found")
    assert set(kinds) == {f"complaint.{one}" for one in what}


def test_a_rejected_answer_brings_no_compensation_and_may_be_contested(
    world: World, code: str
) -> None:
    one = filed(world, code)
    answered(world, one, Outcome.REJECTED)
    with pytest.raises(NotAllowedError):
        liable(world, one)
    with pytest.raises(Complaint.DoesNotExist):
        decided(one, State.CONTESTED, world.receiving_clerk)
    assert decided(one, State.CONTESTED, world.clerk, LATER) == State.CONTESTED
    one.refresh_from_db()
    assert one.due == date(2026, 1, 30)
    assert answered(world, one, at=LATER) == 2
    assert list(one.answers.values_list("due", flat=True).order_by("n")) == [
        date(2026, 1, 23), date(2026, 1, 30),
    ]  # fmt: skip
    assert decided(one, State.CLOSED, world.clerk, LATER) == State.CLOSED
    with pytest.raises(NotAllowedError):
        answered(world, one, at=LATER)


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_vnd": 1},
        {"amount_vnd": 10_000_000_001},
        {"dated": date(2026, 1, 13)},
        {"dated": date(2026, 1, 22)},
    ],
)
def test_a_record_of_liability_is_held_to_the_law(
    world: World, code: str, wrong: dict[str, Any]
) -> None:
    Item.objects.filter(unit__code=code).update(weight_g=100)
    one = filed(world, code)
    answered(world, one)
    price = settling.price_known(one.unit_id)
    assert price
    with pytest.raises(settling.UnfitLiabilityError):
        liable(world, one, **wrong)
    with pytest.raises(settling.UnfitLiabilityError):
        liable(world, one, amount_vnd=4 * price - 1)
    liable(world, one, amount_vnd=4 * price)


def test_an_open_complaint_holds_its_item_and_a_closed_one_nothing(world: World, code: str) -> None:
    one = filed(world, code)
    held = Hold.objects.filter(holder=f"complaint:{one.pk}", ended_at=None)
    assert set(held.values_list("held", flat=True)) == {f"item:{code}", f"complaint:{one.pk}"}
    decided(one, State.WITHDRAWN, world.clerk)
    assert not held.exists()


def test_a_late_answer_rises_to_the_department_or_the_party_s_office(
    world: World, code: str
) -> None:
    one = filed(world, code)
    regulator = make.actor(Role.REGULATOR, at_province=make.province())
    party = make.actor(Role.PARTY_OFFICE, body=world.neighbour, at_province=make.province())
    assert not queries.risen_to(regulator, one.due).exists()
    after = date(2026, 1, 24)
    assert list(queries.risen_to(regulator, after)) == [one]
    assert not queries.risen_to(party, after).exists()
    assert not queries.seen_by(regulator).exists()
    world.sender.bloc = Bloc.PARTY
    world.sender.save()
    assert not queries.risen_to(regulator, after).exists()
    assert list(queries.risen_to(party, after)) == [one]


def test_who_sees_a_complaint(world: World, code: str) -> None:
    one = filed(world, code)
    for actor in (world.clerk, world.controller, world.dispatcher, world.counter):
        assert list(queries.seen_by(actor)) == [one]
    for actor in (world.receiving_clerk, world.far_controller, world.courier):
        assert not queries.seen_by(actor).exists()


def test_a_request_of_an_authority_is_registered_and_holds(world: World, code: str) -> None:
    asked = disclosures.Asked(
        authority="Cơ quan An ninh điều tra", basis="Điều 88 Bộ luật Tố tụng hình sự",
        number="7/BB-ANĐT", dated=date(2026, 1, 14), code=code,
    )  # fmt: skip
    made = disclosures.register(asked=asked, **who(world.dispatcher))
    with pytest.raises(disclosures.UnfitDisclosureError):
        disclosures.register(asked=asked, **who(world.dispatcher))
    with pytest.raises(NotAllowedError):
        disclosures.register(asked=asked, **who(world.controller))
    held = Hold.objects.filter(held=f"item:{code}", holder=f"disclosure:{made}", ended_at=None)
    assert held.exists()
    regulator = make.actor(Role.REGULATOR, at_province=make.province())
    assert disclosures_seen_by(regulator).count() == 1
    with pytest.raises(NotAllowedError):
        disclosures.end(disclosure_id=made, **who(regulator))
    assert disclosures.end(disclosure_id=made, **who(world.dispatcher)) is True
    assert disclosures.end(disclosure_id=made, **who(world.dispatcher)) is False
    assert not held.exists()
    assert Disclosure.objects.get().ended_at == make.AFTERNOON


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"dated": date(2026, 1, 15)}, disclosures.UnfitDisclosureError),
        ({"code": "KT1240000000"}, UnknownUnitError),
        ({"basis": "trích yếu của văn bản"}, RefusedTextError),
    ],
)
def test_a_request_that_cannot_be_registered(
    world: World, wrong: dict[str, Any], error: type[Exception]
) -> None:
    said: dict[str, Any] = {
        "authority": "Thanh tra tỉnh", "basis": "Điều 20 Luật Thanh tra", "number": "1/BB-TTr",
        "dated": date(2026, 1, 14),
    }  # fmt: skip
    with pytest.raises(error):
        disclosures.register(asked=disclosures.Asked(**said | wrong), **who(world.dispatcher))
    assert not Disclosure.objects.exists()
