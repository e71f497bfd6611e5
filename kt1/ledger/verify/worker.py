"""The check in a process of its own, beside the replay: two cores, two halves of the work."""

import gc
from typing import Any

import psycopg
from psycopg import sql

from kt1.ledger.verify.check import Checked, check
from kt1.ledger.verify.rules import Against


def check_snapshot(connect_to: dict[str, Any], snapshot: str, against: Against | None) -> Checked:
    """Check exactly what the exporter of `snapshot` sees."""
    gc.disable()  # rows by the million and no cycles: the collector would only walk them
    with psycopg.connect(**connect_to) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.execute(sql.SQL("SET TRANSACTION SNAPSHOT {}").format(sql.Literal(snapshot)))
        return check(connection, against)
