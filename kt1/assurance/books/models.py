"""The month of one body, and the lines of the books that tell of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.assurance.books.rules import Period, Side, Source, State

SIDE_LABELS = {
    Side.POST_SENT: _("Post: accepted"),
    Side.SENDER: _("Agency: sent"),
    Side.POST_DELIVERED: _("Post: delivered"),
    Side.RECEIVER: _("Agency: received"),
}
SOURCE_LABELS = {
    Source.RECORD: _("kept in KT1"),
    Source.FILE: _("brought by file"),
}
STATE_LABELS = {
    State.FROZEN: _("frozen, being compared"),
    State.AGREED: _("agreed in the system"),
    State.SIGNED: _("signed and stamped"),
}


class Account(models.Model):
    """One body's mail of one period, to be agreed between it and the post of its province."""

    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    starts = models.DateField()
    ends = models.DateField()
    state = models.CharField(max_length=6, choices=STATE_LABELS, default=State.FROZEN)
    frozen_at = models.DateTimeField()
    due = models.DateField(db_comment="By when both sides should have agreed")
    agreed_at = models.DateTimeField(null=True)
    surcharge = models.BigIntegerField(
        null=True,
        db_comment="Of the marks, net: one amount for the period; empty until stated from paper",
    )
    surcharge_held_net = models.BigIntegerField(
        default=0, db_default=0, db_comment="The part of the surcharge priced with its tax inside"
    )
    surcharge_held_tax = models.BigIntegerField(
        default=0, db_default=0, db_comment="That tax, đồng"
    )
    deemed = models.BooleanField(
        default=False, db_comment="Agreed because the agency said nothing in time"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="account_once_a_period", fields=["agency", "starts"]),
            models.CheckConstraint(
                name="account_ends_after_it_starts", condition=Q(ends__gte=F("starts"))
            ),
            models.CheckConstraint(
                name="account_state_is_known", condition=Q(state__in=[s.value for s in State])
            ),
            models.CheckConstraint(
                name="account_agreed_at_iff_agreed",
                condition=Q(state=State.FROZEN, agreed_at=None, deemed=False)
                | (~Q(state=State.FROZEN) & Q(agreed_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(name="account_of_province", fields=["province", "starts"])]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.starts:%Y-%m}"

    @property
    def period(self) -> Period:
        return Period(self.starts, self.ends)


class Book(models.Model):
    """One side's book of an account: where it came from and what it amounts to."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="books")
    side = models.CharField(max_length=1, choices=SIDE_LABELS)
    source = models.CharField(max_length=6, choices=SOURCE_LABELS)
    digest = models.CharField(max_length=64, db_comment="SHA-256 of its lines, in their order")
    rows = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="book_one_a_side", fields=["account", "side"]),
        ]

    def __str__(self) -> str:
        return f"{self.side} of {self.account_id}"


class Line(models.Model):
    """One item as one book tells of it. What a book does not state is empty and not compared.

    A month of the country is written and compared in one statement: what it refers to stands by
    value, without a constraint.
    """

    account = models.BigIntegerField(db_comment="assurance_account.id, by value")
    side = models.CharField(max_length=1, choices=SIDE_LABELS)
    n = models.PositiveIntegerField(db_comment="Place in the book")
    copy = models.PositiveSmallIntegerField(
        default=0, db_comment="0 the first time a number stands in the book, then 1, 2 …"
    )
    unit = models.BigIntegerField(null=True, db_comment="custody_unit.id, by value")
    code = models.CharField(max_length=40, blank=True, db_comment="As matched; see key_of")
    day = models.DateField(db_comment="Of acceptance, or of delivery on the receiving side")
    other = models.BigIntegerField(null=True, db_comment="The other body, by value")
    urgency = models.CharField(max_length=4, blank=True)
    scope = models.CharField(max_length=10, blank=True)
    pieces = models.PositiveSmallIntegerField(null=True)
    weight_g = models.PositiveIntegerField(null=True)
    amount = models.BigIntegerField(null=True, db_comment="đồng, net, without what the mark adds")
    tax = models.BigIntegerField(
        null=True,
        db_comment="đồng that the table's price held as tax; empty: tax is taken on the sum",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="line_once_in_a_book",
                fields=["account", "side", "code", "copy"],
                condition=~Q(code=""),
            ),
            models.CheckConstraint(
                name="line_amount_is_not_negative", condition=Q(amount=None) | Q(amount__gte=0)
            ),
            models.CheckConstraint(
                name="line_tax_is_within_a_price",
                condition=Q(tax=None) | Q(tax__gte=0, amount__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="line_of_book", fields=["account", "side", "n"]),
            models.Index(name="line_of_unit", fields=["unit"], condition=Q(unit__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.n} of {self.account}"


class LineMark(models.Model):
    """The mark that a brought book states of one line: Amber, guarded as `custody_mark` is."""

    line = models.OneToOneField(
        Line, models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )
    mark = models.CharField(max_length=4)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="linemark_is_known", condition=Q(mark__in=["none", "F", "A", "B", "C"])
            )
        ]

    def __str__(self) -> str:
        return f"mark of line {self.line_id}"


class Mapping(models.Model):
    """Which column of a source's files holds what, remembered by the shape of its headings.

    The headings themselves are not kept: a file may say anything there.
    """

    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    side = models.CharField(max_length=1, choices=SIDE_LABELS)
    headings = models.CharField(max_length=64, db_comment="SHA-256 of the headings in order")
    columns = models.JSONField(db_comment="Fact -> number of the column, from 0")
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="mapping_once_a_source", fields=["agency", "side", "headings"]
            ),
        ]

    def __str__(self) -> str:
        return f"columns of {self.agency_id}"
