"""Each named constraint of complaints and requests refuses what its name says."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from kt1.assurance.complaints import actions
from kt1.assurance.complaints.models import Complaint, ComplaintAnswer, Liability
from kt1.assurance.complaints.rules import Cause, Matter, Method, Outcome, Responsible
from kt1.assurance.disclosures.models import Disclosure
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World, build

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 14)


@pytest.fixture
def one(db: None) -> Complaint:
    """One of each table."""
    world = build()
    (code,) = doing.accepted(world)
    key = actions.file(
        code=code, matter=Matter.LOSS, note="", by=world.clerk, at=make.AFTERNOON, once=make.once()
    )
    found = Complaint.objects.get(pk=key)
    _liability(found, world)
    _disclosure(found)
    return found


def _liability(found: Complaint, world: World) -> None:
    ComplaintAnswer.objects.create(
        complaint=found, n=1, outcome=Outcome.UPHELD, cause=Cause.TRANSPORT, due=DAY,
        at=make.AFTERNOON, by_id=world.dispatcher.user_id,
    )  # fmt: skip
    Liability.objects.create(
        complaint=found, number="5/BB", dated=DAY, accepted_at=make.MORNING, cause=Cause.TRANSPORT,
        responsible=Responsible.POST, amount_vnd=1, method=Method.CASH, pay_by=DAY,
        at=make.AFTERNOON, by_id=world.dispatcher.user_id,
    )  # fmt: skip


def _disclosure(found: Complaint) -> None:
    Disclosure.objects.create(
        province=found.province, authority="Thanh tra", basis="Luật", number="7/BB", dated=DAY,
        registered_at=make.AFTERNOON, registered_by=found.filed_by,
    )  # fmt: skip


def _set(model: type[models.Model], **wrong: Any) -> Callable[[Complaint], Any]:
    return lambda _found: model._default_manager.update(**wrong)


def _again(found: models.Model) -> None:
    found.pk = None
    found.save(force_insert=True)


VIOLATIONS: dict[str, Callable[[Complaint], Any]] = {
    "complaint_open_once": _again,
    "complaint_is_coded": _set(Complaint, matter="x"),
    "complaint_over_iff_closed": _set(Complaint, state="closed"),
    "complaintanswer_in_turn": lambda _: _again(ComplaintAnswer.objects.get()),
    "complaintanswer_is_coded": _set(ComplaintAnswer, cause="x"),
    "liability_found_with_a_choice": _set(Liability, found_on=DAY),
    "liability_is_coded": _set(Liability, method="x"),
    "liability_amount_within_bounds": _set(Liability, amount_vnd=0),
    "liability_has_a_number": _set(Liability, number=""),
    "liability_paid_by_a_paper": _set(Liability, paid_on=DAY),
    "disclosure_minutes_once": lambda _: _again(Disclosure.objects.get()),
    "disclosure_says_who_why_and_by_what": _set(Disclosure, basis=""),
    "disclosure_ends_after_it_began": _set(
        Disclosure, ended_at=make.AFTERNOON - timedelta(hours=1)
    ),
}


@pytest.mark.parametrize("name", VIOLATIONS)
def test_a_constraint_refuses_what_it_names(one: Complaint, name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        VIOLATIONS[name](one)


def test_every_constraint_is_tried() -> None:
    named = {
        constraint.name
        for model in (Complaint, ComplaintAnswer, Liability, Disclosure)
        for constraint in model._meta.constraints
    }
    assert named == set(VIOLATIONS)
