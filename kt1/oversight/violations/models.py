"""Violations, their corrections and re-checks, and how each ended."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.oversight.violations.rules import (
    AMOUNT_MAX_VND,
    NUMBER_CHARS_MAX,
    OVER,
    Act,
    Addressee,
    Area,
    Origin,
    Outcome,
    State,
)

ORIGIN_LABELS = {
    Origin.INSPECTION: _("an inspection"),
    Origin.WATCH: _("the watch list"),
    Origin.COMPLAINT: _("a complaint"),
    Origin.INCIDENT: _("an incident"),
    Origin.REPORTED: _("a report received"),
}
AREA_LABELS = {
    Area.SERVICE: _("acceptance, transport, delivery"),
    Area.RECEIVING: _("receivers and places of receipt"),
    Area.SETTLING: _("reconciliation, quality, payment"),
    Area.RULES: _("internal rules"),
    Area.SECURITY: _("security and safety of items"),
    Area.REPORTING: _("reporting"),
    Area.SECRECY: _("protection of state secrets (to the police)"),
}
STATE_LABELS = {
    State.FOUND: _("violation found"),
    State.ASKED: _("correction asked for"),
    State.REPORTED: _("correction reported, to be checked again"),
    State.FAILED: _("checked again: not corrected"),
    State.REMEDIED: _("checked again: corrected"),
    State.DECIDED: _("outcome decided, its result is awaited"),
    State.CLOSED: _("violation closed"),
    State.DROPPED: _("was no violation"),
}
ACT_LABELS = {
    Act.ASKED: _("Correction asked for"),
    Act.REPORTED: _("Correction reported"),
    Act.RECHECKED: _("Checked again"),
}
OUTCOME_LABELS = {
    Outcome.REMIND: _("set right (chấn chỉnh)"),
    Outcome.SANCTION: _("sanctioned within competence (xử lý)"),
    Outcome.REFER: _("referred to who is competent (kiến nghị xử lý)"),
}
ADDRESSEE_LABELS = {
    Addressee.POLICE: _("police of the province"),
    Addressee.PROVINCE: _("People's Committee of the province"),
    Addressee.SUPERIOR: _("its direct superior"),
    Addressee.MINISTRY: _("Ministry of Science and Technology (Central Post Office)"),
    Addressee.OTHER: _("another competent person of the table"),
}


class Violation(models.Model):
    """What one body did or left undone. What it was about in detail is on paper."""

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    finding = models.OneToOneField(
        "oversight.Finding", models.PROTECT, null=True, related_name="violation"
    )
    origin = models.CharField(max_length=10, choices=ORIGIN_LABELS)
    incident = models.ForeignKey(
        "assurance.Incident", models.PROTECT, null=True, related_name="+", db_comment="Of origin"
    )
    complaint = models.ForeignKey(
        "assurance.Complaint", models.PROTECT, null=True, related_name="+", db_comment="Of origin"
    )
    area = models.CharField(max_length=9, choices=AREA_LABELS)
    conduct = models.CharField(max_length=24, blank=True, db_comment="Of the reference table")
    done_on = models.DateField(db_comment="Day the act ended, or was found while going on")
    ongoing = models.BooleanField(default=False)
    limit_on = models.DateField(null=True, db_comment="Last day for a sanction (thời hiệu)")
    limit_norm = models.CharField(max_length=120, blank=True, db_comment="Id of the parameter")
    repeats = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=STATE_LABELS, default=State.FOUND)
    correct_by = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="violation_is_coded",
                condition=Q(origin__in=list(Origin), area__in=list(Area), state__in=list(State)),
            ),
            models.CheckConstraint(
                name="violation_of_an_inspection_has_its_finding",
                condition=Q(origin=Origin.INSPECTION, finding__isnull=False)
                | (~Q(origin=Origin.INSPECTION) & Q(finding=None)),
            ),
            models.CheckConstraint(
                name="violation_comes_from_what_its_origin_says",
                condition=(Q(incident=None) | Q(origin=Origin.INCIDENT))
                & (Q(complaint=None) | Q(origin=Origin.COMPLAINT)),
            ),
            models.CheckConstraint(
                name="violation_limit_iff_a_conduct",
                condition=Q(limit_on=None) | ~Q(conduct=""),
            ),
            models.CheckConstraint(
                name="violation_over_iff_closed",
                condition=Q(state__in=sorted(OVER), closed_at__isnull=False)
                | (~Q(state__in=sorted(OVER)) & Q(closed_at=None)),
            ),
            models.CheckConstraint(
                name="violation_asked_with_a_deadline",
                condition=~Q(state=State.ASKED) | Q(correct_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="violation_of_province", fields=["province", "-at"]),
            models.Index(name="violation_of_agency", fields=["agency", "-at"]),
        ]

    def __str__(self) -> str:
        return f"VP-{self.pk:05d}"


class ViolationStep(models.Model):
    """A correction asked for, reported, or checked again, with its paper."""

    violation = models.ForeignKey(Violation, models.PROTECT, related_name="steps")
    n = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=9, choices=ACT_LABELS)
    paper = models.CharField(max_length=NUMBER_CHARS_MAX, blank=True)
    dated = models.DateField()
    due = models.DateField(null=True)
    met = models.BooleanField(null=True)
    inspection = models.ForeignKey(
        "oversight.Inspection", models.PROTECT, null=True, related_name="+",
        db_comment="In which it was checked again",
    )  # fmt: skip
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="violationstep_in_turn", fields=["violation", "n"]),
            models.CheckConstraint(
                name="violationstep_says_what_its_kind_says",
                condition=Q(kind=Act.ASKED, due__gte=F("dated"), met=None)
                | Q(kind=Act.REPORTED, due=None, met=None)
                | Q(kind=Act.RECHECKED, due=None, met__isnull=False),
            ),
            models.CheckConstraint(
                name="violationstep_asked_by_a_paper",
                condition=Q(kind=Act.RECHECKED) | ~Q(paper=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.violation_id}.{self.n} {self.kind}"


class Decision(models.Model):
    """One of the three outcomes, its paper, and later what came of it."""

    violation = models.ForeignKey(Violation, models.PROTECT, related_name="decisions")
    n = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=OUTCOME_LABELS)
    paper = models.CharField(
        max_length=NUMBER_CHARS_MAX, db_comment="Công văn, biên bản VPHC or văn bản kiến nghị"
    )
    dated = models.DateField()
    addressee = models.CharField(max_length=8, choices=ADDRESSEE_LABELS, blank=True)
    competence = models.CharField(max_length=24, blank=True, db_comment="Of the table")
    outside_duty = models.BooleanField(
        null=True, db_comment="Đ.2.2.k: outside the state management given to it"
    )
    result_paper = models.CharField(max_length=NUMBER_CHARS_MAX, blank=True)
    result_on = models.DateField(null=True)
    amount_vnd = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")

    class Meta:
        db_table = "oversight_violationdecision"
        constraints = [
            models.UniqueConstraint(name="violationdecision_in_turn", fields=["violation", "n"]),
            models.CheckConstraint(name="violationdecision_has_a_paper", condition=~Q(paper="")),
            models.CheckConstraint(
                name="violationdecision_says_what_its_kind_says",
                condition=Q(kind=Outcome.REMIND, addressee="", competence="")
                | (Q(kind=Outcome.SANCTION, addressee="") & ~Q(competence=""))
                | Q(kind=Outcome.REFER, addressee__in=list(Addressee)),
            ),
            models.CheckConstraint(
                name="violationdecision_result_by_a_paper",
                condition=Q(result_on=None, result_paper="")
                | (Q(result_on__gte=F("dated")) & ~Q(result_paper="")),
            ),
            models.CheckConstraint(
                name="violationdecision_amount_only_of_a_sanction",
                condition=Q(amount_vnd=None)
                | Q(kind=Outcome.SANCTION, amount_vnd__gt=0, amount_vnd__lte=AMOUNT_MAX_VND),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.violation_id}.{self.n} {self.kind}"
