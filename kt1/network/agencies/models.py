"""The bodies served, the annex under which they use the service, and where mail reaches them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from kt1.law.calendars.rules import DayKind
from kt1.network.agencies.rules import ANY_DAY, Annex, Bloc, BudgetLevel, Family, Hours, Line
from kt1.network.units.models import AdminUnit

FAMILY_LABELS = {
    Family.PROVINCIAL_PARTY_OFFICE: _("Office of the provincial Party committee"),
    Family.PARTY_BOARD: _("Board of the provincial Party committee"),
    Family.PARTY_OF_PARTY_BODIES: _("Party organisation of the Party bodies"),
    Family.PARTY_OF_UBND: _("Party organisation of the People's Committee"),
    Family.ASSEMBLY_OFFICE: _("Office of the deputies and the People's Council"),
    Family.FRONT: _("Fatherland Front"),
    Family.SOCIO_POLITICAL: _("Socio-political organisation"),
    Family.DEPARTMENT: _("Department or agency of the province"),
    Family.POLICE: _("Police"),
    Family.MILITARY: _("Military command"),
    Family.PROCURACY: _("Procuracy"),
    Family.COURT: _("Court"),
    Family.COMMUNE_PARTY: _("Party committee of a commune"),
    Family.COMMUNE_COUNCIL: _("People's Council of a commune"),
    Family.COMMUNE_UBND: _("People's Committee of a commune"),
    Family.STATE_BANK: _("State Bank"),
    Family.POST: _("Post"),
    Family.OTHER: _("Other body admitted to the service"),
}
BLOC_LABELS = {
    Bloc.PARTY: _("Party"),
    Bloc.GOVERNMENT: _("government"),
    Bloc.FRONT: _("Front and mass organisations"),
    Bloc.JUSTICE: _("justice"),
    Bloc.ARMED: _("armed forces"),
    Bloc.VERTICAL: _("vertical sector"),
}
LINE_LABELS = {
    Line.PARTY: _("Party line"),
    Line.COUNCIL: _("People's Council line"),
    Line.STATE: _("People's Committee line"),
    Line.FRONT: _("Fatherland Front line"),
    Line.COURT: _("court line"),
    Line.PROCURACY: _("procuracy line"),
    Line.POLICE: _("police line"),
    Line.MILITARY: _("military line"),
    Line.BANK: _("State Bank line"),
    Line.POST: _("postal line"),
}
ANNEX_LABELS = {
    Annex.CENTRAL: _("Annex I"),
    Annex.LOCAL: _("Annex II"),
    Annex.ADMITTED: _("admitted by agreement"),
}
BUDGET_LABELS = {
    BudgetLevel.PROVINCE: _("provincial budget"),
    BudgetLevel.COMMUNE: _("commune budget"),
    BudgetLevel.PARTY: _("Party budget"),
    BudgetLevel.VERTICAL: _("budget of the vertical sector"),
    BudgetLevel.UNKNOWN: _("not stated"),
}
HOURS_LABELS = {
    Hours.ANY: _("at any hour"),
    Hours.WORKING: _("in working hours"),
    Hours.OFF: _("off hours"),
}


class Agency(models.Model):
    """A body of the Party, the State or the Front that sends and receives KT1 items."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=160)
    sort_key = models.CharField(max_length=400, db_comment="Byte order is Vietnamese order")
    folded = models.CharField(max_length=160, db_comment="For finding, never for identity")
    family = models.CharField(max_length=16, choices=FAMILY_LABELS)
    bloc = models.CharField(max_length=16, choices=BLOC_LABELS)
    line = models.CharField(max_length=16, choices=LINE_LABELS)
    province = models.ForeignKey(AdminUnit, models.PROTECT, related_name="+")
    commune = models.ForeignKey(
        AdminUnit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_comment="The commune it governs; empty for a provincial body",
    )
    works_on_paper = models.BooleanField(
        default=False, db_comment="Others enter its signed papers, with number and date"
    )
    postcode = models.CharField(max_length=5, blank=True, db_comment="Its own or its commune's")
    organ_id = models.CharField(max_length=35, blank=True, db_comment="QĐ 20/2020; often absent")
    contract_no = models.CharField(max_length=60, blank=True)
    customer_code = models.CharField(max_length=32, blank=True)
    budget_code = models.CharField(max_length=7, blank=True, db_comment="Mã ĐVQHNS")
    budget_level = models.CharField(max_length=10, choices=BUDGET_LABELS, blank=True)
    tax_code = models.CharField(max_length=14, blank=True)
    payer = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_comment="The unit that pays, when it is not the sender",
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, db_comment="Last day, included")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agency_code_is_capitals_digits_dots_dashes",
                condition=Q(code__regex=r"^[0-9A-Z][0-9A-Z.-]+$"),
            ),
            models.CheckConstraint(
                name="agency_family_bloc_and_line_are_known",
                condition=Q(family__in=list(Family), bloc__in=list(Bloc), line__in=list(Line)),
            ),
            models.CheckConstraint(
                name="agency_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="agency_postcode_is_five_digits",
                condition=Q(postcode="") | Q(postcode__regex=r"^[0-9]{5}$"),
            ),
            models.CheckConstraint(
                name="agency_budget_code_is_seven_digits",
                condition=Q(budget_code="") | Q(budget_code__regex=r"^[0-9]{7}$"),
            ),
            models.CheckConstraint(
                name="agency_budget_level_is_known",
                condition=Q(budget_level__in=list(BudgetLevel)),
            ),
            models.CheckConstraint(
                name="agency_does_not_name_itself_as_payer",
                condition=Q(payer=None) | ~Q(payer=F("id")),
            ),
        ]
        indexes = [models.Index(name="agency_in_order", fields=["province", "sort_key"])]

    def __str__(self) -> str:
        return self.name


class AnnexMembership(models.Model):
    """Between two days, a body used the service under an annex, as a paper says."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships")
    annex = models.CharField(max_length=8, choices=ANNEX_LABELS)
    source = models.CharField(max_length=300, db_comment="Number and date of the paper")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, db_comment="Last day, included")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="annexmembership_annex_is_known", condition=Q(annex__in=list(Annex))
            ),
            models.CheckConstraint(name="annexmembership_source_is_said", condition=~Q(source="")),
            models.CheckConstraint(
                name="annexmembership_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            ExclusionConstraint(
                name="annexmembership_one_annex_a_day",
                expressions=[
                    ("agency", RangeOperators.EQUAL),
                    (
                        Func("valid_from", "valid_to", Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.annex} {self.valid_from}"


class AgencyPoint(models.Model):
    """A body may be reached at a delivery point, on a kind of day and at some hours.

    Several bodies share a point, and a body has several: a merged commune keeps two offices,
    and at night everything goes to the guard's room of one of them.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="points")
    point = models.ForeignKey("network.Place", models.PROTECT, related_name="agencies")
    day_kind = models.CharField(
        max_length=16, default=ANY_DAY, db_comment="A kind of day of the calendar, or any"
    )
    hours = models.CharField(max_length=8, choices=HOURS_LABELS, default=Hours.ANY)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="agencypoint_is_said_once", fields=["agency", "point", "day_kind", "hours"]
            ),
            models.CheckConstraint(
                name="agencypoint_day_kind_is_known",
                condition=Q(day_kind__in=[ANY_DAY, *DayKind]),
            ),
            models.CheckConstraint(
                name="agencypoint_hours_are_known", condition=Q(hours__in=list(Hours))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id}@{self.point_id} {self.day_kind}"
