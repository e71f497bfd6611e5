"""After a test that really committed, the database is as the migrations left it."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.db import connection
from django.test import TransactionTestCase
from psycopg import sql

from kt1.config import connections
from kt1.network.models import AdminUnit
from kt1.people.accounts.models import User
from tests import clearing
from tests.custody import doing, world
from tests.custody import factories as make

pytestmark = pytest.mark.django_db(transaction=True)
State = dict[str, object]


@pytest.fixture
def rows(transactional_db: None) -> Iterator[clearing.Rows]:
    found = clearing.Rows(clearing.conninfo())
    yield found
    found.close()


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


@pytest.fixture(params=["as after each test", "a heap", "by the owner"])
def clear(
    request: pytest.FixtureRequest, rows: clearing.Rows, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], None]]:
    """The ways to clear; on a server of somebody else triggers and row security bind."""
    if request.param == "by the owner":
        owners = clearing.Rows(connections.owner_conninfo())
        yield owners.clear
        owners.close()
        return
    if request.param == "a heap":
        monkeypatch.setattr(clearing, "HEAP_BYTES", 0)
    yield lambda: TransactionTestCase._fixture_teardown(None)  # type: ignore[attr-defined]  # ours


def test_every_table_and_sequence_is_as_it_was(
    clear: Callable[[], None], superuser: psycopg.Connection
) -> None:
    clear()
    before = _state(superuser)
    made = world.made()
    codes = doing.accepted(made, 2)
    doing.delivered(made, codes, when=make.NIGHT)
    AdminUnit.objects.create(code="99", level="province")
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('people_signin', 'id'))")
    dirty = _state(superuser)
    differing = {name for name in before if dirty[name] != before[name]}
    assert len(differing) > 30
    assert differing >= {
        "custody_mark",  # row security hides it
        "ledger_entry",  # refuses to be deleted from, whoever asks
        "law_normset",  # migrations loaded it
        "network_adminunit",
        "people_user",  # nearly every table refers to it
        "people_user_id_seq",
        "people_signin_id_seq",  # moved on without a row
    }

    clear()

    after = _state(superuser)
    assert {name: after[name] for name in after if after[name] != before.get(name)} == {}
    assert not User.objects.exists()


def _state(superuser: psycopg.Connection) -> State:
    """What every table holds, and where every sequence stands."""
    found: State = {name: rest for name, *rest in superuser.execute(clearing.NUMBERS)}
    parts = [
        sql.SQL("SELECT {}, md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} t").format(
            sql.Literal(name), sql.Identifier(name)
        )
        for (name,) in superuser.execute(clearing.TABLES).fetchall()
    ]
    found.update(superuser.execute(sql.SQL(" UNION ALL ").join(parts)).fetchall())
    return found
