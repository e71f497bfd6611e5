"""Plans, inspections, their team, checklist answers, findings and samples."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.oversight.inspections.rules import (
    COPIES_MAX,
    KNOWN,
    MONTHS,
    NUMBER_CHARS_MAX,
    TITLE_CHARS_MAX,
    Basis,
    Evidence,
    Ground,
    Manner,
    Opinion,
    Part,
    Side,
    State,
    Verdict,
)

SIDE_LABELS = {
    Side.PROVIDER: _("providing the service"),
    Side.USER: _("using the service"),
}
BASIS_LABELS = {
    Basis.PLANNED: _("by the plan of the year"),
    Basis.AD_HOC: _("ad hoc inspection"),
}
GROUND_LABELS = {
    Ground.SIGNS: _("signs of a violation"),
    Ground.WATCH: _("from the watch list"),
    Ground.COMPLAINT: _("a complaint"),
    Ground.INCIDENT: _("an incident"),
    Ground.ORDER: _("a competent authority asks for it"),
}
MANNER_LABELS = {
    Manner.ON_SITE: _("at the office inspected"),
    Manner.ON_DATA: _("from afar, on data"),
}
STATE_LABELS = {
    State.PREPARED: _("being prepared"),
    State.DECIDED: _("decided, the body is told"),
    State.OPEN: _("the team is at work"),
    State.MINUTED: _("minutes made"),
    State.CONCLUDED: _("inspection concluded"),
    State.CLOSED: _("inspection closed"),
    State.CALLED_OFF: _("called off"),
}
PART_LABELS = {
    Part.LEAD: _("head of the team"),
    Part.SECRETARY: _("secretary of the team"),
    Part.MEMBER: _("member of the team"),
}
VERDICT_LABELS = {
    Verdict.MET: _("Met"),
    Verdict.NOT_MET: _("Not met"),
    Verdict.NOT_APPLICABLE: _("Does not apply"),
}
EVIDENCE_LABELS = {
    Evidence.DOCUMENT: _("a document shown"),
    Evidence.SAMPLE: _("the custody chain of a sampled item"),
    Evidence.SEEN: _("seen on the spot"),
    Evidence.STATED: _("stated by the body"),
    Evidence.PHOTOGRAPH: _("a photograph printed with the minutes"),
}
OPINION_LABELS = {
    Opinion.AGREES: _("agrees with the minutes"),
    Opinion.PARTLY: _("agrees in part, its opinion is in the minutes"),
    Opinion.DISAGREES: _("does not agree, its opinion is in the minutes"),
    Opinion.NOT_SIGNED: _("did not sign the minutes"),
}


class Plan(models.Model):
    """Kế hoạch kiểm tra of one province and year; approved by a paper."""

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=NUMBER_CHARS_MAX, blank=True)
    dated = models.DateField(null=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "oversight_inspectionplan"
        constraints = [
            models.UniqueConstraint(name="inspectionplan_one_a_year", fields=["province", "year"]),
            models.CheckConstraint(
                name="inspectionplan_approved_by_a_paper",
                condition=Q(approved_at=None, number="", dated=None)
                | (Q(approved_at__isnull=False, dated__isnull=False) & ~Q(number="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.province_id} {self.year}"


class PlanLine(models.Model):
    """One body to be inspected in one month of the plan."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="lines")
    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=SIDE_LABELS)
    manner = models.CharField(max_length=7, choices=MANNER_LABELS)
    month = models.PositiveSmallIntegerField()
    carried_from = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="+", db_comment="Not done the year before"
    )
    dropped_at = models.DateTimeField(null=True)
    dropped_by_paper = models.CharField(max_length=NUMBER_CHARS_MAX, blank=True)

    class Meta:
        db_table = "oversight_inspectionplanline"
        constraints = [
            models.UniqueConstraint(
                name="inspectionplanline_once_a_body",
                fields=["plan", "agency", "side"],
                condition=Q(dropped_at=None),
            ),
            models.CheckConstraint(
                name="inspectionplanline_is_coded",
                condition=Q(
                    side__in=list(Side), manner__in=list(Manner), month__gte=1, month__lte=MONTHS
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.month}"


def _paper(number: str, dated: str, states: frozenset[State]) -> Q:
    """A number and a date are there from these states on, and not before."""
    with_both = Q(state__in=sorted(states)) & ~Q(**{number: ""}) & Q(**{f"{dated}__isnull": False})
    return with_both | (~Q(state__in=sorted(states)) & Q(**{number: "", dated: None}))


class Inspection(models.Model):
    """One inspection of one body. Remarks are notes of the entries about it."""

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=SIDE_LABELS)
    basis = models.CharField(max_length=7, choices=BASIS_LABELS)
    manner = models.CharField(max_length=7, choices=MANNER_LABELS)
    plan_line = models.OneToOneField(PlanLine, models.PROTECT, null=True, related_name="inspection")
    ground = models.CharField(max_length=9, choices=GROUND_LABELS, blank=True)
    asked_by_paper = models.CharField(
        max_length=NUMBER_CHARS_MAX, blank=True, db_comment="Of whoever asked for an ad hoc one"
    )
    state = models.CharField(max_length=10, choices=STATE_LABELS, default=State.PREPARED)
    checklist = models.CharField(max_length=24, db_comment="Code of the checklist's version")
    checklist_digest = models.CharField(max_length=64, db_comment="SHA-256 of its questions")
    period_from = models.DateField(db_comment="First day looked at")
    period_to = models.DateField(db_comment="Last day looked at")
    visit_from = models.DateField()
    visit_to = models.DateField()
    decision_number = models.CharField(max_length=NUMBER_CHARS_MAX, blank=True)
    decision_on = models.DateField(null=True)
    notified_on = models.DateField(null=True, db_comment="The decision was sent to the body")
    acknowledged_at = models.DateTimeField(null=True, db_comment="The body has read the decision")
    acknowledged_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    minutes_number = models.CharField(max_length=NUMBER_CHARS_MAX, blank=True)
    minutes_on = models.DateField(null=True)
    minutes_copies = models.PositiveSmallIntegerField(default=0)
    minutes_stamped = models.BooleanField(default=False, db_comment="Signed and stamped by both")
    kept_where = models.CharField(
        max_length=TITLE_CHARS_MAX, blank=True, db_comment="Where the paper file is kept"
    )
    opinion = models.CharField(max_length=10, choices=OPINION_LABELS, blank=True)
    conclusion_number = models.CharField(max_length=NUMBER_CHARS_MAX, blank=True)
    conclusion_on = models.DateField(null=True)
    conclusion_due = models.DateField(null=True, db_comment="Empty while no norm says")
    keep_until = models.DateField(null=True, db_comment="The file is kept at least until then")
    closed_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="inspection_is_coded",
                condition=Q(
                    side__in=list(Side),
                    basis__in=list(Basis),
                    manner__in=list(Manner),
                    state__in=list(State),
                ),
            ),
            models.CheckConstraint(
                name="inspection_planned_or_grounded",
                condition=Q(basis=Basis.PLANNED, plan_line__isnull=False, ground="")
                | Q(basis=Basis.AD_HOC, plan_line=None, ground__in=list(Ground)),
            ),
            models.CheckConstraint(
                name="inspection_days_in_order",
                condition=Q(period_to__gte=F("period_from"), visit_to__gte=F("visit_from")),
            ),
            models.CheckConstraint(
                name="inspection_decided_by_a_paper",
                condition=Q(state=State.CALLED_OFF)
                | _paper("decision_number", "decision_on", KNOWN),
            ),
            models.CheckConstraint(
                name="inspection_minuted_by_a_paper",
                condition=_paper(
                    "minutes_number",
                    "minutes_on",
                    frozenset({State.MINUTED, State.CONCLUDED, State.CLOSED}),
                ),
            ),
            models.CheckConstraint(
                name="inspection_copies_within_bounds",
                condition=Q(minutes_copies__lte=COPIES_MAX),
            ),
            models.CheckConstraint(
                name="inspection_concluded_by_a_paper",
                condition=_paper(
                    "conclusion_number",
                    "conclusion_on",
                    frozenset({State.CONCLUDED, State.CLOSED}),
                ),
            ),
            models.CheckConstraint(
                name="inspection_kept_once_closed",
                condition=Q(state=State.CLOSED, closed_at__isnull=False, keep_until__isnull=False)
                | (~Q(state=State.CLOSED) & Q(keep_until=None)),
            ),
        ]
        indexes = [
            models.Index(name="inspection_of_province", fields=["province", "-visit_from"]),
            models.Index(name="inspection_of_agency", fields=["agency", "-visit_from"]),
        ]

    def __str__(self) -> str:
        return f"KT-{self.pk:05d}"


