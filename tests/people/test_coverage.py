"""Gaps over the register: the demonstration's planted ones, Hỏa tốc, checks before a break."""

from datetime import date, datetime, time, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from kt1.law.calendars.queries import calendar
from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.actions import activate
from kt1.ledger.entries.models import Entry
from kt1.network.agencies import steps as agencies
from kt1.network.agencies.rules import Hours, PointFacts
from kt1.network.codes import ids
from kt1.network.demonstration.actions import demo_network
from kt1.network.models import AdminUnit, Agency, AgencyPoint, Place
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError, console
from kt1.people.coverage import actions, frames, queries, shapes
from kt1.people.coverage.permissions import READERS, why_not_remind
from kt1.people.demonstration.actions import demo_people
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.queries import who_may_sign_at
from kt1.people.focal_points.rules import DayOfDuty, Rank, ReceiverKind
from kt1.people.reminders.models import Reminder
from kt1.people.reminders.queries import waiting_for
from kt1.people.rosters.kinds import RosterKind
from kt1.people.rosters.models import Roster, RosterChange, RosterLine
from kt1.people.rosters.queries import registers
from kt1.people.rosters.rules import Span, covered
from tests.people.conftest import A_YEAR_AGO, key

MIDNIGHT = time(0, 0)
DAY = timedelta(days=1)
#: Doors, shapes, receivers, rosters; a test that changed the law asks for its revision too.
QUERIES = 4 + 3


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=VIETNAM)


TET = Span(at(2026, 2, 13, 17), at(2026, 2, 23, 7, 30))
FORTNIGHT = Span(at(2026, 2, 9), at(2026, 2, 23))


def room(agency: Agency, point: Place, *days: DayOfDuty, **changes: object) -> FocalPoint:
    facts: dict[str, object] = {
        "from_time": MIDNIGHT,
        "to_time": MIDNIGHT,
        "valid_from": A_YEAR_AGO,
        **changes,
    }
    return FocalPoint.objects.create(
        agency=agency,
        point=point,
        kind=ReceiverKind.DUTY_ROOM,
        title="Phòng trực",
        phone="02223800000",
        rank=Rank.FOCAL,
        day_kinds=list(days or DayOfDuty),
        authority_doc="1/QĐ",
        authority_date=date(2026, 1, 1),
        **facts,
    )


@pytest.fixture(autouse=True)
def norms(db: None) -> None:
    activate(code="TT16-2017", since=date(2025, 7, 1), by=console(), at=A_YEAR_AGO, once=key())


@pytest.fixture
def demonstration(norms: None) -> None:
    start = at(2025, 7, 1)
    demo_network(at=start, by="demo")
    demo_people(at=start, by="demo")


