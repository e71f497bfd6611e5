"""How much patience is left for one user name, one address, or everybody."""

from django.db import models
from django.db.models import Q


class Bucket(models.Model):
    """A token bucket. Its key is a digest: what was typed as a name may have been a password."""

    key = models.CharField(max_length=48, primary_key=True)
    tokens = models.FloatField()
    filled_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="bucket_tokens_never_fall_below_zero", condition=Q(tokens__gte=0)
            ),
        ]
        indexes = [models.Index(name="bucket_by_age", fields=["filled_at"])]

    def __str__(self) -> str:
        return self.key
