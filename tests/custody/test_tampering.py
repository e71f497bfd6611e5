"""A column of a table of custody is changed past the acts: the check names table, row, reason."""

import json
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from kt1.config.cli import main
from kt1.ledger.checkpoints.actions import sequence
from tests.custody import doing
from tests.custody.factories import AFTERNOON
from tests.custody.world import World, build

SEAL = "MH0000001"


@dataclass(frozen=True)
class History:
    """An item in a sealed bag, another at the centre, a third delivered."""

    world: World
    packed: str
    loose: str
    delivered: str
    bag: str


def written() -> History:
    world = build()
    packed, loose, delivered = doing.accepted(world, 3)
    doing.moved([packed], world.courier, world.controller)
    bag = doing.bag_of([packed], world.controller, seal=SEAL)
    doing.delivered(world, [delivered], when=AFTERNOON)
    return History(world, packed, loose, delivered, bag)


#: What is changed, of which of the rows above, and the table and the word the check must name.
CASES = (
    ("custody_unit", "kind = 'box'", "bag", "kind"),
    ("custody_unit", "state = 'held'", "loose", "state"),
    ("custody_unit", "place_id = (SELECT id FROM network_place WHERE id <> place_id LIMIT 1)",
     "loose", "place"),
    ("custody_unit", "person_id = (SELECT id FROM people_user WHERE id <> person_id LIMIT 1)",
     "loose", "person"),
    ("custody_unit", "inside_id = NULL, place_id = (SELECT min(id) FROM network_place)",
     "packed", "place"),
    ("custody_unit", "offer = gen_random_uuid()", "loose", "offer"),
    ("custody_unit", "since = since - interval '1 second'", "loose", "since"),
    ("custody_unit", "code = left(code, 16) || 'X'", "loose", "code"),
    ("custody_clock", "started_at = started_at - interval '1 second'", "loose", "started"),
    ("custody_clock", "deadline = deadline + interval '1 second'", "loose", "deadline"),
    ("custody_clock", "expected_at = NULL", "loose", "expected"),
    ("custody_clock", "stopped_at = stopped_at - interval '1 second'", "delivered", "stopped"),
    ("custody_clock", "delivered_at = delivered_at + interval '1 second'", "delivered",
     "delivered"),
    ("custody_bag", "seal = 'MH7777777'", "bag", "seal"),
)  # fmt: skip
SEAL_CASES = ("state = 'broken'", "person_id = NULL", "number = 'MH9999999'",
              "place_id = (SELECT id FROM network_place WHERE id <> place_id LIMIT 1)")  # fmt: skip


def _after(statement: str, given: tuple[int | str, ...]) -> list[str]:
    """What the check says with the change in place; it is taken back."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(statement, given)
            assert cursor.rowcount == 1, statement
        found = doing.untold()
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_each_column_that_is_changed_is_named_with_its_row() -> None:
    history = written()
    assert doing.untold() == []
    for table, change, which, word in CASES:
        code = getattr(history, which)
        pk = doing.unit(code).pk
        key = "id" if table == "custody_unit" else "unit_id"
        found = _after(f"UPDATE {table} SET {change} WHERE {key} = %s", (pk,))
        said = [one for one in found if one.startswith(f"{table} ") and word in one]
        assert said, (table, change, found)
        assert any(code in one or word == "code" for one in said), (change, said)
    for change in SEAL_CASES:
        found = _after(f"UPDATE custody_seal SET {change} WHERE number = %s", (SEAL,))
        assert any(one.startswith(f"custody_seal {SEAL}: ") for one in found), (change, found)


@pytest.mark.django_db(transaction=True)
def test_verify_names_the_row_a_superuser_changed_took_away_or_put_in(
    superuser: psycopg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    history = written()
    sequence()
    assert _verified(capsys)["ok"]

    superuser.execute(
        "UPDATE custody_clock SET deadline = deadline + interval '1 hour' WHERE unit_id = %s",
        [doing.unit(history.loose).pk],
    )
    said = _verified(capsys, code=1)
    assert (said["fault"]["table"], said["faults_total"]) == ("custody_clock", 1)
    assert said["fault"]["row"] == history.loose
    assert said["fault"]["reason"].startswith("deadline: table ")

    superuser.execute("SET session_replication_role = replica")  # no trigger, no foreign key
    superuser.execute("DELETE FROM custody_unit WHERE code = %s", [history.loose])
    superuser.execute("DELETE FROM custody_seal WHERE number = %s", [SEAL])
    rows = {(f["table"], f["row"], f["reason"]) for f in _verified(capsys, code=1)["faults"]}
    assert ("custody_unit", history.loose, "the row is missing") in rows
    assert ("custody_seal", SEAL, "the row is missing") in rows

    superuser.execute(
        "INSERT INTO custody_seal (number, state, place_id, changed_at)"
        " SELECT 'MH0000777', 'stock', min(id), now() FROM network_place"
    )
    rows = {(f["table"], f["row"], f["reason"]) for f in _verified(capsys, code=1)["faults"]}
    assert ("custody_seal", "MH0000777", "no entry made it") in rows


def _verified(capsys: pytest.CaptureFixture[str], code: int = 0) -> dict[str, Any]:
    assert main(["verify", "--json"]) == code
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said
