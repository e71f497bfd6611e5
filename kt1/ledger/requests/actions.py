"""Letting go of old requests."""

from datetime import datetime

from django.db import connection, transaction

LIMIT = 10_000

_FORGET = """
DELETE FROM ledger_request WHERE (actor, key) IN (
    SELECT actor, key FROM ledger_request WHERE at < %s ORDER BY at LIMIT %s
)
"""


@transaction.atomic
def forget(*, before: datetime, limit: int = LIMIT) -> int:
    """Forget requests made before a moment, the oldest first. Returns how many.

    A key that is forgotten could be used again, so the moment must lie longer ago than any
    telephone keeps what it has not yet sent.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [before, limit])
        return int(cursor.rowcount)
