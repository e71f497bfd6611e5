"""Tables of prices and the rule table of who pays. Never edited: close one and add the next."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from kt1.law.instruments.models import EVIDENCE_LABELS, Instrument
from kt1.law.parameters.keys import Evidence
from kt1.law.tariffs.payers import Charge, Funds, Party
from kt1.law.tariffs.rules import SURCHARGES, VND_MAX, RateKind, Reach, Standing

REACH_LABELS = {
    Reach.WITHIN: _("within the province"),
    Reach.REGION: _("within the region"),
    Reach.BETWEEN: _("between provinces"),
}
KIND_LABELS = {
    RateKind.STEP: _("weight step"),
    RateKind.FURTHER: _("each further step"),
    RateKind.SURCHARGE: _("surcharge"),
}
STANDING_LABELS = {
    Standing.CONFIRMED: _("compared with its paper"),
    Standing.UNCONFIRMED: _("not compared with a paper yet"),
    Standing.HISTORIC: _("historic, the price in force is not known"),
}
PARTY_LABELS = {
    Party.CENTRAL_OFFICE: _("the four central offices"),
    Party.CENTRAL: _("Annex I"),
    Party.LOCAL: _("Annex II"),
    Party.ADMITTED: _("admitted by agreement"),
    Party.OUTSIDE: _("outside the annexes"),
    Party.ANY: _("anybody"),
}
CHARGE_LABELS = {
    Charge.FREE: _("free of charge"),
    Charge.SENDER_PAYS: _("the sender pays the tariff"),
    Charge.AGREEMENT: _("by agreement"),
    Charge.NOT_PROVIDED: _("the text says nothing of it"),
}
FUNDS_LABELS = {
    Funds.CENTRAL_BUDGET: _("central budget"),
    Funds.LOCAL_BUDGET: _("local budget"),
    Funds.BY_AGREEMENT: _("by agreement"),
    Funds.UNKNOWN: _("not known"),
}


def _days() -> Func:
    """From the first day to the last, both included; an open end is without limit."""
    return Func(
        F("valid_from"),
        F("valid_to"),
        Value("[]"),
        function="daterange",
        output_field=DateRangeField(),
    )


class Tariff(models.Model):
    """One table of prices, with the paper it rests on and who confirmed it."""

    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=160)
    with_tax = models.BooleanField(db_comment="Whether VAT is in its amounts")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, db_comment="Last day on which it holds")
    instrument = models.ForeignKey(
        Instrument, models.PROTECT, null=True, blank=True, related_name="+"
    )
    evidence = models.CharField(max_length=16, choices=EVIDENCE_LABELS)
    note = models.CharField(max_length=200, blank=True)
    entered_by = models.CharField(max_length=40, db_comment="As user:12; install for shipped rows")
    entered_at = models.DateTimeField(db_comment="From when on it was known here")
    confirmed_by = models.CharField(max_length=40, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="tariff_evidence_is_known", condition=Q(evidence__in=list(Evidence))
            ),
            models.CheckConstraint(
                name="tariff_names_its_paper_or_is_an_assumption",
                condition=Q(instrument__isnull=False) | Q(evidence=Evidence.ASSUMPTION),
            ),
            models.CheckConstraint(
                name="tariff_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="tariff_says_who_confirmed_and_when_together",
                condition=Q(confirmed_at=None, confirmed_by="")
                | (Q(confirmed_at__isnull=False) & ~Q(confirmed_by="")),
            ),
            ExclusionConstraint(
                name="tariff_one_holds_on_a_day",
                expressions=[(_days(), RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return self.code


class TariffRate(models.Model):
    """One amount of a table: a weight step, each further step, or a surcharge."""

    tariff = models.ForeignKey(Tariff, models.PROTECT, related_name="rates")
    kind = models.CharField(max_length=9, choices=KIND_LABELS)
    reach = models.CharField(max_length=9, choices=REACH_LABELS, blank=True)
    key = models.CharField(max_length=2, blank=True, db_comment="Of a surcharge: HG, HT, A, B, C")
    grams = models.PositiveIntegerField(
        default=0, db_comment="Upper end of a step, size of a further one; 0 for a surcharge"
    )
    vnd = models.PositiveIntegerField(db_comment="Whole VND")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="tariffrate_is_of_a_reach_or_a_surcharge",
                condition=Q(
                    kind__in=[RateKind.STEP, RateKind.FURTHER],
                    reach__in=list(Reach),
                    key="",
                    grams__gte=1,
                )
                | Q(kind=RateKind.SURCHARGE, reach="", key__in=SURCHARGES, grams=0),
            ),
            models.CheckConstraint(
                name="tariffrate_amount_within_bounds", condition=Q(vnd__lte=VND_MAX)
            ),
            models.UniqueConstraint(
                name="tariffrate_is_said_once", fields=["tariff", "kind", "reach", "key", "grams"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tariff_id} {self.kind} {self.reach}{self.key} {self.grams}"


class PayerRule(models.Model):
    """Who pays when such a sender writes to such a receiver."""

    sender = models.CharField(max_length=8, choices=PARTY_LABELS)
    receiver = models.CharField(max_length=8, choices=PARTY_LABELS)
    charge = models.CharField(max_length=12, choices=CHARGE_LABELS)
    funds = models.CharField(max_length=14, choices=FUNDS_LABELS)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, db_comment="Last day on which it holds")
    instrument = models.ForeignKey(
        Instrument, models.PROTECT, null=True, blank=True, related_name="+"
    )
    article = models.CharField(max_length=20, blank=True, db_comment="As Đ.4.4.c")
    evidence = models.CharField(max_length=16, choices=EVIDENCE_LABELS)
    note = models.CharField(max_length=200, blank=True)
    entered_by = models.CharField(max_length=40)
    confirmed_by = models.CharField(max_length=40, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="payerrule_names_known_parties",
                condition=Q(sender__in=[p for p in Party if p is not Party.ANY])
                & Q(receiver__in=list(Party)),
            ),
            models.CheckConstraint(
                name="payerrule_charge_and_funds_are_known",
                condition=Q(charge__in=list(Charge), funds__in=list(Funds)),
            ),
            models.CheckConstraint(
                name="payerrule_evidence_is_known", condition=Q(evidence__in=list(Evidence))
            ),
            models.CheckConstraint(
                name="payerrule_names_its_paper_or_is_an_assumption",
                condition=Q(instrument__isnull=False) | Q(evidence=Evidence.ASSUMPTION),
            ),
            models.CheckConstraint(
                name="payerrule_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="payerrule_says_who_confirmed_and_when_together",
                condition=Q(confirmed_at=None, confirmed_by="")
                | (Q(confirmed_at__isnull=False) & ~Q(confirmed_by="")),
            ),
            ExclusionConstraint(
                name="payerrule_one_holds_for_two_parties_on_a_day",
                expressions=[
                    ("sender", RangeOperators.EQUAL),
                    ("receiver", RangeOperators.EQUAL),
                    (_days(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender} → {self.receiver}"
