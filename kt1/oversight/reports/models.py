"""What is owed, the reports of a province, their versions with frozen figures, and who has them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from kt1.law.parameters.keys import Evidence
from kt1.oversight.reports.rules import (
    SUPERIORS,
    Cause,
    Cycle,
    Recipient,
    Return,
    Section,
    State,
    Way,
    Window,
)

CYCLE_LABELS = {
    Cycle.MONTH: _("every month"),
    Cycle.QUARTER: _("every quarter"),
    Cycle.HALF_YEAR: _("every half-year"),
    Cycle.YEAR: _("every year"),
    Cycle.ON_DEMAND: _("on demand"),
}
WINDOW_LABELS = {
    Window.CALENDAR: _("by the calendar"),
    Window.FIFTEENTH: _("from the 15th to the 14th"),
}
RECIPIENT_LABELS = {
    Recipient.PROVINCE: _("People's Committee of the province"),
    Recipient.MINISTRY: _("Ministry of Science and Technology"),
    Recipient.PARTY: _("Standing Committee of the provincial Party Committee"),
    Recipient.BODY: _("a body of the network"),
}
STATE_LABELS = {
    State.DRAFT: _("being written"),
    State.PRESENTED: _("with the leader"),
    State.RETURNED: _("sent back by the leader"),
    State.APPROVED: _("approved"),
    State.ISSUED: _("issued and signed"),
}
CAUSE_LABELS = {
    Cause.FIRST: _("first version"),
    Cause.CORRECTION: _("what it rests on was corrected"),
    Cause.LATE_FACTS: _("facts came in after it was counted"),
    Cause.RETURNED: _("the leader sent it back"),
    Cause.ASKED: _("a recipient asked for it"),
}
RETURN_LABELS = {
    Return.FIGURES: _("figures to be looked at and counted again"),
    Return.WORDS: _("words or judgement to be put right"),
    Return.MISSING: _("something is missing"),
    Return.FORM: _("form of the paper"),
    Return.RECIPIENTS: _("its recipients"),
    Return.OTHER: _("another reason, said in the remark"),
}
WAY_LABELS = {
    Way.EDXML: _("document exchange (edXML)"),
    Way.SYSTEM: _("read in KT1"),
    Way.PAPER: _("on paper"),
}
EVIDENCE_LABELS = {
    Evidence.OFFICIAL: _("official text"),
    Evidence.PRESS: _("reported"),
    Evidence.HISTORIC: _("text since replaced"),
    Evidence.ASSUMPTION: _("assumption"),
}
#: No column holds a longer text; a paragraph may be several pieces.
PIECE_CHARS = 500
#: Signed, stamped and in order.
SIGNED_STATES = (State.APPROVED, State.ISSUED)


class ReportDefinition(models.Model):
    """What is owed how often, as of a day: closed and followed by another, never edited.

    Without a province it holds for all; a province's own goes before it.
    """

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=24, db_comment="The same through all its versions")
    title = models.CharField(max_length=160, db_comment="Without the period")
    cycle = models.CharField(max_length=9, choices=CYCLE_LABELS)
    window = models.CharField(max_length=9, choices=WINDOW_LABELS)
    due_months = models.PositiveSmallIntegerField(
        db_comment="Months after the one in which the window ends"
    )
    due_day = models.PositiveSmallIntegerField()
    due_excluded = models.BooleanField(
        db_comment="Trước ngày: the day itself is late; else chậm nhất ngày"
    )
    recipients = ArrayField(models.CharField(max_length=9, choices=RECIPIENT_LABELS))
    names = ArrayField(
        models.CharField(max_length=120), db_comment="Of the recipients, as the letter writes them"
    )
    basis = models.CharField(max_length=200, db_comment="The paper it rests on, in words")
    evidence = models.CharField(max_length=16, choices=EVIDENCE_LABELS)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, db_comment="Last day on which it holds")
    entered_by = models.CharField(max_length=40, db_comment="As user:12; install for shipped rows")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reportdefinition_is_coded",
                condition=Q(
                    cycle__in=list(Cycle), window__in=list(Window), evidence__in=list(Evidence)
                ),
            ),
            models.CheckConstraint(
                name="reportdefinition_due_within_bounds",
                condition=Q(due_day__gte=1, due_day__lte=31, due_months__lte=12),
            ),
            models.CheckConstraint(
                name="reportdefinition_goes_to_somebody_named",
                condition=Q(recipients__len__gte=1, names__len=F("recipients__len"))
                & Q(recipients__contained_by=list(SUPERIORS)),
            ),
            models.CheckConstraint(
                name="reportdefinition_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(name="reportdefinition_basis_is_said", condition=~Q(basis="")),
            ExclusionConstraint(
                name="reportdefinition_one_holds_on_a_day",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (Coalesce("province", Value(0)), RangeOperators.EQUAL),
                    (
                        Func("valid_from", "valid_to", Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.valid_from}"


class Report(models.Model):
    """One report of a province: of a period, or one that somebody asked for."""

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    definition = models.ForeignKey(ReportDefinition, models.PROTECT, related_name="+")
    agency = models.ForeignKey(
        "network.Agency",
        models.PROTECT,
        null=True,
        related_name="+",
        db_comment="The department that reports; its head may approve",
    )
    code = models.CharField(max_length=24, db_comment="Of the definition")
    period = models.CharField(max_length=8, db_comment="2025H2; on demand its own number, 1, 2 …")
    title = models.CharField(max_length=200)
    first = models.DateField()
    last = models.DateField()
    due = models.DateField(db_comment="Last day on which it is in time")
    recipients = ArrayField(models.CharField(max_length=9, choices=RECIPIENT_LABELS))
    asked_by = models.CharField(max_length=120, blank=True, db_comment="On demand: the body")
    asker = models.ForeignKey(
        "network.Agency",
        models.PROTECT,
        null=True,
        related_name="+",
        db_comment="Who asked, where it is a body of the network",
    )
    asked_no = models.CharField(max_length=40, blank=True, db_comment="Number of its paper")
    asked_on = models.DateField(null=True, db_comment="Date of its paper")
    made_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="report_one_a_period", fields=["province", "code", "period"]
            ),
            models.CheckConstraint(name="report_days_in_order", condition=Q(last__gte=F("first"))),
            models.CheckConstraint(
                name="report_on_demand_says_who_asked_by_which_paper",
                condition=Q(asked_by="", asked_no="", asked_on=None)
                | (~Q(asked_by="") & ~Q(asked_no="") & Q(asked_on__isnull=False)),
            ),
        ]
        indexes = [models.Index(name="report_of_province", fields=["province", "-due"])]

    def __str__(self) -> str:
        return f"{self.province_id} {self.code} {self.period}"


class ReportBody(models.Model):
    """A body of the network to which a report that was asked for goes."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="bodies")
    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="reportbody_once_a_report", fields=["report", "agency"])
        ]

    def __str__(self) -> str:
        return f"{self.report_id} to {self.agency_id}"


