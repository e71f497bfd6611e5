"""What bodies owe, who was told of it and when, and what letters came of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.network.agencies.lines import Body, Verb
from kt1.oversight.reminders.rules import STEPS, Channel, LetterState, Rule, SignedAs
from kt1.people.accounts.labels import ROLE_LABELS

RULE_LABELS = {
    Rule.FOCAL: _("name a focal point"),
    Rule.OFF_HOURS: _("name receivers off hours"),
    Rule.MONTH: _("confirm a month"),
    Rule.QUALITY: _("confirm the quality of a month"),
    Rule.TASK: _("a task of a directive"),
    Rule.RECEIPT: _("say that it received a directive"),
    Rule.REVIEW: _("answer a self-review"),
    Rule.RULES: _("add KT1 to its internal rules"),
    Rule.REPORT: _("report"),
    Rule.INQUIRY: _("answer a request"),
}
CHANNEL_LABELS = {Channel.LETTER: _("by letter"), Channel.PHONE: _("by telephone")}
LETTER_LABELS = {
    LetterState.DRAFT: _("drafted, waits for its number"),
    LetterState.ISSUED: _("issued with its number"),
    LetterState.WITHDRAWN: _("not sent"),
}
SIGNED_LABELS = {
    SignedAs.HEAD: _("the head of the office"),
    SignedAs.DEPUTY: _("a deputy for the head"),
}
VERB_LABELS = {Verb.ORDER: _("order"), Verb.REQUEST: _("request to work together")}


class Owing(models.Model):
    """One thing that one body owes, from the day it was first seen until it is done."""

    rule = models.CharField(max_length=16, db_comment="Which duty")
    subject = models.CharField(max_length=80, db_comment="Stable key of the thing owed")
    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    due = models.DateField()
    since = models.DateTimeField(db_comment="When it was first seen to be owed")
    step = models.PositiveSmallIntegerField(null=True, db_comment="0 near its day … 3 risen to top")
    step_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="owing_is_open_once", fields=["rule", "subject"], condition=Q(settled_at=None)
            ),
            models.CheckConstraint(
                name="owing_rule_and_subject_are_said", condition=~Q(rule="") & ~Q(subject="")
            ),
            models.CheckConstraint(
                name="owing_step_has_its_moment",
                condition=Q(step=None, step_at=None)
                | Q(step__in=list(STEPS), step_at__isnull=False),
            ),
            models.CheckConstraint(
                name="owing_is_settled_after_it_was_seen",
                condition=Q(settled_at=None) | Q(settled_at__gte=F("since")),
            ),
        ]
        indexes = [
            models.Index(
                name="owing_open_of_province",
                fields=["province", "due"],
                condition=Q(settled_at=None),
            ),
            models.Index(name="owing_of_agency", fields=["agency", "settled_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.subject}"


class Digest(models.Model):
    """What one person was told on one day: all of it on one page."""

    user = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()
    count = models.PositiveIntegerField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="digest_one_a_person_a_day", fields=["user", "on"]),
            models.CheckConstraint(name="digest_holds_something", condition=Q(count__gt=0)),
            models.CheckConstraint(
                name="digest_is_seen_after_it_was_made",
                condition=Q(seen_at=None) | Q(seen_at__gte=F("at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.on}"


class DigestLine(models.Model):
    """One thing owed, told to one person at one step: never twice."""

    digest = models.ForeignKey(Digest, models.PROTECT, related_name="lines")
    owing = models.ForeignKey(Owing, models.PROTECT, related_name="told")
    user = models.BigIntegerField(db_comment="people_user.id of the digest, by value")
    step = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=16, choices=ROLE_LABELS, db_comment="In which duty")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="digestline_told_once", fields=["owing", "step", "user"]),
        ]

    def __str__(self) -> str:
        return f"{self.owing_id}/{self.step} to {self.user}"


class Urging(models.Model):
    """A letter, or a telephone call, by which bodies were urged to do what they owe."""

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    office = models.CharField(
        max_length=16, choices=[(body.value, body.value) for body in Body], db_comment="Who urges"
    )
    channel = models.CharField(max_length=6, choices=CHANNEL_LABELS)
    verb = models.CharField(
        max_length=7, choices=[(verb.name, label) for verb, label in VERB_LABELS.items()]
    )
    signed_as = models.CharField(max_length=6, choices=SIGNED_LABELS, blank=True)
    until = models.DateField(db_comment="The day it sets")
    state = models.CharField(max_length=9, choices=LETTER_LABELS)
    made_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    number = models.CharField(max_length=40, blank=True, db_comment="As signed")
    dated = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True, db_comment="Issued, called or not sent")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="urging_is_coded",
                condition=Q(
                    channel__in=list(Channel),
                    state__in=list(LetterState),
                    office__in=list(Body),
                    verb__in=[verb.name for verb in Verb],
                    signed_as__in=["", *SignedAs],
                ),
            ),
            models.CheckConstraint(
                name="urging_letter_is_issued_with_its_number",
                condition=~Q(channel=Channel.LETTER, state=LetterState.ISSUED)
                | (~Q(number="") & Q(dated__isnull=False)),
            ),
            models.CheckConstraint(
                name="urging_ends_when_it_is_no_draft",
                condition=Q(state=LetterState.DRAFT, ended_at=None)
                | (~Q(state=LetterState.DRAFT) & Q(ended_at__gte=F("made_at"))),
            ),
        ]
        indexes = [models.Index(name="urging_of_province", fields=["province", "-made_at"])]

    def __str__(self) -> str:
        return self.number or f"{self.channel} {self.made_at:%d/%m/%Y}"


class UrgedLine(models.Model):
    """One thing owed that a letter or a call named."""

    urging = models.ForeignKey(Urging, models.PROTECT, related_name="lines")
    owing = models.ForeignKey(Owing, models.PROTECT, related_name="urged")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="urgedline_named_once", fields=["urging", "owing"]),
        ]

    def __str__(self) -> str:
        return f"{self.urging_id}: {self.owing_id}"
