from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.ledger.entries.models import Entry, Note
from kt1.ledger.redaction.rules import MINUTES_CHARS_MAX, Reason

REASON_LABELS = {
    Reason.STATE_SECRET: _("holds what may be a state secret"),
    Reason.PERSONAL: _("personal data that must be removed"),
    Reason.WRONG_THING: _("written on the wrong item"),
    Reason.ORDERED: _("ordered by a competent body"),
}


class Redaction(models.Model):
    """Two persons destroyed a note, by minutes. The note's row stays, empty."""

    note = models.OneToOneField(Note, models.PROTECT, related_name="redaction", primary_key=True)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="redaction")
    first = models.CharField(max_length=128, db_comment="The person who asked")
    second = models.CharField(max_length=128, db_comment="The person who agreed")
    minutes_number = models.CharField(max_length=MINUTES_CHARS_MAX, db_comment="Số biên bản")
    reason_code = models.CharField(max_length=16, choices=REASON_LABELS)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="redaction_needs_two_persons", condition=~Q(first=F("second"))
            ),
            models.CheckConstraint(
                name="redaction_names_its_minutes", condition=~Q(minutes_number="")
            ),
            models.CheckConstraint(
                name="redaction_reason_is_known",
                condition=Q(reason_code__in=[reason.value for reason in Reason]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.note_id} {self.minutes_number}"
