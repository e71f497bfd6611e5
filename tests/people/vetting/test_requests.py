"""Asking the police, and their answer."""

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import body_of
from kt1.ledger.requests.models import Request
from kt1.network.places.models import Place
from kt1.people.accounts.models import User
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.vetting import queries
from kt1.people.vetting.models import AskedAbout, Standing, TrainingEvent, VettingRequest
from kt1.people.vetting.requests import Vetted
from kt1.people.vetting.rules import StandingKind
from kt1.people.vetting.steps import UnfitPaperError
from tests.custody import factories as make
from tests.custody.factories import MORNING, once
from tests.people.vetting.acting import LATER, answered, asked

pytestmark = pytest.mark.django_db


def test_pa03_answers_by_number_and_the_vetting_holds(
    dispatcher: Actor, courier: Actor, pa03: Actor
) -> None:
    request = asked(dispatcher, courier)

    assert answered(pa03, request, Vetted(courier.user_id, MORNING, LATER)) == 1

    row = Standing.objects.get(user=courier.user_id, kind=StandingKind.VETTING)
    assert (row.authority, row.reference, row.request_id) == ("police", "7/CAT-PA03", request)
    assert queries.why_not_take(courier, MORNING) is None
    assert queries.why_not_take(courier, LATER) is not None
    with pytest.raises(UnfitPaperError):
        answered(pa03, request)


def test_the_same_answer_twice_is_one(dispatcher: Actor, courier: Actor, pa03: Actor) -> None:
    key, request = uuid4(), asked(dispatcher, courier)
    for _twice in range(2):
        assert answered(pa03, request, Vetted(courier.user_id, MORNING), once=once(key)) == 1
    same = uuid4()
    assert asked(dispatcher, courier, number="16", once=once(same)) == asked(
        dispatcher, courier, number="16", once=once(same)
    )


def test_who_is_left_out_of_an_answer_is_nowhere_any_more(
    dispatcher: Actor, courier: Actor, office: Place, pa03: Actor
) -> None:
    """Absence is enough: no row and no entry tells that anybody asked about this person."""
    other = make.actor(Role.COURIER, where=office)
    before = _mentions(other.user_id)
    request = asked(dispatcher, courier, other)
    assert AskedAbout.objects.filter(user=other.user_id).count() == 1

    answered(pa03, request, Vetted(courier.user_id, MORNING))

    assert _mentions(other.user_id) == before
    assert _mentions(courier.user_id) > 0


def _mentions(user_id: int) -> int:
    """Rows of the tables of vetting, and of the ledger, in which a person is named."""
    rows = sum(
        model._default_manager.filter(**{field.name: user_id}).count()
        for model in (AskedAbout, Standing, TrainingEvent, VettingRequest)
        for field in model._meta.local_fields
        if field.related_model is User and field.name == "user"
    )
    for entry in Entry.objects.filter(kind__startswith="vetting."):
        told = str(body_of(entry)) + bytes(entry.lines or b"").decode()
        rows += len(re.findall(rf"[\"']user[\"']: ?{user_id}\b", told))
    for answer in Request.objects.values_list("answer", flat=True):
        rows += len(re.findall(rf"\buser\W+{user_id}\b", str(answer)))
    return rows


def test_a_dispatcher_enters_the_answer_of_a_signed_letter(
    dispatcher: Actor, courier: Actor
) -> None:
    request = asked(dispatcher, courier)
    answered(dispatcher, request, Vetted(courier.user_id, MORNING))
    entry = Entry.objects.get(kind="vetting.answered")
    assert body_of(entry)["from_paper"] is True


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": " "},
        {"dated_on": date(2026, 1, 11)},
        {"dated_on": date(2026, 2, 1)},
        {"vetted": [Vetted(0, MORNING)]},
    ],
)
def test_an_answer_that_cannot_be_changes_nothing(
    dispatcher: Actor, courier: Actor, pa03: Actor, wrong: dict[str, Any]
) -> None:
    request = asked(dispatcher, courier)
    with pytest.raises(UnfitPaperError):
        answered(pa03, request, **wrong)
    ends = Vetted(courier.user_id, MORNING, MORNING)
    for vetted in ([ends], [Vetted(courier.user_id, MORNING)] * 2):
        with pytest.raises(UnfitPaperError):
            answered(pa03, request, *vetted)
    assert VettingRequest.objects.get(pk=request).answered_at is None
    assert AskedAbout.objects.filter(request=request).count() == 1


def test_strangers_neither_ask_nor_answer(dispatcher: Actor, courier: Actor, pa03: Actor) -> None:
    request = asked(dispatcher, courier, dispatcher)
    with pytest.raises(NotAllowedError):
        asked(pa03, courier, number="2")
    with pytest.raises(NotAllowedError):
        answered(dispatcher, request, Vetted(dispatcher.user_id, MORNING))
    far = make.actor(Role.POLICE_PA03, at_province=make.province("75"))
    with pytest.raises(VettingRequest.DoesNotExist):
        answered(far, request)
    with pytest.raises(VettingRequest.DoesNotExist):
        answered(courier, request)
    for nobody in ([], [pa03]):
        with pytest.raises(UnfitPaperError):
            asked(dispatcher, *nobody, number="3")
    with pytest.raises(UnfitPaperError):
        asked(dispatcher, courier)  # the same number and date
    with pytest.raises(UnfitPaperError):
        asked(dispatcher, courier, number="4", user_ids=range(300))
