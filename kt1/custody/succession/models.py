"""Which reorganisations custody has followed, and the items that came to another body by one."""

from django.db import models

from kt1.network.models import Agency, Place, Reorganisation


class CustodyFollowed(models.Model):
    """Items under way came after the bodies of one reorganisation; `left` are still bound."""

    reorganisation = models.OneToOneField(
        Reorganisation, models.PROTECT, primary_key=True, related_name="+"
    )
    at = models.DateTimeField()
    left = models.PositiveIntegerField(db_comment="Under an open offer; they come when it ends")

    class Meta:
        db_table = "custody_succession"

    def __str__(self) -> str:
        return f"custody after {self.reorganisation_id}"


class Passed(models.Model):
    """An item under way came to another body: whose it was before, for its history."""

    pk = models.CompositePrimaryKey("unit_id", "reorganisation_id")
    unit = models.ForeignKey("custody.Unit", models.PROTECT, related_name="passed")
    reorganisation = models.ForeignKey(Reorganisation, models.PROTECT, related_name="+")
    sender = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_comment="Until then")
    receiver = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_comment="Until then")
    point = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "custody_passed"

    def __str__(self) -> str:
        return f"{self.unit_id} passed by {self.reorganisation_id}"
