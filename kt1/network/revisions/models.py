"""Which state of the network this is."""

from django.db import models
from django.db.models import Q


class Revision(models.Model):
    """One row, changed by every writer; readers keep what they worked out while its token stands.

    The token is random: two databases, or a state that was rolled back and the one that came
    instead, never share it. The number is for people.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    token = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="revision_is_one_row", condition=Q(id=1)),
        ]

    def __str__(self) -> str:
        return str(self.number)
