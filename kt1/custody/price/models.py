"""Amounts of marks in flag mode: one a month and body, read from paper (W5)."""

from django.db import models
from django.db.models import Q

from kt1.custody.price.rules import AMOUNT_MAX_VND


class PaperSurcharge(models.Model):
    """What the marks of one body's items of one month cost together, as its paper says.

    The letters stay on paper. A correction is the next version; the highest one counts.
    """

    id = models.UUIDField(primary_key=True)
    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    month = models.DateField(db_comment="First day of the month")
    version = models.PositiveSmallIntegerField()
    amount_vnd = models.PositiveBigIntegerField(db_comment="Whole VND, before tax")
    paper = models.CharField(max_length=80, db_comment="Number and date of the signed list")
    entered_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        db_table = "custody_paper_surcharge"
        constraints = [
            models.CheckConstraint(
                name="papersurcharge_month_is_its_first_day", condition=Q(month__day=1)
            ),
            models.CheckConstraint(
                name="papersurcharge_amount_within_bounds",
                condition=Q(amount_vnd__lte=AMOUNT_MAX_VND),
            ),
            models.CheckConstraint(name="papersurcharge_names_its_paper", condition=~Q(paper="")),
            models.UniqueConstraint(
                name="papersurcharge_version_is_one", fields=["agency", "month", "version"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.month:%m/%Y} v{self.version}"
