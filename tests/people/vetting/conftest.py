"""An office with its dispatcher, a courier who is not vetted yet, and PA03."""

import pytest

from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.vetting.models import Standing
from kt1.people.vetting.rules import StandingKind
from tests.custody import factories as make


@pytest.fixture
def office() -> Place:
    make.norms()
    return make.place(PlaceKind.POST_OFFICE, "24-BC09")


@pytest.fixture
def dispatcher(office: Place) -> Actor:
    return make.actor(Role.DISPATCHER, where=office, at_province=office.province)


@pytest.fixture
def courier(office: Place) -> Actor:
    """Trained, and not vetted yet."""
    made = make.actor(Role.COURIER, where=office)
    Standing.objects.filter(user=made.user_id, kind=StandingKind.VETTING).delete()
    return made


@pytest.fixture
def pa03(office: Place) -> Actor:
    return make.actor(Role.POLICE_PA03, at_province=office.province)
