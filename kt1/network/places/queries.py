"""Places of the post and doors of agencies, read by plain ids."""

from datetime import date

from django.db.models import Q, QuerySet

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


def unvisited(rows: QuerySet[Place], on: date) -> QuerySet[Place]:
    """The delivery points among `rows` that no delivery route of `on` passes."""
    passed = RouteStop.objects.filter(
        Q(route__valid_to=None) | Q(route__valid_to__gte=on),
        route__kind=RouteKind.DELIVERY,
        route__valid_from__lte=on,
    )
    return rows.filter(kind=PlaceKind.DELIVERY_POINT).exclude(pk__in=passed.values("place_id"))
