"""One history written both ways, act by act and by COPY; and the story, in both modes."""

import json
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection

from kt1.config.simulation import bulk, demonstration
from kt1.config.simulation.mail import HANOI
from kt1.config.story import scratch
from kt1.config.story.play import tell
from kt1.custody.units import tables
from kt1.law.services.rules import Mode
from kt1.ledger.checkpoints.actions import sequence_all

SCENE = demonstration.Scene(
    first=date(2025, 7, 1),
    until=datetime(2025, 7, 3, 23, 0, tzinfo=HANOI),
    items_a_day=5,
)


def rows(table: str) -> list[str]:
    """All rows of a table as text, in an order of their own."""
    name = tables.model_of(table)._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(t)::text FROM {name} t ORDER BY 1")
        return [row[0] for row in cursor.fetchall()]


def log() -> list[Any]:
    """What every entry says, in the order of the log.

    Without what is drawn anew at every writing: its id, and the hashes over salts.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.canonical, e.lines FROM ledger_leaf l"
            " JOIN ledger_entry e ON e.id = l.entry_id ORDER BY l.idx"
        )
        found = []
        for canonical, lines in cursor.fetchall():
            said = json.loads(bytes(canonical))
            for drawn in ("id", "lines_root", "notes"):
                said.pop(drawn, None)
            found.append((said, lines and json.loads(bytes(lines))))
        return found


def requests() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT actor, key, digest, answer - 'entry', at FROM ledger_request")
        return sorted(cursor.fetchall(), key=str)


def written(*, bulk: bool) -> dict[str, list[Any]]:
    with scratch.database(f"both_ways_{bulk}".lower(), now_is=SCENE.until):
        demonstration.ground(SCENE)
        demonstration.mail(SCENE, bulk=bulk, beside=bulk, progress=lambda _text: None)
        sequence_all()
        kept = {table: rows(table) for table in tables.MODELS if table != "mark"}
        return {**kept, "log": log(), "requests": requests()}


@pytest.mark.django_db(transaction=True)
def test_bulk_writes_the_rows_that_the_actions_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "_SLICE", 40)  # several slices even in three days
    by_acts, by_copy = written(bulk=False), written(bulk=True)

    assert len(by_acts["item"]) == 2 * 3 * SCENE.items_a_day
    for table, expected in by_acts.items():
        assert by_copy[table] == expected, table


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mode", [Mode.LETTER, Mode.FLAG])
def test_the_story_comes_out(mode: Mode) -> None:
    told = tell(mode)

    assert told.fault == ""
    assert told.verified
    assert (told.items, told.delivered, told.held) == (4, 4, 1)
