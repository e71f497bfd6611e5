"""Provinces and communes: the unit keeps its code, its name and kind have validity periods."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from kt1.network.units.rules import Evidence, Level, UnitKind

LEVEL_LABELS = {Level.PROVINCE: _("province"), Level.COMMUNE: _("commune")}
EVIDENCE_LABELS = {
    Evidence.OFFICIAL: _("official text"),
    Evidence.PRESS: _("press"),
    Evidence.HISTORIC: _("historic text"),
    Evidence.ASSUMPTION: _("assumption, to be confirmed"),
}


class AdminUnit(models.Model):
    """A province or a commune, known by the code of the National Statistics Office."""

    code = models.CharField(max_length=5, unique=True, db_comment="NSO code: 2 or 5 digits")
    level = models.CharField(max_length=8, choices=LEVEL_LABELS)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="units")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="adminunit_code_and_parent_fit_its_level",
                condition=Q(level=Level.PROVINCE, code__regex=r"^[0-9]{2}$", parent=None)
                | Q(level=Level.COMMUNE, code__regex=r"^[0-9]{5}$", parent__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class AdminUnitVersion(models.Model):
    """What a unit was called, and was by law, between two days."""

    unit = models.ForeignKey(AdminUnit, models.PROTECT, related_name="versions")
    kind = models.CharField(max_length=9, choices=[(kind, kind) for kind in UnitKind])
    name = models.CharField(max_length=80, db_comment="Without the kind: Kinh Bắc")
    sort_key = models.CharField(max_length=200, db_comment="Byte order is Vietnamese order")
    folded = models.CharField(max_length=80, db_comment="For finding, never for identity")
    postcode = models.CharField(max_length=5, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, db_comment="Last day, included")
    source = models.CharField(max_length=300)
    evidence = models.CharField(max_length=16, choices=EVIDENCE_LABELS)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="adminunitversion_kind_is_known",
                condition=Q(kind__in=list(UnitKind)),
            ),
            models.CheckConstraint(
                name="adminunitversion_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="adminunitversion_postcode_is_five_digits",
                condition=Q(postcode="") | Q(postcode__regex=r"^[0-9]{5}$"),
            ),
            models.CheckConstraint(name="adminunitversion_source_is_said", condition=~Q(source="")),
            models.CheckConstraint(
                name="adminunitversion_evidence_is_known",
                condition=Q(evidence__in=list(Evidence)),
            ),
            ExclusionConstraint(
                name="adminunitversion_one_name_a_day",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    (
                        Func("valid_from", "valid_to", Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Succession(models.Model):
    """One unit took the place of another on a day; a merger or a split has several rows."""

    old = models.ForeignKey(AdminUnit, models.PROTECT, related_name="successors")
    new = models.ForeignKey(AdminUnit, models.PROTECT, related_name="predecessors")
    at = models.DateField()
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(name="succession_joins_two_units", condition=~Q(old=F("new"))),
            models.CheckConstraint(name="succession_source_is_said", condition=~Q(source="")),
            models.UniqueConstraint(name="succession_is_said_once", fields=["old", "new", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.old}→{self.new} {self.at}"
