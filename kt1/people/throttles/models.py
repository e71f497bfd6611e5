"""How much patience is left for one user name, one address, or everybody."""

from django.db import models
from django.db.models import F, Q


class Bucket(models.Model):
    """A token bucket. Its key is a digest: what was typed as a name may have been a password."""

    key = models.CharField(max_length=64, primary_key=True)
    tokens = models.FloatField(db_comment="Left at filled_at")
    burst = models.FloatField(db_comment="What a full bucket holds")
    per_second = models.FloatField(db_comment="How fast it fills")
    filled_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="bucket_holds_between_none_and_its_burst",
                condition=Q(tokens__gte=0, tokens__lte=F("burst")),
            ),
            models.CheckConstraint(name="bucket_fills_up", condition=Q(per_second__gt=0)),
        ]
        indexes = [models.Index(name="bucket_by_age", fields=["filled_at"])]

    def __str__(self) -> str:
        return self.key
