"""What is said of the service, in versions. Never edited: close one, add the next."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from kt1.law.catalogue.rules import OF_A_PROVINCE, Topic
from kt1.law.instruments.models import EVIDENCE_LABELS, Instrument
from kt1.law.parameters.keys import Evidence

TOPIC_LABELS = {
    Topic.PRODUCT: _("product"),
    Topic.DUTY: _("what has to go by KT1"),
    Topic.WRAPPING: _("wrapping"),
    Topic.COVER: _("cover"),
    Topic.TARIFF: _("tariff"),
    Topic.HOTLINE: _("KT1 telephone, day and night"),
    Topic.COMPLAINT: _("contact for complaints"),
    Topic.OFFICE: _("point of the post"),
}


class ServiceInformation(models.Model):
    """One version of one statement about the service."""

    topic = models.CharField(max_length=12, choices=TOPIC_LABELS)
    key = models.CharField(max_length=40, db_comment="Names it in its topic: KT1-HT, a place")
    province = models.CharField(max_length=2, blank=True, db_comment="Code; empty: everywhere")
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    text = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=20, blank=True, db_comment="Digits, with + before a code")
    amount_min = models.PositiveIntegerField(null=True, blank=True, db_comment="Whole VND")
    amount_max = models.PositiveIntegerField(null=True, blank=True, db_comment="Whole VND")
    grams_from = models.PositiveIntegerField(null=True, blank=True)
    grams_to = models.PositiveIntegerField(null=True, blank=True)
    with_tax = models.BooleanField(null=True, blank=True, db_comment="Whether VAT is included")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, db_comment="Last day on which it holds")
    instrument = models.ForeignKey(
        Instrument, models.PROTECT, null=True, blank=True, related_name="+"
    )
    article = models.CharField(max_length=20, blank=True, db_comment="As Đ.4.4.c")
    paper = models.CharField(
        max_length=80, blank=True, db_comment="Number and date of the post's or the Sở's notice"
    )
    evidence = models.CharField(max_length=16, choices=EVIDENCE_LABELS)
    note = models.CharField(max_length=200, blank=True)
    entered_by = models.CharField(max_length=40, db_comment="As user:12; install for shipped rows")
    confirmed_by = models.CharField(max_length=40, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="serviceinformation_topic_is_known", condition=Q(topic__in=list(Topic))
            ),
            models.CheckConstraint(
                name="serviceinformation_of_a_province_names_it",
                condition=Q(topic__in=sorted(OF_A_PROVINCE), province__regex=r"^[0-9]{2}$")
                | (~Q(topic__in=sorted(OF_A_PROVINCE)) & Q(province="")),
            ),
            models.CheckConstraint(
                name="serviceinformation_hotline_can_be_called",
                condition=~Q(topic=Topic.HOTLINE) | ~Q(phone=""),
            ),
            models.CheckConstraint(
                name="serviceinformation_phone_is_digits",
                condition=Q(phone="") | Q(phone__regex=r"^\+?[0-9]{3,15}$"),
            ),
            models.CheckConstraint(
                name="serviceinformation_amounts_are_a_tariffs",
                condition=Q(
                    topic=Topic.TARIFF,
                    amount_min__isnull=False,
                    amount_max__gte=F("amount_min"),
                    with_tax__isnull=False,
                )
                | (~Q(topic=Topic.TARIFF) & Q(amount_min=None, amount_max=None, with_tax=None)),
            ),
            models.CheckConstraint(
                name="serviceinformation_grams_are_a_span_of_a_tariff",
                condition=Q(grams_from=None, grams_to=None)
                | Q(
                    topic=Topic.TARIFF,
                    grams_from__isnull=False,
                    grams_to__gte=F("grams_from"),
                ),
            ),
            models.CheckConstraint(
                name="serviceinformation_evidence_is_known",
                condition=Q(evidence__in=list(Evidence)),
            ),
            models.CheckConstraint(
                name="serviceinformation_names_its_paper_or_is_an_assumption",
                condition=Q(instrument__isnull=False)
                | ~Q(paper="")
                | Q(evidence=Evidence.ASSUMPTION),
            ),
            models.CheckConstraint(
                name="serviceinformation_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="serviceinformation_says_who_confirmed_and_when_together",
                condition=Q(confirmed_by="", confirmed_at=None)
                | (~Q(confirmed_by="") & Q(confirmed_at__isnull=False)),
            ),
            models.UniqueConstraint(
                name="serviceinformation_version_is_one",
                fields=["topic", "key", "province", "version"],
            ),
            ExclusionConstraint(
                name="serviceinformation_versions_never_overlap",
                expressions=[
                    ("topic", RangeOperators.EQUAL),
                    ("key", RangeOperators.EQUAL),
                    ("province", RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_to"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.title
