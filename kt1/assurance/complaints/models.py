"""Complaints, the post's answers, and the record of liability."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.assurance.complaints.rules import (
    AMOUNT_MAX_VND,
    NUMBER_CHARS_MAX,
    OVER,
    TO_ANSWER,
    Cause,
    Found,
    Matter,
    Method,
    Outcome,
    Responsible,
    State,
)

MATTER_LABELS = {
    Matter.LOSS: _("loss"),
    Matter.DELAY: _("delay"),
    Matter.DAMAGE: _("damage, cover torn"),
    Matter.SWAPPED: _("swapped"),
    Matter.PRICE: _("price charged"),
    Matter.OTHER: _("another matter of the service"),
}
STATE_LABELS = {
    State.FILED: _("filed, the post is to answer"),
    State.ANSWERED: _("answered, the agency is to decide"),
    State.CONTESTED: _("not agreed to, the post answers again"),
    State.LIABLE: _("liability recorded, to be paid"),
    State.CLOSED: _("closed"),
    State.WITHDRAWN: _("complaint withdrawn"),
}
OUTCOME_LABELS = {
    Outcome.UPHELD: _("the complaint is right"),
    Outcome.PARTLY: _("the complaint is right in part"),
    Outcome.REJECTED: _("the complaint is not right"),
}
CAUSE_LABELS = {
    Cause.ACCEPTANCE: _("at acceptance"),
    Cause.SORTING: _("in sorting"),
    Cause.TRANSPORT: _("in transport"),
    Cause.DELIVERY: _("at delivery"),
    Cause.AGENCY: _("with the sender or the receiver"),
    Cause.FORCE_MAJEURE: _("force majeure"),
    Cause.NOT_FOUND: _("could not be found out"),
}
RESPONSIBLE_LABELS = {
    Responsible.POST: _("the post of this province"),
    Responsible.OTHER_POST: _("the post of another province"),
    Responsible.CENTRAL: _("the central post office"),
}
METHOD_LABELS = {
    Method.TRANSFER: _("bank transfer"),
    Method.CASH: _("cash"),
    Method.OFFSET: _("set off in the monthly payment"),
}
FOUND_LABELS = {
    Found.TAKEN: _("taken back, the compensation is repaid"),
    Found.REFUSED: _("not taken back: the cover goes to its sender, never to the post"),
}


class Complaint(models.Model):
    """One body complains of one item. Remarks are notes of the entries about it."""

    unit = models.ForeignKey("custody.Unit", models.PROTECT, related_name="+")
    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    province = models.ForeignKey(
        "network.AdminUnit", models.PROTECT, related_name="+", db_comment="Whose post answers"
    )
    matter = models.CharField(max_length=8, choices=MATTER_LABELS)
    state = models.CharField(max_length=9, choices=STATE_LABELS, default=State.FILED)
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    window_ends = models.DateField(db_comment="Last day on which it could be filed")
    window_norm = models.CharField(max_length=120, db_comment="Id of the parameter")
    due = models.DateField(db_comment="Last day for the answer that is owed or was given")
    due_norm = models.CharField(max_length=120, db_comment="Id of the parameter")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="complaint_open_once",
                fields=["unit", "agency", "matter"],
                condition=~Q(state__in=sorted(OVER)),
            ),
            models.CheckConstraint(
                name="complaint_is_coded",
                condition=Q(matter__in=list(Matter), state__in=list(State)),
            ),
            models.CheckConstraint(
                name="complaint_over_iff_closed",
                condition=Q(state__in=sorted(OVER), closed_at__isnull=False)
                | (~Q(state__in=sorted(OVER)) & Q(closed_at=None)),
            ),
        ]
        indexes = [
            models.Index(name="complaint_of_agency", fields=["agency", "-filed_at"]),
            models.Index(
                name="complaint_to_answer",
                fields=["province", "due"],
                condition=Q(state__in=sorted(TO_ANSWER)),
            ),
        ]

    def __str__(self) -> str:
        return f"KN-{self.pk:05d}"


class ComplaintAnswer(models.Model):
    """One answer of the post; after a disagreement there is another."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="answers")
    n = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=8, choices=OUTCOME_LABELS)
    cause = models.CharField(max_length=13, choices=CAUSE_LABELS)
    due = models.DateField(db_comment="By when it was owed")
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="complaintanswer_in_turn", fields=["complaint", "n"]),
            models.CheckConstraint(
                name="complaintanswer_is_coded",
                condition=Q(outcome__in=list(Outcome), cause__in=list(Cause)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.n}"


class Liability(models.Model):
    """Biên bản xác định trách nhiệm: item, sender and receiver stand with the complaint's item."""

    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="liability")
    number = models.CharField(max_length=NUMBER_CHARS_MAX, db_comment="Số biên bản")
    dated = models.DateField()
    accepted_at = models.DateTimeField(db_comment="When the item was accepted")
    accepted_place = models.ForeignKey(
        "network.Place", models.PROTECT, null=True, related_name="+", db_comment="Where, if told"
    )
    cause = models.CharField(max_length=13, choices=CAUSE_LABELS)
    responsible = models.CharField(max_length=10, choices=RESPONSIBLE_LABELS)
    price_vnd = models.BigIntegerField(null=True, db_comment="Price the least amount is of")
    amount_vnd = models.BigIntegerField()
    method = models.CharField(max_length=8, choices=METHOD_LABELS)
    pay_by = models.DateField()
    paid_on = models.DateField(null=True)
    paid_paper = models.CharField(max_length=NUMBER_CHARS_MAX, blank=True)
    found_on = models.DateField(null=True, db_comment="A lost item came to light")
    found = models.CharField(max_length=7, blank=True, choices=FOUND_LABELS)
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="liability_found_with_a_choice",
                condition=Q(found_on=None, found="")
                | Q(found_on__gte=F("dated"), found__in=list(Found)),
            ),
            models.CheckConstraint(
                name="liability_is_coded",
                condition=Q(
                    cause__in=list(Cause),
                    responsible__in=list(Responsible),
                    method__in=list(Method),
                ),
            ),
            models.CheckConstraint(
                name="liability_amount_within_bounds",
                condition=Q(amount_vnd__gt=0, amount_vnd__lte=AMOUNT_MAX_VND),
            ),
            models.CheckConstraint(name="liability_has_a_number", condition=~Q(number="")),
            models.CheckConstraint(
                name="liability_paid_by_a_paper",
                condition=Q(paid_on=None, paid_paper="")
                | (Q(paid_on__gte=F("dated")) & ~Q(paid_paper="")),
            ),
        ]

    def __str__(self) -> str:
        return self.number
