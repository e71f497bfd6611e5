"""The demonstration's network: its size, its reach, and that it is the same every time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from kt1.law.calendars.rules import Calendar, CoveredYear
from kt1.ledger.entries.models import Entry
from kt1.network.agencies.lines import AT_THE_GATE, USUAL
from kt1.network.agencies.rules import Family
from kt1.network.demonstration.actions import NotEmptyError, demo_network
from kt1.network.models import (
    AdminUnit,
    Agency,
    AgencyPoint,
    AnnexMembership,
    Departure,
    Place,
    Route,
    RouteStop,
)
from kt1.network.places.rules import PlaceKind, desk_code
from kt1.network.routes import queries

pytestmark = pytest.mark.django_db

AT = datetime(2025, 7, 1, tzinfo=UTC)
FRIDAY_EVENING = datetime(2026, 4, 24, 10, 0, tzinfo=UTC)  # 17:00 in Vietnam
CALENDAR = Calendar.of("CBCC", [CoveredYear(year=2026, settled_to=date(2026, 12, 31))], [])
TABLES = (Agency, AgencyPoint, AnnexMembership, Departure, Place, Route, RouteStop)


@pytest.fixture
def built():
    return demo_network(at=AT, by="demo")


def rows() -> list[list[tuple[object, ...]]]:
    """Everything built, without the ids the server gave."""
    skip = {
        "id",
        "agency_id",
        "point_id",
        "parent_id",
        "start_id",
        "end_id",
        "route_id",
        "place_id",
    }
    return [
        sorted(
            table.objects.values_list(
                *(f.attname for f in table._meta.concrete_fields if f.attname not in skip)
            ),
            key=str,
        )
        for table in TABLES
    ]


def test_it_is_the_size_of_two_provinces(built):
    assert built.agencies == Agency.objects.count() == 3 * 194 + 2 * 33
    assert built.places == Place.objects.count()
    assert built.points == AgencyPoint.objects.count()
    assert built.routes == Route.objects.count()
    assert Place.objects.filter(kind=PlaceKind.POST_OFFICE).count() == 17 + 18
    assert Place.objects.filter(kind=PlaceKind.CENTRE).count() == 2
    assert Place.objects.filter(kind=PlaceKind.CENTRAL).count() == 2
    assert Place.objects.filter(kind=PlaceKind.VEHICLE, dedicated=False).count() == 4


def test_it_takes_few_statements(django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        demo_network(at=AT, by="demo")


def test_it_is_the_same_every_time():
    with transaction.atomic():
        demo_network(at=AT, by="demo")
        first = rows()
        transaction.set_rollback(True)
    demo_network(at=AT, by="demo")
    assert rows() == first


def test_it_is_never_mixed_into_real_data(built):
    with pytest.raises(NotEmptyError):
        demo_network(at=AT, by="demo")


def test_each_agency_has_one_desk_and_a_door(built):
    desks = set(Place.objects.filter(kind=PlaceKind.AGENCY_DESK).values_list("code", flat=True))
    assert desks == {desk_code(code) for code in Agency.objects.values_list("code", flat=True)}
    assert not Agency.objects.filter(points=None).exists()


def test_each_commune_has_its_three_bodies(built):
    for commune in AdminUnit.objects.filter(level="commune"):
        names = set(Agency.objects.filter(commune=commune).values_list("family", flat=True))
        assert names == {"dang_uy_xa", "hdnd_xa", "ubnd_xa"}


def test_a_body_has_the_bloc_and_line_of_its_family(built):
    for agency in Agency.objects.all():
        assert USUAL[Family(agency.family)] == (agency.bloc, agency.line)


def test_the_gate_is_the_door_of_party_police_and_army(built):
    inside = AgencyPoint.objects.filter(agency__family__in=AT_THE_GATE, point__gate_only=False)
    assert not inside.exists()


def test_every_door_is_delivered_to_and_collected_from(built):
    doors = set(Place.objects.filter(kind=PlaceKind.DELIVERY_POINT).values_list("code", flat=True))
    for kind in ("delivery", "collection"):
        stops = RouteStop.objects.filter(route__kind=kind).values_list("place__code", flat=True)
        assert sorted(stops) == sorted(doors)


def test_a_body_uses_the_service_under_the_annex_of_the_day(built):
    sources = AnnexMembership.objects.filter(agency__code="24-STC").order_by("valid_from")
    assert [(row.source.split("số ")[1][:7], row.valid_to is None) for row in sources] == [
        ("37/2021", False),
        ("32/2025", True),
    ]
    assert not AnnexMembership.objects.filter(agency__family="buu_dien").exists()


def test_the_ledger_says_that_it_was_built(built):
    entry = Entry.objects.get()
    assert entry.kind == "network.demonstration.built"
    assert entry.actor == "demo"


def test_the_next_run_brings_an_item_from_kinh_bac_to_dong_nai(built):
    desk = Place.objects.get(code="09187-UB-VT")
    far = Place.objects.get(code="75-SKHCN-VT")
    journey = queries.next_run(
        from_place=desk.pk, to_place=far.pk, after=FRIDAY_EVENING, calendar=CALENDAR
    )
    assert journey is not None
    assert [leg.route for leg in journey.legs] == [
        "TG-24-BC01-1",
        "DT-24-BC01-VE",
        "DT-24-HN",
        "DT-HN-SG",
        "DT-SG-75",
        "PH-75-TT-1",
    ]
    assert journey.arrives - FRIDAY_EVENING < timedelta(days=2)


def test_the_way_between_provinces_is_found_in_few_statements(built, django_assert_num_queries):
    pairs = [
        (desk, Place.objects.get(code="75-STC-VT").pk)
        for desk in Place.objects.filter(kind=PlaceKind.AGENCY_DESK).values_list("id", flat=True)[
            :50
        ]
    ]
    queries.network()
    with django_assert_num_queries(1):
        journeys = queries.next_runs(pairs, after=FRIDAY_EVENING, calendar=CALENDAR)
    assert all(journeys.values())


def test_each_commune_is_served_by_one_office(built):
    office = queries.serving_office(Place.objects.get(code="09187-UB-VT").pk)
    assert office is not None
    assert office.code == "24-BC01"
    commune = AdminUnit.objects.get(code="09187")
    by_commune = queries.office_of_commune(commune.pk)
    assert by_commune == office
    assert queries.serving_office(Place.objects.get(code="24-STC-VT").pk) == Place.objects.get(
        code="24-TT"
    )


def test_where_no_route_passes_there_is_no_office_and_no_run(built):
    assert queries.office_of_commune(AdminUnit.objects.get(code="24").pk) is None
    assert (
        queries.next_run(
            from_place=Place.objects.get(code="24-TT").pk,
            to_commune=AdminUnit.objects.get(code="01").pk,
            after=FRIDAY_EVENING,
            calendar=CALENDAR,
        )
        is None
    )
