"""Who may receive for an agency at a delivery point, on which days and at which hours."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.network.units.models import AdminUnit
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
    Without any kind of day they stand only where a roster names them.
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
    entry = models.UUIDField(
        null=True, blank=True, db_index=True, db_comment="Ledger entry that named it, by value"
    )
    erased_at = models.DateTimeField(
        null=True, blank=True, db_comment="When name and telephone were removed; the title stays"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="focalpoint_kind_and_rank_are_known",
                condition=Q(kind__in=list(ReceiverKind), rank__in=list(Rank)),
            ),
            models.CheckConstraint(
                name="focalpoint_has_a_name_iff_it_is_a_person",
                condition=(Q(kind=ReceiverKind.PERSON, erased_at=None) & ~Q(name=""))
                | (Q(erased_at__isnull=False) & Q(name=""))
                | (~Q(kind=ReceiverKind.PERSON) & Q(name="")),
            ),
            models.CheckConstraint(
                name="focalpoint_is_erased_after_it_ended",
                condition=Q(erased_at=None)
                | (Q(valid_to__isnull=False) & Q(erased_at__gte=F("valid_to"))),
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
                condition=Q(day_kinds__contained_by=list(DayOfDuty)),
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


class Notice(models.Model):
    """A numbered notice by which an agency tells the post who receives for it (D13).

    It names the rows of the register in force or to come at its moment. The post acknowledges it;
    what changed in the register since then waits to be told.
    """

    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    n = models.PositiveSmallIntegerField(db_comment="Of the agency's notices of that year")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    paper = models.CharField(
        max_length=40, blank=True, db_comment="Number of the signed letter, where it came on paper"
    )
    focal_points = ArrayField(models.BigIntegerField(), db_comment="Rows of the register told")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="notice_has_a_number", fields=["agency", "year", "n"]),
            models.CheckConstraint(
                name="notice_is_acknowledged_by_somebody_afterwards",
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | (Q(acknowledged_by__isnull=False) & Q(acknowledged_at__gte=F("at"))),
            ),
        ]
        indexes = [
            models.Index(
                name="notice_unanswered", fields=["agency"], condition=Q(acknowledged_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return f"{self.n:02}/{self.year}/TB-ĐM"


class IssuedList(models.Model):
    """Numbered copies of the list of focal points: it holds contacts and is handed out counted."""

    province = models.ForeignKey(AdminUnit, models.PROTECT, related_name="+")
    agency = models.ForeignKey(
        "network.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_comment="Whose rows it holds; empty: of the whole province",
    )
    bloc = models.CharField(
        max_length=16, blank=True, db_comment="Only bodies of this bloc; empty: of all"
    )
    year = models.PositiveSmallIntegerField()
    n = models.PositiveSmallIntegerField(db_comment="Of the province's lists of that year")
    copies = models.PositiveSmallIntegerField()
    at = models.DateTimeField(db_comment="The register is printed as it stood then")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="issuedlist_has_a_number", fields=["province", "year", "n"]
            ),
            models.CheckConstraint(
                name="issuedlist_copies_are_counted", condition=Q(copies__gte=1, copies__lte=20)
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return f"{self.n:02}/{self.year}/DS-ĐM"
