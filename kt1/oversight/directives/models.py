"""Papers that put tasks on bodies, the tasks, and how each body stands with each."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.network.agencies.models import FAMILY_LABELS
from kt1.network.agencies.rules import Family
from kt1.oversight.directives.rules import Direction, PaperKind, Part, Stage, State, Why

DIRECTION_LABELS = {
    Direction.INCOMING: _("incoming"),
    Direction.OUTGOING: _("outgoing"),
}
KIND_LABELS = {
    PaperKind.LETTER: _("official letter"),
    PaperKind.INSTRUCTION: _("instruction"),
    PaperKind.PLAN: _("plan"),
    PaperKind.DECISION: _("decision"),
    PaperKind.RULES: _("rules of cooperation"),
    PaperKind.CONCLUSION: _("conclusion of a meeting"),
}
STAGE_LABELS = {
    Stage.DRAFT: _("being entered"),
    Stage.ISSUED: _("being carried out"),
    Stage.CLOSED: _("no longer followed"),
    Stage.WITHDRAWN: _("revoked"),
}
PART_LABELS = {Part.LEAD: _("leads"), Part.PARTNER: _("cooperates")}
STATE_LABELS = {
    State.OPEN: _("not begun"),
    State.STARTED: _("under way"),
    State.REPORTED: _("reported, waiting to be looked at"),
    State.RETURNED: _("to be completed"),
    State.DONE: _("done"),
    State.NOT_CONCERNED: _("not concerned"),
    State.CANCELLED: _("no longer followed"),
}
WHY_LABELS = {
    Why.NO_PAPER: _("number and date of the paper are missing"),
    Why.INCOMPLETE: _("not all of the task is done"),
    Why.NOT_MATCHING: _("differs from what this system shows"),
    Why.OTHER: _("see the letter or the telephone call"),
}


class Directive(models.Model):
    """One paper. Public facts alone; its number may be blank for as long as it has none."""

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    keeper = models.CharField(max_length=16, db_comment="The body that keeps it, as lines.Body")
    direction = models.CharField(max_length=3, choices=DIRECTION_LABELS)
    kind = models.CharField(max_length=10, choices=KIND_LABELS)
    issuer = models.CharField(max_length=160)
    number = models.CharField(max_length=60, blank=True, db_comment="Blank: not given yet")
    dated = models.DateField(null=True, blank=True)
    arrived_on = models.DateField(null=True, blank=True, db_comment="Day it came or went")
    title = models.CharField(max_length=200, db_comment="What a public paper is about")
    instrument = models.CharField(
        max_length=20, blank=True, db_comment="law_instrument.code it is a copy of, by value"
    )
    under = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="below",
        db_comment="The paper it carries out",
    )
    stage = models.CharField(max_length=9, choices=STAGE_LABELS, default=Stage.DRAFT)
    registered_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_paper = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="directive_is_coded",
                condition=Q(
                    direction__in=list(Direction), kind__in=list(PaperKind), stage__in=list(Stage)
                ),
            ),
            models.CheckConstraint(
                name="directive_title_and_issuer_are_said",
                condition=~Q(title="") & ~Q(issuer=""),
            ),
            models.CheckConstraint(
                name="directive_stage_and_moments_agree",
                condition=Q(stage=Stage.DRAFT, issued_at=None, ended_at=None)
                | Q(stage=Stage.ISSUED, issued_at__isnull=False, ended_at=None)
                | Q(stage=Stage.CLOSED, issued_at__isnull=False, ended_at__isnull=False)
                | Q(stage=Stage.WITHDRAWN, ended_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="directive_number_is_one_of_its_issuer",
                fields=["province", "keeper", "issuer", "number", "dated"],
                condition=~Q(number=""),
            ),
        ]
        indexes = [
            models.Index(name="directive_of_province", fields=["province", "-registered_at"])
        ]

    def __str__(self) -> str:
        return self.number or self.title


class DirectiveTask(models.Model):
    """One task of a directive, as the paper words it, shortened."""

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="tasks")
    n = models.PositiveSmallIntegerField()
    clause = models.CharField(max_length=20, blank=True, db_comment="Where in the paper")
    text = models.CharField(max_length=300)
    duty = models.CharField(max_length=3, blank=True, db_comment="D1–D36 of docs/duties.md")
    due = models.DateField(null=True, blank=True, db_comment="Empty: a standing duty")
    due_in_paper = models.BooleanField(
        default=False, db_comment="False: the day was set by whoever keeps the directive"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="directivetask_number_is_one", fields=["directive", "n"]),
            models.CheckConstraint(name="directivetask_text_is_said", condition=~Q(text="")),
            models.CheckConstraint(
                name="directivetask_duty_is_one_of_the_list",
                condition=Q(duty="") | Q(duty__regex=r"^D([1-9]|[12][0-9]|3[0-6])$"),
            ),
            models.CheckConstraint(
                name="directivetask_due_in_paper_has_a_day",
                condition=Q(due_in_paper=False) | Q(due__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.directive_id}/{self.n}"


class TaskTarget(models.Model):
    """Whom a task is for: a family, the bodies of a commune, or one body."""

    task = models.ForeignKey(DirectiveTask, models.PROTECT, related_name="targets")
    part = models.CharField(max_length=7, choices=PART_LABELS)
    family = models.CharField(max_length=16, choices=FAMILY_LABELS, blank=True)
    commune = models.ForeignKey(
        "network.AdminUnit", models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(
        "network.Agency", models.PROTECT, null=True, blank=True, related_name="+"
    )
    annex_only = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="tasktarget_is_named_once",
                fields=["task", "part", "family", "commune", "agency"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="tasktarget_is_one_family_commune_or_body",
                condition=(Q(commune=None, agency=None) & ~Q(family=""))
                | Q(family="", agency=None, commune__isnull=False)
                | Q(family="", commune=None, agency__isnull=False),
            ),
            models.CheckConstraint(
                name="tasktarget_is_coded",
                condition=Q(part__in=list(Part), family__in=["", *Family]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.family or self.commune_id or self.agency_id}"


class DirectiveReceipt(models.Model):
    """A body says that it has received a directive; or its signed paper says so."""

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="receipts")
    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    paper = models.CharField(
        max_length=80, blank=True, db_comment="Entered by another: number and date of its paper"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="directivereceipt_is_given_once", fields=["directive", "agency"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.directive_id} {self.agency_id}"


class Assignment(models.Model):
    """One task of one body, and how it stands."""

    task = models.ForeignKey(DirectiveTask, models.PROTECT, related_name="assignments")
    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    part = models.CharField(max_length=7, choices=PART_LABELS)
    state = models.CharField(max_length=13, choices=STATE_LABELS, default=State.OPEN)
    due = models.DateField(
        null=True, blank=True, db_comment="The task's day, or the later one granted"
    )
    paper = models.CharField(
        max_length=80, blank=True, db_comment="Evidence: number and date of a public paper"
    )
    given_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="assignment_is_given_once", fields=["task", "agency"]),
            models.CheckConstraint(
                name="assignment_is_coded",
                condition=Q(state__in=list(State), part__in=list(Part)),
            ),
            models.CheckConstraint(
                name="assignment_changes_after_it_is_given",
                condition=Q(changed_at__gte=F("given_at")),
            ),
        ]
        indexes = [
            models.Index(name="assignment_of_agency", fields=["agency", "state"]),
            models.Index(
                name="assignment_owed",
                fields=["due"],
                condition=Q(state__in=[State.OPEN, State.STARTED, State.RETURNED]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.agency_id} {self.state}"


class Progress(models.Model):
    """One thing said of an assignment; never changed afterwards."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="progress")
    n = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=13, choices=STATE_LABELS)
    why = models.CharField(max_length=12, choices=WHY_LABELS, blank=True)
    paper = models.CharField(max_length=80, blank=True)
    for_the_body = models.BooleanField(
        default=False, db_comment="Entered by another from the body's signed paper"
    )
    due = models.DateField(null=True, blank=True, db_comment="A later day that was granted")
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    entry = models.UUIDField(db_comment="ledger_entry.id, by value; a remark is its note")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="progress_number_is_one", fields=["assignment", "n"]),
            models.CheckConstraint(
                name="progress_is_coded",
                condition=Q(state__in=list(State), why__in=["", *Why]),
            ),
            models.CheckConstraint(
                name="progress_says_why_it_comes_back",
                condition=~Q(state=State.RETURNED) | ~Q(why=""),
            ),
            models.CheckConstraint(
                name="progress_entered_for_a_body_names_its_paper",
                condition=Q(for_the_body=False) | ~Q(paper=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}/{self.n} {self.state}"
