"""Two persons for one act: asked, agreed to the letter, used once."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from kt1.ledger.entries.canonical import JSON
from kt1.ledger.entries.models import Entry
from kt1.network.models import AdminUnit, Place
from kt1.people.accounts.models import Duty, User
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.approvals import actions, permissions, steps
from kt1.people.approvals.models import KIND_LABELS, Approval
from kt1.people.approvals.queries import seen_by, waiting_for
from kt1.people.approvals.rules import RULES, ApprovalKind
from tests.people.conftest import NOON, MakeUser, actor, give, key

LOSS = ApprovalKind.LOSS
PAYLOAD: dict[str, JSON] = {"unit": 7, "reason": "not_found"}
HOUR = timedelta(hours=1)


@pytest.fixture
def clerk(clerk_user: User, clerk_duty: Duty, province: AdminUnit) -> Actor:
    return actor(clerk_user, clerk_duty, province.pk)


@pytest.fixture
def controller(make_user: MakeUser, clerk_duty: Duty, province: AdminUnit) -> Actor:
    user = make_user("kt-1", None)
    return actor(user, give(user, Role.CONTROLLER, place=clerk_duty.place), province.pk)


@pytest.fixture
def asked(clerk: Actor) -> Approval:
    return steps.ask(kind=LOSS, subject="unit:X", payload=PAYLOAD, by=clerk, at=NOON)


def approve(asked: Approval, by: Actor, hours: int = 0) -> Approval:
    return steps.approve(approval_id=asked.pk, by=by, at=NOON + hours * HOUR)


def use(by: Actor, payload: Mapping[str, JSON] | None = None, hours: int = 0) -> Approval:
    return steps.use(
        kind=LOSS, payload=PAYLOAD if payload is None else payload, by=by, at=NOON + hours * HOUR
    )


def test_every_class_of_act_has_a_rule_and_a_label() -> None:
    assert set(RULES) == set(KIND_LABELS) == set(ApprovalKind)


@pytest.mark.django_db
def test_two_persons_one_act(asked: Approval, clerk: Actor, dispatcher: Actor) -> None:
    assert list(waiting_for(dispatcher, NOON)) == [asked]
    assert not waiting_for(clerk, NOON).exists()
    approve(asked, dispatcher)
    assert not waiting_for(dispatcher, NOON).exists()
    used = use(clerk)
    assert (used.pk, used.asked_by_id, used.approved_by_id) == (
        asked.pk,
        clerk.user_id,
        dispatcher.user_id,
    )
    with pytest.raises(steps.NotApprovedError):
        use(clerk)
    kinds = Entry.objects.order_by("kind").values_list("kind", flat=True)
    assert list(kinds) == ["approval.approved", "approval.asked"]


@pytest.mark.django_db
def test_what_is_done_is_what_was_agreed_to(
    asked: Approval, clerk: Actor, controller: Actor, dispatcher: Actor
) -> None:
    with pytest.raises(steps.NotApprovedError):
        use(clerk)
    approve(asked, dispatcher)
    with pytest.raises(steps.NotApprovedError):
        use(clerk, {**PAYLOAD, "unit": 8})
    with pytest.raises(steps.NotApprovedError):
        use(controller)
    assert use(dispatcher), "either of the two may do it"


@pytest.mark.django_db
def test_the_second_person_is_another_who_qualifies_near_by(
    asked: Approval, clerk: Actor, make_user: MakeUser, other_province: AdminUnit
) -> None:
    with pytest.raises(NotAllowedError):
        approve(asked, clerk)
    user = make_user("dd-75", None)
    far = actor(user, give(user, Role.DISPATCHER, province=other_province))
    with pytest.raises(Approval.DoesNotExist):
        approve(asked, far)


@pytest.mark.django_db
def test_a_peer_knows_of_it_and_is_told_why_they_do_not_answer(
    asked: Approval, clerk: Actor, make_user: MakeUser
) -> None:
    user = make_user("gdv-2", None)
    peer = actor(user, give(user, Role.COUNTER, place_id=clerk.place_id), clerk.province_id)
    assert list(seen_by(peer)) == [asked]
    assert not waiting_for(peer, NOON).exists()
    with pytest.raises(NotAllowedError):
        approve(asked, peer)
    with pytest.raises(NotAllowedError):
        steps.refuse(approval_id=asked.pk, by=peer, at=NOON)


@pytest.mark.django_db
def test_how_near_the_second_person_must_be(
    clerk: Actor, controller: Actor, make_user: MakeUser, other_counter: Place
) -> None:
    asked = steps.ask(
        kind=ApprovalKind.DESTRUCTION, subject="seals", payload={"seals": [1]}, by=clerk, at=NOON
    )
    user = make_user("kt-9", None)
    elsewhere = give(user, Role.CONTROLLER, place=other_counter)
    far = actor(user, elsewhere, clerk.province_id)
    assert list(waiting_for(controller, NOON)) == [asked]
    assert not waiting_for(far, NOON).exists()
    assert not seen_by(far).exists()
    assert permissions.why_not_approve(far, asked)
    assert permissions.why_not_approve(controller, asked) is None
    asked.kind = LOSS
    assert permissions.why_not_approve(replace(far, province_id=None), asked)


@pytest.mark.django_db
def test_a_person_with_two_duties_is_still_one_person(
    asked: Approval, clerk_user: User, province: AdminUnit
) -> None:
    as_leader = actor(clerk_user, give(clerk_user, Role.DISPATCHER, province=province))
    with pytest.raises(NotAllowedError):
        approve(asked, as_leader)


@pytest.mark.django_db
def test_who_may_not_do_the_act_may_not_ask_for_it(admin: Actor, records_clerk: Actor) -> None:
    for by in (admin, records_clerk):
        with pytest.raises(NotAllowedError):
            steps.ask(kind=LOSS, subject="unit:X", payload=PAYLOAD, by=by, at=NOON)


@pytest.mark.django_db
def test_the_same_is_asked_once_while_it_is_open(
    asked: Approval, clerk: Actor, controller: Actor
) -> None:
    with pytest.raises(steps.AlreadyAskedError):
        steps.ask(kind=LOSS, subject="unit:X", payload=PAYLOAD, by=controller, at=NOON)
    steps.refuse(approval_id=asked.pk, by=clerk, at=NOON)
    assert steps.ask(kind=LOSS, subject="unit:X", payload=PAYLOAD, by=controller, at=NOON)


@pytest.mark.django_db
def test_a_refusal_is_final_and_takes_back_an_agreement(
    asked: Approval, clerk: Actor, dispatcher: Actor, controller: Actor
) -> None:
    approve(asked, dispatcher)
    with pytest.raises(steps.AlreadyAnsweredError):
        approve(asked, controller)
    steps.refuse(approval_id=asked.pk, by=controller, at=NOON)
    with pytest.raises(steps.NotApprovedError):
        use(clerk)
    with pytest.raises(steps.AlreadyAnsweredError):
        approve(asked, dispatcher)
    assert Entry.objects.filter(kind="approval.refused").count() == 1


@pytest.mark.django_db
def test_an_agreement_lapses(asked: Approval, clerk: Actor, dispatcher: Actor) -> None:
    with pytest.raises(steps.AlreadyAnsweredError):
        approve(asked, dispatcher, hours=24)
    approve(asked, dispatcher, hours=23)
    with pytest.raises(steps.NotApprovedError):
        use(clerk, hours=24)
    assert not waiting_for(dispatcher, NOON + 24 * HOUR).exists()
    again = steps.ask(kind=LOSS, subject="unit:X", payload=PAYLOAD, by=clerk, at=NOON + 24 * HOUR)
    assert again.pk != asked.pk


@pytest.mark.django_db
def test_some_acts_take_any_two_leaders_of_the_installation(
    dispatcher: Actor, admin: Actor
) -> None:
    asked = steps.ask(
        kind=ApprovalKind.MODE_CHANGE, subject="mode", payload={}, by=dispatcher, at=NOON
    )
    assert list(waiting_for(admin, NOON)) == [asked]
    approve(asked, admin)


@pytest.mark.django_db
def test_answers_from_the_page_are_acts_of_their_own(
    asked: Approval, dispatcher: Actor, controller: Actor
) -> None:
    once = key()
    for _ in range(2):
        actions.approve(approval_id=asked.pk, by=dispatcher, at=NOON, once=once)
    once = key()
    for _ in range(2):
        actions.refuse(approval_id=asked.pk, by=controller, at=NOON, once=once)
    asked.refresh_from_db()
    assert asked.refused_by_id == controller.user_id


@pytest.mark.django_db(transaction=True)
def test_of_eight_uses_at_once_one_wins(clerk: Actor, dispatcher: Actor) -> None:
    with transaction.atomic():
        asked = steps.ask(kind=LOSS, subject="unit:X", payload=PAYLOAD, by=clerk, at=NOON)
        approve(asked, dispatcher)

    def press(_: int) -> str:
        try:
            with transaction.atomic():
                use(clerk)
        except steps.NotApprovedError:
            return "too late"
        else:
            return "won"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(press, range(8))) == ["too late"] * 7 + ["won"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("approval_kind_is_known", {"kind": "whim"}),
        ("approval_is_given_by_another_person", {"approved_by": 1, "approved_at": NOON}),
        ("approval_says_who_and_when_together", {"approved_at": NOON}),
        ("approval_says_who_and_when_together", {"approved_by": 2}),
        ("approval_says_who_and_when_together", {"approved_by": 2, "approved_at": NOON - HOUR}),
        ("approval_refusal_says_who_and_when_together", {"refused_by": 2}),
        (
            "approval_is_given_or_refused_never_both",
            {"approved_by": 2, "approved_at": NOON, "refused_by": 2, "refused_at": NOON},
        ),
        ("approval_is_used_after_it_was_given", {"used_at": NOON}),
        (
            "approval_is_used_after_it_was_given",
            {"approved_by": 2, "approved_at": NOON, "used_at": NOON - HOUR},
        ),
        ("approval_lapses_after_it_was_asked", {"lapses_at": NOON}),
        ("approval_is_open_once_for_one_payload", {"digest": b"1" * 32}),
    ],
)
def test_the_database_refuses_an_odd_approval(
    name: str, fields: dict[str, object], clerk_user: User, make_user: MakeUser
) -> None:
    users = {1: clerk_user.pk, 2: make_user("kt-2", None).pk}
    known = {
        "kind": LOSS,
        "subject": "unit:X",
        "payload": {},
        "asked_by_id": clerk_user.pk,
        "asked_at": NOON,
        "lapses_at": NOON + HOUR,
    }
    Approval.objects.create(**known, digest=b"1" * 32)
    odd = {
        f"{field}_id" if field.endswith("_by") else field: users.get(value, value)  # type: ignore[call-overload]  # only users are numbered
        for field, value in fields.items()
    }
    with pytest.raises(IntegrityError, match=name):
        Approval.objects.create(**{**known, "digest": b"2" * 32, **odd})
