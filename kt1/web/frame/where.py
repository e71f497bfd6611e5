"""The kind of the database and the name of what a person acts for: one query for every frame."""

from datetime import date

from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Concat

from kt1.network.units.queries import versions_on
from kt1.people.actor import Actor

# Every page asks this; always the same text, so a connection prepares it once.
_ASKED = """
SELECT (SELECT kind FROM kt1_installation),
    coalesce((SELECT name FROM network_place WHERE id = %s),
        (SELECT name FROM network_agency WHERE id = %s), '')
"""


def kind_and_name(actor: Actor | None, on: date) -> tuple[str, str]:
    """The kind of this database, and the nearest of place, agency, province as it is called.

    The name is empty for nobody and for a duty that names none; a province is asked for apart,
    since it is called by the day.
    """
    place, agency = (actor.place_id, actor.agency_id) if actor else (None, None)
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, [place, agency])
        row = cursor.fetchone()
    kind, name = row or (None, "")
    if actor and actor.province_id and not name:
        name = _province(actor.province_id, on)
    return kind or "new", name


def _province(unit_id: int, on: date) -> str:
    said = Concat(F("kind"), Value(" "), F("name"))
    versions = versions_on(on).filter(unit_id=unit_id)
    return versions.annotate(said=said).values_list("said", flat=True).first() or ""
