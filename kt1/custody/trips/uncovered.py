"""What is left without a person who may take: planned runs, routes and the points on them.

A run is uncovered when its courier or escort may not take at the hour it leaves; a route, when no
courier of the site it starts from may; a point, when every round that passes it is uncovered.
All from a dispatcher's point of view, in a bounded number of queries.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Greatest

from kt1.custody.trips.models import Trip
from kt1.custody.trips.rules import TripState
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.network.routes.models import Route, RouteStop
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.vetting import queries as vetting
from kt1.people.vetting.models import Standing
from kt1.people.vetting.rules import StandingKind

#: What starts elsewhere, at the central network, is ridden by its people.
SITES = (PlaceKind.POST_OFFICE, PlaceKind.CENTRE, PlaceKind.COUNTER)


@dataclass(frozen=True, slots=True)
class Gap:
    """From when a route has no courier who may take; `couriers` are those of its site."""

    since: datetime
    couriers: int


def runs(actor: Actor, at: datetime) -> QuerySet[Trip]:
    """Planned runs whose courier or escort may not take when they leave, the next one first."""
    found = (
        Trip.objects.select_related("route", "vehicle", "courier", "escort")
        .filter(state=TripState.PLANNED, route__province=actor.province_id)
        .annotate(leaving=Greatest("leaves_at", Value(at, output_field=DateTimeField())))
    )
    demanded = vetting.demanded(at)
    courier = _lacks("courier", demanded)
    escort = Q(escort__isnull=False) & _lacks("escort", demanded)
    if actor.role is not Role.DISPATCHER or not demanded:
        return found.none()
    return found.filter(courier | escort).order_by("leaves_at", "number")


def _lacks(person: str, demanded: Iterable[StandingKind]) -> Q:
    lacking = Q()
    for kind in demanded:
        papers = Standing.objects.filter(
            Q(valid_to=None) | Q(valid_to__gt=OuterRef("leaving")),
            user=OuterRef(person),
            kind=kind,
            valid_from__lte=OuterRef("leaving"),
        )
        lacking |= ~Q(Exists(papers))
    return lacking


def gaps(actor: Actor, at: datetime, within: timedelta) -> dict[int, Gap]:
    """Routes of the province that will be without a courier before `within` is over.

    Three queries, however many routes and couriers.
    """
    if actor.role is not Role.DISPATCHER:
        return {}
    until = _couriers(actor, at)
    parents = dict(Place.objects.filter(pk__in=until).values_list("pk", "parent"))
    of_site: dict[int, list[datetime]] = {}
    for place, ends in until.items():
        for site in {place, parents.get(place)} - {None}:
            of_site.setdefault(site or 0, []).extend(ends)
    horizon = at + within
    found = {}
    for route, start in Route.objects.filter(
        province=actor.province_id, valid_to=None, start__kind__in=SITES
    ).values_list("pk", "start"):
        ends = of_site.get(start, [])
        since = max(max(ends, default=at), at)
        if since < horizon:
            found[route] = Gap(since, len(ends))
    return found


def _couriers(actor: Actor, at: datetime) -> dict[int, list[datetime]]:
    """Until when the couriers of each place may take; `at` for one who may not now."""
    found: dict[int, list[datetime]] = {}
    wanted = vetting.demanded(at)
    for user in vetting.workers(actor.province_id, at).filter(Q(duty_role=Role.COURIER)):
        lapse = vetting.first_lapse(user, at, wanted) or vetting.NO_END
        found.setdefault(getattr(user, "duty_place_id"), []).append(lapse)  # noqa: B009 - annotated
    return found


def routes(found: Mapping[int, Gap]) -> QuerySet[Route]:
    """These routes, each with `since`, `couriers` and `points`, the number of its stops."""
    stops = RouteStop.objects.filter(route=OuterRef("pk"), place__kind=PlaceKind.DELIVERY_POINT)
    counted = stops.order_by().values("route").annotate(n=Count("pk")).values("n")
    return (
        Route.objects.select_related("start")
        .filter(pk__in=found)
        .annotate(
            since=_said(found, "pk"),
            couriers=_number(found),
            points=Subquery(counted[:1], output_field=IntegerField()),
        )
    )


def points(actor: Actor, found: Mapping[int, Gap]) -> QuerySet[RouteStop]:
    """Stops at doors that no other route of the province passes, each with `since`."""
    covered = RouteStop.objects.filter(
        route__province=actor.province_id, route__valid_to=None, place=OuterRef("place")
    ).exclude(route__in=found)
    return (
        RouteStop.objects.select_related("route", "place")
        .filter(route__in=found, place__kind=PlaceKind.DELIVERY_POINT)
        .exclude(Exists(covered))
        .annotate(since=_said(found, "route"))
    )


def _said(found: Mapping[int, Gap], name: str) -> Case:
    return Case(
        *(When(**{name: route}, then=Value(gap.since)) for route, gap in found.items()),
        default=None,
        output_field=DateTimeField(),
    )


def _number(found: Mapping[int, Gap]) -> Case:
    return Case(
        *(When(pk=route, then=Value(gap.couriers)) for route, gap in found.items()),
        default=Value(0),
        output_field=IntegerField(),
    )
