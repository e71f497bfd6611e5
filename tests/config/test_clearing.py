"""After a test that really committed, the database is as the migrations left it."""

from collections.abc import Iterator

import pytest

from kt1.config import connections
from kt1.network.models import AdminUnit
from kt1.people.accounts.models import User
from tests import clearing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rows(transactional_db: None) -> Iterator[clearing.Rows]:
    found = clearing.Rows(connections.owner_conninfo())
    yield found
    found.close()


def test_what_grew_is_gone(rows: clearing.Rows) -> None:
    User.objects.create(username="left", title="Người thử", password="!")

    rows.clear()

    assert not User.objects.exists()


def test_what_migrations_loaded_comes_back(rows: clearing.Rows) -> None:
    before = list(AdminUnit.objects.order_by("pk").values())
    bac_ninh, dong_nai = (AdminUnit.objects.get(code=code) for code in ("24", "75"))
    AdminUnit.objects.filter(parent=bac_ninh).update(parent=dong_nai)
    AdminUnit.objects.create(code="99", level="province")
    changed = list(AdminUnit.objects.order_by("pk").values())

    rows.clear()

    assert changed != before
    assert list(AdminUnit.objects.order_by("pk").values()) == before


def test_new_rows_get_numbers_after_those_that_came_back(rows: clearing.Rows) -> None:
    last = AdminUnit.objects.order_by("-pk").values_list("pk", flat=True)[0]
    AdminUnit.objects.filter(pk=last).update(code="99999")

    rows.clear()

    made = AdminUnit.objects.create(code="98", level="province")
    assert made.pk > last
