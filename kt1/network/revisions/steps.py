"""Changing the token; the first statement of every writer of the network."""

from django.db import connection

_RAISE = """
INSERT INTO network_revision AS r (id, number, token) VALUES (1, 1, gen_random_uuid())
ON CONFLICT (id) DO UPDATE SET number = r.number + 1, token = gen_random_uuid()
RETURNING number
"""


def rise() -> int:
    """Raise the number and hold its row until the transaction ends: one writer at a time."""
    with connection.cursor() as cursor:
        cursor.execute(_RAISE)
        row: tuple[int] = cursor.fetchone()
    return row[0]
