"""Targets that a province sets itself, each with the paper that sets it."""

from django.db import models
from django.db.models import Q

from kt1.assurance.adoption.rules import PER_CENT, YEAR_MAX, YEAR_MIN
from kt1.network.agencies.models import BLOC_LABELS
from kt1.network.agencies.rules import Bloc


class AdoptionTarget(models.Model):
    """Of the bodies of a province, or of one bloc, how many should use the service in a year.

    Never changed: another of the same year and bloc takes its place.
    """

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    bloc = models.CharField(
        max_length=16, choices=BLOC_LABELS, blank=True, db_comment="Empty: every bloc"
    )
    goal_percent = models.PositiveSmallIntegerField(db_comment="Of the bodies served")
    paper = models.CharField(max_length=120, db_comment="Number, date and issuer; a public paper")
    entered_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="adoptiontarget_is_a_share_of_a_year",
                condition=Q(
                    goal_percent__gte=1,
                    goal_percent__lte=PER_CENT,
                    year__gte=YEAR_MIN,
                    year__lte=YEAR_MAX,
                    bloc__in=["", *Bloc],
                ),
            ),
            models.CheckConstraint(name="adoptiontarget_has_a_paper", condition=~Q(paper="")),
            models.UniqueConstraint(
                name="adoptiontarget_one_holds",
                fields=["province", "year", "bloc"],
                condition=Q(replaced_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.bloc or '*'} {self.goal_percent}%"
