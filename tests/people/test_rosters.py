"""Making rosters, standing in, swapping, and asking who may sign in the midst of them."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kt1.law.calendars.rules import VIETNAM
from kt1.ledger.entries.models import Entry, Note
from kt1.network.models import Agency, Place
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.queries import who_may_sign_at
from kt1.people.focal_points.rules import DayOfDuty, Rank
from kt1.people.rosters import actions, queries
from kt1.people.rosters.facts import (
    NewOverride,
    NewRotation,
    NewSchedule,
    NewShift,
    Paper,
    Person,
)
from kt1.people.rosters.kinds import RosterKind
from kt1.people.rosters.models import Roster, RosterChange, RosterLine
from kt1.people.rosters.spans import Span
from kt1.people.rosters.steps import UnfitRosterError
from tests.people.conftest import NOON, key
from tests.people.test_focal_points import OFF, ROOM
from tests.people.test_focal_points import name_it as name_window

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
PAPER = Paper("15/LT-UBND", date(2026, 4, 20))
HOLIDAYS = Span(datetime(2026, 4, 30, tzinfo=VIETNAM), datetime(2026, 5, 4, tzinfo=VIETNAM))
FIRST, SECOND = Person("Người trực một", "Trực lãnh đạo", "0912 000 001"), Person("", "Trực ban")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def span(begins: str, ends: str) -> Span:
    return Span(at(begins), at(ends))


NIGHT_ONE = span("2026-04-30T00:00", "2026-05-01T07:30")
NIGHT_TWO = span("2026-05-01T07:30", "2026-05-02T07:30")


def schedule(**changes: Any) -> NewSchedule:
    facts: dict[str, Any] = {
        "title": "Trực nghỉ lễ 30/4",
        "span": HOLIDAYS,
        "shifts": (
            NewShift(FIRST, Rank.FOCAL, NIGHT_ONE),
            NewShift(SECOND, Rank.FOCAL, NIGHT_TWO),
        ),
        "paper": PAPER,
    }
    return NewSchedule(**{**facts, **changes})


def put(by: Actor, agency: Agency, point: Place, what: NewSchedule | None = None, **more) -> int:
    return actions.set_schedule(
        agency_id=agency.pk,
        point_id=point.pk,
        schedule=what or schedule(),
        by=by,
        at=NOON,
        **{"once": key(), **more},
    )


def titles(point: Place, moment: str) -> list[str]:
    return [one.title for one in who_may_sign_at(point.pk, at(moment)).people]


def two_people(by: Actor, agency: Agency, point: Place) -> list[int]:
    """Two of the register who stand only by rosters: those of a schedule long over."""
    put(by, agency, point)
    Roster.objects.update(withdrawn=RosterChange.objects.get(), withdrawn_at=NOON)
    FocalPoint.objects.update(valid_from=at("2026-01-01T00:00"), valid_to=None)
    return list(FocalPoint.objects.order_by("pk").values_list("pk", flat=True))


def rotation(members: list[int], **changes: Any) -> NewRotation:
    facts: dict[str, Any] = {
        "title": "Trực đêm",
        "rank": Rank.FOCAL,
        "days": frozenset(DayOfDuty),
        "from_time": time(17),
        "to_time": time(7, 30),
        "days_each": 1,
        "begins": at("2026-04-24T00:00"),
        "ends": None,
        "members": members,
        "paper": PAPER,
    }
    return NewRotation(**{**facts, **changes})


def turn(by: Actor, agency: Agency, point: Place, what: NewRotation, **more) -> int:
    return actions.set_rotation(
        agency_id=agency.pk, point_id=point.pk, rotation=what, by=by, at=NOON, once=key(), **more
    )


def test_a_temporary_schedule_names_many_people_at_once(
    records_clerk: Actor, agency: Agency, point: Place, django_assert_max_num_queries
) -> None:
    name_window(records_clerk, agency, point, ROOM, (OFF,))
    many = tuple(
        NewShift(
            Person(f"Người {n}", "Trực ban"),
            Rank.FOCAL,
            Span(
                HOLIDAYS.begins + n * timedelta(hours=1),
                HOLIDAYS.begins + (n + 1) * timedelta(hours=1),
            ),
        )
        for n in range(90)
    )
    with django_assert_max_num_queries(30):
        put(records_clerk, agency, point, schedule(shifts=many))
    assert FocalPoint.objects.filter(day_kinds=[]).count() == 90
    assert titles(point, "2026-05-03T17:59") == ["Trực ban"]
    assert titles(point, "2026-05-03T18:00") == [], "the schedule replaces the duty room"
    assert titles(point, "2026-05-09T10:00") == ["Phòng trực"]
    entry = Entry.objects.get(kind="roster.schedule_set")
    assert "Người 1" not in bytes(entry.canonical).decode()
    assert set(Note.objects.filter(entry=entry).values_list("field", flat=True)) == {
        "title",
        "authority",
        "name",
    }
    assert set(FocalPoint.objects.filter(day_kinds=[]).values_list("entry", flat=True)) == {
        entry.pk
    }


def test_the_same_request_twice_is_one_act(
    records_clerk: Actor, agency: Agency, point: Place
) -> None:
    once = key()
    assert put(records_clerk, agency, point, once=once) == put(
        records_clerk, agency, point, once=once
    )
    assert Roster.objects.count() == 1


@pytest.mark.parametrize(
    "what",
    [
        schedule(title=" "),
        schedule(title="Tài liệu Tuyệt mật"),
        schedule(shifts=()),
        schedule(paper=Paper("số mười hai", date(2026, 4, 1))),
        schedule(span=span("2026-04-01T00:00", "2026-04-03T00:00"), shifts=(
            NewShift(FIRST, Rank.FOCAL, span("2026-04-01T00:00", "2026-04-02T00:00")),)),
        schedule(span=Span(HOLIDAYS.begins, HOLIDAYS.begins + timedelta(days=70))),
        schedule(shifts=(
            NewShift(FIRST, Rank.FOCAL, span("2026-05-03T00:00", "2026-05-05T00:00")),)),
        schedule(shifts=(NewShift(Person("Người trực", ""), Rank.FOCAL, NIGHT_ONE),)),
        schedule(shifts=(
            NewShift(FIRST, Rank.FOCAL, NIGHT_ONE),
            NewShift(FIRST, Rank.DEPUTY, span("2026-05-01T07:00", "2026-05-01T08:00")))),
        schedule(shifts=(NewShift(0, Rank.FOCAL, NIGHT_ONE),)),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_leaves_nothing_behind(
    what: NewSchedule, records_clerk: Actor, agency: Agency, point: Place
) -> None:
    with pytest.raises(UnfitRosterError):
        put(records_clerk, agency, point, what)
    assert not Roster.objects.exists()
    assert not FocalPoint.objects.exists()
    assert not Entry.objects.exists()


def test_two_temporary_schedules_never_stand_at_once(
    records_clerk: Actor, agency: Agency, point: Place
) -> None:
    first = put(records_clerk, agency, point)
    with pytest.raises(UnfitRosterError):
        put(records_clerk, agency, point)
    second = put(records_clerk, agency, point, schedule(title="Bản sửa"), replaces=first)
    old, new = Roster.objects.order_by("pk")
    assert (old.pk, old.withdrawn_id, new.pk) == (first, new.made_id, second)
    old.pk, old.withdrawn, old.withdrawn_at = None, None, None
    with pytest.raises(IntegrityError, match="roster_one_temporary"), transaction.atomic():
        old.save(force_insert=True)


def test_a_withdrawn_schedule_still_answers_as_it_was_known(
    records_clerk: Actor, agency: Agency, point: Place
) -> None:
    """The answer stored with a proof can be found again against the roster of that day."""
    roster = put(records_clerk, agency, point)
    later = NOON + timedelta(days=6, hours=1)
    actions.withdraw_roster(roster_id=roster, by=records_clerk, at=later, once=key())
    assert titles(point, "2026-05-01T10:00") == []
    with pytest.raises(NotAllowedError):
        actions.withdraw_roster(roster_id=roster, by=records_clerk, at=later, once=key())
    moment = Span(NIGHT_ONE.begins, NIGHT_ONE.ends)
    pair = (agency.pk, point.pk)
    then = queries.registers([pair], moment, known_at=later - timedelta(minutes=1))[pair]
    assert [one.title for one in then.schedules] == ["Trực nghỉ lễ 30/4"]
    assert queries.registers([pair], moment, known_at=later)[pair].schedules == ()
    assert queries.registers([pair], moment, known_at=NOON - timedelta(1))[pair].schedules == ()


def test_people_stand_in_turn_until_the_rotation_is_ended(
    records_clerk: Actor, agency: Agency, point: Place
) -> None:
    people = two_people(records_clerk, agency, point)
    roster = turn(records_clerk, agency, point, rotation(people))
    assert titles(point, "2026-04-24T22:00") == ["Trực lãnh đạo"]
    assert titles(point, "2026-04-25T22:00") == ["Trực ban"]
    ended = actions.end_rotation(
        roster_id=roster, ends_at=at("2026-04-26T00:00"), by=records_clerk, at=NOON, once=key()
    )
    assert titles(point, "2026-04-25T23:59") == ["Trực ban"]
    assert titles(point, "2026-04-26T00:00") == []
    change = Roster.objects.get(pk=ended).made
    assert Roster.objects.get(withdrawn=change).pk == roster
    assert RosterLine.objects.filter(roster=ended).count() == 2
    for wrong in (roster, ended):
        with pytest.raises((Roster.DoesNotExist, UnfitRosterError)):
            actions.end_rotation(
                roster_id=wrong,
                ends_at=at("2026-05-26T00:00"),
                by=records_clerk,
                at=NOON,
                once=key(),
            )


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"members": []},
        {"days": frozenset()},
        {"days_each": 0},
        {"ends": at("2026-04-23T00:00")},
        {"begins": at("2026-01-01T00:00"), "ends": at("2026-04-01T00:00")},
    ],
)
def test_a_rotation_that_cannot_turn_is_refused(
    changes: dict[str, Any], records_clerk: Actor, agency: Agency, point: Place
) -> None:
    people = two_people(records_clerk, agency, point)
    with pytest.raises(UnfitRosterError):
        turn(records_clerk, agency, point, rotation(**{"members": people, **changes}))


def test_on_sundays_alone_seven_people_need_a_week_each(
    records_clerk: Actor, agency: Agency, point: Place
) -> None:
    """By days only one of seven would ever stand; by weeks, and two by days, all do."""
    one, two = two_people(records_clerk, agency, point)
    sundays = frozenset({DayOfDuty.SUNDAY})
    with pytest.raises(UnfitRosterError):
        turn(records_clerk, agency, point, rotation([one, two] * 3 + [one], days=sundays))
    assert turn(
        records_clerk, agency, point, rotation([one, two] * 3 + [one], days=sundays, days_each=7)
    )
    assert turn(records_clerk, agency, point, rotation([one, two], days=sundays))


def test_somebody_stands_in_for_another(records_clerk: Actor, agency: Agency, point: Place) -> None:
    one, two = two_people(records_clerk, agency, point)
    turn(records_clerk, agency, point, rotation([one]))

    def stand_in(override: NewOverride) -> int:
        return actions.set_override(
            agency_id=agency.pk,
            point_id=point.pk,
            override=override,
            by=records_clerk,
            at=NOON,
            once=key(),
        )

    evening = span("2026-04-25T20:00", "2026-04-25T22:00")
    made = stand_in(NewOverride(who=two, rank=Rank.FOCAL, span=evening, instead_of=one))
    assert titles(point, "2026-04-25T19:59") == ["Trực lãnh đạo"]
    assert titles(point, "2026-04-25T20:00") == ["Trực ban"]
    assert titles(point, "2026-04-25T22:00") == ["Trực lãnh đạo"]
    actions.withdraw_roster(roster_id=made, by=records_clerk, at=NOON, once=key())
    assert titles(point, "2026-04-25T20:00") == ["Trực lãnh đạo"]
    over = span("2026-04-23T20:00", "2026-04-23T22:00")
    backwards = Span(evening.ends, evening.begins)
    for wrong in (
        NewOverride(who=two, rank=Rank.FOCAL, span=over, instead_of=one),
        NewOverride(who=two, rank=Rank.FOCAL, span=evening, instead_of=two),
        NewOverride(who=two, rank=Rank.FOCAL, span=backwards, instead_of=None),
        NewOverride(who=0, rank=Rank.FOCAL, span=evening, instead_of=None),
    ):
        with pytest.raises(UnfitRosterError):
            stand_in(wrong)


def test_strangers_neither_see_nor_change_rosters(
    records_clerk: Actor, dispatcher: Actor, agency: Agency, point: Place
) -> None:
    roster = put(records_clerk, agency, point)
    party = Agency.objects.get(code="09169-DU")
    with pytest.raises(NotAllowedError):
        put(records_clerk, party, point)
    with pytest.raises(NotAllowedError):
        put(dispatcher, agency, point)
    assert queries.seen_by(dispatcher).filter(pk=roster).exists()
    put(dispatcher, party, point)
    assert queries.seen_by(records_clerk).count() == 1
    stranger = Actor(user_id=0, name="x", role=Role.REGULATOR, province_id=agency.province_id)
    assert not queries.seen_by(stranger).exists()


def test_a_schedule_for_a_door_of_another_is_refused(
    records_clerk: Actor, agency: Agency, counter: Place
) -> None:
    with pytest.raises(UnfitRosterError):
        put(records_clerk, agency, counter)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("roster_kind_is_known", {"kind": "odd"}),
        ("roster_ends_after_it_begins", {"ends": HOLIDAYS.begins}),
        ("roster_only_a_rotation_is_open_ended", {"ends": None}),
        ("roster_rotation_has_its_hours", {"from_time": time(1)}),
        ("roster_rotation_has_its_hours", {"kind": RosterKind.ROTATION}),
        ("roster_is_titled_and_names_its_paper", {"title": ""}),
        ("roster_withdrawn_says_when", {"withdrawn_at": NOON}),
    ],
)
def test_the_database_refuses_an_odd_roster(
    name: str, fields: dict[str, object], records_clerk: Actor, agency: Agency, point: Place
) -> None:
    row = Roster.objects.get(pk=put(records_clerk, agency, point))
    row.pk, row.begins, row.ends = None, row.begins + timedelta(9), row.begins + timedelta(10)
    for field, value in fields.items():
        setattr(row, field, value)
    if fields.get("ends") == HOLIDAYS.begins:
        row.begins = HOLIDAYS.ends
    with pytest.raises(IntegrityError, match=name):
        row.save(force_insert=True)
