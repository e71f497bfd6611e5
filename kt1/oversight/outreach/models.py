"""The library in versions, events and campaigns with who came, and the short quiz."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.network.agencies.lines import Body
from kt1.oversight.outreach.rules import EventKind, EventState, LineKind, Topic

TOPIC_LABELS = {
    Topic.DUTY: _("what has to go by KT1"),
    Topic.COVER: _("wrapping and cover"),
    Topic.RECEIVERS: _("focal points and duty hours"),
    Topic.HAND_OVER: _("hand-over at the desk"),
    Topic.RULES: _("internal rules on secrecy"),
    Topic.RECONCILIATION: _("monthly reconciliation"),
    Topic.LAW: _("the law on KT1"),
    Topic.SYSTEM: _("use of this system"),
}
LINE_LABELS = {
    LineKind.HEADING: _("heading"),
    LineKind.TEXT: _("text"),
    LineKind.BULLET: _("bullet"),
    LineKind.QUESTION: _("question to oneself"),
}
EVENT_LABELS = {
    EventKind.TRAINING: _("training"),
    EventKind.CONFERENCE: _("conference"),
    EventKind.MEETING: _("briefing of the bodies that cooperate"),
    EventKind.BROADCAST: _("broadcast by the communes' loudspeakers"),
    EventKind.ARTICLE: _("article on a public site"),
    EventKind.VISIT: _("guidance on the spot"),
}
EVENT_STATE_LABELS = {
    EventState.PLANNED: _("planned"),
    EventState.HELD: _("held"),
    EventState.CANCELLED: _("cancelled"),
}


class Material(models.Model):
    """One subject of a province's library."""

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    keeper = models.CharField(
        max_length=16,
        default=Body.SCIENCE_DEPARTMENT.value,
        db_comment="The body that keeps it, as lines.Body",
    )
    code = models.CharField(max_length=40)
    topic = models.CharField(max_length=14, choices=TOPIC_LABELS)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="material_code_is_one", fields=["province", "keeper", "code"]
            ),
            models.CheckConstraint(
                name="material_code_is_small_letters_digits_dashes",
                condition=Q(code__regex=r"^[a-z0-9][a-z0-9-]*$"),
            ),
            models.CheckConstraint(
                name="material_topic_is_known", condition=Q(topic__in=list(Topic))
            ),
        ]

    def __str__(self) -> str:
        return self.code


class MaterialVersion(models.Model):
    """What a material says from a moment on; never edited, the next version takes its place."""

    material = models.ForeignKey(Material, models.PROTECT, related_name="versions")
    n = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    basis = models.CharField(max_length=160, blank=True, db_comment="The law it rests on")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="materialversion_number_is_one", fields=["material", "n"]),
            models.UniqueConstraint(
                name="materialversion_one_stands",
                fields=["material"],
                condition=Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="materialversion_ends_after_it_begins",
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("published_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.n})"


class MaterialLine(models.Model):
    version = models.ForeignKey(MaterialVersion, models.PROTECT, related_name="lines")
    n = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=LINE_LABELS)
    text = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="materialline_number_is_one", fields=["version", "n"]),
            models.CheckConstraint(
                name="materialline_kind_is_known", condition=Q(kind__in=list(LineKind))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}/{self.n}"


class MaterialReceipt(models.Model):
    """A person of a body says that they have read a version."""

    version = models.ForeignKey(MaterialVersion, models.PROTECT, related_name="receipts")
    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    user = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    paper = models.CharField(
        max_length=80,
        blank=True,
        default="",
        db_comment="Entered by another: number and date of the body's paper",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="materialreceipt_is_given_once",
                fields=["version", "user"],
                condition=Q(paper=""),
            ),
            models.UniqueConstraint(
                name="materialreceipt_one_paper_a_body",
                fields=["version", "agency"],
                condition=~Q(paper=""),
            ),
        ]
        indexes = [models.Index(name="materialreceipt_of_agency", fields=["agency", "read_at"])]

    def __str__(self) -> str:
        return f"{self.version_id} {self.user_id}"


class QuizQuestion(models.Model):
    """A question on a version of the library."""

    version = models.ForeignKey(MaterialVersion, models.PROTECT, related_name="questions")
    n = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="quizquestion_number_is_one", fields=["version", "n"]),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}?{self.n}"


class QuizChoice(models.Model):
    question = models.ForeignKey(QuizQuestion, models.PROTECT, related_name="choices")
    n = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    right = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="quizchoice_number_is_one", fields=["question", "n"]),
            models.UniqueConstraint(
                name="quizchoice_one_is_right", fields=["question"], condition=Q(right=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}/{self.n}"


class QuizAttempt(models.Model):
    """One try of one person: the score alone, never what was answered."""

    version = models.ForeignKey(MaterialVersion, models.PROTECT, related_name="+")
    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    user = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    right = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="quizattempt_is_not_better_than_all",
                condition=Q(of__gt=0, right__lte=F("of")),
            ),
        ]
        indexes = [models.Index(name="quizattempt_of_agency", fields=["agency", "at"])]

    def __str__(self) -> str:
        return f"{self.version_id} {self.right}/{self.of}"


class Campaign(models.Model):
    """A span in which a province makes something known."""

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    keeper = models.CharField(
        max_length=16,
        default=Body.SCIENCE_DEPARTMENT.value,
        db_comment="The body that keeps it, as lines.Body",
    )
    title = models.CharField(max_length=160)
    first = models.DateField()
    last = models.DateField()
    made_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="campaign_title_is_one", fields=["province", "keeper", "title"]
            ),
            models.CheckConstraint(
                name="campaign_ends_after_it_begins", condition=Q(last__gte=F("first"))
            ),
        ]

    def __str__(self) -> str:
        return self.title


class OutreachEvent(models.Model):
    """A training, conference, briefing, broadcast, article or visit."""

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    keeper = models.CharField(
        max_length=16,
        default=Body.SCIENCE_DEPARTMENT.value,
        db_comment="The body that keeps it, as lines.Body",
    )
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="events"
    )
    kind = models.CharField(max_length=10, choices=EVENT_LABELS)
    title = models.CharField(max_length=160)
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    place = models.CharField(max_length=160, blank=True)
    partners = models.CharField(max_length=160, blank=True, db_comment="Names of bodies")
    material = models.ForeignKey(
        MaterialVersion, models.PROTECT, null=True, blank=True, related_name="+"
    )
    paper = models.CharField(max_length=80, blank=True, db_comment="Invitation or minutes")
    state = models.CharField(max_length=9, choices=EVENT_STATE_LABELS, default=EventState.PLANNED)
    made_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="outreachevent_is_coded",
                condition=Q(kind__in=list(EventKind), state__in=list(EventState)),
            ),
            models.CheckConstraint(
                name="outreachevent_ends_after_it_begins", condition=Q(ends__gte=F("begins"))
            ),
            models.CheckConstraint(
                name="outreachevent_is_settled_when_over",
                condition=Q(state=EventState.PLANNED, settled_at=None)
                | (~Q(state=EventState.PLANNED) & Q(settled_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(name="outreachevent_in_order", fields=["province", "-begins"])]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """A body invited to an event, and with how many it came; None until it is known."""

    event = models.ForeignKey(OutreachEvent, models.PROTECT, related_name="attendances")
    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    came = models.PositiveSmallIntegerField(
        null=True, blank=True, db_comment="Persons; 1 for a broadcast or an article"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="attendance_one_a_body", fields=["event", "agency"]),
        ]
        indexes = [models.Index(name="attendance_of_agency", fields=["agency"])]

    def __str__(self) -> str:
        return f"{self.event_id} {self.agency_id}"
