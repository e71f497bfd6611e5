"""The demonstration's people: the same every time, no private name, gaps only where planted."""

from datetime import UTC, datetime, timedelta

import pytest

from kt1.law.calendars.rules import VIETNAM
from kt1.network.demonstration.actions import demo_network
from kt1.network.models import Agency, AgencyPoint
from kt1.people.accounts.models import Duty, User
from kt1.people.accounts.rules import Role
from kt1.people.demonstration.actions import PASSWORD, NotEmptyError, demo_people
from kt1.people.demonstration.cast import STORY
from kt1.people.demonstration.queries import demo_accounts
from kt1.people.focal_points.queries import who_may_sign_at
from kt1.people.sign_ins.actions import sign_in
from kt1.people.sign_ins.credentials import WrongPasswordError
from kt1.people.sign_ins.queries import standing

AT = datetime(2025, 7, 1, tzinfo=UTC)
EVE = datetime(2026, 2, 16, 17, 0, tzinfo=VIETNAM)


@pytest.fixture(scope="module", autouse=True)
def _built(lasting: None) -> None:
    demo_network(at=AT, by="demo")
    demo_people(at=AT, by="demo")


@pytest.mark.django_db
def test_every_role_can_be_signed_in_as() -> None:
    shown = demo_accounts(EVE)
    assert [duty.role for duty in shown] == list(Role)
    clerk = shown[0]
    assert clerk.user.title == "Văn thư UBND phường Kinh Bắc"
    assert clerk.user.is_demonstration
    for duty in shown:
        made = sign_in(username=duty.user.username, password=PASSWORD, source=None, at=EVE)
        found = standing(made.pk, EVE)
        assert found is not None
        assert found.actor.role == duty.role
    counter = next(duty for duty in shown if duty.role == Role.COUNTER)
    courier = next(duty for duty in shown if duty.role == Role.COURIER)
    assert counter.place is not None
    assert courier.place is not None
    assert counter.place.parent == courier.place, "of the office that serves the ward"


@pytest.mark.django_db
def test_every_agency_has_a_clerk_and_few_can_be_signed_in_as() -> None:
    clerks = Duty.objects.filter(role=Role.CLERK).select_related("user", "agency", "place")
    bodies = Agency.objects.exclude(family="buu_dien").count()
    assert clerks.count() == bodies
    assert all(duty.place and duty.place.agency_id == duty.agency_id for duty in clerks)
    told = {duty.agency.code for duty in clerks if duty.agency and duty.user.has_usable_password()}
    assert told == STORY
    closed = clerks.exclude(agency__code__in=STORY)[0].user.username
    with pytest.raises(WrongPasswordError):
        sign_in(username=closed, password=PASSWORD, source=None, at=EVE)


@pytest.mark.django_db
def test_every_post_site_has_its_people() -> None:
    held: dict[str, set[str]] = {}
    for role, code in Duty.objects.filter(place__isnull=False).values_list("role", "place__code"):
        held.setdefault(code, set()).add(role)
    assert held["24-TT"] == {"dispatcher", "controller", "courier"}
    assert held["75-BC01"] == {"dispatcher", "controller", "courier"}
    assert held["24-TT-Q1"] == {"counter"}
    assert held["24-XE1"] == {"courier"}
    couriers = User.objects.filter(duties__role=Role.COURIER)
    assert not couriers.filter(card_number="").exists()


@pytest.mark.django_db
def test_every_door_is_covered_but_for_the_planted_gaps_at_tet() -> None:
    doors = list(
        AgencyPoint.objects.filter(point__code__in=[f"{n}-P1" for n in _some_communes()])
        .order_by("point__code", "agency__code")
        .values_list("point_id", "agency_id", "hours", "agency__code")
    )
    moments = [
        datetime(2026, 1, 14, 10, 0, tzinfo=VIETNAM),  # a Wednesday
        datetime(2026, 1, 14, 22, 40, tzinfo=VIETNAM),
        datetime(2026, 1, 17, 3, 0, tzinfo=VIETNAM),  # the night to a Saturday
        datetime(2026, 1, 18, 15, 0, tzinfo=VIETNAM),  # a Sunday
    ]
    for point, agency, hours, code in doors:
        for moment in moments:
            by_day = moment.hour == 10
            if hours == "any" or (hours == "working") is by_day:
                assert not who_may_sign_at(point, moment, agency_id=agency).gap, (code, moment)
    tet = EVE + timedelta(days=1)
    gaps = {
        code
        for point, agency, hours, code in doors
        if hours != "working" and who_may_sign_at(point, tet, agency_id=agency).gap
    }
    assert 0 < len(gaps) < len(doors) / 4
    assert not gaps & STORY


def _some_communes() -> list[str]:
    """Thirty communes of each province, the story's wards among them."""
    codes = Agency.objects.filter(family="ubnd_xa").order_by("code").values_list("code", flat=True)
    chosen = [*codes[:30], *codes[100:130], *(code for code in STORY if code.endswith("-UB"))]
    return sorted({code.removesuffix("-UB") for code in chosen})


@pytest.mark.django_db
def test_it_is_never_mixed_into_real_accounts() -> None:
    with pytest.raises(NotEmptyError):
        demo_people(at=AT, by="demo")
