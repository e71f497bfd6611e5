"""Bags and boxes, used again and again, and the seals that close them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kt1.custody.bags.rules import GearKind, SealState

SEAL_LABELS = {
    SealState.STOCK: _("in stock"),
    SealState.ISSUED: _("issued"),
    SealState.APPLIED: _("applied"),
    SealState.INTACT: _("taken off intact"),
    SealState.BROKEN: _("broken"),
    SealState.RETAINED: _("retained"),
    SealState.DESTROYED: _("destroyed"),
}
GEAR_LABELS = {
    GearKind.LOCK: _("lock"),
    GearKind.KEY: _("key"),
    GearKind.LOCATOR: _("locator"),
}


class Bag(models.Model):
    """A KT1 bag or box: its fixed code is its unit's, its use begins and ends with a seal."""

    unit = models.OneToOneField(
        "custody.Unit", models.PROTECT, primary_key=True, related_name="bag"
    )
    destination = models.ForeignKey("network.Place", models.PROTECT, null=True, related_name="+")
    seal = models.CharField(max_length=20, blank=True, db_comment="Number on it now")
    lock = models.CharField(max_length=20, blank=True)
    locator = models.CharField(max_length=20, blank=True, db_comment="Device number, no position")
    weight_g = models.PositiveIntegerField(null=True)
    packed_at = models.DateTimeField(null=True, db_comment="When the present seal went on")

    class Meta:
        db_table = "custody_bag"
        constraints = [
            models.CheckConstraint(
                name="bag_packed_under_a_seal_or_a_lock",
                condition=Q(packed_at=None) | ~Q(seal="") | ~Q(lock=""),
            )
        ]

    def __str__(self) -> str:
        return f"bag {self.unit_id}"


class Seal(models.Model):
    """One numbered strap or clip (dây/kẹp niêm phong), from stock to destruction."""

    number = models.CharField(max_length=20, primary_key=True)
    state = models.CharField(max_length=9, choices=SEAL_LABELS, default=SealState.STOCK)
    place = models.ForeignKey("network.Place", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("custody.Unit", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "custody_seal"
        constraints = [
            models.CheckConstraint(
                name="seal_applied_to_a_bag",
                condition=~Q(state=SealState.APPLIED) | Q(unit__isnull=False),
            ),
            models.CheckConstraint(
                name="seal_issued_to_a_person",
                condition=~Q(state=SealState.ISSUED) | Q(person__isnull=False),
            ),
            models.UniqueConstraint(
                name="seal_one_applied_per_bag",
                fields=["unit"],
                condition=Q(state=SealState.APPLIED),
            ),
        ]
        indexes = [models.Index(name="seal_at_place", fields=["place", "state"])]

    def __str__(self) -> str:
        return self.number


class Gear(models.Model):
    """A lock, key or locator, registered beside seals: number and who answers for it."""

    number = models.CharField(max_length=20, primary_key=True)
    kind = models.CharField(max_length=7, choices=GEAR_LABELS)
    place = models.ForeignKey("network.Place", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "custody_gear"

    def __str__(self) -> str:
        return self.number
