"""What the product's own database role cannot do, whatever code it runs."""

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.utils import DatabaseError

from kt1.ledger.checkpoints.actions import sequence
from tests.ledger.acts import do

WRITTEN_ONCE = ["entry", "leaf", "tile", "checkpoint", "redaction"]
TABLES = [*WRITTEN_ONCE, "note", "pending", "cursor", "request"]


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def filled(db: None) -> None:
    do(range(8))
    sequence()
    do([8])


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("table", WRITTEN_ONCE)
@pytest.mark.parametrize("statement", ["DELETE FROM ledger_{}", "UPDATE ledger_{} SET {} = {}"])
def test_what_is_written_once_is_never_changed(table: str, statement: str) -> None:
    column = {"entry": "kind", "redaction": "first"}.get(table, "log")

    with pytest.raises(ProgrammingError, match=f"permission denied for table ledger_{table}"):
        run(statement.format(table, column, column))


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM ledger_note",
        "UPDATE ledger_note SET field = 'other'",
        "UPDATE ledger_pending SET seq = seq + 100",
        "UPDATE ledger_cursor SET follower = 'other'",
        "DELETE FROM ledger_cursor",
        "UPDATE ledger_request SET digest = digest",
        *(f"TRUNCATE ledger_{table} CASCADE" for table in TABLES),
        "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "DROP TABLE ledger_tile",
    ],
)
def test_nothing_else_is_allowed_either(statement: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        run(statement)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "change", ["salt = NULL, bytes = NULL", "bytes = 'another text'", "salt = sha256('')"]
)
def test_a_note_changes_only_by_redaction(change: str) -> None:
    with pytest.raises(DatabaseError, match="a note changes only by redaction"):
        run(f"UPDATE ledger_note SET {change}")


@pytest.mark.parametrize("table", [*WRITTEN_ONCE, "note", "pending"])
@pytest.mark.django_db(transaction=True)
def test_even_the_owner_meets_the_triggers(superuser: psycopg.Connection, table: str) -> None:
    do(range(300))
    sequence(290)
    superuser.execute("SET session_replication_role = replica")
    column = {"entry": "kind", "note": "field", "pending": "seq", "redaction": "first"}.get(
        table, "log"
    )

    with pytest.raises(psycopg.errors.RestrictViolation):
        superuser.execute(f"UPDATE ledger_{table} SET {column} = {column}")
    if table != "pending":  # the sequencer takes pending rows away
        with pytest.raises(psycopg.errors.RestrictViolation):
            superuser.execute(f"DELETE FROM ledger_{table}")
