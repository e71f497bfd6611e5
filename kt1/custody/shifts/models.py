"""End-of-shift balances (biên bản bàn giao ca)."""

from django.db import models
from django.db.models import F, Q


class ShiftBalance(models.Model):
    """What one holder counted at the end of a shift, against what the record says.

    The holder is a person, or a whole place with everybody at it.
    """

    id = models.UUIDField(primary_key=True)
    place = models.ForeignKey("network.Place", models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "people.User", models.PROTECT, related_name="+", db_comment="Who counted"
    )
    whole_place = models.BooleanField(
        default=False, db_comment="The place with everybody at it, not the person alone"
    )
    successor = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    opening = models.PositiveIntegerField(db_comment="Units at the start of the shift")
    taken = models.PositiveIntegerField()
    given = models.PositiveIntegerField()
    counted = models.PositiveIntegerField(db_comment="Units scanned at the end")
    empties = models.PositiveIntegerField(default=0, db_comment="Empty bags counted")
    seals = models.PositiveIntegerField(default=0, db_comment="Unused seals counted")
    by_kind = models.JSONField(default=dict, db_comment="The same figures by kind of unit")
    missing = models.JSONField(default=list, db_comment="Codes on record, not scanned")
    extra = models.JSONField(default=list, db_comment="Codes scanned, not on record")

    class Meta:
        db_table = "custody_shift_balance"
        constraints = [
            models.CheckConstraint(
                name="shift_ends_after_it_began", condition=Q(until__gt=F("since"))
            ),
            models.CheckConstraint(
                name="shift_is_handed_to_another",
                condition=Q(successor=None) | ~Q(successor=F("person")),
            ),
        ]
        indexes = [
            models.Index(name="shift_of_place", fields=["place", "-until"]),
            models.Index(name="shift_of_person", fields=["person", "-until"]),
        ]

    def __str__(self) -> str:
        return f"shift of {self.person_id} until {self.until}"
