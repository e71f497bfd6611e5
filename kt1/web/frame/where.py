"""The name of the place, agency or province a person acts for."""

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat

from kt1.network.agencies.models import Agency
from kt1.network.places.models import Place
from kt1.network.units.models import AdminUnitVersion
from kt1.people.actor import Actor


def name_of(actor: Actor) -> str:
    """One query: the nearest of place, agency, province. Empty for a duty that names none."""
    found: QuerySet[Place, str] | QuerySet[Agency, str] | QuerySet[AdminUnitVersion, str]
    if actor.place_id:
        found = Place.objects.filter(pk=actor.place_id).values_list("name", flat=True)
    elif actor.agency_id:
        found = Agency.objects.filter(pk=actor.agency_id).values_list("name", flat=True)
    elif actor.province_id:
        said = Concat(F("kind"), Value(" "), F("name"))
        versions = AdminUnitVersion.objects.filter(unit_id=actor.province_id, valid_to=None)
        found = versions.annotate(said=said).values_list("said", flat=True)
    else:
        return ""
    return found.first() or ""
