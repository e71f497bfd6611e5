"""Rosters as they were made: never changed, only withdrawn and made anew, so each day can be
answered again as it was known then."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from kt1.people.accounts.models import User
from kt1.people.focal_points.models import DAY_LABELS, RANK_LABELS, FocalPoint
from kt1.people.focal_points.rules import DayOfDuty, Rank
from kt1.people.rosters.kinds import Act, RosterKind, SwapState

KIND_LABELS = {
    RosterKind.ROTATION: _("rotation"),
    RosterKind.SCHEDULE: _("temporary schedule"),
    RosterKind.OVERRIDE: _("stand-in"),
}
ACT_LABELS = {
    Act.ROTATION_SET: _("rotation set"),
    Act.ROTATION_ENDED: _("rotation ended"),
    Act.SCHEDULE_SET: _("temporary schedule set"),
    Act.SCHEDULE_IMPORTED: _("temporary schedule imported"),
    Act.SCHEDULE_WITHDRAWN: _("temporary schedule withdrawn"),
    Act.OVERRIDE_SET: _("stand-in set"),
    Act.OVERRIDE_WITHDRAWN: _("stand-in withdrawn"),
    Act.SWAPPED: _("turns swapped"),
}
STATE_LABELS = {
    SwapState.ASKED: _("waiting for an answer"),
    SwapState.ACCEPTED: _("accepted"),
    SwapState.DECLINED: _("declined"),
    SwapState.WITHDRAWN: _("withdrawn"),
}


class RosterChange(models.Model):
    """One act upon the rosters of an agency at a point: what it withdrew and what it made."""

    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    point = models.ForeignKey("network.Place", models.PROTECT, related_name="+")
    act = models.CharField(max_length=20, choices=ACT_LABELS)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="rosterchange_act_is_known", condition=Q(act__in=list(Act)))
        ]
        indexes = [models.Index(name="rosterchange_in_order", fields=["agency", "-at"])]

    def __str__(self) -> str:
        return f"{self.act} {self.at:%Y-%m-%d %H:%M}"


class Roster(models.Model):
    """A rotation, a temporary schedule or a one-off override of one agency at one point."""

    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    point = models.ForeignKey("network.Place", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=KIND_LABELS)
    title = models.CharField(max_length=120, blank=True)
    begins = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True, db_comment="First moment it no longer holds")
    day_kinds = ArrayField(
        models.CharField(max_length=8, choices=DAY_LABELS), db_comment="Of a rotation", default=list
    )
    from_time = models.TimeField(null=True, blank=True, db_comment="Of a rotation")
    to_time = models.TimeField(null=True, blank=True, db_comment="Of a rotation")
    days_each = models.PositiveSmallIntegerField(
        null=True, blank=True, db_comment="Of a rotation: days of the calendar a turn lasts"
    )
    instead_of = models.ForeignKey(
        FocalPoint,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_comment="Of an override: whose turns; empty: everybody's of the rank",
    )
    authority_doc = models.CharField(max_length=40, blank=True)
    authority_date = models.DateField(null=True, blank=True)
    made = models.ForeignKey(RosterChange, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    withdrawn = models.ForeignKey(
        RosterChange, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="roster_kind_is_known", condition=Q(kind__in=list(RosterKind))
            ),
            models.CheckConstraint(
                name="roster_ends_after_it_begins",
                condition=Q(ends=None) | Q(ends__gt=F("begins")),
            ),
            models.CheckConstraint(
                name="roster_only_a_rotation_is_open_ended",
                condition=Q(kind=RosterKind.ROTATION) | Q(ends__isnull=False),
            ),
            models.CheckConstraint(
                name="roster_rotation_has_its_hours",
                condition=Q(
                    kind=RosterKind.ROTATION,
                    from_time__isnull=False,
                    to_time__isnull=False,
                    days_each__gt=0,
                    day_kinds__len__gt=0,
                    day_kinds__contained_by=list(DayOfDuty),
                )
                | (
                    ~Q(kind=RosterKind.ROTATION)
                    & Q(from_time=None, to_time=None, days_each=None, day_kinds=[])
                ),
            ),
            models.CheckConstraint(
                name="roster_only_an_override_stands_instead",
                condition=Q(kind=RosterKind.OVERRIDE) | Q(instead_of=None),
            ),
            models.CheckConstraint(
                name="roster_is_titled_and_names_its_paper",
                condition=Q(kind=RosterKind.OVERRIDE)
                | (~Q(title="") & ~Q(authority_doc="") & Q(authority_date__isnull=False)),
            ),
            models.CheckConstraint(
                name="roster_withdrawn_says_when",
                condition=Q(withdrawn=None, withdrawn_at=None)
                | Q(withdrawn__isnull=False, withdrawn_at__gte=F("made_at")),
            ),
            ExclusionConstraint(
                name="roster_one_temporary_schedule_at_a_time",
                expressions=[
                    ("agency", RangeOperators.EQUAL),
                    ("point", RangeOperators.EQUAL),
                    (Func("begins", "ends", function="tstzrange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(kind=RosterKind.SCHEDULE, withdrawn=None),
            ),
        ]
        indexes = [models.Index(name="roster_at_point", fields=["point", "agency"])]

    def __str__(self) -> str:
        return self.title or self.kind


class RosterLine(models.Model):
    """One person of a roster: a member in turn, a shift, or who stands in."""

    roster = models.ForeignKey(Roster, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    receiver = models.ForeignKey(FocalPoint, models.PROTECT, related_name="+")
    rank = models.CharField(max_length=6, choices=RANK_LABELS)
    begins = models.DateTimeField(null=True, blank=True, db_comment="Of a shift")
    ends = models.DateTimeField(null=True, blank=True, db_comment="Of a shift")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="rosterline_stands_once_in_order", fields=["roster", "position"]
            ),
            models.CheckConstraint(
                name="rosterline_rank_is_known", condition=Q(rank__in=list(Rank))
            ),
            models.CheckConstraint(
                name="rosterline_ends_after_it_begins",
                condition=Q(begins=None, ends=None) | Q(ends__gt=F("begins")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.roster_id}.{self.position}"


class Swap(models.Model):
    """One of the roster asks another to take a turn, perhaps for a turn of theirs.

    Nothing changes until the other, or the head, accepts.
    """

    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    point = models.ForeignKey("network.Place", models.PROTECT, related_name="+")
    giver = models.ForeignKey(FocalPoint, models.PROTECT, related_name="+")
    giver_rank = models.CharField(max_length=6, choices=RANK_LABELS)
    giver_begins = models.DateTimeField()
    giver_ends = models.DateTimeField()
    taker = models.ForeignKey(FocalPoint, models.PROTECT, related_name="+")
    taker_rank = models.CharField(max_length=6, choices=RANK_LABELS, blank=True)
    taker_begins = models.DateTimeField(null=True, blank=True)
    taker_ends = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=STATE_LABELS, default=SwapState.ASKED)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="swap_state_is_known", condition=Q(state__in=list(SwapState))
            ),
            models.CheckConstraint(
                name="swap_turns_end_after_they_begin",
                condition=Q(giver_ends__gt=F("giver_begins"))
                & (
                    Q(taker_begins=None, taker_ends=None, taker_rank="")
                    | (Q(taker_ends__gt=F("taker_begins")) & ~Q(taker_rank=""))
                ),
            ),
            models.CheckConstraint(
                name="swap_is_answered_by_another_than_asked",
                condition=Q(state=SwapState.ASKED, answered_by=None, answered_at=None)
                | Q(state=SwapState.WITHDRAWN, answered_at__isnull=False)
                | (
                    Q(state__in=[SwapState.ACCEPTED, SwapState.DECLINED])
                    & Q(answered_by__isnull=False, answered_at__gte=F("asked_at"))
                    & ~Q(answered_by=F("asked_by"))
                ),
            ),
        ]
        indexes = [models.Index(name="swap_of_agency", fields=["agency", "state"])]

    def __str__(self) -> str:
        return f"{self.giver_id}→{self.taker_id} {self.state}"
