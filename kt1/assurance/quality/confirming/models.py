"""Sheets of quality: figures as they were shown, items objected to, who signed and decided."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.assurance.books.rules import Period
from kt1.assurance.quality.confirming.rules import (
    SETTLED,
    Comment,
    Objection,
    Reply,
    Ruling,
    SheetState,
    Side,
)
from kt1.assurance.quality.rules import Group, Outcome

SHEET_LABELS = {
    SheetState.OPEN: _("waits for the clerk"),
    SheetState.PREPARED: _("prepared, waits for the head"),
    SheetState.SIGNED: _("the agency agrees, waits for the post"),
    SheetState.OBJECTED: _("the agency objects, waits for the post's reply"),
    SheetState.DISPUTED: _("not agreed, waits for a decision"),
    SheetState.CONFIRMED: _("confirmed by both sides"),
    SheetState.DECIDED: _("decided"),
}
SHEET_SIDE_LABELS = {
    Side.SENT: _("sent by the agency"),
    Side.RECEIVED: _("received by the agency"),
}
OBJECTION_LABELS = {
    Objection.NO_SUCH_TRY: _("there was no such try"),
    Objection.WRONG_TIME: _("the time recorded is wrong"),
    Objection.SOMEBODY_THERE: _("a registered receiver was there"),
    Objection.OTHER_PLACE: _("brought to the wrong place"),
    Objection.NOT_THE_EVENT: _("the event did not touch it"),
}
REPLY_LABELS = {
    Reply.ACCEPTED: _("the post accepts it"),
    Reply.MAINTAINED: _("the post maintains its record"),
}
RULING_LABELS = {
    Ruling.PROOF_OF_POST: _("the post's proof is complete"),
    Ruling.PROOF_OF_BODY: _("the agency's proof is complete"),
    Ruling.NO_PROOF: _("the post cannot prove it"),
    Ruling.REGISTERED: _("a receiver was registered and on duty"),
    Ruling.NOT_REGISTERED: _("the agency had registered nobody for that hour"),
}
COMMENT_LABELS = {
    Comment.GOOD: _("good service"),
    Comment.COLLECTED_LATE: _("collected late"),
    Comment.TOO_SELDOM: _("came too seldom"),
    Comment.NO_CALL_AHEAD: _("did not call ahead"),
    Comment.COVERS: _("covers or seals not intact"),
    Comment.ADVICE_LATE: _("advice of delivery came late"),
    Comment.MANNER: _("manner of service"),
}


class QualitySheet(models.Model):
    """One body's quality of one period, to be confirmed by it and by the post of its province."""

    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    starts = models.DateField()
    ends = models.DateField()
    since = models.DateTimeField(
        null=True, db_comment="Of earlier mail, what fell due from here on counts in this sheet"
    )
    as_of = models.DateTimeField(db_comment="Items whose deadline was before this moment count")
    due = models.DateField(db_comment="By when both sides should have confirmed")
    state = models.CharField(max_length=9, choices=SHEET_LABELS, default=SheetState.OPEN)
    harmed = models.PositiveIntegerField(
        default=0, db_comment="Lost, or cover or seal not intact, of all its items"
    )
    waiting = models.PositiveIntegerField(
        default=0, db_comment="Accepted in the period, not due yet: they count in the next sheet"
    )
    days = models.PositiveSmallIntegerField(default=0, db_comment="Working days owed a delivery")
    days_met = models.PositiveSmallIntegerField(default=0)
    visits = models.PositiveIntegerField(default=0, db_comment="Times the post came")
    per_day = models.PositiveSmallIntegerField(null=True, db_comment="Norm; empty: none is set")
    prepared_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    post_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    post_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    paper = models.CharField(max_length=40, blank=True, db_comment="Số văn bản, of a paper body")
    paper_dated = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="qualitysheet_once_a_period", fields=["agency", "starts"]),
            models.CheckConstraint(
                name="qualitysheet_ends_after_it_starts", condition=Q(ends__gte=F("starts"))
            ),
            models.CheckConstraint(
                name="qualitysheet_state_is_known", condition=Q(state__in=list(SheetState))
            ),
            models.CheckConstraint(
                name="qualitysheet_settled_with_its_moment",
                condition=Q(state__in=sorted(SETTLED), settled_at__isnull=False)
                | (~Q(state__in=sorted(SETTLED)) & Q(settled_at=None)),
            ),
            models.CheckConstraint(
                name="qualitysheet_is_signed_by_another",
                condition=Q(signed_by=None) | ~Q(signed_by=F("prepared_by")),
            ),
            models.CheckConstraint(
                name="qualitysheet_paper_has_a_day",
                condition=Q(paper="", paper_dated=None)
                | (~Q(paper="") & Q(paper_dated__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(name="qualitysheet_of_province", fields=["province", "starts"]),
            models.Index(
                name="qualitysheet_not_settled",
                fields=["province", "due"],
                condition=~Q(state__in=sorted(SETTLED)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.starts:%Y-%m}"

    @property
    def period(self) -> Period:
        return Period(self.starts, self.ends)


class SheetCount(models.Model):
    """How many items of one kind were counted so, when the sheet was filled in."""

    sheet = models.ForeignKey(QualitySheet, models.CASCADE, related_name="counts")
    side = models.CharField(max_length=1, choices=SHEET_SIDE_LABELS)
    grp = models.CharField(max_length=7, db_comment="Group of measure: main, timed, special")
    urgency = models.CharField(max_length=4, blank=True)
    outcome = models.CharField(max_length=13)
    items = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="sheetcount_once", fields=["sheet", "side", "grp", "urgency", "outcome"]
            ),
            models.CheckConstraint(
                name="sheetcount_is_coded",
                condition=Q(side__in=list(Side), grp__in=list(Group), outcome__in=list(Outcome)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.outcome} of {self.sheet_id}"


class SheetItem(models.Model):
    """An item of a sheet that is not simply on time, or that the body objects to."""

    sheet = models.ForeignKey(QualitySheet, models.CASCADE, related_name="items")
    side = models.CharField(max_length=1, choices=SHEET_SIDE_LABELS)
    unit = models.ForeignKey("custody.Unit", models.PROTECT, related_name="+")
    urgency = models.CharField(max_length=4, blank=True)
    grp = models.CharField(max_length=7)
    outcome = models.CharField(max_length=13, db_comment="As it was counted")
    objection = models.CharField(max_length=14, choices=OBJECTION_LABELS, blank=True)
    objected_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    objected_at = models.DateTimeField(null=True)
    reply = models.CharField(max_length=10, choices=REPLY_LABELS, blank=True)
    ruling = models.CharField(max_length=14, choices=RULING_LABELS, blank=True)
    ruled_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    ruled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="sheetitem_once", fields=["sheet", "side", "unit"]),
            models.CheckConstraint(
                name="sheetitem_is_coded",
                condition=Q(side__in=list(Side), grp__in=list(Group), outcome__in=list(Outcome)),
            ),
            models.CheckConstraint(
                name="sheetitem_objected_by_somebody",
                condition=Q(objection="", objected_by=None, objected_at=None)
                | (~Q(objection="") & Q(objected_by__isnull=False, objected_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="sheetitem_replied_to_an_objection",
                condition=Q(reply="") | ~Q(objection=""),
            ),
            models.CheckConstraint(
                name="sheetitem_ruled_where_the_post_maintains",
                condition=Q(ruling="", ruled_by=None, ruled_at=None)
                | (
                    ~Q(ruling="")
                    & Q(reply=Reply.MAINTAINED, ruled_by__isnull=False, ruled_at__isnull=False)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} in {self.sheet_id}"


class SheetComment(models.Model):
    """A coded remark of the body on the service of the period."""

    sheet = models.ForeignKey(QualitySheet, models.CASCADE, related_name="comments")
    comment = models.CharField(max_length=14, choices=COMMENT_LABELS)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="sheetcomment_once", fields=["sheet", "comment"]),
        ]

    def __str__(self) -> str:
        return str(self.comment)


class QualityRuling(models.Model):
    """An item that counts as the post's delay because the post said so or it was so decided.

    The record of what happened is never changed by it; only what it counts as.
    """

    unit = models.OneToOneField("custody.Unit", models.PROTECT, primary_key=True, related_name="+")
    outcome = models.CharField(max_length=13, default=Outcome.LATE_POST)
    sheet = models.BigIntegerField(db_comment="assurance_qualitysheet.id, by value", db_index=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # Nobody's word makes a late item timely (N23).
            models.CheckConstraint(
                name="qualityruling_adds_a_delay", condition=Q(outcome=Outcome.LATE_POST)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.outcome}"
