"""Declared items that wait in the million, and the people who may take them."""

from collections.abc import Iterator

from django.db import connection

from kt1.config.simulation import demonstration
from kt1.config.simulation.cast import gather
from kt1.people.actor import Actor

_DESKS = """
    SELECT place_id, array_agg(code ORDER BY id) FROM custody_unit
    WHERE state = 'declared' GROUP BY place_id HAVING count(*) >= %s ORDER BY min(id)
"""


def by_desk(at_least: int) -> Iterator[tuple[Actor, list[str]]]:
    """For each desk with enough waiting items: the courier who serves it, and their codes."""
    cast = gather(list(demonstration.PROVINCES))
    courier = {b.desk: cast.offices[b.site].courier for b in cast.bodies}
    with connection.cursor() as cursor:
        cursor.execute(_DESKS, [at_least])
        for desk, codes in cursor.fetchall():
            yield courier[desk], codes
