"""Who may take, and recording and ending what lets them."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kt1.law.parameters.keys import Key
from kt1.ledger.entries.models import Entry, Note
from kt1.network.places.rules import PlaceKind
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.vetting import actions, queries
from kt1.people.vetting.models import Standing
from kt1.people.vetting.rules import Authority, StandingKind, Topic
from kt1.people.vetting.steps import Paper, UnfitPaperError
from tests.custody import factories as make
from tests.custody.factories import MORNING, NOON, at, once
from tests.people.vetting.acting import LATER, PAPER, recorded, set_norm, trained

pytestmark = pytest.mark.django_db


def test_a_recorded_vetting_lets_a_worker_take(dispatcher: Actor, courier: Actor) -> None:
    said = queries.why_not_take(courier, MORNING)
    assert said is not None
    assert "vẫn giao, phát và hoàn trả" in said

    recorded(dispatcher, courier)

    assert queries.why_not_take(courier, MORNING) is None
    entry = Entry.objects.get(kind="standing.recorded")
    assert "12/QĐ-BĐT" not in bytes(entry.canonical).decode() + bytes(entry.lines or b"").decode()
    assert Note.objects.filter(entry=entry, field="reference").exists()


def test_the_question_is_one_query(dispatcher: Actor, courier: Actor) -> None:
    recorded(dispatcher, courier)
    queries.demanded(MORNING)
    with CaptureQueriesContext(connection) as captured:
        assert queries.why_not_take(courier, MORNING) is None
    assert len([q for q in captured if "people_standing" in q["sql"]]) == 1


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [("vetting", "Thẩm tra"), ("training", "Tập huấn KT1"), ("pledge", "Cam kết")],
)
def test_each_thing_demanded_is_named_when_it_lapsed(
    dispatcher: Actor, courier: Actor, kind: str, sentence: str
) -> None:
    set_norm(Key.TAKING_NEEDS, "pledge", value=True)
    recorded(dispatcher, courier)
    recorded(dispatcher, courier, kind=StandingKind.PLEDGE)
    assert queries.why_not_take(courier, NOON) is None

    Standing.objects.filter(user=courier.user_id, kind=kind).update(valid_to=NOON)

    said = queries.why_not_take(courier, NOON)
    assert said is not None
    assert said.startswith(sentence)
    assert "12:00 14/01/2026" in said


def test_a_norm_may_ask_for_less(courier: Actor) -> None:
    set_norm(Key.TAKING_NEEDS, "vetting", value=False)
    assert queries.why_not_take(courier, MORNING) is None


def test_nothing_is_taken_before_there_are_norms() -> None:
    office = make.place(PlaceKind.POST_OFFICE, "24-BC08")
    said = queries.why_not_take(make.actor(Role.COUNTER, where=office), MORNING)
    assert said is not None
    assert queries.fit(MORNING).children == []


def test_whoever_is_no_worker_of_the_post_is_not_asked(pa03: Actor) -> None:
    assert queries.why_not_take(pa03, MORNING) is None


def test_only_a_dispatcher_records_and_not_for_themselves(
    dispatcher: Actor, courier: Actor, pa03: Actor
) -> None:
    for by, of in ((courier, courier), (pa03, courier), (dispatcher, dispatcher)):
        with pytest.raises(NotAllowedError):
            recorded(by, of)
    assert not Standing.objects.filter(user=courier.user_id, kind=StandingKind.VETTING).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"paper": Paper(number="", dated_on=PAPER.dated_on, authority=Authority.POST)},
        {"paper": Paper(number="số tối mật", dated_on=PAPER.dated_on, authority=Authority.POST)},
        {"paper": Paper(number="tuyệt-mật", dated_on=PAPER.dated_on, authority=Authority.POST)},
        {"paper": Paper(number="1/QĐ", dated_on=date(2026, 1, 15), authority=Authority.POST)},
        {"valid_to": MORNING},
        {"kind": StandingKind.TRAINING},
    ],
)
def test_a_paper_that_cannot_be_is_not_recorded(
    dispatcher: Actor, courier: Actor, wrong: dict[str, Any]
) -> None:
    with pytest.raises(UnfitPaperError):
        recorded(dispatcher, courier, **wrong)


def test_nobody_of_another_province_is_recorded(dispatcher: Actor) -> None:
    there = make.place(PlaceKind.CENTRE, "75-TT9", at_province=make.province("75"))
    with pytest.raises(UnfitPaperError):
        recorded(dispatcher, make.actor(Role.COURIER, where=there))


def test_recording_twice_is_recording_once(dispatcher: Actor, courier: Actor) -> None:
    key = uuid4()
    first = recorded(dispatcher, courier, once=once(key))
    assert recorded(dispatcher, courier, once=once(key)) == first
    assert Standing.objects.filter(user=courier.user_id, kind=StandingKind.VETTING).count() == 1


def test_the_norm_says_how_long_a_vetting_holds_at_most(dispatcher: Actor, courier: Actor) -> None:
    set_norm(Key.VETTING_VALID_MONTHS, "", value=24)
    made = recorded(dispatcher, courier)
    assert Standing.objects.get(pk=made).valid_to == at("2028-01-14")


def test_a_paper_is_ended_from_a_moment_on_and_never_back(
    dispatcher: Actor, courier: Actor
) -> None:
    made = recorded(dispatcher, courier)
    key = uuid4()

    ends = [
        actions.end(standing_id=made, ends_at=MORNING, by=dispatcher, at=NOON, once=once(key))
        for _twice in range(2)
    ]

    assert ends == [NOON, NOON]
    assert queries.why_not_take(courier, NOON - timedelta(seconds=1)) is None
    assert queries.why_not_take(courier, NOON) is not None
    with pytest.raises(UnfitPaperError):
        actions.end(standing_id=made, ends_at=NOON, by=dispatcher, at=NOON, once=once())


def test_only_a_dispatcher_of_the_province_ends_a_paper(dispatcher: Actor, courier: Actor) -> None:
    made = recorded(dispatcher, courier)
    far = make.actor(Role.DISPATCHER, at_province=make.province("75"))
    with pytest.raises(Standing.DoesNotExist):
        actions.end(standing_id=made, ends_at=NOON, by=far, at=MORNING, once=once())
    with pytest.raises(NotAllowedError):
        actions.end(standing_id=made, ends_at=NOON, by=courier, at=MORNING, once=once())
    own = Standing.objects.filter(user=dispatcher.user_id)[0]
    with pytest.raises(NotAllowedError):
        actions.end(standing_id=own.pk, ends_at=NOON, by=dispatcher, at=MORNING, once=once())


def test_attending_gives_what_the_subject_gives(dispatcher: Actor, courier: Actor) -> None:
    recorded(dispatcher, courier)
    Standing.objects.filter(user=courier.user_id, kind=StandingKind.TRAINING).delete()
    key = uuid4()

    trained(dispatcher, courier, topic=Topic.TOOLS)
    assert queries.why_not_take(courier, MORNING) is not None
    first = trained(dispatcher, courier, valid_to=LATER, once=once(key))

    assert trained(dispatcher, courier, valid_to=LATER, once=once(key)) == first
    assert queries.why_not_take(courier, MORNING) is None
    assert queries.why_not_take(courier, LATER) is not None
    assert [e.pk for e in queries.events_seen_by(dispatcher).filter(topic=Topic.KT1)][-1:]


@pytest.mark.parametrize(
    "wrong", [{"user_ids": []}, {"user_ids": [0]}, {"held_on": date(2026, 1, 15)}]
)
def test_a_training_is_held_before_and_attended_by_somebody(
    dispatcher: Actor, courier: Actor, wrong: dict[str, Any]
) -> None:
    with pytest.raises(UnfitPaperError):
        trained(dispatcher, courier, **wrong)
    with pytest.raises(NotAllowedError):
        trained(courier, courier)
    assert queries.events_seen_by(courier).count() == 0
