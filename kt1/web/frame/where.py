"""The name of the place, agency or province a person acts for."""

from datetime import date

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat

from kt1.network.agencies.models import Agency
from kt1.network.places.models import Place
from kt1.network.units.models import AdminUnitVersion
from kt1.network.units.queries import versions_on
from kt1.people.actor import Actor


def name_of(actor: Actor, on: date) -> str:
    """One query: the nearest of place, agency, province, as it is called on that day.

    Empty for a duty that names none.
    """
    found: QuerySet[Place, str] | QuerySet[Agency, str] | QuerySet[AdminUnitVersion, str]
    if actor.place_id:
        found = Place.objects.filter(pk=actor.place_id).values_list("name", flat=True)
    elif actor.agency_id:
        found = Agency.objects.filter(pk=actor.agency_id).values_list("name", flat=True)
    elif actor.province_id:
        said = Concat(F("kind"), Value(" "), F("name"))
        versions = versions_on(on).filter(unit_id=actor.province_id)
        found = versions.annotate(said=said).values_list("said", flat=True)
    else:
        return ""
    return found.first() or ""
