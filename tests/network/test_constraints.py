"""Each constraint of the network, violated once."""

from collections.abc import Callable
from datetime import date, time

import pytest
from django.db import IntegrityError, models, transaction

from kt1.network.models import (
    AdminUnit,
    AdminUnitVersion,
    Agency,
    AgencyPoint,
    AnnexMembership,
    Departure,
    Place,
    Revision,
    Route,
    RouteStop,
    Succession,
)
from kt1.network.places.rules import PlaceKind
from tests.network.build import BIRTH, agency, named, place, unit

pytestmark = pytest.mark.django_db

EARLIER = date(2025, 6, 1)
EVERY = ["working"]


def version(**facts) -> AdminUnitVersion:
    wanted = {
        "unit": unit("27"),
        "kind": "tỉnh",
        **named("Bắc Ninh"),
        "valid_from": date(2030, 1, 1),
        "source": "thử",
        "evidence": "assumption",
        **facts,
    }
    return AdminUnitVersion.objects.create(**wanted)


def vehicle(code: str = "24-XE9", **facts) -> Place:
    inside = Place.objects.filter(code="24-TT").first() or place("24-TT", PlaceKind.CENTRE)
    wanted = {"parent": inside, "dedicated": True, "plate": "MH-1", **facts}
    return place(code, PlaceKind.VEHICLE, **wanted)


def route(**facts) -> Route:
    start = Place.objects.filter(code="24-A").first() or place("24-A", PlaceKind.CENTRE)
    wanted = {
        "code": "24-R",
        "name": "Tuyến",
        "sort_key": "tuyen",
        "province": unit("24"),
        "start": start,
        "kind": "delivery",
        "valid_from": BIRTH,
        **facts,
    }
    return Route.objects.create(**wanted)


def departure(**facts) -> Departure:
    wanted = {
        "route": Route.objects.first() or route(),
        "day_kinds": EVERY,
        "leaves": time(8),
        "arrives": time(9),
        **facts,
    }
    return Departure.objects.create(**wanted)


def membership(**facts) -> AnnexMembership:
    wanted = {
        "agency": Agency.objects.first() or agency(),
        "annex": "II",
        "source": "QĐ 32/2025/QĐ-TTg",
        "valid_from": BIRTH,
        **facts,
    }
    return AnnexMembership.objects.create(**wanted)


def tie(**facts) -> AgencyPoint:
    wanted = {
        "agency": Agency.objects.first() or agency(),
        "point": Place.objects.filter(code="24-P").first() or place("24-P"),
        **facts,
    }
    return AgencyPoint.objects.create(**wanted)


def desk(code: str) -> Place:
    return place(code, PlaceKind.AGENCY_DESK, agency=Agency.objects.first() or agency())


def stop(**facts) -> RouteStop:
    there = Place.objects.filter(code="24-P").first() or place("24-P")
    wanted = {"route": Route.objects.first() or route(), "n": 1, "place": there, "minutes": 5}
    return RouteStop.objects.create(**{**wanted, **facts})


def itself() -> None:
    row = agency()
    Agency.objects.filter(pk=row.pk).update(payer=row)


def inside_itself() -> None:
    row = place("24-TT", PlaceKind.CENTRE)
    Place.objects.filter(pk=row.pk).update(parent=row)


def twice(make: Callable[..., models.Model], **facts) -> None:
    make()
    make(**facts)


