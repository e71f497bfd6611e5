"""Tokens with which a program acts for a person in one duty."""

from django.db import models
from django.db.models import F, Q

from kt1.people.accounts.models import Duty, User


class ApiToken(models.Model):
    """A secret shown once. Only its SHA-256 is kept, so a copy of the table opens nothing."""

    sha256 = models.BinaryField(max_length=32, unique=True)
    user = models.ForeignKey(User, models.PROTECT, related_name="tokens")
    duty = models.ForeignKey(Duty, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="apitoken_expires_after_it_was_made",
                condition=Q(expires_at__gt=F("made_at")),
            ),
            models.CheckConstraint(
                name="apitoken_is_revoked_after_it_was_made",
                condition=Q(revoked_at=None) | Q(revoked_at__gte=F("made_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} #{self.pk}"
