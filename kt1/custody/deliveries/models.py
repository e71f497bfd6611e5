"""Attempts at a door, deliveries with who really received, and irregularities of work."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.custody.deliveries.rules import Capacity, IrregularityKind, Reason

REASON_LABELS = {
    Reason.CLOSED: _("office closed"),
    Reason.FOCAL_ABSENT: _("focal point absent"),
    Reason.OUTSIDE_WINDOW: _("outside the receiving hours"),
    Reason.NOBODY_MAY_SIGN: _("nobody appointed may sign"),
    Reason.NO_ANSWER: _("no answer by telephone"),
    Reason.WRONG_ADDRESS: _("address wrong or incomplete"),
    Reason.MOVED: _("office has moved"),
    Reason.MERGED: _("body merged or dissolved"),
    Reason.NOT_TAKEN: _("receiver has not taken it yet"),
    Reason.COVER: _("refused: cover not intact"),
    Reason.COUNT: _("refused: count differs"),
    Reason.FORCE_MAJEURE: _("force majeure"),
    Reason.ACCESS: _("no way through the gate"),
}
CAPACITY_LABELS = {
    Capacity.FOCAL: _("focal point"),
    Capacity.DEPUTY: _("deputy"),
    Capacity.NAMED: _("named in writing"),
    Capacity.SUBSTITUTE: _("confirmed substitute"),
    Capacity.CLERK: _("records clerk"),
    Capacity.UNSTATED: _("not stated in the operator's file"),
}
IRREGULARITY_LABELS = {
    IrregularityKind.LINES_REFUSED: _("lines not taken"),
    IrregularityKind.EXTRA_FOUND: _("more than was offered"),
    IrregularityKind.SEAL_BROKEN: _("seal broken"),
    IrregularityKind.SEAL_UNKNOWN: _("seal number unknown"),
    IrregularityKind.SEAL_REPEATED: _("seal number used before"),
    IrregularityKind.COVER_TORN: _("cover not intact"),
    IrregularityKind.OFFER_LAPSED: _("offer lapsed"),
    IrregularityKind.KEY_REUSED: _("request key used for another act"),
    IrregularityKind.DISPUTED: _("delivery disputed"),
    IrregularityKind.BALANCE_OFF: _("shift balance differs"),
    IrregularityKind.LOST: _("loss"),
    IrregularityKind.FILE_CONFLICT: _("operator's file disagrees"),
}


class Attempt(models.Model):
    """One try at a delivery point. Only a valid one stops the clock (W4)."""

    pk = models.CompositePrimaryKey("unit_id", "n")
    unit = models.ForeignKey("custody.Unit", models.PROTECT, related_name="attempts")
    n = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    point = models.ForeignKey("network.Place", models.PROTECT, related_name="+")
    by = models.ForeignKey(
        "people.User",
        models.PROTECT,
        null=True,
        related_name="+",
        db_comment="Empty: told by the operator's file",
    )
    succeeded = models.BooleanField()
    reason = models.CharField(max_length=16, choices=REASON_LABELS, blank=True)
    valid = models.BooleanField(db_comment="At the right place for that hour")
    called_ahead = models.BooleanField(default=False, db_comment="Gọi báo trước")
    corrected_at = models.DateTimeField(
        null=True, db_comment="When a correction took it back; it counts for nothing since"
    )

    class Meta:
        db_table = "custody_attempt"
        constraints = [
            models.CheckConstraint(
                name="attempt_failed_for_a_reason",
                condition=Q(succeeded=True, reason="") | (Q(succeeded=False) & ~Q(reason="")),
            )
        ]

    def __str__(self) -> str:
        return f"attempt {self.n} of {self.unit_id}"


class Delivery(models.Model):
    """Proof of delivery: who really received (người thực nhận), and why they could.

    Name, title and card are the note `receiver` of the hand-over's ledger entry, so that they
    can be redacted.
    """

    unit = models.OneToOneField(
        "custody.Unit", models.PROTECT, primary_key=True, related_name="delivery"
    )
    handover = models.UUIDField(db_index=True, db_comment="custody_handover.id, by value")
    point = models.ForeignKey("network.Place", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    capacity = models.CharField(max_length=10, choices=CAPACITY_LABELS)
    path = models.JSONField(db_comment="Sentences: how it was found who may sign")
    off_hours = models.BooleanField()
    confirmed_at = models.DateTimeField(null=True, db_comment="trực → văn thư")
    disputed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "custody_delivery"
        constraints = [
            models.CheckConstraint(
                name="delivery_confirmed_after_it_happened",
                condition=Q(confirmed_at=None) | Q(confirmed_at__gte=F("at")),
            )
        ]

    def __str__(self) -> str:
        return f"delivery of {self.unit_id}"


class Irregularity(models.Model):
    """A sự vụ: something in the work did not agree; a biên bản closes it."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=16, choices=IRREGULARITY_LABELS)
    place = models.ForeignKey("network.Place", models.PROTECT, related_name="+")
    unit = models.ForeignKey("custody.Unit", models.PROTECT, null=True, related_name="+")
    handover = models.UUIDField(null=True, db_index=True, db_comment="by value")
    findings = models.JSONField(default=dict, db_comment="Coded findings by unit code")
    opened_at = models.DateTimeField()
    minutes = models.CharField(max_length=40, blank=True, db_comment="Biên bản số")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "custody_irregularity"
        constraints = [
            models.CheckConstraint(
                name="irregularity_closed_with_minutes",
                condition=Q(closed_at=None) | ~Q(minutes=""),
            )
        ]
        indexes = [
            models.Index(name="irregularity_open", fields=["place"], condition=Q(closed_at=None)),
            models.Index(
                name="irregularity_of_unit", fields=["unit"], condition=Q(unit__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"sự vụ {self.id}"
