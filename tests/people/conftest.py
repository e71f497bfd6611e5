"""A small province: one ward's office with its desk and door, a post office with a counter."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.contrib.auth.hashers import make_password

from kt1.ledger.requests.rules import RequestKey
from kt1.network.agencies import steps as agencies
from kt1.network.agencies.lines import USUAL
from kt1.network.agencies.rules import AgencyFacts, BudgetLevel, Family, PointFacts
from kt1.network.codes import ids
from kt1.network.models import AdminUnit, Agency, Place
from kt1.network.places import steps as places
from kt1.network.places.rules import PlaceFacts, PlaceKind, desk_code
from kt1.people.accounts.models import Duty, User
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor

NOON = datetime(2026, 4, 24, 5, 0, tzinfo=UTC)  # 12:00 of a Friday in Việt Nam
A_YEAR_AGO = datetime(2025, 4, 24, 5, 0, tzinfo=UTC)
SINCE = date(2025, 7, 1)
PASSWORD = "trạm bưu chính số bảy"


def key(**payload: int | str) -> RequestKey:
    return RequestKey.of(uuid4(), payload)


@pytest.fixture
def province(db: None) -> AdminUnit:
    return AdminUnit.objects.get(code="24")


@pytest.fixture
def other_province(db: None) -> AdminUnit:
    return AdminUnit.objects.get(code="75")


def _agency(code: str, name: str, family: Family, **facts: object) -> AgencyFacts:
    bloc, line = USUAL[family]
    return AgencyFacts(
        code=code,
        name=name,
        family=family,
        bloc=bloc,
        line=line,
        province="24",
        budget_level=BudgetLevel.COMMUNE,
        valid_from=SINCE,
        **facts,  # type: ignore[arg-type]  # a shorthand of the tests
    )


@pytest.fixture
def network(province: AdminUnit) -> None:
    known = ids()
    agencies.put(
        [
            _agency("09187-UB", "UBND phường Kinh Bắc", Family.COMMUNE_UBND),
            _agency("09187-DU", "Đảng ủy phường Kinh Bắc", Family.COMMUNE_PARTY),
            _agency(
                "09169-DU", "Đảng ủy phường Vũ Ninh", Family.COMMUNE_PARTY, works_on_paper=True
            ),
        ],
        known,
    )
    sites = [
        ("09187-P1", PlaceKind.DELIVERY_POINT, "Văn phòng UBND phường Kinh Bắc", ""),
        ("09187-P2", PlaceKind.DELIVERY_POINT, "Cổng trực ban phường Kinh Bắc", ""),
        ("24-BC01", PlaceKind.POST_OFFICE, "Bưu cục KT1 Kinh Bắc", ""),
        ("24-BC01-Q1", PlaceKind.COUNTER, "Quầy 1", "24-BC01"),
        ("24-BC01-Q2", PlaceKind.COUNTER, "Quầy 2", "24-BC01"),
    ]
    places.put(
        [
            PlaceFacts(
                code=code,
                kind=kind,
                name=name,
                province="24",
                parent=parent,
                focal_only=code == "09187-P2",
                valid_from=SINCE,
            )
            for code, kind, name, parent in sites
        ],
        known,
    )
    agencies.put_points(
        [
            PointFacts(agency="09187-UB", point="09187-P1"),
            PointFacts(agency="09187-UB", point="09187-P2"),
            PointFacts(agency="09169-DU", point="09187-P1"),
        ],
        known,
    )


@pytest.fixture
def agency(network: None) -> Agency:
    return Agency.objects.get(code="09187-UB")


@pytest.fixture
def desk(agency: Agency) -> Place:
    return Place.objects.get(code=desk_code(agency.code))


@pytest.fixture
def point(network: None) -> Place:
    return Place.objects.get(code="09187-P1")


@pytest.fixture
def counter(network: None) -> Place:
    return Place.objects.get(code="24-BC01-Q1")


@pytest.fixture
def other_counter(network: None) -> Place:
    return Place.objects.get(code="24-BC01-Q2")


MakeUser = Callable[..., User]


@pytest.fixture
def make_user(db: None) -> MakeUser:
    def make(username: str, password: str | None = PASSWORD, **fields: object) -> User:
        return User.objects.create(
            username=username,
            title=str(fields.pop("title", f"Người dùng {username}")),
            password=make_password(password),
            **fields,
        )

    return make


def give(user: User, role: Role, since: datetime = A_YEAR_AGO, **scope: object) -> Duty:
    return Duty.objects.create(user=user, role=role, valid_from=since, **scope)


def actor(user: User, duty: Duty, province_id: int | None = None) -> Actor:
    return Actor(
        user_id=user.pk,
        name=user.title,
        role=Role(duty.role),
        place_id=duty.place_id,
        agency_id=duty.agency_id,
        province_id=province_id or duty.province_id,
        duty_id=duty.pk,
    )


@pytest.fixture
def admin(make_user: MakeUser) -> Actor:
    user = make_user("quantri", None)
    return actor(user, give(user, Role.ADMIN))


@pytest.fixture
def clerk_user(make_user: MakeUser) -> User:
    return make_user("gdv-1", title="Giao dịch viên quầy 1")


@pytest.fixture
def clerk_duty(clerk_user: User, counter: Place) -> Duty:
    return give(clerk_user, Role.COUNTER, place=counter)


@pytest.fixture
def records_clerk(make_user: MakeUser, agency: Agency, desk: Place) -> Actor:
    user = make_user("vt-kinhbac", None, title="Văn thư UBND phường Kinh Bắc")
    duty = give(user, Role.CLERK, agency=agency, place=desk)
    return actor(user, duty, agency.province_id)


@pytest.fixture
def dispatcher(make_user: MakeUser, province: AdminUnit) -> Actor:
    user = make_user("dd-24", None, title="Điều độ Bắc Ninh")
    return actor(user, give(user, Role.DISPATCHER, province=province))
