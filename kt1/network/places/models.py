"""Anywhere an item or a bag can be: desks, delivery points, post offices, counters, vehicles."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.network.agencies.models import Agency
from kt1.network.places.rules import INSIDE_A_SITE, PlaceKind, Zone
from kt1.network.units.models import AdminUnit

KIND_LABELS = {
    PlaceKind.AGENCY_DESK: _("desk of the records clerk"),
    PlaceKind.DELIVERY_POINT: _("delivery point"),
    PlaceKind.POST_OFFICE: _("post office"),
    PlaceKind.CENTRE: _("provincial processing centre"),
    PlaceKind.COUNTER: _("counter"),
    PlaceKind.SAFE: _("safe"),
    PlaceKind.VEHICLE: _("vehicle"),
    PlaceKind.CENTRAL: _("node of the central network"),
}
ZONE_LABELS = {
    Zone.INNER: _("inner city"),
    Zone.OUTER: _("outer city"),
    Zone.NONE: _("no zone"),
}


class Place(models.Model):
    """One place. The flags tell a courier what the door allows, never whom it guards."""

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=16, choices=KIND_LABELS)
    name = models.CharField(max_length=160)
    sort_key = models.CharField(max_length=400, db_comment="Byte order is Vietnamese order")
    folded = models.CharField(max_length=160, db_comment="For finding, never for identity")
    province = models.ForeignKey(AdminUnit, models.PROTECT, related_name="+")
    commune = models.ForeignKey(
        AdminUnit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_comment="The commune in which it stands",
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="places",
        db_comment="Set exactly for the desk of an agency",
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="inner",
        db_comment="The site a counter, safe or vehicle belongs to; the site above a site",
    )
    address = models.CharField(max_length=200, blank=True)
    zone = models.CharField(max_length=12, choices=ZONE_LABELS, blank=True)
    gate_only = models.BooleanField(default=False, db_comment="Handed over at the duty gate")
    no_phones = models.BooleanField(default=False, db_comment="Paper signature first")
    focal_only = models.BooleanField(default=False, db_comment="No substitute receiver, ever")
    access_gate = models.CharField(max_length=60, blank=True, db_comment="Which gate to come to")
    access_floor = models.CharField(max_length=40, blank=True, db_comment="Building, floor, room")
    access_hours = models.CharField(max_length=40, blank=True, db_comment="When the gate is open")
    dedicated = models.BooleanField(
        null=True, blank=True, db_comment="Vehicle: dedicated to KT1; if not, an escort goes along"
    )
    handling_minutes = models.PositiveSmallIntegerField(
        default=0, db_comment="Site: from a run's arrival to the next run it can make"
    )
    plate = models.CharField(max_length=12, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, db_comment="Last day, included")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="place_code_is_capitals_digits_dots_dashes",
                condition=Q(code__regex=r"^[0-9A-Z][0-9A-Z.-]+$"),
            ),
            models.CheckConstraint(
                name="place_kind_is_known", condition=Q(kind__in=list(PlaceKind))
            ),
            models.CheckConstraint(name="place_zone_is_known", condition=Q(zone__in=list(Zone))),
            models.CheckConstraint(
                name="place_has_an_agency_iff_it_is_a_desk",
                condition=Q(kind=PlaceKind.AGENCY_DESK, agency__isnull=False)
                | (~Q(kind=PlaceKind.AGENCY_DESK) & Q(agency=None)),
            ),
            models.CheckConstraint(
                name="place_inside_a_site_names_the_site",
                condition=~Q(kind__in=sorted(INSIDE_A_SITE)) | Q(parent__isnull=False),
            ),
            models.CheckConstraint(
                name="place_is_not_inside_itself", condition=Q(parent=None) | ~Q(parent=F("id"))
            ),
            models.CheckConstraint(
                name="place_vehicle_says_plate_and_whether_dedicated",
                condition=(Q(kind=PlaceKind.VEHICLE, dedicated__isnull=False) & ~Q(plate=""))
                | (~Q(kind=PlaceKind.VEHICLE) & Q(dedicated=None, plate="")),
            ),
            models.CheckConstraint(
                name="place_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.UniqueConstraint(
                name="place_one_open_desk_per_agency",
                fields=["agency"],
                condition=Q(kind=PlaceKind.AGENCY_DESK, valid_to=None),
            ),
            models.UniqueConstraint(
                name="place_one_open_vehicle_per_plate",
                fields=["plate"],
                condition=Q(kind=PlaceKind.VEHICLE, valid_to=None),
            ),
        ]
        indexes = [models.Index(name="place_in_order", fields=["province", "kind", "sort_key"])]

    def __str__(self) -> str:
        return self.name
