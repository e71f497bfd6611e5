"""Every role has a label and a scope, and the database holds duties to it."""

from itertools import product

import pytest
from django.db import IntegrityError, transaction

from kt1.network.models import AdminUnit, Agency, Place
from kt1.people.accounts.labels import ROLE_LABELS
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import SCOPES, Role, scope_fits
from kt1.people.sign_ins.rules import DEFAULT_LIMITS
from tests.people.conftest import NOON, MakeUser

GIVEN = list(product([False, True], repeat=3))


def test_every_role_has_a_scope_a_label_and_limits() -> None:
    assert set(SCOPES) == set(ROLE_LABELS) == set(DEFAULT_LIMITS) == set(Role)


@pytest.mark.parametrize(
    ("role", "named", "fits"),
    [
        (Role.CLERK, {"place", "agency"}, True),
        (Role.CLERK, {"agency"}, False),
        (Role.COUNTER, {"place"}, True),
        (Role.COUNTER, {"place", "agency"}, False),
        (Role.DISPATCHER, {"province"}, True),
        (Role.DISPATCHER, {"place", "province"}, True),
        (Role.DISPATCHER, {"place"}, False),
        (Role.ADMIN, set(), True),
        (Role.ADMIN, {"province"}, False),
    ],
)
def test_a_scope_names_what_the_role_needs(role: Role, named: set[str], *, fits: bool) -> None:
    given = {what: what in named for what in ("place", "agency", "province")}
    assert scope_fits(role, **given) is fits


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_the_database_takes_exactly_the_scopes_that_fit(
    role: Role, make_user: MakeUser, agency: Agency, desk: Place, province: AdminUnit
) -> None:
    user = make_user("ai", None)
    for place, of_agency, in_province in GIVEN:
        duty = Duty(
            user=user,
            role=role,
            place=desk if place else None,
            agency=agency if of_agency else None,
            province=province if in_province else None,
            valid_from=NOON,
        )
        if scope_fits(role, place=place, agency=of_agency, province=in_province):
            duty.save()
            continue
        with pytest.raises(IntegrityError, match="duty_scope_fits_its_role"), transaction.atomic():
            duty.save()
