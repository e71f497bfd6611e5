"""The demonstration's people are built in few statements, the same every time, or not at all."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from kt1.law.calendars.rules import VIETNAM
from kt1.ledger.entries.models import Entry
from kt1.network.demonstration.actions import demo_network
from kt1.people.accounts.models import Duty, User
from kt1.people.demonstration.actions import demo_people
from kt1.people.demonstration.queries import demo_accounts
from kt1.people.focal_points.models import FocalPoint

AT = datetime(2025, 7, 1, tzinfo=UTC)
EVE = datetime(2026, 2, 16, 17, 0, tzinfo=VIETNAM)


def dump() -> list[object]:
    users = User.objects.order_by("pk").values_list("username", "title", "card_number")
    duties = Duty.objects.order_by("pk").values_list(
        "user__username", "role", "place__code", "agency__code", "province__code"
    )
    doors = FocalPoint.objects.order_by("pk").values_list(
        "agency__code", "point__code", "title", "phone", "day_kinds", "from_time", "user__username"
    )
    return [list(users), list(duties), [tuple(map(str, row)) for row in doors]]


@pytest.mark.django_db
def test_it_is_built_in_few_statements(django_assert_max_num_queries) -> None:
    demo_network(at=AT, by="demo")
    with django_assert_max_num_queries(36):
        made = demo_people(at=AT, by="demo")
    assert made.users > 700
    assert made.focal_points > 2_000
    assert Entry.objects.filter(kind="people.demonstration.built").count() == 1


@pytest.mark.django_db
def test_the_same_network_gets_the_same_people() -> None:
    dumps = []
    for _ in range(2):
        with transaction.atomic():
            demo_network(at=AT, by="demo")
            demo_people(at=AT, by="demo")
            dumps.append(dump())
            transaction.set_rollback(True)
    assert dumps[0] == dumps[1]


@pytest.mark.django_db
def test_outside_a_demonstration_there_is_nobody_to_show() -> None:
    assert demo_accounts(EVE) == []
