"""Requests of authorities as an actor may see them."""

from django.db.models import QuerySet

from kt1.assurance.disclosures.models import Disclosure
from kt1.assurance.disclosures.permissions import why_not_read
from kt1.people.actor import Actor


def seen_by(actor: Actor) -> QuerySet[Disclosure]:
    """Those of the actor's province."""
    found = Disclosure.objects.select_related("unit", "registered_by")
    if why_not_read(actor) is not None:
        return found.none()
    return found.filter(province=actor.province_id)
