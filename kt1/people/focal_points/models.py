"""Who may receive for an agency at a delivery point, on which days and at which hours."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.people.accounts.models import User
from kt1.people.focal_points.rules import DayOfDuty, Rank, ReceiverKind

RECEIVER_LABELS = {
    ReceiverKind.PERSON: _("person"),
    ReceiverKind.DUTY_POST: _("duty post"),
    ReceiverKind.DUTY_ROOM: _("duty room"),
}
RANK_LABELS = {
    Rank.FOCAL: _("focal point"),
    Rank.DEPUTY: _("deputy"),
    Rank.NAMED: _("named in writing"),
}
DAY_LABELS = {
    DayOfDuty.WORKING: _("working day"),
    DayOfDuty.SATURDAY: _("Saturdays"),
    DayOfDuty.SUNDAY: _("Sundays"),
    DayOfDuty.HOLIDAY: _("public holiday"),
    DayOfDuty.TET: _("Tết"),
}


class FocalPoint(models.Model):
    """A person, a duty post or a duty room that a paper names to receive, in one window of hours.

    The window belongs to the day it begins on: 17:00 to 07:30 of a Friday ends on Saturday.
    """

    point = models.ForeignKey("network.Place", models.PROTECT, related_name="+")
    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=RECEIVER_LABELS)
    name = models.CharField(max_length=80, blank=True, db_comment="Of a person; else empty")
    title = models.CharField(max_length=120)
    phone = models.CharField(max_length=20, blank=True, db_comment="Digits, with + before a code")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    rank = models.CharField(max_length=6, choices=RANK_LABELS)
    day_kinds = ArrayField(models.CharField(max_length=8, choices=DAY_LABELS))
    from_time = models.TimeField()
    to_time = models.TimeField(db_comment="At or before from_time: on the next day")
    authority_doc = models.CharField(max_length=40, db_comment="Number of the naming paper")
    authority_date = models.DateField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(
        null=True, blank=True, db_comment="First moment at which it no longer holds"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="focalpoint_kind_and_rank_are_known",
                condition=Q(kind__in=list(ReceiverKind), rank__in=list(Rank)),
            ),
            models.CheckConstraint(
                name="focalpoint_has_a_name_iff_it_is_a_person",
                condition=(Q(kind=ReceiverKind.PERSON) & ~Q(name=""))
                | (~Q(kind=ReceiverKind.PERSON) & Q(name="")),
            ),
            models.CheckConstraint(
                name="focalpoint_title_and_authority_are_said",
                condition=~Q(title="") & ~Q(authority_doc=""),
            ),
            models.CheckConstraint(
                name="focalpoint_duty_room_can_be_called",
                condition=~Q(kind=ReceiverKind.DUTY_ROOM) | ~Q(phone=""),
            ),
            models.CheckConstraint(
                name="focalpoint_phone_is_digits",
                condition=Q(phone="") | Q(phone__regex=r"^\+?[0-9]{3,15}$"),
            ),
            models.CheckConstraint(
                name="focalpoint_serves_known_days",
                condition=Q(day_kinds__contained_by=list(DayOfDuty)) & Q(day_kinds__len__gt=0),
            ),
            models.CheckConstraint(
                name="focalpoint_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="focalpoint_named_person_has_a_span",
                condition=~Q(rank=Rank.NAMED) | Q(valid_to__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="focalpoint_at_point", fields=["point", "agency"]),
            models.Index(name="focalpoint_of_agency", fields=["agency"]),
        ]

    def __str__(self) -> str:
        return self.title
