"""Acts written in sets leave the very rows that acts written one after another leave."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from kt1.custody.operator import actions
from kt1.custody.operator.actions import put
from kt1.custody.operator.reading import read
from kt1.custody.units import book
from kt1.custody.units.batches import write_many
from kt1.custody.units.steps import write
from tests.custody import doing
from tests.custody.factories import at
from tests.custody.test_operator_files import (
    ACCEPTED,
    ARRIVED,
    BAGGED,
    DELIVERED,
    FAILED,
    SENT,
    TAKEN_AT,
    _csv,
    _look,
    _take,
)
from tests.custody.world import World, build

pytestmark = pytest.mark.django_db
TABLES = (
    "unit", "stay", "clock", "derivation", "alias", "item", "bag", "handover", "handover_line",
    "attempt", "delivery", "irregularity",
)  # fmt: skip
SECOND, THIRD = {"item": "KT100000002"}, {"item": "KT100000003"}
DAY_ONE = [ACCEPTED, {**ACCEPTED, **SECOND}, {**ACCEPTED, **THIRD}, BAGGED, SENT]
DAY_TWO = [
    {**BAGGED, **SECOND, "bag": "TUI00002", "at": "14/01/2026 10:30"},
    {**SENT, "bag": "TUI00002", "at": "14/01/2026 11:30", "dispatch": "CT-2"},
    {**SENT, "bag": "", **THIRD, "at": "14/01/2026 11:30", "dispatch": "CT-2"},
    ARRIVED,
    {**ARRIVED, "bag": "TUI00002", "dispatch": "CT-2"},
    FAILED,
    DELIVERED,
]


def _rows() -> dict[str, list[Any]]:
    """Every row without what chance decides: ids drawn, codes made."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, row_number() OVER (ORDER BY id) FROM custody_unit")
        order = dict(cursor.fetchall())
        for table in TABLES:
            cursor.execute(f"SELECT to_jsonb(t) FROM custody_{table} t")
            rows = []
            for (row,) in cursor.fetchall():
                one = dict(json.loads(row) if isinstance(row, str) else row)
                for name in ("unit_id", "inside_id"):
                    if one.get(name) is not None:
                        one[name] = order[one[name]]
                one.pop("code", None)
                one.pop("findings", None)
                if table in {"unit", "attempt"}:
                    one.pop("id", None)
                rows.append(sorted(one.items(), key=str))
            found[table] = sorted(rows, key=str)
        cursor.execute("SELECT kind, actor, at, lines IS NULL FROM ledger_entry")
        found["said"] = sorted(cursor.fetchall())
    return found


def _told(world: World, rows: list[dict[str, str]]) -> None:
    put(read(_csv(*rows)), digest="0" * 64, by=world.dispatcher, at=TAKEN_AT)


def test_both_ways_of_writing_leave_the_same_rows(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Units that stand already, bags filled and emptied, dispatches that came and did not."""
    doing.declared(world, when=at("2026-01-14", "08:00"))

    def story() -> dict[str, list[Any]]:
        with transaction.atomic():
            _told(world, DAY_ONE)
            _told(world, DAY_TWO)
            found = _rows()
            transaction.set_rollback(True)
        return found

    in_sets = story()

    def one_by_one(acts: Any, *, by: Any) -> None:
        token = book._open.set(None)  # planning has a book open, which `write` would write in
        for act, moment in acts:
            write(act, by=by, at=moment)
        book._open.reset(token)

    monkeypatch.setattr(actions, "write_many", one_by_one)
    assert story() == in_sets


@pytest.mark.django_db(transaction=True)
def test_many_rows_take_few_statements(
    django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some hundred rows of their own moments, places and doors, in one batch."""
    for revision in ("kt1.law.book.queries", "kt1.network.revisions.queries"):
        monkeypatch.setattr(f"{revision}.FRESH_SECONDS", 60.0)
    world = build()
    start = at("2026-01-14", "02:00")
    rows = []
    for n in range(120):
        when = f"{start + timedelta(minutes=n, hours=7):%d/%m/%Y %H:%M}"
        later = f"{start + timedelta(minutes=n, hours=20):%d/%m/%Y %H:%M}"
        one = {"item": f"KT2{n:08}"}
        rows += [
            {**ACCEPTED, **one, "at": when},
            {**DELIVERED, **one, "at": later},
        ]
    _look(world, *rows)  # the law and the network are known to this process
    with django_assert_max_num_queries(75):
        answer = _take(world, *rows)
    assert answer["new"] == len(rows)
    with django_assert_max_num_queries(45):
        assert _take(world, *rows)["unchanged"] == len(rows)


def test_nothing_is_written_where_there_is_nothing(world: World) -> None:
    write_many([], by=world.dispatcher)
