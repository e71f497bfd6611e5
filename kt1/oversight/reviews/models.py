"""Questionnaires in versions, rounds of self-review, internal rules, covers that came otherwise."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.network.agencies.lines import Body
from kt1.oversight.reviews.rules import (
    BODY_CHARS_MAX,
    KEPT_CHARS_MAX,
    NAME_CHARS_MAX,
    NUMBER_CHARS_MAX,
    OPENERS,
    TEXT_CHARS_MAX,
    WANTED,
    Ask,
    Carrier,
    Part,
    RuleKind,
    RuleStage,
    Said,
    State,
)
from kt1.people.accounts.labels import ROLE_LABELS

ASK_LABELS = {Ask.YES_NO: _("yes or no"), Ask.BAND: _("a band of numbers")}
PART_LABELS = {
    Part.SENDING: _("Sending"),
    Part.RECEIVING: _("Receiving"),
    Part.RULES: _("Internal rules"),
    Part.PEOPLE: _("Focal points and people"),
    Part.SERVICE: _("Contract, money, quality"),
}
SAID_LABELS = {
    Said.YES: _("yes"),
    Said.NO: _("no"),
    Said.NOT_CONCERNED: _("not concerned"),
    Said.ZERO: _("none at all"),
    Said.FEW: _("1 to 5"),
    Said.SOME: _("6 to 20"),
    Said.MANY: _("21 to 100"),
    Said.OVER: _("more than 100"),
}
STATE_LABELS = {
    State.OPEN: _("not answered yet"),
    State.FILLED: _("answered, waits for the head"),
    State.RETURNED: _("sent back, to be answered again"),
    State.APPROVED: _("agreed to by the head on the system"),
    State.STAMPED: _("signed and sealed on paper"),
}
KIND_LABELS = {
    RuleKind.REGULATION: _("regulation on the protection of state secrets"),
    RuleKind.HOUSE_RULES: _("house rules on the protection of state secrets"),
}
STAGE_LABELS = {
    RuleStage.DRAFTING: _("being drafted"),
    RuleStage.ISSUED: _("issued"),
    RuleStage.NOT_CONCERNED: _("not for this body"),
}
CARRIER_LABELS = {
    Carrier.ORDINARY_POST: _("ordinary post"),
    Carrier.EXPRESS: _("another express company"),
    Carrier.BY_HAND: _("brought by somebody else"),
    Carrier.NOT_KNOWN: _("not known how"),
}


class Questionnaire(models.Model):
    """One version of the questions of a province. Once issued it never changes."""

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    keeper = models.CharField(
        max_length=16,
        default=Body.SCIENCE_DEPARTMENT.value,
        db_comment="The body that keeps it, as lines.Body",
    )
    n = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=NAME_CHARS_MAX)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="questionnaire_in_turn", fields=["province", "keeper", "n"]
            ),
            models.UniqueConstraint(
                name="questionnaire_one_draft",
                fields=["province", "keeper"],
                condition=Q(issued_at=None),
            ),
            models.CheckConstraint(
                name="questionnaire_issued_by_somebody",
                condition=Q(issued_at=None, issued_by=None)
                | Q(issued_at__gte=F("made_at"), issued_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.n})"


class ReviewQuestion(models.Model):
    """One question of one version."""

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="questions")
    n = models.PositiveSmallIntegerField(db_comment="Order on the sheet")
    code = models.CharField(max_length=8, db_comment="The same from version to version")
    part = models.CharField(max_length=9, choices=PART_LABELS)
    ask = models.CharField(max_length=6, choices=ASK_LABELS)
    text = models.CharField(max_length=TEXT_CHARS_MAX)
    wanted = models.CharField(max_length=3, blank=True, db_comment="yes, no or nothing hoped for")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="reviewquestion_code_once", fields=["questionnaire", "code"]
            ),
            models.CheckConstraint(
                name="reviewquestion_is_coded",
                condition=Q(part__in=list(Part), ask__in=list(Ask), wanted__in=sorted(WANTED)),
            ),
            models.CheckConstraint(
                name="reviewquestion_band_hopes_for_nothing",
                condition=~Q(ask=Ask.BAND) | Q(wanted=""),
            ),
            models.CheckConstraint(name="reviewquestion_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.code


class ReviewRound(models.Model):
    """Agencies are asked a questionnaire about a period, until a day."""

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="+")
    name = models.CharField(max_length=NAME_CHARS_MAX)
    asked_by_role = models.CharField(
        max_length=16, choices=ROLE_LABELS, db_comment="Whose line it is: Sở or Party office"
    )
    first = models.DateField(db_comment="First day that is asked about")
    last = models.DateField()
    basis_number = models.CharField(
        max_length=NUMBER_CHARS_MAX, blank=True, db_comment="Of the public paper that asks"
    )
    basis_date = models.DateField(null=True)
    due = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reviewround_asked_by_who_may",
                condition=Q(asked_by_role__in=sorted(OPENERS)),
            ),
            models.CheckConstraint(
                name="reviewround_days_in_order",
                condition=Q(last__gte=F("first"), due__gte=F("first")),
            ),
            models.CheckConstraint(
                name="reviewround_closed_after_opened",
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")),
            ),
        ]
        indexes = [models.Index(name="reviewround_of", fields=["province", "-opened_at"])]

    def __str__(self) -> str:
        return self.name


class Review(models.Model):
    """One agency in a round: it is addressed by having this row."""

    round = models.ForeignKey(ReviewRound, models.PROTECT, related_name="reviews")
    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=STATE_LABELS, default=State.OPEN)
    filled_at = models.DateTimeField(null=True)
    filled_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    paper_number = models.CharField(max_length=NUMBER_CHARS_MAX, blank=True)
    paper_date = models.DateField(null=True)
    paper_kept_at = models.CharField(max_length=KEPT_CHARS_MAX, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="review_once_a_round", fields=["round", "agency"]),
            models.CheckConstraint(name="review_is_coded", condition=Q(state__in=list(State))),
            models.CheckConstraint(
                name="review_filled_by_somebody",
                condition=Q(filled_at=None, filled_by=None)
                | Q(filled_at__isnull=False, filled_by__isnull=False),
            ),
            models.CheckConstraint(
                name="review_approved_by_somebody",
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="review_says_what_it_is_in",
                condition=Q(state=State.OPEN, filled_at=None)
                | Q(state__in=[State.FILLED, State.RETURNED], filled_at__isnull=False)
                | Q(state=State.APPROVED, filled_at__isnull=False, approved_at__isnull=False)
                | (
                    Q(state=State.STAMPED, filled_at__isnull=False, paper_date__isnull=False)
                    & ~Q(paper_number="")
                ),
            ),
        ]
        indexes = [models.Index(name="review_of_agency", fields=["agency", "state"])]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.agency_id}"


class ReviewAnswer(models.Model):
    """What one agency said to one question: a code, never a word of its own."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="answers")
    question = models.ForeignKey(ReviewQuestion, models.PROTECT, related_name="+")
    value = models.CharField(max_length=8, choices=SAID_LABELS)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="reviewanswer_once", fields=["review", "question"]),
            models.CheckConstraint(name="reviewanswer_is_coded", condition=Q(value__in=list(Said))),
        ]

    def __str__(self) -> str:
        return self.value


