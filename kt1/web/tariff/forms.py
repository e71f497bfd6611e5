"""Forms of prices: the next table, who pays, an amount from paper."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.law.instruments.models import EVIDENCE_LABELS, Instrument
from kt1.law.parameters.keys import Evidence
from kt1.law.tariffs.models import CHARGE_LABELS, FUNDS_LABELS, PARTY_LABELS, REACH_LABELS
from kt1.law.tariffs.payers import Charge, Funds, Party, PayerRule
from kt1.law.tariffs.rules import SURCHARGES, Rate, RateKind, Reach, Table
from kt1.web.days import NotADayError, read_day
from kt1.web.fields import DayField, offer
from kt1.web.moments import day
from kt1.web.numbers import number

#: Rows of weight steps offered for each reach.
STEPS = 5


class WholeField(forms.CharField):
    """A whole number as people type it: 15000, 15.000, "15 000 đ". Never a fraction."""

    width = "medium"

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        digits = text.replace(".", "").replace(" ", "").replace("\xa0", "").removesuffix("đ")
        if not digits:
            return None
        if not digits.isascii() or not digits.isdigit() or len(digits) > 12:  # noqa: PLR2004
            raise forms.ValidationError(_("A whole amount in đồng, such as 15.000."))
        return int(digits)


def papers() -> list[tuple[str, str]]:
    rows = Instrument.objects.order_by("code").values_list("code", "number", "title")
    return [("", "–"), *((code, f"{no or code} · {title[:60]}") for code, no, title in rows)]


class _Proven(forms.Form):
    """What every entry of the law says of where it comes from."""

    instrument = forms.ChoiceField(
        label=gettext_lazy("Legal paper"), required=False, choices=[("", "–")]
    )
    evidence = forms.ChoiceField(
        label=gettext_lazy("How sure"),
        choices=EVIDENCE_LABELS,
        initial=Evidence.OFFICIAL.value,
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "instrument", papers())


class TariffForm(_Proven):
    """The next table, begun from the one in force. Empty rows are left out."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=20)
    title = forms.CharField(label=gettext_lazy("What it is called"), max_length=160)
    valid_from = DayField(label=gettext_lazy("Valid from"), max_length=10)
    with_tax = forms.BooleanField(label=gettext_lazy("VAT is included"), required=False)
    field_order = ("code", "title", "valid_from", "with_tax", "instrument", "evidence", "note")

    def __init__(self, data: Any = None, *, before: Table | None) -> None:
        super().__init__(data, initial=_begun(before) if before else {})
        for name, _label in _amounts():
            self.fields[name] = WholeField(label=_label, required=False, max_length=20)

    @property
    def heads(self) -> list[forms.BoundField]:
        return [self[name] for name in self.field_order]

    @property
    def ladders(self) -> list[tuple[Any, list[tuple[forms.BoundField, forms.BoundField]]]]:
        """For each reach: its rows of grams and amount, the further one last."""
        return [
            (
                REACH_LABELS[reach],
                [(self[f"{reach}-{n}-g"], self[f"{reach}-{n}-d"]) for n in _rows()],
            )
            for reach in Reach
        ]

    @property
    def surcharges(self) -> list[forms.BoundField]:
        return [self[f"phu-{key}"] for key in SURCHARGES]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for reach in Reach:
            for n in _rows():
                grams, vnd = said.get(f"{reach}-{n}-g"), said.get(f"{reach}-{n}-d")
                if (grams is None) != (vnd is None):
                    at = f"{reach}-{n}-{'g' if grams is None else 'd'}"
                    self.add_error(at, _("A step has a weight and an amount."))
        return said

    def rates(self) -> list[Rate]:
        said = self.cleaned_data
        found = [
            Rate(
                kind=RateKind.FURTHER if n == "them" else RateKind.STEP,
                reach=reach.value,
                grams=said[f"{reach}-{n}-g"],
                vnd=said[f"{reach}-{n}-d"],
            )
            for reach in Reach
            for n in _rows()
            if said.get(f"{reach}-{n}-g") is not None
        ]
        more = [(key, said.get(f"phu-{key}")) for key in SURCHARGES]
        return found + [
            Rate(kind=RateKind.SURCHARGE, key=key, vnd=vnd) for key, vnd in more if vnd is not None
        ]


