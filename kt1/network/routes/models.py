"""Routes, their stops and their timetables."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.law.calendars.rules import DayKind
from kt1.network.places.models import Place
from kt1.network.routes.rules import RouteKind
from kt1.network.units.models import AdminUnit

ROUTE_KIND_LABELS = {
    RouteKind.TRUNK: _("trunk route"),
    RouteKind.DELIVERY: _("delivery route"),
    RouteKind.COLLECTION: _("collection route"),
}


class Route(models.Model):
    """A path that runs by a timetable: from its start, past its stops, to its end or back."""

    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=160)
    sort_key = models.CharField(max_length=400, db_comment="Byte order is Vietnamese order")
    folded = models.CharField(max_length=160, db_comment="For finding, never for identity")
    province = models.ForeignKey(AdminUnit, models.PROTECT, related_name="+")
    start = models.ForeignKey(Place, models.PROTECT, related_name="routes_from")
    end = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="routes_to",
        db_comment="Empty: the run comes back to its start",
    )
    kind = models.CharField(max_length=10, choices=ROUTE_KIND_LABELS)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, db_comment="Last day, included")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="route_code_is_capitals_digits_dots_dashes",
                condition=Q(code__regex=r"^[0-9A-Z][0-9A-Z.-]+$"),
            ),
            models.CheckConstraint(
                name="route_kind_is_known", condition=Q(kind__in=list(RouteKind))
            ),
            models.CheckConstraint(
                name="route_end_is_not_its_start", condition=Q(end=None) | ~Q(end=F("start"))
            ),
            models.CheckConstraint(
                name="route_trunk_has_an_end",
                condition=~Q(kind=RouteKind.TRUNK) | Q(end__isnull=False),
            ),
            models.CheckConstraint(
                name="route_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RouteStop(models.Model):
    """The n-th place on the way, so many minutes after leaving."""

    route = models.ForeignKey(Route, models.CASCADE, related_name="stops")
    n = models.PositiveSmallIntegerField()
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField(db_comment="After leaving the start")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="routestop_number_once_per_route", fields=["route", "n"]),
            models.UniqueConstraint(
                name="routestop_place_once_per_route", fields=["route", "place"]
            ),
            models.CheckConstraint(name="routestop_numbers_from_one", condition=Q(n__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.route_id} #{self.n}"


class Departure(models.Model):
    """A run of the timetable: on these kinds of day it leaves and arrives at these hours."""

    route = models.ForeignKey(Route, models.CASCADE, related_name="departures")
    day_kinds = ArrayField(models.CharField(max_length=16), db_comment="Kinds of day it leaves on")
    leaves = models.TimeField(db_comment="Hour in Vietnam")
    arrives = models.TimeField(db_comment="Hour in Vietnam at the end of the route")
    nights = models.PositiveSmallIntegerField(
        default=0, db_comment="Midnights between leaving and arriving"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="departure_leaves_once_an_hour_on_its_days",
                fields=["route", "leaves", "day_kinds"],
            ),
            models.CheckConstraint(
                name="departure_arrives_after_it_leaves",
                condition=Q(nights__gte=1) | Q(arrives__gt=F("leaves")),
            ),
            models.CheckConstraint(
                name="departure_runs_on_some_day", condition=Q(day_kinds__len__gte=1)
            ),
            models.CheckConstraint(
                name="departure_day_kinds_are_known",
                condition=Q(day_kinds__contained_by=list(DayKind)),
            ),
            models.CheckConstraint(
                name="departure_takes_at_most_a_week", condition=Q(nights__lte=7)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.route_id} {self.leaves:%H:%M}"
