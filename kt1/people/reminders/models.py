"""Reminders that were sent, to whom, and whether they were seen."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.people.accounts.labels import ROLE_LABELS
from kt1.people.accounts.models import User
from kt1.people.reminders.rules import ReminderRule

RULE_LABELS = {
    ReminderRule.COVERAGE: _("nobody to sign before a break"),
    ReminderRule.VETTING: _("vetting, training or pledge about to lapse"),
}


class Reminder(models.Model):
    """One reminder to the people of one role, of one body or one province.

    Sent once for a rule, a subject, a step and those it goes to, whoever sends it and how often.
    """

    rule = models.CharField(max_length=16, choices=RULE_LABELS)
    subject = models.CharField(max_length=80, db_comment="What it is about, as agency:24-STC/…")
    step = models.PositiveSmallIntegerField(db_comment="Days before; 0 when sent by hand")
    role = models.CharField(max_length=16, choices=ROLE_LABELS, db_comment="Who is told")
    agency = models.ForeignKey(
        "network.Agency", models.PROTECT, null=True, blank=True, related_name="+"
    )
    province = models.ForeignKey(
        "network.AdminUnit", models.PROTECT, null=True, blank=True, related_name="+"
    )
    about = models.ForeignKey(
        "network.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_comment="The body it is about, where it is about one",
    )
    facts = models.JSONField(db_comment="Codes and numbers: what the page says in words")
    due = models.DateTimeField(db_comment="When what they are reminded of begins or ends")
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(
        null=True, blank=True, db_comment="What it asked for was done, or is past"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="reminder_is_sent_once",
                fields=["rule", "subject", "step", "role", "agency", "province"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="reminder_rule_is_known", condition=Q(rule__in=list(ReminderRule))
            ),
            models.CheckConstraint(name="reminder_subject_is_said", condition=~Q(subject="")),
            models.CheckConstraint(
                name="reminder_says_who_saw_it_and_when_together",
                condition=Q(seen_at=None, seen_by=None)
                | Q(seen_at__isnull=False, seen_by__isnull=False, seen_at__gte=F("at")),
            ),
        ]
        indexes = [
            models.Index(
                name="reminder_open",
                fields=["role", "province", "agency"],
                condition=Q(seen_at=None, settled_at=None),
            ),
            models.Index(
                name="reminder_unsettled", fields=["rule", "subject"], condition=Q(settled_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.subject} {self.step}"
