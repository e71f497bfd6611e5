"""The guidance log as an actor may see it.

What was told to a body that ended is its heir's to read: the row keeps the name of its day.
"""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kt1.network.agencies.rules import Bloc
from kt1.network.successions.lineage import bodies_behind
from kt1.people.accounts.rules import AGENCY_ROLES, Role
from kt1.people.actor import Actor
from kt1.people.guidance.models import Guidance
from kt1.people.guidance.permissions import GIVERS


def seen_by(actor: Actor) -> QuerySet[Guidance]:
    """A body sees its own, the Party office its line's, who gives guidance that of the province."""
    found = Guidance.objects.select_related("agency", "given_by").order_by("-given_at", "-pk")
    if actor.role in AGENCY_ROLES:
        return found.filter(agency__in=bodies_behind(actor.agency_id))
    if actor.role is Role.PARTY_OFFICE:
        theirs = Q(agency__bloc=Bloc.PARTY, agency__province=actor.province_id)
        return found.filter(theirs | Q(agency__in=bodies_behind(actor.agency_id)))
    if actor.role in GIVERS:
        return found.filter(agency__province=actor.province_id)
    return found.none()


def with_receipts(rows: QuerySet[Guidance]) -> QuerySet[Guidance]:
    """With how many have read each, and whether it was put right since."""
    return rows.annotate(
        read_count=Count("receipts", distinct=True),
        superseded=Exists(Guidance.objects.filter(corrects=OuterRef("pk"))),
    )


def unread(rows: QuerySet[Guidance]) -> QuerySet[Guidance]:
    """Those that nobody of the body has said to have read, and that still stand."""
    return rows.filter(receipts=None, corrected_by=None)


def unread_by(actor: Actor) -> QuerySet[Guidance]:
    """Those of the actor's own body that nobody there has said to have read."""
    return unread(Guidance.objects.filter(agency__in=bodies_behind(actor.agency_id)))
