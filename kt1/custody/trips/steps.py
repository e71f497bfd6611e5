"""Steps of runs that acts of other capabilities share. They open no transaction."""

from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from kt1.custody.items.acts import Sides
from kt1.custody.units import book
from kt1.custody.units.rules import NotPossibleError

# Shared: until this act is over the run cannot be closed or cancelled beneath it.
_RIDES = """
SELECT FROM custody_trip
WHERE id = %s AND state IN ('planned', 'departed', 'arrived')
  AND (courier_id = ANY(%s) OR escort_id = ANY(%s) OR vehicle_id = ANY(%s))
FOR SHARE
"""


def must_carry(trip: UUID | None, sides: Sides) -> None:
    """A hand-over that names a run has the run's courier, escort or vehicle on one of its sides.

    Raises:
        NotPossibleError: the run is over, or has nothing to do with these sides.
    """
    if trip is None or book.current() is not None:
        return
    people = [p for p in (sides.giver_person, sides.taker_person) if p is not None]
    places = [sides.giver_place, sides.taker_place]
    with connection.cursor() as cursor:
        cursor.execute(_RIDES, [trip, people, people, places])
        if cursor.fetchone() is None:
            raise NotPossibleError(_("This run is over, or neither side rides it."))
