from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact


class Request(models.Model):
    """One request of one actor, so that the same request again is answered and not done."""

    pk = models.CompositePrimaryKey("actor", "key")
    actor = models.CharField(max_length=128)
    key = models.UUIDField(db_comment="Chosen by the client; a page hides one in each form")
    digest = models.BinaryField(db_comment="SHA-256 of the canonical request")
    answer = models.JSONField(null=True, db_comment="Null only inside the act's own transaction")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="requests_by_age", fields=["at"])]
        constraints = [
            models.CheckConstraint(
                name="request_digest_is_32_bytes", condition=Exact(Length("digest"), 32)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.key}"