@pytest.mark.django_db
def test_planted_gaps_are_all_found_and_none_invented(
    demonstration: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    queries.gaps_of([], FORTNIGHT)  # the law is loaded once
    with django_assert_max_num_queries(QUERIES):
        found = queries.gaps_of(None, FORTNIGHT)

    at_tet = set(
        FocalPoint.objects.filter(day_kinds__contains=[DayOfDuty.TET], valid_to=None).values_list(
            "agency_id", "point_id"
        )
    )
    doors = AgencyPoint.objects.exclude(hours=Hours.WORKING).exclude(agency__family="buu_dien")
    planted = {pair for pair in doors.values_list("agency_id", "point_id") if pair not in at_tet}
    assert len(planted) > 20
    assert {(one.agency_id, one.point_id) for one in found} == planted
    at_tet_itself = Span(at(2026, 2, 16, 7, 30), at(2026, 2, 21, 7, 30))
    assert {one.gaps for one in found} == {(at_tet_itself,)}
    # At the door itself, asked hour by hour: shut doors and as many open ones.
    open_doors = [pair for pair in doors.values_list("agency_id", "point_id") if pair in at_tet]
    for agency, point in [*sorted(planted)[::4], *sorted(open_doors)[::40]]:
        by_day = doors.filter(agency=agency, point=point, hours=Hours.ANY).exists()
        for hours in range(0, 14 * 24, 5):
            moment = FORTNIGHT.begins + timedelta(hours=hours)
            if by_day or not is_office(moment):
                shut = (agency, point) in planted and at_tet_itself.holds(moment)
                asked = who_may_sign_at(point, moment, agency_id=agency)
                assert asked.gap == shut, (agency, point, moment)


def is_office(moment: datetime) -> bool:
    """The working hours of the week before this Tết, said apart from the rule."""
    return moment.day < 14 and (7, 30) <= (moment.hour, moment.minute) < (17, 0)


@pytest.mark.django_db
def test_a_body_without_a_door_at_night_has_a_gap_without_a_point(agency: Agency) -> None:
    AgencyPoint.objects.filter(agency=agency).delete()
    agencies.put_points(
        [PointFacts(agency="09187-UB", point="09187-P1", hours=Hours.WORKING.value)], ids()
    )
    room(agency, Place.objects.get(code="09187-P1"))
    friday = Span(at(2026, 4, 24), at(2026, 4, 25))
    (found,) = queries.gaps_of([agency.pk], friday)
    assert found.point_id is None
    assert found.lasts == timedelta(hours=24) - timedelta(hours=7, minutes=30)


@pytest.mark.django_db
def test_an_urgent_item_is_warned_of_the_first_gap_before_its_deadline(
    agency: Agency, point: Place
) -> None:
    now, deadline = at(2026, 4, 24, 15), at(2026, 4, 28)
    other = Place.objects.get(code="09187-P2")
    assert queries.gap_before(None, agency.pk, now, deadline) == Span(now, deadline)
    room(agency, point, DayOfDuty.WORKING, to_time=time(17))
    evening = queries.gap_before(None, agency.pk, now, deadline)
    assert evening == Span(at(2026, 4, 24, 17), deadline)  # Saturday to Monday are days off
    room(agency, other)
    assert queries.gap_before(None, agency.pk, now, deadline) is None
    assert queries.gap_before(point.pk, agency.pk, now, deadline) == evening
    assert queries.gap_before(other.pk, agency.pk, now, deadline) is None
    assert queries.gap_before(point.pk, agency.pk, deadline, now) is None


@pytest.mark.django_db
def test_many_urgent_items_are_asked_about_at_once(
    network: None, point: Place, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    bodies = list(Agency.objects.filter(province__code="24"))
    now = at(2026, 4, 24, 15)
    queries.gap_before(None, bodies[0].pk, now, now + DAY)
    with django_assert_max_num_queries(QUERIES):
        found = queries.first_gaps(
            queries.Asked(agency_id=body.pk, since=now, until=now + DAY) for body in bodies
        )
    assert found == [Span(now, now + DAY)] * len(bodies)


@pytest.fixture
def before_tet(agency: Agency, records_clerk: Actor, dispatcher: Actor) -> Agency:
    """A ward whose clerk signs in and which has nobody for Tết at either of its two doors."""
    for code in ("09187-P1", "09187-P2"):
        days = set(DayOfDuty) - {DayOfDuty.TET}
        room(agency, Place.objects.get(code=code), *days)
    return agency


def steps_of(agency: Agency) -> list[tuple[int, str]]:
    rows = Reminder.objects.filter(about=agency).order_by("step", "role")
    return [(row.step, row.role) for row in rows]


@pytest.mark.django_db
def test_the_cascade_rises_along_the_line_and_never_twice(before_tet: Agency) -> None:
    state = [
        (3, "clerk"),
        (3, "dispatcher"),
        (3, "province_leader"),
        (3, "regulator"),
        (14, "clerk"),
        (14, "regulator"),
        (30, "clerk"),
    ]
    for day, expected in (
        (at(2026, 1, 14, 9), 0),
        (at(2026, 1, 15, 9), 1),
        (at(2026, 1, 16, 9), 1),
        (at(2026, 1, 31, 9), 3),
        (at(2026, 2, 11, 9), 7),
        (at(2026, 2, 12, 9), 7),
    ):
        actions.check(at=day)
        actions.check(at=day)
        assert steps_of(before_tet) == state[len(state) - expected :]
    verbs = {row.facts["verb"] for row in Reminder.objects.filter(about=before_tet)}
    assert verbs == {"ORDER"}


@pytest.mark.django_db
def test_a_worker_that_stood_still_sends_what_holds_now(before_tet: Agency) -> None:
    actions.check(at=at(2026, 2, 13, 9))
    assert {step for step, _role in steps_of(before_tet)} == {3}


@pytest.mark.django_db
def test_party_bodies_rise_to_the_party_office_alone(before_tet: Agency) -> None:
    """The Party committee of Vũ Ninh works on paper: the dispatcher calls it."""
    party = Agency.objects.get(code="09169-DU")
    for day in (at(2026, 1, 15, 9), at(2026, 1, 31, 9), at(2026, 2, 11, 9)):
        actions.check(at=day)
    rows = Reminder.objects.filter(about=party)
    told = {(row.step, row.role): row.facts["to"] for row in rows}
    assert told == {
        (30, "dispatcher"): "co_quan",
        (14, "dispatcher"): "co_quan",
        (14, "party_office"): "vp_tinh_uy",
        (3, "dispatcher"): "co_quan",
        (3, "party_office"): "vp_tinh_uy",
    }
    assert {row.facts["verb"] for row in rows} == {"REQUEST"}


@pytest.mark.django_db
def test_a_closed_gap_waits_for_nobody(before_tet: Agency, records_clerk: Actor) -> None:
    actions.check(at=at(2026, 1, 15, 9))
    assert waiting_for(records_clerk).count() == 1
    for code in ("09187-P1", "09187-P2"):
        room(before_tet, Place.objects.get(code=code), DayOfDuty.TET)
    done = actions.check(at=at(2026, 1, 16, 9))
    assert done.settled == 1
    assert not waiting_for(records_clerk)
    assert [entry.kind for entry in Entry.objects.filter(kind="reminder.settled")]


@pytest.mark.django_db
def test_a_break_that_is_past_is_settled(before_tet: Agency) -> None:
    actions.check(at=at(2026, 2, 20, 9))
    assert Reminder.objects.filter(about=before_tet, settled_at=None).exists()
    actions.check(at=at(2026, 2, 24, 9))
    assert not Reminder.objects.filter(settled_at=None).exists()


def person(role: Role, province: AdminUnit, agency: Agency | None = None) -> Actor:
    return Actor(
        user_id=1,
        name="",
        role=role,
        province_id=province.pk,
        agency_id=agency.pk if agency else None,
    )


@pytest.mark.django_db
def test_only_the_post_the_body_and_its_line_see_gaps(
    agency: Agency, province: AdminUnit, other_province: AdminUnit
) -> None:
    on = date(2026, 2, 1)

    def codes(actor: Actor) -> set[str]:
        return set(queries.seen_by(actor, on).values_list("code", flat=True))

    party = {"09187-DU", "09169-DU"}
    assert codes(person(Role.CLERK, province, agency)) == {"09187-UB"}
    assert codes(person(Role.HEAD, province, agency)) == {"09187-UB"}
    assert codes(person(Role.DISPATCHER, province)) == {"09187-UB", *party}
    assert codes(person(Role.DISPATCHER, other_province)) == set()
    assert codes(person(Role.PARTY_OFFICE, province)) == party
    assert codes(person(Role.REGULATOR, province)) == {"09187-UB"}
    assert codes(person(Role.PROVINCE_LEADER, province)) == {"09187-UB"}
    for role in set(Role) - set(READERS):
        assert codes(person(role, province, agency)) == set(), role


@pytest.mark.django_db
def test_a_line_is_reminded_by_its_own_superior(
    before_tet: Agency, province: AdminUnit, records_clerk: Actor
) -> None:
    regulator = Actor(
        user_id=records_clerk.user_id, name="", role=Role.REGULATOR, province_id=province.pk
    )
    party = Agency.objects.get(code="09169-DU")
    assert why_not_remind(regulator, before_tet) is None
    assert why_not_remind(regulator, party)
    assert why_not_remind(person(Role.DISPATCHER, province), before_tet)
    now, once = at(2026, 2, 5, 9), key()
    for _ in range(2):
        done = actions.remind_by_hand(
            agency_ids=[before_tet.pk], break_key="2026-02-14", by=regulator, at=now, once=once
        )
        assert done == 1
    again = actions.remind_by_hand(
        agency_ids=[before_tet.pk], break_key="2026-02-14", by=regulator, at=now, once=key()
    )
    assert again == 0, "once a day"
    assert steps_of(before_tet) == [(0, "clerk")]
    with pytest.raises(Agency.DoesNotExist):
        actions.remind_by_hand(
            agency_ids=[party.pk], break_key="2026-02-14", by=regulator, at=now, once=key()
        )
    leader = Actor(
        user_id=records_clerk.user_id, name="", role=Role.PROVINCE_LEADER, province_id=province.pk
    )
    with pytest.raises(NotAllowedError):
        actions.remind_by_hand(
            agency_ids=[before_tet.pk], break_key="2026-02-14", by=leader, at=now, once=key()
        )


@pytest.mark.django_db
def test_the_monthly_list_names_the_frames_that_nobody_was_named_for(
    agency: Agency, point: Place
) -> None:
    night = {"from_time": time(17), "to_time": time(7, 30)}
    room(agency, point, DayOfDuty.WORKING, **night)
    room(agency, point, DayOfDuty.SATURDAY, DayOfDuty.SUNDAY, valid_to=at(2026, 3, 1))
    bodies = Agency.objects.filter(province__code="24", valid_to=None)

    def lacks(month: date) -> dict[str, set[str]]:
        moment = frames.month_end(month, at(2026, 6, 1))
        rows = frames.lacking(frames.with_frames(bodies, moment))
        return {
            row.code: {str(frame) for frame in frames.Frame if not getattr(row, f"has_{frame}")}
            for row in rows
        }

    everything = {"night", "saturday", "sunday", "holiday", "tet"}
    february = lacks(date(2026, 2, 1))
    assert february["09187-UB"] == {"holiday", "tet"}
    assert february["09187-DU"] == everything
    assert lacks(date(2026, 3, 1))["09187-UB"] == everything - {"night"}
    moment = frames.month_end(date(2026, 2, 1), at(2026, 6, 1))
    bare = frames.lacking_all(frames.with_frames(bodies, moment))
    assert {row.code for row in bare} == {"09187-DU", "09169-DU"}


@pytest.mark.django_db
def test_doors_asked_about_by_shape_answer_as_each_alone(demonstration: None) -> None:
    """Some doors also go by rosters: a schedule, a rotation, a stand-in, each of several shapes."""
    rows = FocalPoint.objects.order_by("pk").values_list("pk", "agency", "point")
    doors = {(agency, point): pk for pk, agency, point in rows}
    for n, ((agency, point), person) in enumerate(sorted(doors.items())):
        if n % 3 == 0:
            roster(agency, point, person, RosterKind.SCHEDULE, shifts=n % 4 + 1)
        elif n % 7 == 0:
            roster(agency, point, person, RosterKind.ROTATION, hours=(time(n % 24), time(7)))
        elif n % 11 == 0:
            roster(agency, point, person, RosterKind.OVERRIDE)
    assert len(doors) > shapes.FEW
    found = shapes.coverage_of(doors, FORTNIGHT, calendar())
    alone = registers(doors, FORTNIGHT)
    for pair, register in alone.items():
        assert found[pair] == covered(register, span=FORTNIGHT, calendar=calendar())
    assert len(set(found.values())) > 8


def roster(
    agency: int,
    point: int,
    person: int,
    kind: RosterKind,
    *,
    shifts: int = 0,
    hours: tuple[time, time] | None = None,
) -> None:
    change = RosterChange.objects.create(
        agency_id=agency, point_id=point, act="schedule_set", at=A_YEAR_AGO
    )
    made = Roster.objects.create(
        agency_id=agency,
        point_id=point,
        kind=kind,
        title="Trực Tết",
        begins=at(2026, 2, 14),
        ends=at(2026, 2, 23),
        day_kinds=["tet", "working"] if hours else [],
        from_time=hours[0] if hours else None,
        to_time=hours[1] if hours else None,
        days_each=1 if hours else None,
        authority_doc="2/QĐ",
        authority_date=date(2026, 1, 5),
        made=change,
        made_at=A_YEAR_AGO,
    )
    RosterLine.objects.bulk_create(
        RosterLine(
            roster=made,
            position=n,
            receiver_id=person,
            rank=Rank.FOCAL,
            begins=made.begins + 2 * n * DAY if shifts else None,
            ends=made.begins + (2 * n + 1) * DAY if shifts else None,
        )
        for n in range(max(shifts, 1))
    )
