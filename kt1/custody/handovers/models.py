"""One change of holder in two steps: offered, then taken or refused, line by line."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.custody.handovers.rules import LINES_MAX, Finding, HandoverKind, Outcome, Witness

KIND_LABELS = {
    HandoverKind.ACCEPTANCE: _("acceptance"),
    HandoverKind.TRANSFER: _("transfer"),
    HandoverKind.DELIVERY: _("delivery"),
    HandoverKind.INSIDE: _("duty officer to records clerk"),
    HandoverKind.RETURN: _("return to the sender"),
}
OUTCOME_LABELS = {
    Outcome.OFFERED: _("offered, to be taken"),
    Outcome.TAKEN: _("taken"),
    Outcome.PARTLY: _("taken in part"),
    Outcome.REFUSED: _("not taken"),
    Outcome.LAPSED: _("lapsed"),
    Outcome.WITHDRAWN: _("taken back by the giver"),
}
WITNESS_LABELS = {
    Witness.TWO_SESSIONS: _("both signed in"),
    Witness.ONE_DEVICE: _("on the giver's device"),
    Witness.PAPER: _("on paper"),
    Witness.OPERATOR_FILE: _("from the operator's file"),
}
FINDING_LABELS = {
    Finding.MISSING: _("offered, not seen"),
    Finding.EXTRA: _("seen, not offered"),
    Finding.SEAL_DIFFERS: _("seal number differs"),
    Finding.SEAL_BROKEN: _("seal broken"),
    Finding.COVER_TORN: _("cover not intact"),
    Finding.WEIGHT_DIFFERS: _("weight differs"),
    Finding.NOT_WANTED: _("not taken by the receiver"),
}
OPEN = Q(outcome=Outcome.OFFERED)


class Handover(models.Model):
    """Giver, taker, what was offered and how it ended; the two are the two persons (W8)."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=10, choices=KIND_LABELS)
    giver_place = models.ForeignKey(
        "network.Place", models.PROTECT, db_index=False, related_name="+"
    )
    giver_person = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    taker_place = models.ForeignKey(
        "network.Place", models.PROTECT, db_index=False, related_name="+"
    )
    taker_person = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=9, choices=OUTCOME_LABELS, default=Outcome.OFFERED)
    witness = models.CharField(max_length=13, choices=WITNESS_LABELS, blank=True)
    offered_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    items = models.PositiveSmallIntegerField(db_comment="Loose items the giver counted")
    bags = models.PositiveSmallIntegerField(db_comment="Bags and boxes the giver counted")
    refused = models.PositiveSmallIntegerField(default=0)
    trip = models.UUIDField(null=True, db_comment="custody_trip.id, by value")
    sheet = models.CharField(max_length=20, blank=True, db_comment="Numbered paper sheet")
    disputed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "custody_handover"
        constraints = [
            models.CheckConstraint(
                name="handover_giver_is_not_taker",
                condition=~Q(giver_place=F("taker_place"))
                | (
                    Q(giver_person__isnull=False, taker_person__isnull=False)
                    & ~Q(giver_person=F("taker_person"))
                ),
            ),
            models.CheckConstraint(
                name="handover_settled_at_iff_settled",
                condition=Q(outcome=Outcome.OFFERED, settled_at=None)
                | (
                    ~Q(outcome=Outcome.OFFERED)
                    & Q(settled_at__isnull=False, settled_at__gte=F("offered_at"))
                ),
            ),
            models.CheckConstraint(
                name="handover_taken_says_how_witnessed",
                condition=~Q(outcome__in=[Outcome.TAKEN, Outcome.PARTLY, Outcome.REFUSED])
                | ~Q(witness=""),
            ),
            models.CheckConstraint(
                name="handover_counts_within_max",
                condition=Q(items__lte=LINES_MAX, bags__lte=LINES_MAX),
            ),
            models.CheckConstraint(
                name="handover_paper_has_a_sheet_number",
                condition=~Q(witness=Witness.PAPER) | ~Q(sheet=""),
            ),
        ]
        indexes = [
            models.Index(name="handover_to_take", fields=["taker_place"], condition=OPEN),
            models.Index(name="handover_to_lapse", fields=["lapses_at"], condition=OPEN),
            models.Index(name="handover_given", fields=["giver_place", "-offered_at"]),
            models.Index(name="handover_received", fields=["taker_place", "-offered_at"]),
            models.Index(name="handover_of_trip", fields=["trip"], condition=Q(trip__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"hand-over {self.id}"


class HandoverLine(models.Model):
    """One unit of a hand-over. Only a line that was not taken says more than its hand-over."""

    pk = models.CompositePrimaryKey("unit_id", "handover")
    unit = models.ForeignKey("custody.Unit", models.PROTECT, db_index=False, related_name="lines")
    handover = models.UUIDField(db_index=True, db_comment="custody_handover.id, by value")
    seal = models.CharField(max_length=20, blank=True, db_comment="Number the giver declared")
    weight_g = models.PositiveIntegerField(null=True)
    refused = models.BooleanField(default=False)
    findings = models.JSONField(default=list, db_comment="Codes of what differed")
    corrected_at = models.DateTimeField(
        null=True, db_comment="When a correction took this line's delivery back"
    )

    class Meta:
        db_table = "custody_handover_line"

    def __str__(self) -> str:
        return f"{self.unit_id} in {self.handover}"


class HandoverScan(models.Model):
    """One scan of the taker, kept at once and judged at settlement; typing is marked."""

    handover = models.UUIDField(db_index=True, db_comment="custody_handover.id, by value")
    code = models.CharField(max_length=40, db_comment="As read; may be unknown here")
    seal = models.CharField(max_length=20, blank=True)
    intact = models.BooleanField(default=True)
    typed = models.BooleanField(default=False)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "custody_handover_scan"
        constraints = [
            models.UniqueConstraint(name="scan_once_a_code", fields=["handover", "code"])
        ]

    def __str__(self) -> str:
        return self.code
