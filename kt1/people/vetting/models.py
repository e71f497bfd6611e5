"""What workers of the post hold: vetting, training, pledge, support tools; and what is asked.

Nothing here can say no. A worker has a row from one moment until another, or has none; a request
that was answered names nobody any more. The file of a vetting is on no machine of ours.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.people.accounts.models import User
from kt1.people.vetting.rules import Authority, StandingKind, Topic

STANDING_LABELS = {
    StandingKind.VETTING: _("vetting"),
    StandingKind.TRAINING: _("KT1 training"),
    StandingKind.PLEDGE: _("pledge of secrecy"),
    StandingKind.TOOL: _("support tools"),
    StandingKind.COURSE: _("other training"),
}
AUTHORITY_LABELS = {
    Authority.POST: _("Provincial Post"),
    Authority.POLICE: _("Provincial police"),
    Authority.CENTRAL: _("Central Post Bureau"),
}
TOPIC_LABELS = {
    Topic.KT1: _("KT1 operations and secrecy"),
    Topic.TOOLS: _("use of support tools"),
    Topic.OTHER: _("another subject"),
}


class VettingRequest(models.Model):
    """An official letter that asks the police about workers; its answer, by number and date."""

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    number = models.CharField(max_length=40, db_comment="Of the letter that asks")
    dated_on = models.DateField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer_number = models.CharField(max_length=40, blank=True)
    answer_dated_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="vettingrequest_number_is_said", condition=~Q(number="")),
            models.UniqueConstraint(
                name="vettingrequest_number_is_used_once_a_day",
                fields=["province", "number", "dated_on"],
            ),
            models.CheckConstraint(
                name="vettingrequest_is_answered_whole",
                condition=Q(
                    answer_number="",
                    answer_dated_on=None,
                    answered_by=None,
                    answered_at=None,
                )
                | (
                    ~Q(answer_number="")
                    & Q(
                        answer_dated_on__isnull=False,
                        answered_by__isnull=False,
                        answered_at__gte=F("asked_at"),
                    )
                ),
            ),
        ]
        indexes = [
            models.Index(
                name="vettingrequest_open",
                fields=["province", "asked_at"],
                condition=Q(answered_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class AskedAbout(models.Model):
    """A worker named in a request that is still open. The answer removes every such row."""

    request = models.ForeignKey(VettingRequest, models.CASCADE, related_name="people")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="askedabout_once_a_request", fields=["request", "user"]),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.user_id}"


class TrainingEvent(models.Model):
    """A training that was held, by the number of its paper. Attendance is a standing."""

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    topic = models.CharField(max_length=5, choices=TOPIC_LABELS)
    held_on = models.DateField()
    authority = models.CharField(max_length=7, choices=AUTHORITY_LABELS)
    reference = models.CharField(max_length=40, db_comment="Number of the list or decision")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="trainingevent_topic_and_authority_are_known",
                condition=Q(topic__in=list(Topic), authority__in=list(Authority)),
            ),
            models.CheckConstraint(
                name="trainingevent_reference_is_said", condition=~Q(reference="")
            ),
        ]
        indexes = [models.Index(name="trainingevent_of_province", fields=["province", "-held_on"])]

    def __str__(self) -> str:
        return self.reference


class Standing(models.Model):
    """A worker holds something from one moment until another, by a paper of an authority."""

    user = models.ForeignKey(User, models.PROTECT, related_name="standings")
    kind = models.CharField(max_length=8, choices=STANDING_LABELS)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(
        null=True, blank=True, db_comment="First moment at which it no longer holds"
    )
    reference = models.CharField(max_length=40, db_comment="Number of the paper")
    dated_on = models.DateField(db_comment="Date of the paper")
    authority = models.CharField(max_length=7, choices=AUTHORITY_LABELS)
    request = models.ForeignKey(
        VettingRequest, models.PROTECT, null=True, blank=True, related_name="standings"
    )
    event = models.ForeignKey(
        TrainingEvent, models.PROTECT, null=True, blank=True, related_name="standings"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="standing_kind_and_authority_are_known",
                condition=Q(kind__in=list(StandingKind), authority__in=list(Authority)),
            ),
            models.CheckConstraint(
                name="standing_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(name="standing_paper_has_a_number", condition=~Q(reference="")),
            models.CheckConstraint(
                name="standing_of_an_answer_is_a_vetting",
                condition=Q(request=None)
                | Q(kind=StandingKind.VETTING, authority=Authority.POLICE),
            ),
            models.CheckConstraint(
                name="standing_is_of_an_event_iff_training",
                condition=Q(
                    kind__in=[StandingKind.TRAINING, StandingKind.COURSE], event__isnull=False
                )
                | (
                    ~Q(kind__in=[StandingKind.TRAINING, StandingKind.COURSE])
                    & Q(event__isnull=True)
                ),
            ),
            models.UniqueConstraint(
                name="standing_attends_an_event_once",
                fields=["event", "user"],
                condition=Q(event__isnull=False),
            ),
        ]
        indexes = [models.Index(name="standing_of_worker", fields=["user", "kind"])]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"
