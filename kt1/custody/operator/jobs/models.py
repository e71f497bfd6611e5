"""Long files of events on their way in, and how the files of a source look."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kt1.custody.operator.jobs.rules import OVER, FileState, Why

FILE_LABELS = {
    FileState.WAITING: _("waits for the worker"),
    FileState.CHECKING: _("being checked"),
    FileState.CHECKED: _("checked, waits for your agreement"),
    FileState.FAULTY: _("has wrong rows, nothing was taken"),
    FileState.AGREED: _("waits to be taken in"),
    FileState.TAKING: _("being taken in"),
    FileState.DONE: _("taken in"),
    FileState.RETURNED: _("wrong rows given back, nothing was taken"),
    FileState.STOPPED: _("stopped, nothing was taken"),
    FileState.FAILED: _("not taken"),
}
WHY_LABELS = {
    Why.LATE: _("nobody agreed in time, or the worker was away too long"),
    Why.GONE: _("whoever brought the file no longer takes files in"),
    Why.NORM: _("a deadline cannot be derived: a norm or a calendar is missing"),
    Why.BROKEN: _("the file could not be worked through; tell the system's keeper"),
}


class EventLayout(models.Model):
    """Which column of a source's files holds what, remembered by the shape of its headings.

    The headings themselves are not kept: a file may say anything there. Its source is the post of
    the province that brings it.
    """

    province = models.ForeignKey(
        "network.AdminUnit", models.PROTECT, null=True, related_name="+",
        db_comment="Empty: whoever holds the server's console",
    )  # fmt: skip
    headings = models.CharField(max_length=64, db_comment="SHA-256 of the headings in order")
    columns = models.JSONField(db_comment="What it holds -> number of the column, from 0")
    days = models.CharField(max_length=3, db_comment="Order of day and month in a date: dmy, mdy")
    used_at = models.DateTimeField()

    class Meta:
        db_table = "custody_event_layout"
        constraints = [
            models.UniqueConstraint(
                name="eventlayout_once_a_source",
                fields=["province", "headings"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"columns of {self.province_id}"


class EventFile(models.Model):
    """One long file of events: checked, shown, taken in one transaction, or not at all."""

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, null=True, related_name="+")
    duty = models.ForeignKey("people.Duty", models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=FILE_LABELS, default=FileState.WAITING)
    rows = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0, db_comment="Rows checked, or taken, so far")
    digest = models.CharField(max_length=64, db_comment="SHA-256 of the file")
    columns = models.JSONField(db_comment="What the cells of a row hold, in their order")
    days = models.CharField(max_length=3)
    found = models.JSONField(
        null=True, db_comment="Counts and the first faults and contradictions, coded; no text"
    )
    why = models.CharField(max_length=6, blank=True, choices=WHY_LABELS)
    asked_at = models.DateTimeField()
    told_at = models.DateTimeField(db_comment="When it came to its present state")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "custody_event_file"
        constraints = [
            models.CheckConstraint(
                name="eventfile_ended_iff_over",
                condition=Q(state__in=sorted(OVER), ended_at__isnull=False)
                | (~Q(state__in=sorted(OVER)) & Q(ended_at=None)),
            ),
            models.CheckConstraint(
                name="eventfile_says_why_it_failed",
                condition=(Q(state=FileState.FAILED) & ~Q(why=""))
                | (~Q(state=FileState.FAILED) & Q(why="")),
            ),
        ]
        indexes = [
            models.Index(
                name="eventfile_open", fields=["told_at"], condition=~Q(state__in=sorted(OVER))
            ),
        ]

    def __str__(self) -> str:
        return f"events {self.pk}"


class EventFilePart(models.Model):
    """Rows of a file while it is on its way: guarded as `custody_mark` is, kept in no backup log.

    The table is unlogged: a server that crashed has lost them, and the file is brought again.
    """

    pk = models.CompositePrimaryKey("file_id", "n")
    file = models.ForeignKey(EventFile, models.CASCADE, related_name="+")
    n = models.PositiveIntegerField()
    packed = models.BinaryField(db_comment="Row numbers and cells as text, packed")

    class Meta:
        db_table = "custody_event_file_part"

    def __str__(self) -> str:
        return f"part {self.n} of {self.file_id}"
