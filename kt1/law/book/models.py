"""Which state of the law this is."""

from django.db import models
from django.db.models import Q


class LawRevision(models.Model):
    """One row whose token changes with any row of the law, by triggers.

    The token is random, so that two states never share it, not even one that was rolled back
    and the one that came instead. Readers keep what they worked out while it stands.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    token = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="lawrevision_is_one_row", condition=Q(id=1)),
        ]

    def __str__(self) -> str:
        return str(self.token)
