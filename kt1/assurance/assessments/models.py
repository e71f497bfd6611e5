"""Checklists in versions, assessments of security as totals, measures."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.assurance.assessments.rules import (
    KEPT_CHARS_MAX,
    NUMBER_CHARS_MAX,
    POINTS_MAX,
    TEXT_CHARS_MAX,
    MeasureState,
    Nature,
    Topic,
    percent_of,
)

TOPIC_LABELS = {
    Topic.SITE: _("site"),
    Topic.VEHICLE: _("vehicle"),
    Topic.NETWORK: _("network and connections"),
    Topic.PEOPLE: _("people who do KT1"),
}
NATURE_LABELS = {Nature.CORRECTIVE: _("corrective"), Nature.PREVENTIVE: _("preventive")}
MEASURE_LABELS = {
    MeasureState.OPEN: _("to be done"),
    MeasureState.DONE: _("done, another person is to verify"),
    MeasureState.VERIFIED: _("verified"),
    MeasureState.CANCELLED: _("given up"),
}


class SafetyChecklist(models.Model):
    """One version of what is looked at. It never changes; a new one comes after it."""

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    topic = models.CharField(max_length=7, choices=TOPIC_LABELS)
    n = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="safetychecklist_in_turn", fields=["province", "topic", "n"]
            ),
            models.CheckConstraint(
                name="safetychecklist_is_coded", condition=Q(topic__in=list(Topic))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.n}"


class SafetyCriterion(models.Model):
    """One line of a checklist."""

    checklist = models.ForeignKey(SafetyChecklist, models.PROTECT, related_name="criteria")
    n = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=TEXT_CHARS_MAX)
    points = models.PositiveSmallIntegerField()
    critical = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="safetycriterion_in_turn", fields=["checklist", "n"]),
            models.CheckConstraint(
                name="safetycriterion_points_within_bounds",
                condition=Q(points__gte=1, points__lte=POINTS_MAX),
            ),
            models.CheckConstraint(name="safetycriterion_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.checklist_id}/{self.n}"


class Assessment(models.Model):
    """One assessment: its paper, and how many points were met. Which ones stays on paper."""

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    topic = models.CharField(max_length=7, choices=TOPIC_LABELS)
    place = models.ForeignKey("network.Place", models.PROTECT, null=True, related_name="+")
    checklist = models.ForeignKey(SafetyChecklist, models.PROTECT, related_name="+")
    done_on = models.DateField()
    number = models.CharField(max_length=NUMBER_CHARS_MAX, db_comment="Số biên bản")
    kept_at = models.CharField(max_length=KEPT_CHARS_MAX, db_comment="Where the paper lies")
    met = models.PositiveSmallIntegerField()
    unmet = models.PositiveSmallIntegerField()
    not_concerned = models.PositiveSmallIntegerField()
    critical_unmet = models.PositiveSmallIntegerField()
    points = models.PositiveSmallIntegerField()
    points_max = models.PositiveSmallIntegerField()
    next_due = models.DateField()
    due_norm = models.CharField(max_length=120, db_comment="Id of the parameter")
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="assessment_of_a_place_where_it_is_of_one",
                condition=Q(topic__in=[Topic.SITE, Topic.VEHICLE], place__isnull=False)
                | Q(topic__in=[Topic.NETWORK, Topic.PEOPLE], place=None),
            ),
            models.CheckConstraint(
                name="assessment_counts_fit",
                condition=Q(points__lte=F("points_max"), critical_unmet__lte=F("unmet")),
            ),
            models.CheckConstraint(
                name="assessment_has_a_paper", condition=~Q(number="") & ~Q(kept_at="")
            ),
            models.CheckConstraint(
                name="assessment_comes_round", condition=Q(next_due__gt=F("done_on"))
            ),
            models.UniqueConstraint(
                name="assessment_paper_once",
                fields=["province", "topic", "place", "number", "done_on"],
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(
                name="assessment_newest", fields=["province", "topic", "place", "-done_on"]
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def percent(self) -> int:
        return percent_of(self.points, self.points_max)


class SafetyMeasure(models.Model):
    """A corrective or preventive measure: which line of which paper, whose, until when."""

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, models.PROTECT, null=True, related_name="measures")
    nature = models.CharField(max_length=10, choices=NATURE_LABELS)
    paper = models.CharField(max_length=NUMBER_CHARS_MAX, db_comment="Number of the paper")
    paper_date = models.DateField()
    item = models.PositiveSmallIntegerField(db_comment="Which line of that paper")
    owner = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    due = models.DateField()
    state = models.CharField(max_length=9, choices=MEASURE_LABELS, default=MeasureState.OPEN)
    done_on = models.DateField(null=True)
    done_paper = models.CharField(max_length=NUMBER_CHARS_MAX, blank=True)
    done_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    verified_on = models.DateField(null=True)
    verified_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="safetymeasure_is_coded",
                condition=Q(nature__in=list(Nature), state__in=list(MeasureState)),
            ),
            models.CheckConstraint(
                name="safetymeasure_has_a_paper", condition=~Q(paper="") & Q(item__gte=1)
            ),
            models.UniqueConstraint(
                name="safetymeasure_line_once",
                fields=["province", "paper", "paper_date", "item", "nature"],
                condition=~Q(state=MeasureState.CANCELLED),
            ),
            models.CheckConstraint(
                name="safetymeasure_done_by_somebody",
                condition=Q(
                    state__in=[MeasureState.OPEN, MeasureState.CANCELLED],
                    done_on=None,
                    done_by=None,
                    done_paper="",
                )
                | (
                    Q(
                        state__in=[MeasureState.DONE, MeasureState.VERIFIED],
                        done_on__isnull=False,
                        done_by__isnull=False,
                    )
                    & ~Q(done_paper="")
                ),
            ),
            models.CheckConstraint(
                name="safetymeasure_verified_by_another",
                condition=(~Q(state=MeasureState.VERIFIED) & Q(verified_on=None, verified_by=None))
                | (
                    Q(
                        state=MeasureState.VERIFIED,
                        verified_on__gte=F("done_on"),
                        verified_by__isnull=False,
                    )
                    & ~Q(verified_by=F("done_by"))
                ),
            ),
        ]
        indexes = [
            models.Index(
                name="safetymeasure_pending",
                fields=["province", "due"],
                condition=Q(state__in=[MeasureState.OPEN, MeasureState.DONE]),
            )
        ]

    def __str__(self) -> str:
        return f"BP-{self.pk:04d}"
