from django.db import models
from django.db.models import Q


class Cursor(models.Model):
    """How far a follower has read. Moves in the transaction of what the follower wrote."""

    pk = models.CompositePrimaryKey("follower", "log")
    follower = models.CharField(max_length=64)
    log = models.PositiveSmallIntegerField()
    next_index = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="cursor_starts_at_zero", condition=Q(next_index__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.follower} {self.log}/{self.next_index}"