def _rows() -> tuple[str, ...]:
    return (*(str(n) for n in range(STEPS)), "them")


def _amounts() -> Iterator[tuple[str, str]]:
    grams, vnd = _("grams"), _("đồng")
    for reach in Reach:
        for n in _rows():
            step = _("each further") if n == "them" else _("up to")
            yield f"{reach}-{n}-g", f"{REACH_LABELS[reach]}: {step} ({grams})"
            yield f"{reach}-{n}-d", f"{REACH_LABELS[reach]}: {step} ({vnd})"
    for key in SURCHARGES:
        yield f"phu-{key}", _("Surcharge %(key)s (đồng)") % {"key": key}


def _begun(table: Table) -> dict[str, str]:
    """The amounts of the table in force, to be changed."""
    begun: dict[str, str] = {}
    for reach in Reach:
        steps = [*zip(_rows(), table.steps(reach.value), strict=False)]
        if (more := table.further(reach.value)) is not None:
            steps.append(("them", more))
        for n, rate in steps:
            begun[f"{reach}-{n}-g"] = number(rate.grams)
            begun[f"{reach}-{n}-d"] = number(rate.vnd)
    for key in SURCHARGES:
        if (surcharge := table.surcharge(key)) is not None:
            begun[f"phu-{key}"] = number(surcharge.vnd)
    return begun


class PayerForm(_Proven):
    """Who pays for what such a sender sends to such a receiver, from a day on."""

    sender = forms.ChoiceField(
        label=gettext_lazy("Sender"),
        choices=[(p.value, PARTY_LABELS[p]) for p in Party if p is not Party.ANY],
        initial=Party.LOCAL.value,
    )
    receiver = forms.ChoiceField(
        label=gettext_lazy("Receiver"), choices=[(p.value, PARTY_LABELS[p]) for p in Party]
    )
    charge = forms.ChoiceField(label=gettext_lazy("Charge"), choices=list(CHARGE_LABELS.items()))
    funds = forms.ChoiceField(label=gettext_lazy("Funds"), choices=list(FUNDS_LABELS.items()))
    valid_from = DayField(label=gettext_lazy("Valid from"), max_length=10)
    article = forms.CharField(
        label=gettext_lazy("Article, as Đ.4.4.c"), max_length=20, required=False
    )
    field_order = (
        "sender", "receiver", "charge", "funds", "valid_from", "instrument", "article",
        "evidence", "note",
    )  # fmt: skip

    def rule(self) -> PayerRule:
        said = self.cleaned_data
        return PayerRule(
            sender=Party(said["sender"]),
            receiver=Party(said["receiver"]),
            charge=Charge(said["charge"]),
            funds=Funds(said["funds"]),
            valid_from=said["valid_from"],
            instrument=said["instrument"],
            article=said["article"].strip(),
            evidence=Evidence(said["evidence"]),
            note=said["note"],
        )


class SurchargeForm(forms.Form):
    """One amount for the marks of a body in a month, from its signed list."""

    agency = forms.CharField(
        label=gettext_lazy("Body"),
        max_length=120,
        help_text=gettext_lazy("Name or code; accents do not matter."),
    )
    month = forms.CharField(
        label=gettext_lazy("Month"),
        max_length=7,
        help_text=gettext_lazy("As mm/yyyy, for example 01/2026."),
    )
    amount = WholeField(label=gettext_lazy("Amount before VAT, đồng"), max_length=20)
    paper = forms.CharField(
        label=gettext_lazy("Number and date of the signed list"),
        max_length=80,
        help_text=gettext_lazy("The list itself, with its letters, stays on paper."),
    )

    def clean_month(self) -> date:
        return read_month(self.cleaned_data["month"])


def read_month(text: str) -> date:
    """Raises ValidationError where it is not a month such as 01/2026 (or 2026-01)."""
    try:
        return read_day(f"{text.strip()}-01" if "-" in text else f"01/{text.strip()}")
    except NotADayError:
        raise forms.ValidationError(_("Type the month as mm/yyyy, for example 01/2026.")) from None


def month_text(month: date) -> str:
    return f"{month:%m/%Y}"


def initial_of(**said: Any) -> Mapping[str, Any]:
    """Dates of an initial value as they are typed."""
    return {name: day(value) if isinstance(value, date) else value for name, value in said.items()}
