"""Recording what workers hold, asking the police, warning; and that nothing can say no."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kt1.law.book.queries import forget, revision
from kt1.law.parameters.keys import Evidence, Key
from kt1.law.parameters.models import LegalParameter, NormSet
from kt1.ledger.entries.models import Entry, Note
from kt1.ledger.entries.queries import body_of
from kt1.ledger.requests.models import Request
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.people.accounts.models import User
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.reminders.models import Reminder
from kt1.people.vetting import actions, queries, requests
from kt1.people.vetting.models import AskedAbout, Standing, TrainingEvent, VettingRequest
from kt1.people.vetting.requests import Vetted
from kt1.people.vetting.rules import Authority, Record, StandingKind, Topic, state_of
from kt1.people.vetting.steps import Paper, UnfitPaperError
from tests.custody import factories as make
from tests.custody.factories import MORNING, NOON, at, once

pytestmark = pytest.mark.django_db
PAPER = Paper(number="12/QĐ-BĐT", dated_on=date(2026, 1, 12), authority=Authority.POST)
LATER = at("2027-01-01", "00:00")


@pytest.fixture
def office() -> Place:
    make.norms()
    return make.place(PlaceKind.POST_OFFICE, "24-BC09")


@pytest.fixture
def dispatcher(office: Place) -> Actor:
    return make.actor(Role.DISPATCHER, where=office, at_province=office.province)


@pytest.fixture
def courier(office: Place) -> Actor:
    """Trained, and not vetted yet."""
    made = make.actor(Role.COURIER, where=office)
    Standing.objects.filter(user=made.user_id, kind=StandingKind.VETTING).delete()
    return made


@pytest.fixture
def pa03(office: Place) -> Actor:
    return make.actor(Role.POLICE_PA03, at_province=office.province)


def recorded(by: Actor, of: Actor, **more: Any) -> int:
    said: dict[str, Any] = {
        "user_id": of.user_id,
        "kind": StandingKind.VETTING,
        "paper": PAPER,
        "valid_from": MORNING,
        "by": by,
        "at": MORNING,
        "once": once(),
    }
    return actions.record(**{**said, **more})


def asked(by: Actor, *about: Actor, number: str = "15/BĐT", **more: Any) -> int:
    said: dict[str, Any] = {
        "number": number,
        "dated_on": date(2026, 1, 12),
        "user_ids": [one.user_id for one in about],
        "by": by,
        "at": MORNING,
        "once": once(),
    }
    return requests.ask(**{**said, **more})


def answered(by: Actor, request: int, *vetted: Vetted, **more: Any) -> int:
    said: dict[str, Any] = {
        "request_id": request,
        "number": "7/CAT-PA03",
        "dated_on": date(2026, 1, 13),
        "vetted": vetted,
        "by": by,
        "at": MORNING,
        "once": once(),
    }
    return requests.answer(**{**said, **more})


def set_norm(key: Key, scope: str, value: Any) -> None:
    """What the installation's own set says goes before what all sets share."""
    revision()
    LegalParameter.objects.create(
        norm_set=NormSet.objects.get(code="TT16-2017"),
        key=key,
        scope=scope,
        value=value,
        valid_from=make.SINCE,
        evidence=Evidence.ASSUMPTION,
    )
    forget()


# --- who may take ---------------------------------------------------------------------------


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


# --- recording and ending -------------------------------------------------------------------


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


# --- training -------------------------------------------------------------------------------


def trained(by: Actor, *who: Actor, **more: Any) -> int:
    said: dict[str, Any] = {
        "topic": Topic.KT1,
        "held_on": date(2026, 1, 13),
        "paper": PAPER,
        "user_ids": [one.user_id for one in who],
        "by": by,
        "at": MORNING,
        "once": once(),
    }
    return actions.train(**{**said, **more})


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


# --- asking the police ----------------------------------------------------------------------


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


# --- nothing can say no ---------------------------------------------------------------------

#: Every column of these tables. A new one is a decision (docs/decisions/0058), not an accident.
COLUMNS = {
    "people_vettingrequest": {
        "id", "province_id", "number", "dated_on", "asked_by_id", "asked_at",
        "answer_number", "answer_dated_on", "answered_by_id", "answered_at",
    },
    "people_askedabout": {"id", "request_id", "user_id"},
    "people_trainingevent": {
        "id", "province_id", "topic", "held_on", "authority", "reference",
    },
    "people_standing": {
        "id", "user_id", "kind", "valid_from", "valid_to", "reference", "dated_on",
        "authority", "request_id", "event_id",
    },
}  # fmt: skip
NO = re.compile(
    r"refus|reject|den(y|ied|ial)|unfit|fail|negativ|disqualif|không đạt|không đủ|từ chối|bác bỏ"
    r"|không được thẩm tra|trượt",
    re.IGNORECASE,
)


def test_no_table_has_a_column_for_a_refusal() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_name = ANY(%s)",
            [list(COLUMNS)],
        )
        found: dict[str, set[str]] = {}
        for table, column in cursor.fetchall():
            found.setdefault(table, set()).add(column)
    assert found == COLUMNS


