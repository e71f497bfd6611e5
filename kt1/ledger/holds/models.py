from django.db import models
from django.db.models import F, Q


class Hold(models.Model):
    """While it is open, notes of entries about `held` are not destroyed.

    `held` and `holder` are written as subjects of entries are: item:KT124…, complaint:7.
    """

    held = models.CharField(max_length=64)
    holder = models.CharField(max_length=64)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="hold_once_by_one_matter",
                fields=["held", "holder"],
                condition=Q(ended_at=None),
            ),
            models.CheckConstraint(
                name="hold_ends_after_it_began",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("since")),
            ),
        ]
        indexes = [
            models.Index(name="hold_open_of", fields=["holder"], condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.holder} holds {self.held}"
