"""Forms of the catalogue: what is asked depends on the topic."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.law.catalogue.models import ServiceInformation
from kt1.law.catalogue.rules import OF_A_PROVINCE, Statement, Topic, digits
from kt1.law.instruments.models import EVIDENCE_LABELS, Instrument
from kt1.law.parameters.keys import Evidence
from kt1.network.places.queries import in_force as places_in_force
from kt1.web.fields import DayField
from kt1.web.moments import day
from kt1.web.service.tables import SERVED_FROM

#: A province has one KT1 telephone; complaints go to a few bodies.
HOTLINE_KEY = "truc-kt1"
DESKS = (
    ("buu-dien", gettext_lazy("the post of the province")),
    ("so-khcn", gettext_lazy("Department of Science and Technology")),
    ("cuc-bdtw", gettext_lazy("Central Post Department")),
)
WITH_PHONE = frozenset({Topic.HOTLINE, Topic.COMPLAINT, Topic.OFFICE})


class StatementForm(forms.Form):
    """Shape only; what fits together is the rule's to say."""

    key = forms.CharField(label=gettext_lazy("Code"), max_length=40)
    title = forms.CharField(label=gettext_lazy("What it is called"), max_length=160)
    text = forms.CharField(
        label=gettext_lazy("More"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Address, opening hours or a condition; at most 200 characters."),
    )
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=24, required=False)
    amount_min = forms.IntegerField(
        label=gettext_lazy("Lowest price, đồng"), min_value=0, required=False
    )
    amount_max = forms.IntegerField(
        label=gettext_lazy("Highest price, đồng"), min_value=0, required=False
    )
    with_tax = forms.BooleanField(label=gettext_lazy("VAT is included"), required=False)
    grams_from = forms.IntegerField(
        label=gettext_lazy("From weight, grams"), min_value=0, required=False
    )
    grams_to = forms.IntegerField(
        label=gettext_lazy("To weight, grams"), min_value=0, required=False
    )
    valid_from = DayField(label=gettext_lazy("Valid from"), max_length=10)
    paper = forms.CharField(
        label=gettext_lazy("Number and date of the notice"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Empty: it is shown as an assumption."),
    )
    instrument = forms.ChoiceField(
        label=gettext_lazy("Legal paper"), required=False, choices=[("", "–")]
    )
    article = forms.CharField(
        label=gettext_lazy("Article, as Đ.4.4.c"), max_length=20, required=False
    )
    evidence = forms.ChoiceField(label=gettext_lazy("How sure"), choices=EVIDENCE_LABELS)
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)

    def __init__(
        self,
        topic: Topic,
        data: Any = None,
        *,
        province: str,
        fixed_key: str = "",
        initial: Mapping[str, Any],
    ) -> None:
        super().__init__(data, initial=dict(initial))
        self.topic, self.province, self.fixed_key = topic, province, fixed_key
        for name in _left_out(topic, fixed_key):
            del self.fields[name]
        if "instrument" in self.fields:
            papers = Instrument.objects.order_by("code").values_list("code", "number", "title")
            self.fields["instrument"] = forms.ChoiceField(
                label=gettext_lazy("Legal paper"),
                required=False,
                choices=[
                    ("", "–"),
                    *((code, f"{number or code} · {title[:60]}") for code, number, title in papers),
                ],
            )

    def statement(self) -> Statement:
        said = self.cleaned_data
        of_province = self.topic in OF_A_PROVINCE
        evidence = (
            (Evidence.OFFICIAL if said["paper"].strip() else Evidence.ASSUMPTION)
            if of_province
            else Evidence(said["evidence"])
        )
        tariff = self.topic is Topic.TARIFF
        return Statement(
            topic=self.topic,
            key=self.fixed_key or said["key"].strip(),
            province=self.province if of_province else "",
            title=said["title"],
            text=said["text"],
            phone=digits(said.get("phone", "")),
            amount_min=said.get("amount_min"),
            amount_max=said.get("amount_max"),
            grams_from=said.get("grams_from"),
            grams_to=said.get("grams_to"),
            with_tax=said["with_tax"] if tariff else None,
            valid_from=said["valid_from"],
            instrument=said.get("instrument", ""),
            article=said.get("article", ""),
            paper=said.get("paper", ""),
            evidence=evidence,
            note=said["note"],
        )

    def clean_valid_from(self) -> date:
        """A field of one's own kind answers None for nothing typed."""
        value: date | None = self.cleaned_data["valid_from"]
        if value is None:
            raise forms.ValidationError(_("Type the day as dd/mm/yyyy, for example 16/02/2026."))
        return value


def _left_out(topic: Topic, fixed_key: str) -> list[str]:
    """Fields that the topic has no use for."""
    prices = ["amount_min", "amount_max", "with_tax", "grams_from", "grams_to"]
    left = [] if topic is Topic.TARIFF else prices
    left = left + ([] if topic in WITH_PHONE else ["phone"])
    if topic in OF_A_PROVINCE:
        left += ["instrument", "article", "evidence"]
    else:
        left += ["paper"]
    return [*left, "key"] if fixed_key else left


def form_of(
    topic: Topic,
    data: Any,
    *,
    before: ServiceInformation | None,
    province: str,
    on: date,
) -> StatementForm:
    """The form of a topic, filled with the version before where there is one."""
    fixed = before.key if before else (HOTLINE_KEY if topic is Topic.HOTLINE else "")
    initial: dict[str, Any] = {"valid_from": day(on)}
    if before is not None:
        names = ("title", "text", "phone", "amount_min", "amount_max", "with_tax", "grams_from",
                 "grams_to", "paper", "article", "evidence", "note")  # fmt: skip
        initial |= {name: getattr(before, name) for name in names}
        initial["instrument"] = before.instrument.code if before.instrument else ""
    elif topic is Topic.HOTLINE:
        initial["title"] = _("KT1 desk of the post, day and night")
    form = StatementForm(topic, data, province=province, fixed_key=fixed, initial=initial)
    if not fixed and topic in {Topic.COMPLAINT, Topic.OFFICE}:
        form.fields["key"] = _keys(topic, province, on)
    return form


def _keys(topic: Topic, province: str, on: date) -> forms.ChoiceField:
    if topic is Topic.COMPLAINT:
        return forms.ChoiceField(label=gettext_lazy("Complaints go to"), choices=DESKS)
    sites = places_in_force(on).filter(province__code=province, kind__in=SERVED_FROM)
    return forms.ChoiceField(
        label=gettext_lazy("Point of the post"),
        choices=[("", "–"), *sites.values_list("code", "name")],
    )
