"""Who read data that carries a mark, when, and on which page."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kt1.people.accounts.labels import ROLE_LABELS
from kt1.people.accounts.models import User


class ReadingLog(models.Model):
    """One answer that showed Amber data to one person. Written in the answer's transaction.

    Row security: anyone may add a row, nobody changes one, and only a reader of the log sees them.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    role = models.CharField(max_length=16, choices=ROLE_LABELS)
    province = models.ForeignKey(
        "network.AdminUnit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_comment="Where the reader's duty lies; the police of that province reads the row",
    )
    at = models.DateTimeField()
    page = models.CharField(max_length=60, db_comment="Name of the page or endpoint")
    subjects = ArrayField(models.BigIntegerField(), db_comment="Ids of the units shown")

    class Meta:
        constraints = [
            models.CheckConstraint(name="readinglog_page_is_said", condition=~Q(page="")),
        ]
        indexes = [
            models.Index(name="readinglog_by_time", fields=["at"]),
            models.Index(name="readinglog_by_reader", fields=["user", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.page} {self.at:%d/%m/%Y %H:%M}"
