"""Reading data that carries a mark: the log row first, then the marks open for this transaction."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from kt1.people.actor import Actor

# The row is put in without RETURNING: the application may add to the log and not read it.
_LOG = """
WITH opened AS MATERIALIZED (
  SELECT nextval(pg_get_serial_sequence('people_readinglog', 'id')) AS id
), logged AS (
  INSERT INTO people_readinglog (id, user_id, role, province_id, at, page, subjects)
  SELECT id, %s, %s, %s::bigint, %s::timestamptz, %s, %s::bigint[] FROM opened
)
SELECT id, set_config('kt1.reading', CASE WHEN %s THEN id::text ELSE '' END, true) FROM opened
"""


class NoTransactionError(RuntimeError):
    """Marks are read inside a transaction: the log row and the answer stand or fall together."""


def log_reading(by: Actor, at: datetime, what: str, unit_ids: Iterable[int]) -> int:
    """Write that `by` is shown the marks of these units, and let this transaction read them.

    One row an answer, however many units it shows. Returns the row's id.
    """
    return _log(by, at, what, unit_ids, opens_marks=True)


def log_looking_into_log(by: Actor, at: datetime) -> int:
    """Reading the log is itself logged; it opens no marks."""
    return _log(by, at, "people.readings", (), opens_marks=False)


def _log(by: Actor, at: datetime, what: str, unit_ids: Iterable[int], *, opens_marks: bool) -> int:
    if not transaction.get_connection().in_atomic_block:
        raise NoTransactionError
    with connection.cursor() as cursor:
        cursor.execute(
            _LOG,
            [by.user_id, by.role.value, by.province_id, at, what, list(unit_ids), opens_marks],
        )
        row = cursor.fetchone()
    return int(row[0])
