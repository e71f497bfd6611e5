"""Requests and answers between a body and whoever follows it, and the contact of record."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.oversight.requests.rules import Matter, Side, State

MATTER_LABELS = {
    Matter.FOCAL_POINTS: _("focal points and duty hours"),
    Matter.SELF_REVIEW: _("self-review"),
    Matter.RULES: _("internal rules on secrecy"),
    Matter.RECONCILIATION: _("monthly reconciliation"),
    Matter.QUALITY: _("quality of the service"),
    Matter.ANNEX: _("who has to use KT1"),
    Matter.GUIDANCE: _("how something is done"),
    Matter.BUDGET: _("money for KT1"),
    Matter.SYSTEM: _("use of this system"),
    Matter.OTHER: _("something else"),
}
STATE_LABELS = {
    State.WAITING: _("waiting for an answer"),
    State.ANSWERED: _("answered"),
    State.CLOSED: _("over"),
}
SIDE_LABELS = {Side.FOLLOWER: _("who follows the line"), Side.BODY: _("the agency")}


class Inquiry(models.Model):
    """One request to or from one body. What was said are notes of the ledger."""

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    asked_by = models.CharField(max_length=8, choices=SIDE_LABELS)
    matter = models.CharField(max_length=14, choices=MATTER_LABELS)
    due = models.DateField()
    state = models.CharField(max_length=8, choices=STATE_LABELS, default=State.WAITING)
    waits_for = models.CharField(max_length=8, choices=SIDE_LABELS, db_comment="Who answers next")
    batch = models.UUIDField(db_comment="Asked of many at once: the same for all of them")
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="inquiry_is_coded",
                condition=Q(
                    asked_by__in=list(Side),
                    waits_for__in=list(Side),
                    matter__in=list(Matter),
                    state__in=list(State),
                ),
            ),
            models.CheckConstraint(
                name="inquiry_is_over_when_closed",
                condition=Q(state=State.CLOSED, closed_at__gte=F("at"))
                | (~Q(state=State.CLOSED) & Q(closed_at=None)),
            ),
            models.UniqueConstraint(name="inquiry_one_a_body_of_batch", fields=["batch", "agency"]),
        ]
        indexes = [
            models.Index(
                name="inquiry_waiting",
                fields=["agency", "waits_for", "due"],
                condition=Q(state=State.WAITING),
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.matter}"


class InquiryMessage(models.Model):
    """One thing said; never changed. Its text is the note `words` of its ledger entry."""

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="messages")
    n = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=8, choices=SIDE_LABELS)
    paper = models.CharField(max_length=80, blank=True)
    for_the_body = models.BooleanField(default=False)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entry = models.UUIDField(db_comment="ledger_entry.id, by value")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="inquirymessage_number_is_one", fields=["inquiry", "n"]),
            models.CheckConstraint(
                name="inquirymessage_side_is_known", condition=Q(side__in=list(Side))
            ),
            models.CheckConstraint(
                name="inquirymessage_entered_for_a_body_names_its_paper",
                condition=Q(for_the_body=False) | ~Q(paper=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id}/{self.n}"


class AgencyContact(models.Model):
    """The contact of record of a body between two days: a duty and a public telephone."""

    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    title = models.CharField(max_length=120, db_comment="A duty, never a name")
    phone = models.CharField(max_length=15)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    set_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="agencycontact_one_now", fields=["agency"], condition=Q(valid_to=None)
            ),
            models.CheckConstraint(
                name="agencycontact_phone_is_digits", condition=Q(phone__regex=r"^[0-9]{8,15}$")
            ),
            models.CheckConstraint(
                name="agencycontact_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.title}"
