"""Naming who receives, ending it, and asking who may sign at a door."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError

from kt1.law.calendars.rules import VIETNAM
from kt1.ledger.entries.models import Entry, Note
from kt1.network.models import AdminUnit, Agency, Place
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.focal_points import actions, queries
from kt1.people.focal_points.actions import Naming, Window
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.rules import DayOfDuty, Rank, ReceiverKind
from tests.people.conftest import NOON, MakeUser, actor, give, key

SINCE = datetime(2026, 1, 1, tzinfo=VIETNAM)
DAY = timedelta(days=1)
MORNING = Window(frozenset({DayOfDuty.WORKING}), time(7, 30), time(11, 30))
AFTERNOON = Window(frozenset({DayOfDuty.WORKING}), time(13, 0), time(17, 0))
OFF = Window(frozenset(set(DayOfDuty) - {DayOfDuty.WORKING}), time(7, 30), time(7, 30))


def naming(**changes: object) -> Naming:
    facts: dict[str, object] = {
        "kind": ReceiverKind.PERSON,
        "rank": Rank.FOCAL,
        "name": "Người thứ nhất",
        "title": "Văn thư",
        "phone": "0222 3.800-000",
        "authority_doc": "12/QĐ-UBND",
        "authority_date": date(2026, 1, 1),
        "valid_from": SINCE,
    }
    return Naming(**{**facts, **changes})  # type: ignore[arg-type]  # a shorthand of the tests


ROOM = naming(kind=ReceiverKind.DUTY_ROOM, name="", title="Phòng trực", phone="02223800001")


def name_it(
    by: Actor,
    agency: Agency,
    point: Place,
    what: Naming | None = None,
    windows: tuple[Window, ...] = (MORNING, AFTERNOON),
) -> list[int]:
    return actions.name_receiver(
        point_id=point.pk,
        agency_id=agency.pk,
        naming=what or naming(),
        windows=windows,
        by=by,
        at=NOON,
        once=key(),
    )


@pytest.mark.django_db
def test_a_clerk_names_a_person_in_two_windows(
    records_clerk: Actor, agency: Agency, point: Place
) -> None:
    once = key()
    ids = [
        actions.name_receiver(
            point_id=point.pk,
            agency_id=agency.pk,
            naming=naming(),
            windows=[MORNING, AFTERNOON],
            by=records_clerk,
            at=NOON,
            once=once,
        )
        for _ in range(2)
    ]
    assert ids[0] == ids[1]
    rows = FocalPoint.objects.order_by("from_time")
    assert [(row.from_time, row.to_time, row.phone) for row in rows] == [
        (time(7, 30), time(11, 30), "02223800000"),
        (time(13, 0), time(17, 0), "02223800000"),
    ]
    entry = Entry.objects.get()
    assert (entry.kind, entry.subject) == ("focal_point.named", "agency:09187-UB")
    kept = bytes(entry.canonical).decode()
    assert "Người thứ nhất" not in kept
    assert "02223800000" not in kept
    fields = set(Note.objects.values_list("field", flat=True))
    assert fields == {"name", "title", "phone", "authority"}


@pytest.mark.django_db
def test_who_may_sign_at_a_door(
    records_clerk: Actor, agency: Agency, point: Place, django_assert_max_num_queries
) -> None:
    name_it(records_clerk, agency, point)
    name_it(records_clerk, agency, point, ROOM, (OFF,))
    queries.who_may_sign_at(point.pk, NOON)  # the calendar is loaded once
    with django_assert_max_num_queries(4):
        lunch = queries.who_may_sign_at(point.pk, NOON)
    assert lunch.gap
    working = queries.who_may_sign_at(point.pk, NOON + timedelta(hours=2))
    assert [person.name for person in working.people] == ["Người thứ nhất"]
    assert "Người thứ nhất" not in " ".join(working.path), "the path outlives the name"
    saturday = queries.who_may_sign_at(point.pk, NOON + DAY)
    assert [person.title for person in saturday.people] == ["Phòng trực"]


@pytest.mark.django_db
def test_a_door_shared_by_two_bodies_answers_for_each(
    records_clerk: Actor, dispatcher: Actor, agency: Agency, point: Place
) -> None:
    party = Agency.objects.get(code="09169-DU")
    name_it(records_clerk, agency, point)
    name_it(dispatcher, party, point, naming(title="Văn thư Đảng ủy"))
    at = NOON + timedelta(hours=2)
    assert len(queries.who_may_sign_at(point.pk, at).people) == 2
    mine = queries.who_may_sign_at(point.pk, at, agency_id=party.pk)
    assert [person.title for person in mine.people] == ["Văn thư Đảng ủy"]


@pytest.mark.django_db
def test_a_door_for_focal_points_only_is_asked_as_such(
    records_clerk: Actor, agency: Agency
) -> None:
    gate = Place.objects.get(code="09187-P2")
    assert queries.who_may_sign_at(gate.pk, NOON).substitute is False
    with pytest.raises(Place.DoesNotExist):
        queries.who_may_sign_at(0, NOON)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "what",
    [
        naming(name=""),
        naming(kind=ReceiverKind.DUTY_POST),
        naming(title="  "),
        naming(title="tài liệu Tuyệt mật"),
        naming(authority_doc=""),
        naming(authority_doc="quyết định số 12 về việc cử người"),
        naming(authority_doc="TUYỆT-MẬT"),
        naming(kind=ReceiverKind.DUTY_ROOM, name="", phone=""),
        naming(phone="gọi cổng"),
        naming(rank=Rank.NAMED),
        naming(valid_to=SINCE),
    ],
)
def test_what_cannot_be_kept_is_refused_without_an_echo(
    what: Naming, records_clerk: Actor, agency: Agency, point: Place
) -> None:
    with pytest.raises(actions.UnfitReceiverError) as refused:
        name_it(records_clerk, agency, point, what)
    assert "mật" not in str(refused.value).lower()
    assert not FocalPoint.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_windows_and_the_door_must_be_the_agencys(
    records_clerk: Actor, agency: Agency, point: Place, counter: Place
) -> None:
    empty = Window(frozenset(), time(7, 30), time(11, 30))
    for place, windows in ((counter, (MORNING,)), (point, ()), (point, (MORNING, empty))):
        with pytest.raises(actions.UnfitReceiverError):
            name_it(records_clerk, agency, place, windows=windows)


def _acting(make_user: MakeUser, role: Role, agency: Agency | None, where: AdminUnit) -> Actor:
    """Someone in this role, whose duty names the agency or the province as the role asks."""
    user = make_user(f"{role.value}-{where.code}".replace("_", "-"), None)
    province = None if role is Role.HEAD else where
    return actor(user, give(user, role, agency=agency, province=province), where.pk)


@pytest.mark.django_db
def test_an_agency_at_its_screens_names_for_itself(
    records_clerk: Actor, dispatcher: Actor, agency: Agency, point: Place
) -> None:
    with pytest.raises(NotAllowedError):
        name_it(dispatcher, agency, point)
    with pytest.raises(NotAllowedError):
        name_it(records_clerk, Agency.objects.get(code="09169-DU"), point)


@pytest.mark.django_db
def test_for_an_agency_on_paper_another_enters_its_paper(
    dispatcher: Actor, point: Place, make_user: MakeUser, other_province: AdminUnit
) -> None:
    on_paper = Agency.objects.get(code="09169-DU")
    here = on_paper.province
    for role, agency, where in (
        (Role.DISPATCHER, None, other_province),
        (Role.PARTY_OFFICE, on_paper, other_province),
        (Role.REGULATOR, None, here),
    ):
        with pytest.raises(NotAllowedError):
            name_it(_acting(make_user, role, agency, where), on_paper, point)
    head = _acting(make_user, Role.HEAD, on_paper, here)
    party_office = _acting(make_user, Role.PARTY_OFFICE, on_paper, here)
    for by in (head, party_office, dispatcher):
        assert name_it(by, on_paper, point)


@pytest.mark.django_db
def test_receivers_end_together(records_clerk: Actor, agency: Agency, point: Place) -> None:
    ids = name_it(records_clerk, agency, point)
    once = key()

    def end(focal_points: list[int], ends_at: datetime = NOON) -> int:
        return actions.end_receivers(
            focal_point_ids=focal_points,
            ends_at=ends_at,
            by=records_clerk,
            at=NOON,
            once=once,
        )

    assert [end(ids), end(ids)] == [2, 2]
    once = key()
    assert end(ids, NOON + DAY) == 0, "an end is not moved to later"
    assert queries.who_may_sign_at(point.pk, NOON + timedelta(hours=2)).gap
    assert Entry.objects.filter(kind="focal_point.ended").count() == 1
    once = key()
    with pytest.raises(FocalPoint.DoesNotExist):
        end([*ids, ids[-1] + 1])


@pytest.fixture
def two_registers(
    records_clerk: Actor, dispatcher: Actor, agency: Agency, point: Place
) -> tuple[int, int]:
    """One receiver of the ward's People's Committee, one of a Party committee on paper."""
    party = Agency.objects.get(code="09169-DU")
    mine = name_it(records_clerk, agency, point, windows=(MORNING,))
    theirs = name_it(dispatcher, party, point, windows=(MORNING,))
    return mine[0], theirs[0]


@pytest.mark.django_db
def test_contacts_are_seen_by_their_own_house_and_the_dispatcher(
    two_registers: tuple[int, int], clerk_duty: Duty, make_user: MakeUser, agency: Agency
) -> None:
    mine, theirs = two_registers
    here = agency.province

    def seen(role: Role, of: Agency | None = None) -> set[int]:
        by = _acting(make_user, role, of, here)
        return set(queries.seen_by(by).values_list("pk", flat=True))

    assert seen(Role.HEAD, agency) == {mine}
    assert seen(Role.PARTY_OFFICE, Agency.objects.get(code="09187-DU")) == {theirs}
    assert seen(Role.REGULATOR) == set()
    courier = actor(clerk_duty.user, clerk_duty, here.pk)
    assert not queries.seen_by(courier).exists()


@pytest.mark.django_db
def test_nobody_ends_what_is_not_theirs(
    two_registers: tuple[int, int], records_clerk: Actor, dispatcher: Actor
) -> None:
    mine, theirs = two_registers
    assert queries.seen_by(dispatcher).count() == 2
    for by, focal_point, refusal in (
        (records_clerk, theirs, FocalPoint.DoesNotExist),
        (dispatcher, mine, NotAllowedError),
    ):
        with pytest.raises(refusal):
            actions.end_receivers(
                focal_point_ids=[focal_point], ends_at=NOON, by=by, at=NOON, once=key()
            )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("focalpoint_kind_and_rank_are_known", {"rank": "king"}),
        ("focalpoint_has_a_name_iff_it_is_a_person", {"kind": ReceiverKind.PERSON}),
        ("focalpoint_title_and_authority_are_said", {"authority_doc": ""}),
        ("focalpoint_duty_room_can_be_called", {"phone": ""}),
        ("focalpoint_phone_is_digits", {"phone": "0222 380"}),
        ("focalpoint_serves_known_days", {"day_kinds": ["someday"]}),
        ("focalpoint_ends_after_it_begins", {"valid_to": SINCE - DAY}),
        ("focalpoint_named_person_has_a_span", {"rank": Rank.NAMED}),
    ],
)
def test_the_database_refuses_an_odd_receiver(
    name: str, fields: dict[str, object], agency: Agency, point: Place
) -> None:
    facts: dict[str, object] = {
        "point": point,
        "agency": agency,
        "kind": ReceiverKind.DUTY_ROOM,
        "title": "Phòng trực",
        "phone": "02223800001",
        "rank": Rank.FOCAL,
        "day_kinds": [DayOfDuty.TET],
        "from_time": time(7, 30),
        "to_time": time(7, 30),
        "authority_doc": "12/QĐ-UBND",
        "authority_date": date(2026, 1, 1),
        "valid_from": SINCE,
    }
    with pytest.raises(IntegrityError, match=name):
        FocalPoint.objects.create(**{**facts, **fields})
