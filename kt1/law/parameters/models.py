"""Norm sets and their parameters. Never edited in place: close one row and add another."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from kt1.law.instruments.models import EVIDENCE_LABELS, Instrument
from kt1.law.parameters.keys import Evidence, Key

#: The longest name of a key, and room for those to come.
_KEY_LENGTH = 40


class NormSetStatus(models.TextChoices):
    IN_FORCE = "in_force", _("in force")
    HISTORIC = "historic", _("replaced, kept as a labelled default")


def _days(start: str, end: str) -> Func:
    """From the first day to the last, both included; an open end is without limit."""
    return Func(F(start), F(end), Value("[]"), function="daterange", output_field=DateRangeField())


class NormSet(models.Model):
    """The norms of one circular, and the span in which this installation goes by them."""

    code = models.CharField(max_length=16, unique=True)
    title = models.CharField(max_length=120)
    base = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_comment="Set whose parameters hold where this one is silent",
    )
    status = models.CharField(max_length=10, choices=NormSetStatus.choices)
    instrument = models.ForeignKey(
        Instrument, models.PROTECT, null=True, blank=True, related_name="norm_sets"
    )
    banner = models.CharField(
        max_length=200, blank=True, db_comment="Shown beside every figure until it is confirmed"
    )
    note = models.CharField(max_length=200, blank=True)
    active_from = models.DateField(null=True, blank=True)
    active_to = models.DateField(null=True, blank=True, db_comment="Last day of use here")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="normset_status_is_known", condition=Q(status__in=NormSetStatus.values)
            ),
            models.CheckConstraint(
                name="normset_ends_after_it_begins",
                condition=Q(active_to=None)
                | Q(active_from__isnull=False, active_to__gte=F("active_from")),
            ),
            ExclusionConstraint(
                name="normset_one_is_active_on_a_day",
                expressions=[(_days("active_from", "active_to"), RangeOperators.OVERLAPS)],
                condition=Q(active_from__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class LegalParameter(models.Model):
    """One figure for one span of days, with the paper it rests on and who confirmed it."""

    norm_set = models.ForeignKey(NormSet, models.PROTECT, related_name="parameters")
    key = models.CharField(max_length=_KEY_LENGTH)
    scope = models.CharField(
        max_length=32, blank=True, db_comment="For what the figure holds, as none.noi_tinh"
    )
    value = models.JSONField(
        null=True, blank=True, db_comment="Text, whole number, boolean or spans; null says none"
    )
    unit = models.CharField(max_length=16, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, db_comment="Last day on which it holds")
    instrument = models.ForeignKey(
        Instrument, models.PROTECT, null=True, blank=True, related_name="parameters"
    )
    article = models.CharField(max_length=20, blank=True, db_comment="As Đ.4.4.c")
    evidence = models.CharField(max_length=16, choices=EVIDENCE_LABELS)
    note = models.CharField(max_length=200, blank=True)
    confirmed_by = models.CharField(max_length=40, blank=True, db_comment="As user:12")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="parameter_key_is_known", condition=Q(key__in=list(Key))),
            models.CheckConstraint(
                name="parameter_evidence_is_known", condition=Q(evidence__in=list(Evidence))
            ),
            models.CheckConstraint(
                name="parameter_names_its_paper_or_is_an_assumption",
                condition=Q(instrument__isnull=False) | Q(evidence=Evidence.ASSUMPTION),
            ),
            models.CheckConstraint(
                name="parameter_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="parameter_says_who_confirmed_and_when_together",
                condition=Q(confirmed_by="", confirmed_at=None)
                | (~Q(confirmed_by="") & Q(confirmed_at__isnull=False)),
            ),
            ExclusionConstraint(
                name="parameter_spans_of_one_name_never_overlap",
                expressions=[
                    ("norm_set", RangeOperators.EQUAL),
                    ("key", RangeOperators.EQUAL),
                    ("scope", RangeOperators.EQUAL),
                    (_days("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{Key(self.key)} {self.scope}".strip()
