"""Registers: plans and drills, sites of restricted entry and who came in, connections."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.assurance.assessments.rules import (
    CONTACT_CHARS_MAX,
    NUMBER_CHARS_MAX,
    PEOPLE_MAX,
    PHONE_CHARS_MAX,
    Exchange,
    PlanKind,
    Purpose,
    SiteUse,
    Visitors,
)

PLAN_LABELS = {
    PlanKind.PROTECTION: _("protection of KT1 items and sites"),
    PlanKind.RESPONSE: _("response to incidents"),
    PlanKind.FIRE: _("fire prevention and fighting"),
    PlanKind.HOLIDAY: _("duty on Tết and holidays"),
    PlanKind.BACKUP: _("backup vehicles, routes and people"),
}
USE_LABELS = {
    SiteUse.HANDLING: _("handling of KT1 items"),
    SiteUse.STORE: _("keeping of bags and items"),
    SiteUse.PARKING: _("parking of loaded vehicles"),
    SiteUse.EQUIPMENT: _("equipment of the network"),
}
VISITORS_LABELS = {
    Visitors.AGENCY: _("an agency served"),
    Visitors.CENTRAL: _("central post or post of another province"),
    Visitors.CONTRACTOR: _("contractor"),
    Visitors.AUTHORITY: _("an authority"),
    Visitors.OTHER: _("somebody else"),
}
PURPOSE_LABELS = {
    Purpose.EXCHANGE: _("handing over or taking over"),
    Purpose.MAINTENANCE: _("maintenance, repair"),
    Purpose.INSPECTION: _("inspection"),
    Purpose.VISIT: _("work visit"),
}
EXCHANGE_LABELS = {Exchange.BAGS: _("bags and boxes"), Exchange.DATA: _("data of runs and items")}


class SafetyPlan(models.Model):
    """A plan by its number, its day and its next drill. What it says stays on paper."""

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=PLAN_LABELS)
    place = models.ForeignKey("network.Place", models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=NUMBER_CHARS_MAX)
    dated = models.DateField()
    drill_due = models.DateField(null=True, db_comment="None where no drill is asked for")
    ended_on = models.DateField(null=True, db_comment="Replaced or withdrawn since")
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="safetyplan_is_coded", condition=Q(kind__in=list(PlanKind)) & ~Q(number="")
            ),
            models.UniqueConstraint(name="safetyplan_once", fields=["province", "number", "dated"]),
            models.CheckConstraint(
                name="safetyplan_ends_after_it_begins",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("dated")),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class PlanDrill(models.Model):
    """A drill of a plan was held: its day and the number of its minutes."""

    plan = models.ForeignKey(SafetyPlan, models.PROTECT, related_name="drills")
    held_on = models.DateField()
    number = models.CharField(max_length=NUMBER_CHARS_MAX, db_comment="Số biên bản")
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="plandrill_once", fields=["plan", "held_on"]),
            models.CheckConstraint(name="plandrill_has_minutes", condition=~Q(number="")),
        ]

    def __str__(self) -> str:
        return self.number


class SecuredSite(models.Model):
    """A site of restricted entry, by the paper that made it one."""

    place = models.ForeignKey("network.Place", models.PROTECT, related_name="+")
    use = models.CharField(max_length=9, choices=USE_LABELS)
    number = models.CharField(max_length=NUMBER_CHARS_MAX, db_comment="Of the paper")
    dated = models.DateField()
    guarded = models.BooleanField(db_comment="Somebody is there day and night")
    entry_book = models.BooleanField(db_comment="A book of entries is kept")
    ended_on = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="securedsite_once_a_use",
                fields=["place", "use"],
                condition=Q(ended_on=None),
            ),
            models.CheckConstraint(
                name="securedsite_is_coded", condition=Q(use__in=list(SiteUse)) & ~Q(number="")
            ),
            models.CheckConstraint(
                name="securedsite_ends_after_it_begins",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("dated")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.use}"


class SiteEntry(models.Model):
    """Somebody who does not work there came in: line of the paper book, kind, when, with whom."""

    site = models.ForeignKey(SecuredSite, models.PROTECT, related_name="entries")
    book = models.CharField(max_length=NUMBER_CHARS_MAX, db_comment="Number of the paper book")
    line = models.PositiveIntegerField(db_comment="Line of that book, where the names are")
    visitors = models.CharField(max_length=10, choices=VISITORS_LABELS)
    people = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=11, choices=PURPOSE_LABELS)
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    with_user = models.ForeignKey(
        "people.User", models.PROTECT, related_name="+", db_comment="Who went along"
    )
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="siteentry_line_once", fields=["site", "book", "line"]),
            models.CheckConstraint(
                name="siteentry_is_coded",
                condition=Q(visitors__in=list(Visitors), purpose__in=list(Purpose), line__gte=1),
            ),
            models.CheckConstraint(
                name="siteentry_people_within_bounds",
                condition=Q(people__gte=1, people__lte=PEOPLE_MAX),
            ),
            models.CheckConstraint(
                name="siteentry_leaves_after_it_came",
                condition=Q(left_at=None) | Q(left_at__gte=F("entered_at")),
            ),
        ]
        indexes = [models.Index(name="siteentry_newest", fields=["site", "-entered_at"])]

    def __str__(self) -> str:
        return f"{self.book}/{self.line}"


class NetworkConnection(models.Model):
    """Where the post of a province meets the central network or another province's."""

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    place = models.ForeignKey("network.Place", models.PROTECT, related_name="+")
    peer = models.ForeignKey(
        "network.AdminUnit",
        models.PROTECT,
        null=True,
        related_name="+",
        db_comment="Another province; nobody for the central network",
    )
    exchange = models.CharField(max_length=4, choices=EXCHANGE_LABELS)
    number = models.CharField(max_length=NUMBER_CHARS_MAX, db_comment="Of the agreement")
    dated = models.DateField()
    contact = models.CharField(max_length=CONTACT_CHARS_MAX, db_comment="Duty post, not a person")
    phone = models.CharField(max_length=PHONE_CHARS_MAX, db_comment="Of the duty post")
    checked_on = models.DateField(null=True)
    check_due = models.DateField()
    ended_on = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="networkconnection_once",
                fields=["place", "peer", "exchange"],
                condition=Q(ended_on=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="networkconnection_is_coded",
                condition=Q(exchange__in=list(Exchange)) & ~Q(number="") & ~Q(contact=""),
            ),
            models.CheckConstraint(
                name="networkconnection_of_another_province",
                condition=Q(peer=None) | ~Q(peer=F("province")),
            ),
            models.CheckConstraint(
                name="networkconnection_ends_after_it_begins",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("dated")),
            ),
        ]

    def __str__(self) -> str:
        return self.number
