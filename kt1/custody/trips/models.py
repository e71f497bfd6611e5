"""Runs: a vehicle on a route on one day, with its courier and, where needed, its escort."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.custody.trips.rules import TripState

TRIP_LABELS = {
    TripState.PLANNED: _("planned"),
    TripState.DEPARTED: _("departed"),
    TripState.ARRIVED: _("arrived"),
    TripState.CLOSED: _("closed"),
    TripState.CANCELLED: _("cancelled"),
}


class Trip(models.Model):
    """One run (chuyến thư)."""

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=40, unique=True, db_comment="Route, day and serial")
    route = models.ForeignKey("network.Route", models.PROTECT, related_name="+")
    vehicle = models.ForeignKey("network.Place", models.PROTECT, related_name="+")
    courier = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    escort = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    dedicated = models.BooleanField(db_comment="As the vehicle was registered when planned")
    day = models.DateField()
    state = models.CharField(max_length=9, choices=TRIP_LABELS, default=TripState.PLANNED)
    leaves_at = models.DateTimeField(db_comment="Planned")
    departed_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "custody_trip"
        constraints = [
            models.CheckConstraint(
                name="trip_has_an_escort_unless_dedicated",
                condition=Q(dedicated=True) | Q(escort__isnull=False),
            ),
            models.CheckConstraint(
                name="trip_courier_is_not_the_escort",
                condition=Q(escort=None) | ~Q(escort=F("courier")),
            ),
            models.CheckConstraint(
                name="trip_arrives_after_it_departed",
                condition=Q(arrived_at=None)
                | Q(departed_at__isnull=False, arrived_at__gte=F("departed_at")),
            ),
        ]
        indexes = [
            models.Index(name="trip_of_courier", fields=["courier", "-leaves_at"]),
            models.Index(
                name="trip_open",
                fields=["route", "leaves_at"],
                condition=Q(state__in=[TripState.PLANNED, TripState.DEPARTED, TripState.ARRIVED]),
            ),
        ]

    def __str__(self) -> str:
        return self.number