class InternalRule(models.Model):
    """Quy chế or nội quy of one agency: that it is there, never what it says."""

    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=7, choices=KIND_LABELS)
    stage = models.CharField(max_length=13, choices=STAGE_LABELS)
    number = models.CharField(
        max_length=NUMBER_CHARS_MAX, blank=True, db_comment="Of the public paper"
    )
    dated = models.DateField(null=True)
    has_clause = models.BooleanField(null=True, db_comment="Does it speak of KT1?")
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="internalrule_once", fields=["agency", "kind"]),
            models.CheckConstraint(
                name="internalrule_is_coded",
                condition=Q(kind__in=list(RuleKind), stage__in=list(RuleStage)),
            ),
            models.CheckConstraint(
                name="internalrule_issued_with_its_facts",
                condition=(
                    Q(stage=RuleStage.ISSUED, dated__isnull=False, has_clause__isnull=False)
                    & ~Q(number="")
                )
                | (~Q(stage=RuleStage.ISSUED) & Q(number="", dated=None, has_clause=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.kind}"


class OutsideReport(models.Model):
    """A cover stamped A, B or C did not come by KT1: day, sender, carrier, and nothing else."""

    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    received_on = models.DateField()
    sender = models.ForeignKey("network.Agency", models.PROTECT, null=True, related_name="+")
    sender_name = models.CharField(
        max_length=BODY_CHARS_MAX, blank=True, db_comment="A body that is not registered here"
    )
    carrier = models.CharField(max_length=13, choices=CARRIER_LABELS)
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    paper = models.CharField(
        max_length=80,
        blank=True,
        default="",
        db_comment="Entered by another: number and date of the body's paper",
    )
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="outsidereport_is_coded", condition=Q(carrier__in=list(Carrier))
            ),
            models.CheckConstraint(
                name="outsidereport_says_one_sender",
                condition=Q(sender__isnull=False, sender_name="")
                | (Q(sender=None) & ~Q(sender_name="")),
            ),
            models.CheckConstraint(
                name="outsidereport_not_of_itself",
                condition=Q(sender=None) | ~Q(sender=F("agency")),
            ),
            models.CheckConstraint(
                name="outsidereport_withdrawn_after",
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("filed_at")),
            ),
        ]
        indexes = [
            models.Index(name="outsidereport_of", fields=["agency", "-filed_at"]),
            models.Index(
                name="outsidereport_sender",
                fields=["sender", "received_on"],
                condition=Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"PA-{self.pk:05d}"
