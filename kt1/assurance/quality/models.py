"""The register of force majeure, and what quality keeps of the ledger."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.assurance.quality.rules import EventKind, EventState, FactKind, Refusal

EVENT_LABELS = {
    EventKind.STORM: _("storm"),
    EventKind.FLOOD: _("flood"),
    EventKind.LANDSLIDE: _("landslide"),
    EventKind.EPIDEMIC: _("epidemic"),
    EventKind.UNREST: _("unrest"),
    EventKind.ROAD_CLOSED: _("road closed by order"),
    EventKind.OTHER_EVENT: _("another event of force majeure"),
}
EVENT_STATE_LABELS = {
    EventState.ENTERED: _("waits for approval"),
    EventState.APPROVED: _("approved"),
    EventState.REFUSED: _("not approved"),
}
EVENT_REFUSAL_LABELS = {
    Refusal.NO_EVIDENCE: _("the paper does not show it"),
    Refusal.FORESEEABLE: _("it could be foreseen and met"),
    Refusal.WRONG_SPAN: _("the times are not those of the paper"),
    Refusal.WRONG_AREA: _("the area is not that of the paper"),
}
FACT_LABELS = {
    FactKind.RECALLED: _("recalled by its sender"),
    FactKind.NOBODY_NAMED: _("the receiver had named nobody"),
    FactKind.ENTERED_LATE: _("entered later than a day after it happened"),
}


class ForceMajeure(models.Model):
    """One event in one area, from a moment to a moment, with the paper that shows it."""

    id = models.UUIDField(primary_key=True)
    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    commune = models.ForeignKey(
        "network.AdminUnit",
        models.PROTECT,
        null=True,
        related_name="+",
        db_comment="Empty: the whole province",
    )
    kind = models.CharField(max_length=11, choices=EVENT_LABELS)
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    evidence = models.CharField(max_length=120, db_comment="Number, date and issuer of the paper")
    state = models.CharField(max_length=8, choices=EVENT_STATE_LABELS, default=EventState.ENTERED)
    refusal = models.CharField(max_length=11, choices=EVENT_REFUSAL_LABELS, blank=True)
    entered_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    decided_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="forcemajeure_ends_after_it_begins", condition=Q(ends__gt=F("begins"))
            ),
            models.CheckConstraint(name="forcemajeure_has_a_paper", condition=~Q(evidence="")),
            models.CheckConstraint(
                name="forcemajeure_is_decided_by_another",
                condition=Q(decided_by=None) | ~Q(decided_by=F("entered_by")),
            ),
            models.CheckConstraint(
                name="forcemajeure_decided_with_its_moment",
                condition=Q(state=EventState.ENTERED, decided_by=None, decided_at=None)
                | (
                    ~Q(state=EventState.ENTERED)
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="forcemajeure_refused_for_a_reason",
                condition=(Q(state=EventState.REFUSED) & ~Q(refusal=""))
                | (~Q(state=EventState.REFUSED) & Q(refusal="")),
            ),
        ]
        indexes = [models.Index(name="forcemajeure_of_province", fields=["province", "begins"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.begins:%d/%m/%Y}"


class QualityFact(models.Model):
    """What the ledger says of an item and no table of custody keeps. Written by the follower."""

    pk = models.CompositePrimaryKey("unit_id", "kind")
    unit = models.ForeignKey("custody.Unit", models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(max_length=12, choices=FACT_LABELS)
    at = models.DateTimeField(db_comment="The first time that it happened")

    class Meta:
        indexes = [models.Index(name="qualityfact_at", fields=["kind", "at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.unit_id}"
