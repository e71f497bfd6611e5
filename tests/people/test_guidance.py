"""The guidance log: what was explained to a body, and that it was read."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import body_of, lines_of, notes_of
from kt1.network.models import Agency
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.guidance import actions, queries
from kt1.people.guidance.actions import Said, UnfitGuidanceError
from kt1.people.guidance.models import Guidance, GuidanceReceipt
from kt1.people.guidance.rules import Channel, Matter, Told
from tests.custody import factories as make
from tests.people.conftest import NOON, key

pytestmark = pytest.mark.django_db
SAID = Said(
    matter=Matter.WRAPPING,
    channel=Channel.CALL,
    told=Told.CLERK,
    given_at=NOON - timedelta(hours=1),
    note="dùng bì dai, không nhìn thấu",
)


@pytest.fixture
def dispatcher(network: None) -> Actor:
    return make.actor(Role.DISPATCHER, at_province=make.province("24"))


@pytest.fixture
def regulator(network: None) -> Actor:
    return make.actor(Role.REGULATOR, at_province=make.province("24"))


def body(code: str = "09187-UB") -> Agency:
    return Agency.objects.get(code=code)


def give(by: Actor, said: Said = SAID, *codes: str, **more: Any) -> list[int]:
    ids = [body(code).pk for code in codes or ("09187-UB",)]
    return actions.give(
        agency_ids=ids, said=said, by=by, at=NOON, once=more.pop("once", None) or key(), **more
    )


def test_one_guidance_to_many_bodies_is_one_entry_and_its_remark_a_note(
    dispatcher: Actor,
) -> None:
    ids = give(dispatcher, SAID, "09187-UB", "09187-DU", "09169-DU")

    assert len(ids) == 3
    entry = Entry.objects.get(kind="guidance.given")
    assert {line["agency"] for line in lines_of(entry)} == {"09187-UB", "09187-DU", "09169-DU"}
    assert SAID.note not in str(body_of(entry))
    assert notes_of([entry.pk])[entry.pk] == {"note": SAID.note}
    assert {row.giver for row in Guidance.objects.all()} == {"post"}
    assert {row.entry for row in Guidance.objects.all()} == {entry.pk}


def test_the_same_request_records_once(regulator: Actor) -> None:
    again = key()
    assert give(regulator, once=again) == give(regulator, once=again)
    assert Guidance.objects.get().giver == "regulator"


@pytest.mark.parametrize(
    "wrong",
    [
        {"given_at": NOON + timedelta(minutes=1)},
        {"note": "công văn số 12/UBND về việc X"},
        {"paper": "tối mật"},
        {"channel": Channel.LETTER},
        {"paper": "1/TB\n2"},
    ],
)
def test_what_cannot_be_kept_is_refused_whole(dispatcher: Actor, wrong: dict[str, Any]) -> None:
    facts = {name: getattr(SAID, name) for name in Said.__dataclass_fields__}
    with pytest.raises(UnfitGuidanceError):
        give(dispatcher, Said(**{**facts, **wrong}))
    assert not Guidance.objects.exists()
    assert not Entry.objects.filter(kind="guidance.given").exists()


def test_nobody_or_too_many_is_refused(dispatcher: Actor) -> None:
    with pytest.raises(UnfitGuidanceError):
        actions.give(agency_ids=[], said=SAID, by=dispatcher, at=NOON, once=key())
    with pytest.raises(Agency.DoesNotExist):
        actions.give(agency_ids=[0], said=SAID, by=dispatcher, at=NOON, once=key())


def test_who_gives_guidance_and_where(records_clerk: Actor, network: None) -> None:
    with pytest.raises(NotAllowedError):
        give(records_clerk)
    with pytest.raises(NotAllowedError):
        give(make.actor(Role.DISPATCHER, at_province=make.province("75")))


def test_the_body_reads_it_once_and_others_cannot(dispatcher: Actor, records_clerk: Actor) -> None:
    (pk,) = give(dispatcher)
    assert list(queries.unread_by(records_clerk)) == [Guidance.objects.get()]
    act: dict[str, Any] = {"guidance_ids": [pk], "at": NOON}
    again = key()
    assert [actions.acknowledge(by=records_clerk, once=again, **act) for _ in range(2)] == [1, 1]
    assert actions.acknowledge(by=records_clerk, once=key(), **act) == 0

    assert GuidanceReceipt.objects.get().user_id == records_clerk.user_id
    assert not queries.unread_by(records_clerk).exists()
    assert Entry.objects.filter(kind="guidance.read", subject="agency:09187-UB").count() == 1
    with pytest.raises(NotAllowedError):
        actions.acknowledge(by=dispatcher, once=key(), **act)


def test_a_stranger_neither_sees_nor_reads_it(dispatcher: Actor) -> None:
    (pk,) = give(dispatcher)
    stranger = make.clerk(make.agency("24-KHAC", name="UBND phường khác"))
    assert not queries.seen_by(stranger).exists()
    with pytest.raises(Guidance.DoesNotExist):
        actions.acknowledge(guidance_ids=[pk], by=stranger, at=NOON, once=key())
    assert not queries.seen_by(make.actor(Role.ADMIN)).exists()
    party = make.actor(Role.PARTY_OFFICE, body=body("09187-DU"), at_province=make.province("24"))
    assert not queries.seen_by(party).exists()
    give(dispatcher, SAID, "09169-DU")
    assert [row.agency.code for row in queries.seen_by(party)] == ["09169-DU"]


def test_a_correction_names_the_earlier_one_and_stands_alone(
    dispatcher: Actor, regulator: Actor, records_clerk: Actor
) -> None:
    (first,) = give(dispatcher)
    with pytest.raises(NotAllowedError):
        give(regulator, corrects=first)
    with pytest.raises(UnfitGuidanceError):
        give(dispatcher, SAID, "09187-DU", corrects=first)
    (second,) = give(dispatcher, corrects=first)
    with pytest.raises(NotAllowedError):
        give(dispatcher, corrects=first)

    rows = {row.pk: row for row in queries.with_receipts(queries.seen_by(dispatcher))}
    assert (rows[first].superseded, rows[second].superseded) == (True, False)  # type: ignore[attr-defined]  # annotated
    assert [row.pk for row in queries.unread_by(records_clerk)] == [second]


@pytest.mark.parametrize("wrong", [{"matter": "x"}, {"recorded_at": NOON - timedelta(days=1)}])
def test_the_database_refuses_what_cannot_be(dispatcher: Actor, wrong: dict[str, Any]) -> None:
    (pk,) = give(dispatcher)
    with pytest.raises(IntegrityError), transaction.atomic():
        Guidance.objects.filter(pk=pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Guidance.objects.filter(pk=pk).update(corrects=pk)


def test_the_database_keeps_one_receipt_a_person(dispatcher: Actor, records_clerk: Actor) -> None:
    (pk,) = give(dispatcher)
    values = {"guidance_id": pk, "user_id": records_clerk.user_id, "read_at": NOON}
    GuidanceReceipt.objects.create(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        GuidanceReceipt.objects.create(**values)
