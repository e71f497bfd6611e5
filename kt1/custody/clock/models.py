"""The legal clock of each item, with its derivation."""

from django.db import models
from django.db.models import F, Q


class Derivation(models.Model):
    """How a deadline came about, shared by all items of one day and service.

    The id is the first six bytes of the SHA-256 of its key, so that two writers who derive
    the same thing at once write the same row.
    """

    id = models.BigIntegerField(primary_key=True)
    norm_set = models.CharField(max_length=16)
    steps = models.JSONField(db_comment="Sentences a clerk can read, in order")
    parameters = models.JSONField(db_comment="Ids of the legal parameters used")

    class Meta:
        db_table = "custody_derivation"

    def __str__(self) -> str:
        return f"derivation {self.id}"


class Clock(models.Model):
    """Started by acceptance, stopped by the first valid attempt.

    Two times that are never mixed: `deadline` is the law's, `expected_at` the next run's (W11).
    """

    unit = models.OneToOneField(
        "custody.Unit", models.PROTECT, primary_key=True, related_name="clock"
    )
    started_at = models.DateTimeField()
    deadline = models.DateTimeField(db_comment="Legal maximum; on time is at or before it")
    expected_at = models.DateTimeField(null=True, db_comment="By the next run; for work lists")
    stopped_at = models.DateTimeField(null=True, db_comment="First valid attempt")
    delivered_at = models.DateTimeField(null=True)
    derivation = models.BigIntegerField(db_comment="custody_derivation.id, by value")

    class Meta:
        db_table = "custody_clock"
        constraints = [
            models.CheckConstraint(
                name="clock_deadline_is_after_the_start", condition=Q(deadline__gt=F("started_at"))
            ),
            models.CheckConstraint(
                name="clock_stops_after_it_starts",
                condition=Q(stopped_at=None) | Q(stopped_at__gte=F("started_at")),
            ),
            models.CheckConstraint(
                name="clock_delivery_is_not_before_the_stop",
                condition=Q(delivered_at=None)
                | Q(stopped_at__isnull=False, delivered_at__gte=F("stopped_at")),
            ),
        ]
        indexes = [
            models.Index(name="clock_started", fields=["started_at"]),
            models.Index(name="clock_running", fields=["deadline"], condition=Q(stopped_at=None)),
            models.Index(
                name="clock_expected", fields=["expected_at"], condition=Q(stopped_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"clock of {self.unit_id}"
