"""Acts that take two persons: one asks, another agrees to that very content, then it is done."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.people.accounts.models import User
from kt1.people.approvals.rules import ApprovalKind

KIND_LABELS = {
    ApprovalKind.LOSS: _("record the loss of an item"),
    ApprovalKind.RELEASE_HELD: _("release a held item"),
    ApprovalKind.MODE_CHANGE: _("change the mode of the installation"),
    ApprovalKind.REDACTION: _("redact personal or secret text"),
    ApprovalKind.TRANSCRIPTION: _("transcribe a paper sheet"),
    ApprovalKind.DESTRUCTION: _("destroy seals"),
    ApprovalKind.CORRECTION: _("correct a settled entry"),
}


# A comparison with NULL is neither true nor false, and a check lets it pass: hence each "is there"
# beside a comparison of two moments.


class Approval(models.Model):
    """One request for a second person, bound to the digest of exactly what will be done."""

    kind = models.CharField(max_length=16, choices=KIND_LABELS)
    subject = models.CharField(max_length=80, db_comment="What it is about, as unit:CODE")
    digest = models.BinaryField(max_length=32, db_comment="SHA-256 of the canonical payload")
    payload = models.JSONField(db_comment="Ids, codes, times: what the second person is shown")
    place = models.ForeignKey(
        "network.Place", models.PROTECT, null=True, blank=True, related_name="+"
    )
    province = models.ForeignKey(
        "network.AdminUnit", models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    refused_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="approval_kind_is_known", condition=Q(kind__in=list(ApprovalKind))
            ),
            models.CheckConstraint(
                name="approval_is_given_by_another_person",
                condition=Q(approved_by=None) | ~Q(approved_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="approval_says_who_and_when_together",
                condition=Q(approved_by=None, approved_at=None)
                | Q(
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                    approved_at__gte=F("asked_at"),
                ),
            ),
            models.CheckConstraint(
                name="approval_refusal_says_who_and_when_together",
                condition=Q(refused_by=None, refused_at=None)
                | Q(
                    refused_by__isnull=False,
                    refused_at__isnull=False,
                    refused_at__gte=F("asked_at"),
                ),
            ),
            models.CheckConstraint(
                name="approval_is_given_or_refused_never_both",
                condition=Q(approved_at=None) | Q(refused_at=None),
            ),
            models.CheckConstraint(
                name="approval_is_used_after_it_was_given",
                condition=Q(used_at=None)
                | Q(approved_at__isnull=False, used_at__gte=F("approved_at")),
            ),
            models.CheckConstraint(
                name="approval_lapses_after_it_was_asked",
                condition=Q(lapses_at__gt=F("asked_at")),
            ),
            models.UniqueConstraint(
                name="approval_is_open_once_for_one_payload",
                fields=["kind", "digest"],
                condition=Q(used_at=None, refused_at=None),
            ),
        ]
        indexes = [
            models.Index(
                name="approval_waiting",
                fields=["province", "asked_at"],
                condition=Q(approved_at=None, refused_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