class TeamMember(models.Model):
    """One place in the team: a person with an account, or one named by office and title alone."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="team")
    user = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    office = models.CharField(max_length=TITLE_CHARS_MAX, db_comment="Body that sends them")
    position = models.CharField(max_length=TITLE_CHARS_MAX, db_comment="Title; never a name")
    part = models.CharField(max_length=9, choices=PART_LABELS)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="teammember_one_head", fields=["inspection"], condition=Q(part=Part.LEAD)
            ),
            models.UniqueConstraint(name="teammember_once", fields=["inspection", "user"]),
            models.CheckConstraint(
                name="teammember_is_told",
                condition=~Q(office="") & ~Q(position="") & Q(part__in=list(Part)),
            ),
        ]

    def __str__(self) -> str:
        return self.position


class Answer(models.Model):
    """What was found of one question; the ledger keeps what stood before."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="answers")
    question = models.CharField(max_length=12)
    verdict = models.CharField(max_length=14, choices=VERDICT_LABELS)
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")

    class Meta:
        db_table = "oversight_inspectionanswer"
        constraints = [
            models.UniqueConstraint(
                name="inspectionanswer_once", fields=["inspection", "question"]
            ),
            models.CheckConstraint(
                name="inspectionanswer_is_coded", condition=Q(verdict__in=list(Verdict))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.question}"


class Finding(models.Model):
    """Something that is not as it should be. Withdrawn before the minutes, or it stands."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="findings")
    n = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=12)
    conduct = models.CharField(max_length=24, blank=True, db_comment="Of the reference table")
    unit = models.ForeignKey(
        "custody.Unit", models.PROTECT, null=True, related_name="+", db_comment="Sampled item"
    )
    evidence = models.CharField(max_length=10, choices=EVIDENCE_LABELS)
    evidence_paper = models.CharField(
        max_length=NUMBER_CHARS_MAX, blank=True, db_comment="Number and date of a public paper"
    )
    repeats = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", db_comment="The same, found before"
    )
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="finding_in_turn", fields=["inspection", "n"]),
            models.CheckConstraint(
                name="finding_is_coded", condition=Q(evidence__in=list(Evidence))
            ),
            models.CheckConstraint(
                name="finding_of_a_sample_names_its_item",
                condition=~Q(evidence=Evidence.SAMPLE) | Q(unit__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id}.{self.n}"