VIOLATIONS: dict[str, Callable[[], object]] = {
    "adminunit_code_and_parent_fit_its_level": lambda: AdminUnit.objects.create(
        code="99999", level="province"
    ),
    "adminunitversion_kind_is_known": lambda: version(kind="huyện"),
    "adminunitversion_ends_after_it_begins": lambda: version(valid_to=EARLIER),
    "adminunitversion_postcode_is_five_digits": lambda: version(postcode="1611"),
    "adminunitversion_source_is_said": lambda: version(source=""),
    "adminunitversion_evidence_is_known": lambda: version(evidence="hearsay"),
    "adminunitversion_one_name_a_day": lambda: version(valid_from=date(2025, 6, 30)),
    "succession_joins_two_units": lambda: Succession.objects.create(
        old=unit("24"), new=unit("24"), at=BIRTH, source="thử"
    ),
    "succession_source_is_said": lambda: Succession.objects.create(
        old=unit("24"), new=unit("75"), at=BIRTH, source=""
    ),
    "succession_is_said_once": lambda: Succession.objects.create(
        old=unit("27"), new=unit("24"), at=BIRTH, source="thử"
    ),
    "agency_code_is_capitals_digits_dots_dashes": lambda: agency("24 stc"),
    "agency_family_bloc_and_line_are_known": lambda: agency(bloc="khối"),
    "agency_ends_after_it_begins": lambda: agency(valid_to=EARLIER),
    "agency_postcode_is_five_digits": lambda: agency(postcode="16"),
    "agency_budget_code_is_seven_digits": lambda: agency(budget_code="12"),
    "agency_budget_level_is_known": lambda: agency(budget_level="huyện"),
    "agency_does_not_name_itself_as_payer": itself,
    "annexmembership_annex_is_known": lambda: membership(annex="III"),
    "annexmembership_source_is_said": lambda: membership(source=""),
    "annexmembership_ends_after_it_begins": lambda: membership(valid_to=EARLIER),
    "annexmembership_one_annex_a_day": lambda: twice(membership, valid_from=date(2026, 1, 1)),
    "agencypoint_is_said_once": lambda: twice(tie),
    "agencypoint_day_kind_is_known": lambda: tie(day_kind="monday"),
    "agencypoint_hours_are_known": lambda: tie(hours="noon"),
    "place_code_is_capitals_digits_dots_dashes": lambda: place("24/TT"),
    "place_kind_is_known": lambda: place("24-Z", "kiosk"),
    "place_zone_is_known": lambda: place("24-Z", zone="north"),
    "place_has_an_agency_iff_it_is_a_desk": lambda: place("24-Z", PlaceKind.AGENCY_DESK),
    "place_inside_a_site_names_the_site": lambda: place("24-Q", PlaceKind.COUNTER),
    "place_is_not_inside_itself": inside_itself,
    "place_vehicle_says_plate_and_whether_dedicated": lambda: vehicle(dedicated=None),
    "place_ends_after_it_begins": lambda: place("24-Z", valid_to=EARLIER),
    "place_one_open_desk_per_agency": lambda: (desk("A-VT"), desk("B-VT")),
    "place_one_open_vehicle_per_plate": lambda: (vehicle("24-XE8"), vehicle("24-XE9")),
    "route_code_is_capitals_digits_dots_dashes": lambda: route(code="r 1"),
    "route_kind_is_known": lambda: route(kind="air"),
    "route_end_is_not_its_start": lambda: route(end=place("24-A", PlaceKind.CENTRE)),
    "route_trunk_has_an_end": lambda: route(kind="trunk"),
    "route_ends_after_it_begins": lambda: route(valid_to=EARLIER),
    "routestop_number_once_per_route": lambda: (stop(), stop(place=place("24-P2"))),
    "routestop_place_once_per_route": lambda: (stop(), stop(n=2)),
    "routestop_numbers_from_one": lambda: stop(n=0),
    "departure_leaves_once_an_hour_on_its_days": lambda: twice(departure),
    "departure_arrives_after_it_leaves": lambda: departure(arrives=time(8)),
    "departure_runs_on_some_day": lambda: departure(day_kinds=[]),
    "departure_day_kinds_are_known": lambda: departure(day_kinds=["monday"]),
    "departure_takes_at_most_a_week": lambda: departure(nights=8),
    "revision_is_one_row": lambda: Revision.objects.create(
        id=2, token="00000000-0000-0000-0000-000000000000"
    ),
}


@pytest.mark.parametrize("name", VIOLATIONS)
def test_the_database_refuses(name: str):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        VIOLATIONS[name]()


def test_every_named_constraint_is_violated_here():
    tables = [
        AdminUnit, AdminUnitVersion, Agency, AgencyPoint, AnnexMembership, Departure, Place,
        Revision, Route, RouteStop, Succession,
    ]  # fmt: skip
    named_ = {constraint.name for table in tables for constraint in table._meta.constraints}
    assert named_ == set(VIOLATIONS)
