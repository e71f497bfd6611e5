"""What differs between the books of an account, who resolved it, who signed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.assurance.books.models import SIDE_LABELS, Account
from kt1.assurance.reconciliation.rules import Class, Field, Party, Reason, Rule, Step

CLASS_LABELS = {
    Class.ONLY_POST: _("only in the post's book"),
    Class.ONLY_SENDER: _("only in the sender's book"),
    Class.DIFFERS: _("in both books, told differently"),
    Class.NUMBER: _("one item, its number miswritten or missing"),
    Class.REPEATED: _("twice in one book"),
    Class.NOT_RECEIVED: _("delivered, not in the receiver's book"),
    Class.RECEIVED_NOT_SENT: _("received but not sent"),
}
FIELD_LABELS = {
    Field.CODE: _("number"),
    Field.DAY: _("day"),
    Field.OTHER: _("the other body"),
    Field.URGENCY: _("urgency"),
    Field.SCOPE: _("scope"),
    Field.MARK: _("mark"),
    Field.PIECES: _("pieces"),
    Field.WEIGHT: _("weight"),
    Field.PRICE: _("price"),
}
RULE_LABELS = {
    Rule.NONE: _("not matched"),
    Rule.CODE: _("by its number"),
    Rule.NEAR: _("by a number with a typing error"),
    Rule.FIELDS: _("by everything but its number"),
}
REASON_LABELS = {
    Reason.POST_RIGHT: _("the post's record holds"),
    Reason.AGENCY_RIGHT: _("the agency's book holds"),
    Reason.OTHER_PERIOD: _("belongs to another period"),
    Reason.ENTERED_TWICE: _("entered twice"),
    Reason.NOT_KT1: _("not a KT1 item"),
}
PARTY_LABELS = {Party.POST: _("post"), Party.AGENCY: _("agency")}
STEP_LABELS = {
    Step.PREPARED: _("prepared"),
    Step.CHECKED: _("money checked"),
    Step.APPROVED: _("approved"),
}


class Difference(models.Model):
    """One thing in which two books do not agree, until a coded reason resolves it."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="differences")
    kind = models.CharField(max_length=17, choices=CLASS_LABELS)
    post_line = models.BigIntegerField(null=True, db_comment="assurance_line.id, by value")
    agency_line = models.BigIntegerField(null=True, db_comment="assurance_line.id, by value")
    fields = ArrayField(
        models.CharField(max_length=7, choices=FIELD_LABELS), default=list, db_comment="Codes"
    )
    rule = models.CharField(max_length=6, choices=RULE_LABELS, blank=True)
    score = models.PositiveSmallIntegerField(default=0, db_comment="Of 100, where not by number")
    reason = models.CharField(max_length=13, choices=REASON_LABELS, blank=True)
    resolved_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="difference_is_about_a_line",
                condition=Q(post_line__isnull=False) | Q(agency_line__isnull=False),
            ),
            models.CheckConstraint(
                name="difference_is_resolved_with_a_reason",
                condition=Q(resolved_at=None, reason="")
                | (Q(resolved_at__isnull=False) & ~Q(reason="")),
            ),
            models.UniqueConstraint(
                name="difference_once_a_post_line",
                fields=["account", "post_line"],
                condition=Q(post_line__isnull=False),
            ),
            models.UniqueConstraint(
                name="difference_once_an_agency_line",
                fields=["account", "agency_line"],
                condition=Q(agency_line__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} in {self.account_id}"


class Total(models.Model):
    """What one book of an account amounts to, in one of the 6 cells that name no mark."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="totals")
    side = models.CharField(max_length=1, choices=SIDE_LABELS)
    urgency = models.CharField(max_length=4, blank=True)
    scope = models.CharField(max_length=10, blank=True)
    items = models.PositiveIntegerField()
    weight_g = models.BigIntegerField()
    amount = models.BigIntegerField(db_comment="đồng")
    held_net = models.BigIntegerField(
        default=0, db_default=0, db_comment="The part of amount priced with its tax inside"
    )
    held_tax = models.BigIntegerField(default=0, db_default=0, db_comment="That tax, đồng")
    unweighed = models.PositiveIntegerField(db_comment="Items without a weight")
    unpriced = models.PositiveIntegerField(db_comment="Items without a price")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="total_once_a_cell", fields=["account", "side", "urgency", "scope"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} of {self.account_id}"


class Signature(models.Model):
    """One step of one side: văn thư, kế toán, thủ trưởng."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="signatures")
    party = models.CharField(max_length=6, choices=PARTY_LABELS)
    step = models.CharField(max_length=8, choices=STEP_LABELS)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="signature_once_a_step", fields=["account", "party", "step"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.step} {self.account_id}"


class Remark(models.Model):
    """One line of the thread that both sides see. Its text is a note of the ledger entry."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="remarks")
    difference = models.ForeignKey(Difference, models.SET_NULL, null=True, related_name="remarks")
    party = models.CharField(max_length=6, choices=PARTY_LABELS)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entry = models.UUIDField(db_comment="Ledger entry whose note holds the text, by value")

    class Meta:
        indexes = [models.Index(name="remark_of_account", fields=["account", "at"])]

    def __str__(self) -> str:
        return f"{self.party} {self.at:%d/%m/%Y}"


class PaperRecord(models.Model):
    """Bản giấy: the signed and stamped paper of an account. Signers are a note of the entry."""

    account = models.OneToOneField(Account, models.PROTECT, related_name="paper")
    number = models.CharField(max_length=40)
    dated = models.DateField()
    kept_at = models.CharField(max_length=80, db_comment="Hồ sơ, tủ")
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entry = models.UUIDField(db_comment="Ledger entry whose note holds the signers, by value")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="paperrecord_says_number_and_place",
                condition=~Q(number="") & ~Q(kept_at=""),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Adjustment(models.Model):
    """A correction of an agreed account, counted in a later one: the earlier never changes."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="adjustments")
    corrects = models.ForeignKey(Account, models.PROTECT, related_name="corrections")
    code = models.CharField(max_length=40, db_comment="Number of the item")
    urgency = models.CharField(max_length=4, blank=True)
    scope = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=13, choices=REASON_LABELS)
    items = models.SmallIntegerField(db_comment="How many more, or fewer")
    weight_g = models.IntegerField(db_comment="Grams more, or fewer")
    amount = models.BigIntegerField(db_comment="đồng more, or fewer")
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="adjustment_corrects_another_account",
                condition=~Q(account=F("corrects")),
            ),
            models.CheckConstraint(
                name="adjustment_changes_something",
                condition=~Q(items=0, weight_g=0, amount=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} in {self.account_id}"
