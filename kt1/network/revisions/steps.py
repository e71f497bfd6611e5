"""One writer of the network at a time, and a new token for each change."""

from django.db import connection

from kt1.network.revisions.queries import forget

_RAISE = """
INSERT INTO network_revision AS r (id, number, token) VALUES (1, 1, gen_random_uuid())
ON CONFLICT (id) DO UPDATE SET number = r.number + 1, token = gen_random_uuid()
RETURNING number
"""

_WRITERS_LOCK = 0x6B74314E


def hold() -> None:
    """Wait for any other writer and keep the next one waiting until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_WRITERS_LOCK])


def rise() -> int:
    """Give this state of the network a number and a token of its own."""
    with connection.cursor() as cursor:
        cursor.execute(_RAISE)
        row: tuple[int] = cursor.fetchone()
    forget()
    return row[0]
