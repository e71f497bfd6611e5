"""Forms of a budget: what an estimate is made from, and amounts body by body."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.oversight.budget.models import RETURN_LABELS, SCENARIO_LABELS, BudgetLine
from kt1.oversight.budget.rules import Scenario, Stage
from kt1.web.numbers import number
from kt1.web.tariff.forms import WholeField, read_month


class EstimateForm(forms.Form):
    """What an estimate rests on."""

    year = forms.IntegerField(
        label=gettext_lazy("Year of the budget"), min_value=2020, max_value=2100
    )
    first = forms.CharField(
        label=gettext_lazy("First month measured"),
        max_length=7,
        help_text=gettext_lazy("As mm/yyyy, for example 01/2026."),
    )
    last = forms.CharField(label=gettext_lazy("Last month measured"), max_length=7)
    growth = forms.CharField(
        label=gettext_lazy("Growth (%)"),
        max_length=6,
        initial="0",
        help_text=gettext_lazy("Of the whole, with one decimal: 5 or 7,5."),
    )
    scenario = forms.ChoiceField(
        label=gettext_lazy("Scenario"),
        choices=list(SCENARIO_LABELS.items()),
        initial=Scenario.BASE.value,
    )

    def clean_first(self) -> date:
        return read_month(self.cleaned_data["first"])

    def clean_last(self) -> date:
        return read_month(self.cleaned_data["last"])

    def clean_growth(self) -> int:
        """Per mille: a whole number, whatever the decimal."""
        whole, _comma, rest = self.cleaned_data["growth"].replace(".", ",").partition(",")
        sign, digits = (-1, whole[1:]) if whole.startswith("-") else (1, whole.removeprefix("+"))
        if not (digits.isascii() and digits.isdigit()) or not (rest + "0")[:1].isdigit():
            raise forms.ValidationError(_("A per cent with at most one decimal, such as 7,5."))
        if len(rest) > 1:
            raise forms.ValidationError(_("A per cent with at most one decimal, such as 7,5."))
        return sign * (int(digits) * 10 + int(rest or "0"))


class ReturnForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Sent back because of"), choices=list(RETURN_LABELS.items())
    )


class DecisionForm(forms.Form):
    """The amount of each body that this person is shown, and the paper that decides."""

    paper = forms.CharField(
        label=gettext_lazy("Number and date of the paper that decides"), max_length=80
    )

    def __init__(self, data: Any = None, *, lines: Sequence[BudgetLine], stage: Stage) -> None:
        super().__init__(data)
        self.lines, self.settles = lines, stage is Stage.SETTLED
        for line in lines:
            name = line.agency.name
            self.fields[f"so-{line.agency_id}"] = WholeField(
                label=name, max_length=20, initial=number(line.amount_vnd)
            )
            if self.settles:
                self.fields[f"chuyen-{line.agency_id}"] = WholeField(
                    label=_("%(name)s: carried over") % {"name": name},
                    max_length=20,
                    initial="0",
                )

    @property
    def rows(self) -> list[tuple[BudgetLine, forms.BoundField, forms.BoundField | None]]:
        return [
            (
                line,
                self[f"so-{line.agency_id}"],
                self[f"chuyen-{line.agency_id}"] if self.settles else None,
            )
            for line in self.lines
        ]
