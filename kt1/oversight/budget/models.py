"""A province's budget for KT1, in versions that are never edited."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kt1.network.agencies.models import BUDGET_LABELS
from kt1.oversight.budget.rules import GROWTH_MAX, VND_MAX, Return, Scenario, Stage

STAGE_LABELS = {
    Stage.ESTIMATE: _("estimate"),
    Stage.APPRAISED: _("appraised"),
    Stage.ALLOCATED: _("allocated"),
    Stage.ADJUSTED: _("adjusted"),
    Stage.SETTLED: _("settled"),
}
SCENARIO_LABELS = {
    Scenario.LOW: _("low"),
    Scenario.BASE: _("as measured"),
    Scenario.HIGH: _("high"),
}
RETURN_LABELS = {
    Return.BASIS: _("the months or volumes it rests on"),
    Return.GROWTH: _("the growth"),
    Return.TARIFF: _("the tariff"),
    Return.BODIES: _("a body is missing, or pays from another budget"),
    Return.OTHER: _("see the letter"),
}
#: Every stage that a paper decides.
ON_PAPER = (Stage.APPRAISED, Stage.ALLOCATED, Stage.ADJUSTED, Stage.SETTLED)


class Budget(models.Model):
    """What one province spends on KT1 in one year."""

    province = models.ForeignKey("network.AdminUnit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="budget_one_a_year", fields=["province", "year"])
        ]

    def __str__(self) -> str:
        return f"{self.province_id} {self.year}"


class BudgetVersion(models.Model):
    """One version: an estimate, or what was appraised, allocated, adjusted or settled."""

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="versions")
    n = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=9, choices=STAGE_LABELS)
    scenario = models.CharField(max_length=4, choices=SCENARIO_LABELS)
    growth_per_mille = models.SmallIntegerField()
    scenario_percent = models.PositiveSmallIntegerField()
    vat_percent = models.PositiveSmallIntegerField()
    tariff = models.ForeignKey("law.Tariff", models.PROTECT, related_name="+")
    basis_first = models.DateField(db_comment="First day of the first month measured")
    basis_last = models.DateField(db_comment="First day of the last month measured")
    paper = models.CharField(max_length=80, blank=True, db_comment="Number and date that decide")
    made_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, db_comment="When it went to Sở Tài chính")
    returned_at = models.DateTimeField(null=True)
    returned_for = models.CharField(max_length=6, choices=RETURN_LABELS, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="budgetversion_number_is_one", fields=["budget", "n"]),
            models.CheckConstraint(
                name="budgetversion_stage_and_scenario_are_known",
                condition=Q(stage__in=list(Stage), scenario__in=list(Scenario)),
            ),
            models.CheckConstraint(
                name="budgetversion_growth_within_bounds",
                condition=Q(growth_per_mille__gte=-1000, growth_per_mille__lte=GROWTH_MAX),
            ),
            models.CheckConstraint(
                name="budgetversion_measures_months_in_order",
                condition=Q(
                    basis_first__day=1, basis_last__day=1, basis_last__gte=F("basis_first")
                ),
            ),
            models.CheckConstraint(
                name="budgetversion_rests_on_a_paper_once_decided",
                condition=Q(stage=Stage.ESTIMATE) | (Q(stage__in=ON_PAPER) & ~Q(paper="")),
            ),
            models.CheckConstraint(
                name="budgetversion_comes_back_after_it_was_sent",
                condition=Q(returned_at=None, returned_for="")
                | (Q(sent_at__isnull=False, returned_at__gte=F("sent_at")) & ~Q(returned_for="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.budget} v{self.n} {self.stage}"


class BudgetLine(models.Model):
    """One body in one version."""

    version = models.ForeignKey(BudgetVersion, models.PROTECT, related_name="lines")
    agency = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    payer = models.ForeignKey("network.Agency", models.PROTECT, related_name="+")
    level = models.CharField(max_length=10, choices=BUDGET_LABELS, blank=True)
    items = models.PositiveIntegerField(db_comment="Sent in the months measured")
    unpriced = models.PositiveIntegerField(default=0)
    measured_vnd = models.PositiveBigIntegerField(db_comment="Of these months, before tax")
    surcharge_vnd = models.PositiveBigIntegerField(db_comment="Of marks, before tax")
    last_year_vnd = models.PositiveBigIntegerField(db_comment="Signed, two years before")
    this_year_vnd = models.PositiveBigIntegerField(db_comment="A year at the pace measured")
    amount_vnd = models.PositiveBigIntegerField(db_comment="Whole VND, with tax")
    carried_vnd = models.PositiveBigIntegerField(
        default=0, db_comment="Chuyển nguồn to the next year, when it is settled"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="budgetline_one_a_body", fields=["version", "agency"]),
            models.CheckConstraint(
                name="budgetline_amounts_within_bounds",
                condition=Q(amount_vnd__lte=VND_MAX, carried_vnd__lte=VND_MAX),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} in {self.version_id}"
