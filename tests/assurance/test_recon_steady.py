"""However wrong the server's statistics are, comparing looks at each line a few times."""

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection

from kt1.assurance.books.models import Account
from kt1.assurance.books.rules import Side
from kt1.config import connections
from tests.assurance import ground

pytestmark = pytest.mark.django_db

LINES = 1_200
#: Looks at a row in one statement, for each line of the two books.
LOOKS_MOST = 20
#: The version of the server from which on `_BELIEVE` is there.
SAYS_WHAT_IT_BELIEVES = 180_000
_TABLES = ("assurance_line", "assurance_difference", "assurance_linemark", "assurance_total")
_BELIEVE = """SELECT pg_restore_relation_stats('schemaname', 'public', 'relname', relname::text,
    'relpages', %s::integer, 'reltuples', %s::real) FROM pg_class WHERE relname = ANY(%s)"""
_BELIEVED = "SELECT relname, relpages, reltuples FROM pg_class WHERE relname = ANY(%s)"


@pytest.fixture(params=["empty", "vast"])
def believed(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tables said to hold nothing in many pages, as after rows that were rolled back; or masses."""
    with psycopg.connect(
        connections.owner_conninfo(str(connection.settings_dict["NAME"])), autocommit=True
    ) as owner:
        if owner.info.server_version < SAYS_WHAT_IT_BELIEVES:
            pytest.skip("This server's statistics cannot be set by hand.")
        before = owner.execute(_BELIEVED, [list(_TABLES)]).fetchall()
        said = (10_000, 0.0) if request.param == "empty" else (1, 100_000.0)
        owner.execute(_BELIEVE, [*said, list(_TABLES)])
        yield
        for table, pages, rows in before:
            owner.execute(_BELIEVE, [pages, rows, [table]])


def looks(plan: dict[str, Any]) -> int:
    """Rows that a plan gave or threw away, of all its parts together."""
    each = sum(plan.get(key, 0) for key in ("Actual Rows", *_REMOVED))
    return int(each * plan.get("Actual Loops", 1)) + sum(map(looks, plan.get("Plans", ())))


_REMOVED = (
    "Rows Removed by Filter",
    "Rows Removed by Join Filter",
    "Rows Removed by Index Recheck",
)


def books() -> Account:
    """Each line mistyped, and lines that one side alone has."""
    draw = ground.draws(7)
    rows = [ground.row(draw) for _ in range(LINES)]
    account = ground.account()
    ground.put(account, Side.POST_SENT, rows)
    sender = [ground.changed(one, code=ground.mistyped(one[0], draw)) for one in rows[100:]]
    ground.put(account, Side.SENDER, [*sender, *(ground.changed(one, code="") for one in rows[:9])])
    return account


def test_no_statement_looks_at_every_line_for_every_line(believed: None) -> None:
    account = books()
    found: dict[str, int] = {}

    def explained(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's own arguments
        if "assurance_" in sql and not many:
            cursor = context["cursor"]
            execute("SAVEPOINT explained", None, False, context)
            execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", params, many, context)
            (said,) = cursor.fetchone()
            execute("ROLLBACK TO explained", None, False, context)
            (told,) = json.loads(said) if isinstance(said, str) else said
            found[sql] = max(found.get(sql, 0), looks(told["Plan"]))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explained):
        ground.compared(account)
    assert len(found) > 10
    said = "\n".join(f"{number:,}: {' '.join(sql.split())}" for sql, number in found.items())
    assert max(found.values()) <= 2 * LINES * LOOKS_MOST, said
