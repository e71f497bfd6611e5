"""Samples as they were drawn, and the standing watch list."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.network.agencies.lines import Body
from kt1.oversight.inspections.models import VERDICT_LABELS, Inspection
from kt1.oversight.inspections.rules import NUMBER_CHARS_MAX, Verdict
from kt1.oversight.inspections.sampling import SIZE_MAX, Risk
from kt1.oversight.inspections.watch import Channel, Measure, Reason

RISK_LABELS = {
    Risk.LATE: _("late end to end"),
    Risk.IRREGULAR: _("an irregularity is recorded"),
    Risk.ONE_SIDED: _("a hand-over told by one side or on paper"),
    Risk.FAILED: _("an attempt did not succeed"),
    Risk.URGENT: _("Express or Timed"),
}
MEASURE_LABELS = {
    Measure.LATE_PER_MILLE: _("late by the post, of 1,000 items"),
    Measure.HARMED: _("items lost, torn or with a broken seal"),
    Measure.COMPLAINTS_LATE: _("complaints answered late"),
    Measure.NOBODY_THERE: _("items late because nobody was named to receive"),
    Measure.FRAMES_LACKING: _("off-hours frames without a receiver"),
    Measure.MONTHS_OPEN: _("months not reconciled in time"),
    Measure.DAYS_SILENT: _("days without sending anything"),
}
REASON_LABELS = {
    Reason.AFTER_INSPECTION: _("followed after an inspection"),
    Reason.REPORTED: _("something was reported"),
    Reason.NEW_USER: _("new to the service"),
    Reason.ORDER: _("a competent authority asks for it"),
}
CHANNEL_LABELS = {
    Channel.PHONE: _("by telephone"),
    Channel.LETTER: _("by letter"),
    Channel.MEETING: _("at a meeting"),
}
_BODY_CHARS = 20
BODIES = (Body.SCIENCE_DEPARTMENT, Body.PARTY_OFFICE)


class Draw(models.Model):
    """One sample of an inspection, with all that is needed to draw it again."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="draws")
    n = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=64)
    log_size = models.BigIntegerField(db_comment="Checkpoint whose root the seed comes from")
    as_of = models.DateTimeField(db_comment="Risks are those of facts until then")
    population = models.PositiveIntegerField()
    population_digest = models.CharField(max_length=64)
    wanted = models.PositiveSmallIntegerField()
    lettered = models.BooleanField(default=False, db_comment="Items bearing a letter are among it")
    lettered_paper = models.CharField(max_length=NUMBER_CHARS_MAX, blank=True)
    lettered_on = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")

    class Meta:
        db_table = "oversight_inspectiondraw"
        constraints = [
            models.UniqueConstraint(name="inspectiondraw_in_turn", fields=["inspection", "n"]),
            models.CheckConstraint(
                name="inspectiondraw_size_within_bounds",
                condition=Q(wanted__gte=1, wanted__lte=SIZE_MAX),
            ),
            models.CheckConstraint(
                name="inspectiondraw_letters_by_a_paper",
                condition=Q(lettered=False, lettered_paper="", lettered_on=None)
                | (Q(lettered=True, lettered_on__isnull=False) & ~Q(lettered_paper="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} mẫu {self.n}"


class Sampled(models.Model):
    """One item of a sample: its custody chain as it stood, in one figure, and what was found."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="items")
    n = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("custody.Unit", models.PROTECT, related_name="+")
    risks = models.CharField(max_length=60, blank=True, db_comment="Codes, comma between")
    tickets = models.PositiveSmallIntegerField()
    chain_links = models.PositiveSmallIntegerField()
    chain_digest = models.CharField(max_length=64, db_comment="SHA-256 of the chain when drawn")
    verdict = models.CharField(max_length=14, choices=VERDICT_LABELS, blank=True)

    class Meta:
        db_table = "oversight_inspectionsample"
        constraints = [
            models.UniqueConstraint(name="inspectionsample_in_turn", fields=["draw", "n"]),
            models.UniqueConstraint(name="inspectionsample_once", fields=["draw", "unit"]),
            models.CheckConstraint(
                name="inspectionsample_is_coded",
                condition=Q(verdict="") | Q(verdict__in=list(Verdict)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw_id} {self.n}"


class Threshold(models.Model):
    """From which figure on a body is watched; closed and set anew, never edited."""

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    body = models.CharField(max_length=_BODY_CHARS, db_comment="Who watches")
    measure = models.CharField(max_length=16, choices=MEASURE_LABELS)
    bound = models.PositiveIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")

    class Meta:
        db_table = "oversight_watchthreshold"
        constraints = [
            models.UniqueConstraint(
                name="watchthreshold_one_holds",
                fields=["province", "body", "measure"],
                condition=Q(until=None),
            ),
            models.CheckConstraint(
                name="watchthreshold_is_coded",
                condition=Q(body__in=list(BODIES), measure__in=list(Measure), bound__gte=1),
            ),
            models.CheckConstraint(
                name="watchthreshold_ends_after_it_began",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.bound}"


class WatchEntry(models.Model):
    """A body on the list that no figure put there."""

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    body = models.CharField(max_length=_BODY_CHARS, db_comment="Who watches")
    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=16, choices=REASON_LABELS)
    paper = models.CharField(max_length=NUMBER_CHARS_MAX, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="watchentry_stands_once", fields=["body", "agency"], condition=Q(until=None)
            ),
            models.CheckConstraint(
                name="watchentry_is_coded",
                condition=Q(body__in=list(BODIES), reason__in=list(Reason)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.reason}"


class WatchNote(models.Model):
    """Đã nhắc qua điện thoại, văn bản: one reminder given to a body that is watched."""

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    body = models.CharField(max_length=_BODY_CHARS, db_comment="Who reminded")
    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    measure = models.CharField(max_length=16, choices=MEASURE_LABELS, blank=True)
    channel = models.CharField(max_length=7, choices=CHANNEL_LABELS)
    reminded_on = models.DateField()
    paper = models.CharField(max_length=NUMBER_CHARS_MAX, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="watchnote_is_coded",
                condition=Q(body__in=list(BODIES), channel__in=list(Channel)),
            ),
            models.CheckConstraint(
                name="watchnote_letter_has_a_number",
                condition=~Q(channel=Channel.LETTER) | ~Q(paper=""),
            ),
        ]
        indexes = [models.Index(name="watchnote_of_agency", fields=["agency", "-reminded_on"])]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.reminded_on}"
