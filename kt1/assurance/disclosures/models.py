"""Who asked to be shown records, by what law and which minutes; never what was shown."""

from django.db import models
from django.db.models import F, Q

from kt1.assurance.disclosures.rules import (
    AUTHORITY_CHARS_MAX,
    BASIS_CHARS_MAX,
    NUMBER_CHARS_MAX,
)


class Disclosure(models.Model):
    """A competent authority asked; the post registers it and holds the item's records."""

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    unit = models.ForeignKey("custody.Unit", models.PROTECT, null=True, related_name="+")
    authority = models.CharField(max_length=AUTHORITY_CHARS_MAX, db_comment="The body that asked")
    basis = models.CharField(max_length=BASIS_CHARS_MAX, db_comment="Article and public law")
    number = models.CharField(max_length=NUMBER_CHARS_MAX, db_comment="Số biên bản")
    dated = models.DateField(db_comment="Of the minutes")
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, db_comment="The records are no longer held for it")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="disclosure_minutes_once", fields=["province", "number", "dated"]
            ),
            models.CheckConstraint(
                name="disclosure_says_who_why_and_by_what",
                condition=~Q(authority="") & ~Q(basis="") & ~Q(number=""),
            ),
            models.CheckConstraint(
                name="disclosure_ends_after_it_began",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("registered_at")),
            ),
        ]
        indexes = [
            models.Index(name="disclosure_of_province", fields=["province", "-registered_at"])
        ]

    def __str__(self) -> str:
        return self.number
