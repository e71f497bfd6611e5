"""Bắc Ninh twelve days before Tết: doors with nobody for the holiday, and who looks after them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.test import Client

from kt1.config import clock
from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Bloc, Family, Line
from kt1.network.models import AdminUnit
from kt1.network.units.queries import communes
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.focal_points.rules import DayOfDuty
from tests.custody import factories as make
from tests.web.conftest import ClientOf

NOW = make.at("2026-02-02", "09:00")
ALL_DAY = (datetime.min.time(), datetime.min.time())
NOT_TET = [day.value for day in DayOfDuty if day is not DayOfDuty.TET]
As = Callable[[Actor], Client]


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """A ward's three bodies with one door and nobody at Tết, and a department that is staffed."""

    ward: Agency
    party: Agency
    department: Agency
    clerk: Actor
    head: Actor
    staffed_clerk: Actor
    dispatcher: Actor
    party_office: Actor
    regulator: Actor
    leader: Actor
    far_dispatcher: Actor


@pytest.fixture
def province(db: None) -> Iterator[Province]:
    before = clock.offset()
    clock.set_offset(NOW - datetime.now(UTC))
    yield build()
    clock.set_offset(before)


def build() -> Province:
    """Rows of the province, and the norms of TT 16/2017 in force."""
    make.norms()
    here = make.province("24")
    kinh_bac = AdminUnit.objects.get(
        pk=next(one.id for one in communes(here.pk, NOW.date()) if one.name == "Kinh Bắc")
    )
    ward = make.agency("09187-UB", name="UBND phường Kinh Bắc", commune=kinh_bac)
    party = make.agency(
        "09187-DU",
        name="Đảng ủy phường Kinh Bắc",
        commune=kinh_bac,
        family=Family.COMMUNE_PARTY,
        bloc=Bloc.PARTY,
        line=Line.PARTY,
        works_on_paper=True,
    )
    department = make.agency("24-STC", name="Sở Tài chính", family=Family.DEPARTMENT)
    door = make.point(ward, party, code="09187-P1", name="Văn phòng phường Kinh Bắc")
    make.receiver(door, ward, hours=ALL_DAY, days=NOT_TET)
    make.receiver(door, party, hours=ALL_DAY, days=NOT_TET)
    make.receiver(make.point(department, code="24-P-STC"), department, hours=ALL_DAY)
    office = make.agency("24-VPTU", name="Văn phòng Tỉnh ủy", line=Line.PARTY, bloc=Bloc.PARTY,
                         family=Family.PROVINCIAL_PARTY_OFFICE)  # fmt: skip
    make.receiver(make.point(office, code="24-P-VPTU"), office, hours=ALL_DAY)
    return Province(
        ward=ward,
        party=party,
        department=department,
        clerk=make.clerk(ward),
        head=make.actor(Role.HEAD, body=ward),
        staffed_clerk=make.clerk(department),
        dispatcher=make.actor(Role.DISPATCHER, at_province=here),
        party_office=make.actor(Role.PARTY_OFFICE, body=office, at_province=here),
        regulator=make.actor(Role.REGULATOR, at_province=here),
        leader=make.actor(Role.PROVINCE_LEADER, at_province=here),
        far_dispatcher=make.actor(Role.DISPATCHER, at_province=make.province("75")),
    )


@pytest.fixture
def as_(client_of: ClientOf) -> As:
    opened: dict[int, Client] = {}

    def of(actor: Actor) -> Client:
        if actor.user_id not in opened:
            opened[actor.user_id] = client_of(actor)
        return opened[actor.user_id]

    return of