def test_no_word_of_the_tables_or_pages_says_no() -> None:
    said = [
        str(word)
        for model in apps.get_app_config("people").get_models()
        if model._meta.db_table in COLUMNS
        for field in model._meta.local_fields
        for choice in field.flatchoices
        for word in choice
    ]
    root = Path(__file__).resolve().parents[2] / "kt1" / "web"
    pages = list((root / "templates" / "vetting").glob("*.html"))
    assert pages
    said += [re.sub(r"\{#.*?#\}", "", page.read_text(encoding="utf8")) for page in pages]
    said.append((root / "locale" / "vi" / "parts" / "vetting.po").read_text(encoding="utf8"))
    assert [match.group() for text in said if (match := NO.search(text))] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "refused"},
        {"authority": "rumour"},
        {"valid_to": at("2025-01-01")},
        {"reference": ""},
        {"kind": StandingKind.TRAINING},
    ],
)
def test_the_database_keeps_only_what_can_be(courier: Actor, wrong: dict[str, Any]) -> None:
    row = {
        "user_id": courier.user_id,
        "kind": StandingKind.VETTING,
        "valid_from": MORNING,
        "reference": "1",
        "dated_on": PAPER.dated_on,
        "authority": Authority.POST,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Standing.objects.create(**{**row, **wrong})


def test_the_database_keeps_requests_and_events_whole(
    dispatcher: Actor, courier: Actor, pa03: Actor
) -> None:
    request = VettingRequest.objects.get(pk=asked(dispatcher, courier))
    halves = ({"answer_number": "1"}, {"number": ""}, {"answered_at": MORNING})
    for half in halves:
        with pytest.raises(IntegrityError), transaction.atomic():
            VettingRequest.objects.filter(pk=request.pk).update(**half)
    with pytest.raises(IntegrityError), transaction.atomic():
        AskedAbout.objects.create(request=request, user_id=courier.user_id)
    event = TrainingEvent.objects.get(pk=trained(dispatcher, courier))
    for wrong in ({"topic": "x"}, {"reference": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TrainingEvent.objects.filter(pk=event.pk).update(**wrong)
    row = event.standings.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Standing.objects.filter(pk=row.pk).update(request=request)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    assert "15/BĐT" in str(request)
    assert str(event) == PAPER.number
    assert str(AskedAbout.objects.get(request=request)).endswith(str(courier.user_id))
    assert str(courier.user_id) in str(event.standings.get())


# --- who lapses when ------------------------------------------------------------------------


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    spans=st.lists(
        st.tuples(st.integers(0, 60), st.none() | st.integers(1, 60)), min_size=0, max_size=4
    ),
    now=st.integers(0, 60),
)
def test_the_database_and_the_rule_agree_on_the_end(
    courier: Actor, spans: list[tuple[int, int | None]], now: int
) -> None:
    Standing.objects.filter(user=courier.user_id, kind=StandingKind.VETTING).delete()
    rows = Standing.objects.bulk_create(
        Standing(
            user_id=courier.user_id,
            kind=StandingKind.VETTING,
            valid_from=MORNING + timedelta(days=begins),
            valid_to=None if length is None else MORNING + timedelta(days=begins + length),
            reference="1",
            dated_on=PAPER.dated_on,
            authority=Authority.POST,
        )
        for begins, length in spans
    )
    moment = MORNING + timedelta(days=now)
    records = [Record(StandingKind.VETTING, row.valid_from, row.valid_to) for row in rows]
    state = state_of(records, StandingKind.VETTING, moment)

    user = queries.workers(courier.province_id, moment).get(pk=courier.user_id)

    wanted = (state.ends or queries.NO_END) if state.held else None
    assert getattr(user, "vetting_until") == wanted  # noqa: B009 - annotated
    lacking = queries.unfit(courier.province_id, moment).filter(pk=courier.user_id).exists()
    assert lacking is not state.held


def test_lapses_are_those_who_may_take_now_and_not_at_the_end(
    dispatcher: Actor, courier: Actor, office: Place
) -> None:
    steady = make.actor(Role.COURIER, where=office)
    recorded(dispatcher, courier, valid_to=at("2026-02-01", "00:00"))

    def lapsing(ends: str) -> list[int]:
        found = queries.lapses(MORNING, at(ends), office.province_id)
        return [user.pk for user in found if user.pk != steady.user_id]

    assert lapsing("2026-01-31") == []
    assert lapsing("2026-02-02") == [courier.user_id]
    recorded(dispatcher, courier, valid_from=at("2026-01-20"), valid_to=LATER)
    assert lapsing("2026-02-02") == []


def test_each_step_of_the_cascade_is_sent_once(
    dispatcher: Actor, courier: Actor, office: Place
) -> None:
    ends = at("2026-05-01", "00:00")
    recorded(dispatcher, courier, valid_to=ends)
    here = [office.province_id]
    sent = {
        n: actions.warn(at=ends - timedelta(days=n), provinces=here)
        for n in (100, 90, 89, 60, 31, 30, 8, 7, 1)
    }

    assert [n for n, count in sent.items() if count] == [90, 60, 30, 7]
    assert sorted(Reminder.objects.values_list("step", flat=True)) == [7, 30, 60, 90]
    assert set(Reminder.objects.values_list("role", "province")) == {
        (Role.DISPATCHER, office.province_id)
    }

    recorded(dispatcher, courier, valid_from=MORNING, valid_to=LATER)
    assert not Reminder.objects.filter(settled_at=None).exists()


def test_a_worker_sees_their_own_papers_and_nobody_elses(
    dispatcher: Actor, courier: Actor, office: Place, pa03: Actor
) -> None:
    other = make.actor(Role.COURIER, where=office)
    assert {user.pk for user in queries.workers_seen_by(courier, MORNING)} == {courier.user_id}
    assert {row.user_id for row in queries.standings_seen_by(other)} == {other.user_id}
    seen = {user.pk for user in queries.workers_seen_by(dispatcher, MORNING)}
    assert seen == {dispatcher.user_id, courier.user_id, other.user_id}
    assert not queries.workers_seen_by(pa03, MORNING).exists()
    assert not queries.standings_seen_by(pa03).exists()
    assert not queries.requests_seen_by(courier).exists()