class ReportVersion(models.Model):
    """The figures as they were counted at a moment, and how far the letter around them has come."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="versions")
    n = models.PositiveSmallIntegerField()
    cause = models.CharField(max_length=10, choices=CAUSE_LABELS)
    figures = models.JSONField(db_comment="See kt1.oversight.reports.figures; never changed")
    sha256 = models.CharField(max_length=64, db_comment="Of the figures, RFC 8785")
    ledger_size = models.BigIntegerField(db_comment="Entries of the ledger when it was counted")
    ledger_root = models.CharField(max_length=64, db_comment="Its root, hexadecimal")
    counted_at = models.DateTimeField()
    made_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=STATE_LABELS, default=State.DRAFT)
    presented_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    presented_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    return_reason = models.CharField(max_length=10, choices=RETURN_LABELS, blank=True)
    number = models.CharField(max_length=40, blank=True, db_comment="Số, ký hiệu")
    dated = models.DateField(null=True)
    authority = models.CharField(max_length=40, blank=True, db_comment="KT. GIÁM ĐỐC, or empty")
    leader_title = models.CharField(max_length=60, blank=True)
    leader = models.CharField(max_length=80, blank=True, db_comment="Full name, as it is signed")
    issued_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="reportversion_number_is_one", fields=["report", "n"]),
            models.CheckConstraint(
                name="reportversion_is_coded",
                condition=Q(state__in=list(State), cause__in=list(Cause)),
            ),
            models.CheckConstraint(
                name="reportversion_first_is_the_first",
                condition=Q(n=1, cause=Cause.FIRST) | (Q(n__gt=1) & ~Q(cause=Cause.FIRST)),
            ),
            models.CheckConstraint(
                name="reportversion_digests_are_hexadecimal",
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$", ledger_root__regex=r"^[0-9a-f]{64}$"),
            ),
            models.CheckConstraint(
                name="reportversion_presented_before_decided",
                condition=Q(state=State.DRAFT, presented_at=None, decided_at=None)
                | Q(state=State.PRESENTED, presented_at__isnull=False)
                | Q(
                    state__in=[State.RETURNED, State.APPROVED, State.ISSUED],
                    presented_at__isnull=False,
                    decided_at__gte=F("presented_at"),
                ),
            ),
            models.CheckConstraint(
                name="reportversion_returned_for_a_reason",
                condition=Q(state=State.RETURNED, return_reason__in=list(Return))
                | (~Q(state=State.RETURNED) & Q(return_reason="")),
            ),
            models.CheckConstraint(
                name="reportversion_approved_by_another_person",
                condition=~Q(state__in=SIGNED_STATES) | ~Q(decided_by=F("presented_by")),
            ),
            models.CheckConstraint(
                name="reportversion_issued_with_number_date_and_leader",
                condition=Q(
                    ~Q(state=State.ISSUED), number="", dated=None, leader="", issued_at=None
                )
                | Q(
                    ~Q(number=""),
                    ~Q(leader=""),
                    ~Q(leader_title=""),
                    state=State.ISSUED,
                    dated__isnull=False,
                    issued_at__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} v{self.n}"


class ReportNarrative(models.Model):
    """The words of a section in pieces, in their order; they rest when it is presented."""

    version = models.ForeignKey(ReportVersion, models.PROTECT, related_name="narratives")
    section = models.CharField(max_length=3)
    n = models.PositiveSmallIntegerField(db_comment="Order of the pieces of a section")
    text = models.CharField(max_length=PIECE_CHARS)
    goes_on = models.BooleanField(db_comment="Of the same paragraph as the piece before it")
    written_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="reportnarrative_in_order", fields=["version", "section", "n"]
            ),
            models.CheckConstraint(
                name="reportnarrative_section_is_known", condition=Q(section__in=list(Section))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.section}"


class ReportSubmission(models.Model):
    """An issued version went to a recipient, on a day; the recipient says when it has it."""

    version = models.ForeignKey(ReportVersion, models.PROTECT, related_name="submissions")
    recipient = models.CharField(max_length=9, choices=RECIPIENT_LABELS)
    body = models.ForeignKey("network.Agency", models.PROTECT, null=True, related_name="+")
    way = models.CharField(max_length=6, choices=WAY_LABELS)
    sent_on = models.DateField()
    reference = models.CharField(
        max_length=40, blank=True, db_comment="Of the way it went: an id, a postal number"
    )
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="reportsubmission_once_a_recipient",
                fields=["version", "recipient", "body"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="reportsubmission_names_the_body",
                condition=Q(recipient=Recipient.BODY, body__isnull=False)
                | (~Q(recipient=Recipient.BODY) & Q(body=None)),
            ),
            models.CheckConstraint(
                name="reportsubmission_is_coded",
                condition=Q(recipient__in=list(Recipient), way__in=list(Way)),
            ),
            models.CheckConstraint(
                name="reportsubmission_received_by_somebody",
                condition=Q(received_at=None, received_by=None)
                | Q(received_at__gte=F("at"), received_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} to {self.recipient}"
