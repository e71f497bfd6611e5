"""Calls before a visit, substitutes confirmed at a door, and announced changes of courier."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.people.accounts.models import User
from kt1.people.focal_points.models import FocalPoint
from kt1.people.visits.rules import Purpose, Stage

PURPOSE_LABELS = {
    Purpose.AHEAD: _("ringing ahead"),
    Purpose.SUBSTITUTE: _("confirming a substitute"),
}
STAGE_LABELS = {
    Stage.ASKED: _("waits for the shift leader"),
    Stage.AGREED: _("confirmed by the shift leader"),
    Stage.REFUSED: _("not confirmed"),
    Stage.USED: _("delivered, paper to come"),
    Stage.OVERDUE: _("paper overdue"),
    Stage.WRITTEN: _("confirmed in writing"),
    Stage.LAPSED: _("not used"),
}


class Call(models.Model):
    """A person of the post rang a number of the register. The number itself is not repeated."""

    purpose = models.CharField(max_length=10, choices=PURPOSE_LABELS)
    point = models.ForeignKey("network.Place", models.PROTECT, related_name="+")
    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    focal_point = models.ForeignKey(
        FocalPoint, models.PROTECT, related_name="+", db_comment="Whose registered number was rung"
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answered = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="call_purpose_is_known", condition=Q(purpose__in=list(Purpose))
            )
        ]
        indexes = [models.Index(name="call_at_door", fields=["point", "agency", "-at"])]

    def __str__(self) -> str:
        return f"{self.purpose} {self.at:%d/%m/%Y %H:%M}"


class Substitution(models.Model):
    """Nhận thay: somebody not named receives, confirmed by a call, by two of the post, on paper.

    The courier rings a registered number; the shift leader rings too and settles it on their own
    screen; afterwards the agency confirms in writing. Who received stands in the proof of
    delivery, not here.
    """

    point = models.ForeignKey("network.Place", models.PROTECT, related_name="+")
    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    call = models.OneToOneField(Call, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    agreed = models.BooleanField(default=False)
    handover = models.UUIDField(
        null=True, blank=True, unique=True, db_comment="The delivery it was used for, by value"
    )
    used_at = models.DateTimeField(null=True, blank=True)
    paper = models.CharField(max_length=40, blank=True, db_comment="Number of the confirmation")
    paper_date = models.DateField(null=True, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="substitution_takes_two_of_the_post",
                condition=Q(settled_by=None) | ~Q(settled_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="substitution_is_settled_by_somebody",
                condition=Q(settled_by=None, settled_at=None, agreed=False)
                | (Q(settled_by__isnull=False) & Q(settled_at__gte=F("asked_at"))),
            ),
            models.CheckConstraint(
                name="substitution_is_used_once_agreed",
                condition=Q(handover=None, used_at=None)
                | (Q(handover__isnull=False, agreed=True) & Q(used_at__gte=F("settled_at"))),
            ),
            models.CheckConstraint(
                name="substitution_is_written_after_it_was_used",
                condition=Q(written_at=None, written_by=None, paper="", paper_date=None)
                | (
                    Q(written_by__isnull=False, paper_date__isnull=False)
                    & ~Q(paper="")
                    & Q(written_at__gte=F("used_at"))
                ),
            ),
        ]
        indexes = [
            models.Index(name="substitution_at_door", fields=["point", "agency", "-asked_at"]),
            models.Index(
                name="substitution_unwritten",
                fields=["agency"],
                condition=Q(handover__isnull=False, written_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point_id} {self.asked_at:%d/%m/%Y %H:%M}"


class Announcement(models.Model):
    """Between two days another courier comes on a route: told to its agencies in advance."""

    route = models.ForeignKey("network.Route", models.PROTECT, related_name="+")
    courier = models.ForeignKey(User, models.PROTECT, related_name="+")
    from_day = models.DateField()
    to_day = models.DateField(db_comment="Last day, included")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="announcement_ends_after_it_begins", condition=Q(to_day__gte=F("from_day"))
            )
        ]
        indexes = [models.Index(name="announcement_of_route", fields=["route", "from_day"])]

    def __str__(self) -> str:
        return f"{self.route_id} {self.from_day:%d/%m/%Y}"
