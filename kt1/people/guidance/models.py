"""What the post or the Sở told a body, when and how, and who there has read it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.people.accounts.models import User
from kt1.people.guidance.rules import Channel, Giver, Matter, Told

MATTER_LABELS = {
    Matter.PRODUCTS: _("products and their choice"),
    Matter.DUTY: _("what has to go by KT1"),
    Matter.WRAPPING: _("wrapping and cover"),
    Matter.HOURS: _("closing and delivery hours"),
    Matter.LEAD_TIME: _("lead time of timed items"),
    Matter.TARIFF: _("tariff and payment"),
    Matter.RECEIVERS: _("focal points and duty hours"),
    Matter.HAND_OVER: _("hand-over at the desk"),
    Matter.COMPLAINTS: _("complaints"),
    Matter.RECONCILIATION: _("monthly reconciliation"),
    Matter.SYSTEM: _("use of this system"),
}
CHANNEL_LABELS = {
    Channel.CALL: _("by telephone"),
    Channel.VISIT: _("on the spot"),
    Channel.LETTER: _("in writing"),
    Channel.TRAINING: _("at a training"),
    Channel.SYSTEM: _("on this system"),
}
TOLD_LABELS = {
    Told.CLERK: _("records clerk or focal point"),
    Told.HEAD: _("head of the agency"),
    Told.ACCOUNTANT: _("accountant"),
    Told.DUTY_ROOM: _("duty room"),
    Told.OFFICE: _("the whole office"),
}
GIVER_LABELS = {Giver.POST: _("the post"), Giver.REGULATOR: _("the Department")}


class Guidance(models.Model):
    """One guidance to one body. A text beside it is the note `note` of its ledger entry."""

    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    giver = models.CharField(max_length=10, choices=GIVER_LABELS)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    matter = models.CharField(max_length=16, choices=MATTER_LABELS)
    channel = models.CharField(max_length=10, choices=CHANNEL_LABELS)
    told = models.CharField(max_length=10, choices=TOLD_LABELS)
    given_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    paper = models.CharField(
        max_length=80, blank=True, db_comment="Number and date of the letter, where there is one"
    )
    entry = models.UUIDField(db_comment="ledger_entry.id, by value")
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        db_comment="The earlier one that this one puts right",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="guidance_is_coded",
                condition=Q(
                    giver__in=list(Giver),
                    matter__in=list(Matter),
                    channel__in=list(Channel),
                    told__in=list(Told),
                ),
            ),
            models.CheckConstraint(
                name="guidance_is_recorded_after_it_is_given",
                condition=Q(recorded_at__gte=F("given_at")),
            ),
            models.CheckConstraint(
                name="guidance_does_not_correct_itself",
                condition=Q(corrects=None) | ~Q(corrects=F("id")),
            ),
        ]
        indexes = [
            models.Index(name="guidance_of_agency", fields=["agency", "-given_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.matter}"


class GuidanceReceipt(models.Model):
    """A person of the body says that they have read it."""

    guidance = models.ForeignKey(Guidance, models.PROTECT, related_name="receipts")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="guidancereceipt_is_given_once", fields=["guidance", "user"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guidance_id} {self.user_id}"
