"""Writing routes with their stops and timetables in sets. Opens no transaction."""

from collections.abc import Sequence
from datetime import date

from kt1.network.codes import Ids
from kt1.network.names.rules import fold, sort_key
from kt1.network.routes.models import Departure, Route, RouteStop
from kt1.network.routes.rules import RouteFacts

_FIELDS = [
    "name",
    "sort_key",
    "folded",
    "province",
    "start",
    "end",
    "kind",
    "valid_from",
    "valid_to",
]


def put(facts: Sequence[RouteFacts], ids: Ids) -> None:
    """Add these routes or bring them to what is stated; stops and runs are written anew."""
    written = Route.objects.bulk_create(
        [_route(fact, ids) for fact in facts],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=_FIELDS,
    )
    RouteStop.objects.filter(route__in=written).delete()
    Departure.objects.filter(route__in=written).delete()
    key = {route.code: route.pk for route in written}
    RouteStop.objects.bulk_create(
        RouteStop(route_id=key[fact.code], n=n, place_id=ids.places[place], minutes=minutes)
        for fact in facts
        for n, (place, minutes) in enumerate(fact.stops, start=1)
    )
    Departure.objects.bulk_create(
        Departure(
            route_id=key[fact.code],
            day_kinds=list(run.day_kinds),
            leaves=run.leaves,
            arrives=run.arrives,
            nights=run.nights,
        )
        for fact in facts
        for run in fact.runs
    )


def close(facts: Sequence[RouteFacts], _ids: Ids, on: date) -> None:
    """End these routes with `on`."""
    Route.objects.filter(code__in=[fact.code for fact in facts]).update(valid_to=on)


def _route(fact: RouteFacts, ids: Ids) -> Route:
    return Route(
        code=fact.code,
        name=fact.name,
        sort_key=sort_key(fact.name),
        folded=fold(fact.name),
        province_id=ids.units[fact.province],
        start_id=ids.places[fact.start],
        end_id=ids.place(fact.end),
        kind=fact.kind,
        valid_from=fact.valid_from,
        valid_to=fact.valid_to,
    )
