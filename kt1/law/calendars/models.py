"""Holidays, days swapped off and make-up Saturdays, each with who decided it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.law.calendars.rules import DECLARED, DayKind
from kt1.law.instruments.models import EVIDENCE_LABELS, Instrument
from kt1.law.parameters.keys import Evidence

KIND_LABELS = {
    DayKind.WORKING: _("working day"),
    DayKind.SATURDAY: _("Saturday"),
    DayKind.SUNDAY: _("Sunday"),
    DayKind.HOLIDAY: _("public holiday"),
    DayKind.TET: _("Tết"),
    DayKind.SWAPPED_OFF: _("day off by swap"),
    DayKind.MAKE_UP: _("make-up working day"),
}
_SWAPS = (DayKind.SWAPPED_OFF, DayKind.MAKE_UP)


class CalendarYear(models.Model):
    """A year a calendar speaks for. Days of any other year have no deadline."""

    calendar = models.CharField(max_length=16, db_comment="CBCC: officials of the State")
    year = models.PositiveSmallIntegerField()
    settled_to = models.DateField(
        db_comment="Last day that no notice still to come can move; before the year if none"
    )
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="calendaryear_stands_once_in_a_calendar", fields=["calendar", "year"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.calendar} {self.year}"


class CalendarDay(models.Model):
    """A day that is not what its day of the week would make it.

    A row is never changed: it is withdrawn with a reason, and another is added.
    """

    calendar = models.CharField(max_length=16)
    date = models.DateField()
    kind = models.CharField(max_length=12, choices=KIND_LABELS)
    name = models.CharField(max_length=80)
    pair = models.DateField(null=True, blank=True, db_comment="Of a swap: the day given for it")
    instrument = models.ForeignKey(
        Instrument, models.PROTECT, null=True, blank=True, related_name="calendar_days"
    )
    article = models.CharField(max_length=20, blank=True)
    evidence = models.CharField(max_length=16, choices=EVIDENCE_LABELS)
    confirmed = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="calendarday_stands_once_in_a_calendar",
                fields=["calendar", "date"],
                condition=Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="calendarday_kind_is_one_that_is_declared",
                condition=Q(kind__in=sorted(DECLARED)),
            ),
            models.CheckConstraint(
                name="calendarday_evidence_is_known", condition=Q(evidence__in=list(Evidence))
            ),
            models.CheckConstraint(
                name="calendarday_names_its_paper_or_is_an_assumption",
                condition=Q(instrument__isnull=False) | Q(evidence=Evidence.ASSUMPTION),
            ),
            models.CheckConstraint(
                name="calendarday_pair_belongs_to_a_swap",
                condition=Q(pair=None) | (Q(kind__in=_SWAPS) & ~Q(pair=F("date"))),
            ),
            models.CheckConstraint(
                name="calendarday_says_when_and_why_withdrawn_together",
                condition=Q(withdrawn_at=None, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"
