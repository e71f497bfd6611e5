"""Places of the post and doors of agencies, read by plain ids."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from kt1.network.names.queries import called
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.network.routes.models import RouteStop
from kt1.network.routes.rules import RouteKind


def in_force(on: date) -> QuerySet[Place]:
    """The places of `on` except desks, which come with their agencies; in Vietnamese order."""
    return (
        Place.objects.exclude(kind=PlaceKind.AGENCY_DESK)
        .filter(valid_from__lte=on)
        .filter(Q(valid_to=None) | Q(valid_to__gte=on))
        .order_by("sort_key", "pk")
    )


def matching(rows: QuerySet[Place], text: str) -> QuerySet[Place]:
    """Those whose name holds every word of `text`, accents or not, or whose code or plate it is."""
    named = called(text)
    code = text.strip().upper()
    return rows.filter(named | Q(code=code) | Q(plate=code))


def unvisited(on: date) -> QuerySet[Place]:
    """Delivery points that no delivery route of `on` passes."""
    passing = RouteStop.objects.filter(
        Q(route__valid_to=None) | Q(route__valid_to__gte=on),
        place=OuterRef("pk"),
        route__kind=RouteKind.DELIVERY,
        route__valid_from__lte=on,
    )
    return in_force(on).filter(Q(kind=PlaceKind.DELIVERY_POINT), ~Exists(passing))
