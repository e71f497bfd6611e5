"""Reminders: sent once whatever happens, seen by those they went to, closed when done."""

from datetime import timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from kt1.ledger.entries.models import Entry
from kt1.network.agencies.lines import RULES, Body, Verb
from kt1.network.agencies.rules import Line
from kt1.network.models import AdminUnit, Agency
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.reminders import actions, queries, steps
from kt1.people.reminders.models import Reminder
from kt1.people.reminders.rules import ReminderRule, Wanted, cascade, lines_of, reminded_by
from tests.people.conftest import NOON, key

DUE = NOON + timedelta(days=30)


def wanted(agency: Agency, step: int = 30, **facts: object) -> Wanted:
    given: dict[str, object] = {
        "subject": f"agency:{agency.code}",
        "step": step,
        "role": Role.CLERK,
        "agency_id": agency.pk,
        "due": DUE,
        "about_id": agency.pk,
        "facts": {"gaps": 2},
    }
    return Wanted(**{**given, **facts})  # type: ignore[arg-type]  # a shorthand of the tests


def send(*reminders: Wanted) -> list[Reminder]:
    with transaction.atomic():
        return steps.remind(ReminderRule.COVERAGE, reminders, by="worker", at=NOON)


@pytest.mark.django_db
def test_what_was_sent_is_not_sent_again(agency: Agency) -> None:
    first = send(wanted(agency), wanted(agency))
    assert [one.step for one in first] == [30]
    assert send(wanted(agency)) == []
    assert [one.step for one in send(wanted(agency), wanted(agency, 14))] == [14]
    assert [entry.kind for entry in Entry.objects.order_by("pk")] == ["reminder.sent"] * 2


@pytest.mark.django_db
def test_the_same_step_goes_to_each_of_several_once(agency: Agency, province: AdminUnit) -> None:
    above = wanted(agency, role=Role.REGULATOR, agency_id=None, province_id=province.pk)
    assert len(send(wanted(agency), above)) == 2
    assert send(above, wanted(agency)) == []


@pytest.mark.django_db
def test_a_crash_before_the_commit_leaves_nothing_and_the_next_run_sends(agency: Agency) -> None:
    def killed_before_its_commit() -> None:
        with transaction.atomic():
            steps.remind(ReminderRule.COVERAGE, [wanted(agency)], by="worker", at=NOON)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        killed_before_its_commit()
    assert not Reminder.objects.exists()
    assert len(send(wanted(agency))) == 1


@pytest.mark.django_db
def test_many_are_sent_in_a_bounded_number_of_statements(
    agency: Agency, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many = [wanted(agency, subject=f"agency:{n}") for n in range(500)]
    with django_assert_max_num_queries(6):
        assert len(send(*many)) == 500


@pytest.mark.django_db
def test_only_those_it_went_to_see_it(
    agency: Agency, province: AdminUnit, records_clerk: Actor, dispatcher: Actor
) -> None:
    send(
        wanted(agency),
        wanted(agency, role=Role.DISPATCHER, agency_id=None, province_id=province.pk),
    )
    assert [one.role for one in queries.waiting_for(records_clerk)] == [Role.CLERK]
    assert [one.role for one in queries.waiting_for(dispatcher)] == [Role.DISPATCHER]
    stranger = Actor(user_id=0, name="", role=Role.REGULATOR, province_id=province.pk)
    assert not queries.waiting_for(stranger)


@pytest.mark.django_db
def test_taking_note_is_done_once_and_only_of_ones_own(
    agency: Agency, province: AdminUnit, records_clerk: Actor, dispatcher: Actor
) -> None:
    (mine,) = send(wanted(agency))
    with pytest.raises(Reminder.DoesNotExist):
        actions.take_note(reminder_ids=[mine.pk], by=dispatcher, at=NOON, once=key())
    once = key()
    for _ in range(2):
        assert actions.take_note(reminder_ids=[mine.pk], by=records_clerk, at=NOON, once=once) == 1
    again = actions.take_note(reminder_ids=[mine.pk], by=records_clerk, at=NOON, once=key())
    assert again == 0
    assert not queries.waiting_for(records_clerk)
    assert Reminder.objects.get().seen_by_id == records_clerk.user_id


@pytest.mark.django_db
def test_a_colleague_of_another_duty_reads_and_does_not_answer(
    agency: Agency, records_clerk: Actor
) -> None:
    (mine,) = send(wanted(agency))
    head = Actor(user_id=records_clerk.user_id, name="", role=Role.HEAD, agency_id=agency.pk)
    assert list(queries.waiting_for(head)) == [mine]
    with pytest.raises(NotAllowedError):
        actions.take_note(reminder_ids=[mine.pk], by=head, at=NOON, once=key())


@pytest.mark.django_db
def test_what_is_done_waits_for_nobody(agency: Agency, records_clerk: Actor) -> None:
    send(wanted(agency), wanted(agency, 14))
    with transaction.atomic():
        subjects = [f"agency:{agency.code}"]
        closed = steps.settle(ReminderRule.COVERAGE, subjects, by="worker", at=NOON)
        assert len(closed) == 2
        assert steps.settle(ReminderRule.COVERAGE, subjects, by="worker", at=NOON) == []
    assert not queries.waiting_for(records_clerk)


@pytest.mark.parametrize("line", list(Line))
def test_each_line_rises_along_itself(line: Line) -> None:
    found = cascade(line)
    assert (found.reminded_by, found.rises_to) == (RULES[line].reminded_by, RULES[line].rises_to)
    asks_sideways = line not in {Line.STATE, Line.POST}
    assert (found.verb is Verb.REQUEST) == asks_sideways


def test_the_party_line_is_the_party_offices_alone() -> None:
    assert cascade(Line.PARTY).rises_to is Body.PARTY_OFFICE
    assert reminded_by(Role.PARTY_OFFICE) == {Line.PARTY, Line.FRONT}
    assert lines_of(Role.PARTY_OFFICE) == {Line.PARTY, Line.FRONT}
    assert Line.PARTY not in reminded_by(Role.REGULATOR)
    assert reminded_by(Role.REGULATOR) == {Line.STATE, Line.COUNCIL, Line.POST}
    assert lines_of(Role.COURIER) == frozenset()
