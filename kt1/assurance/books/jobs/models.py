"""Books that the worker takes in, a part at a time."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kt1.assurance.books.jobs.rules import OVER, JobState
from kt1.assurance.books.models import SIDE_LABELS, Account

JOB_LABELS = {
    JobState.WAITING: _("waits for the worker"),
    JobState.WRITING: _("being taken in"),
    JobState.DONE: _("taken in"),
    JobState.STOPPED: _("stopped, nothing was taken"),
    JobState.FAILED: _("not taken"),
}


class BookJob(models.Model):
    """One long book on its way in. Its rows go when it is over, whichever way.

    Until then its lines stand under an account of no body (the number of the job, negative), so
    that no figure holds them; the last step gives all of them to the account at once, or none.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="jobs")
    side = models.CharField(max_length=1, choices=SIDE_LABELS)
    state = models.CharField(max_length=7, choices=JOB_LABELS, default=JobState.WAITING)
    rows = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, db_comment="SHA-256 of what the book says")
    headings = models.CharField(max_length=64, db_comment="SHA-256 of the headings in order")
    columns = models.JSONField(db_comment="Fact -> number of the column, from 0")
    packed = models.BinaryField(
        db_comment="Coded rows, packed; no mark, no text of the file; empty when over"
    )
    changed = models.BooleanField(null=True, db_comment="Whether it was another book than before")
    duty = models.ForeignKey("people.Duty", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="bookjob_ended_iff_over",
                condition=Q(state__in=sorted(OVER), ended_at__isnull=False)
                | (~Q(state__in=sorted(OVER)) & Q(ended_at=None)),
            ),
            models.UniqueConstraint(
                name="bookjob_one_at_a_time",
                fields=["account", "side"],
                condition=~Q(state__in=sorted(OVER)),
            ),
        ]

    def __str__(self) -> str:
        return f"book {self.side} of {self.account_id}"
