"""What is typed of a violation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kt1.oversight.violations.models import (
    ADDRESSEE_LABELS,
    AREA_LABELS,
    ORIGIN_LABELS,
    OUTCOME_LABELS,
)
from kt1.oversight.violations.reference import conducts
from kt1.oversight.violations.rules import Addressee, Area, Origin, Outcome
from kt1.oversight.violations.sources import CODE_CHARS_MAX
from kt1.web.fields import DayField
from kt1.web.inspections.forms import BodyForm, note_field, number_field
from kt1.web.tariff.forms import WholeField

_ANSWERS = {"yes": True, "no": False}
_ELSEWHERE = [(one.value, word) for one, word in ORIGIN_LABELS.items() if one != Origin.INSPECTION]


def conduct_choices() -> list[tuple[str, str]]:
    return [(one.code, f"{one.provision or one.instrument}: {one.words}"[:120])
            for one in conducts().values()]  # fmt: skip


class ViolationForm(BodyForm):
    origin = forms.TypedChoiceField(
        label=gettext_lazy("Where it came to light"), coerce=Origin, choices=_ELSEWHERE
    )
    source = forms.CharField(
        label=gettext_lazy("Code of the incident or complaint"),
        max_length=CODE_CHARS_MAX,
        required=False,
        help_text=gettext_lazy("As SC-7K2M-9QX4 or KN-00012, where it comes from one of them."),
    )
    area = forms.TypedChoiceField(
        label=gettext_lazy("What it is about"), coerce=Area, choices=AREA_LABELS
    )
    conduct = forms.ChoiceField(
        label=gettext_lazy("Conduct of the table"),
        required=False,
        choices=lambda: [("", "–"), *conduct_choices()],
    )
    done_on = DayField(label=gettext_lazy("Day it ended, or was found"))
    ongoing = forms.BooleanField(label=gettext_lazy("It is still going on"), required=False)
    note = note_field()


class AskForm(forms.Form):
    paper = number_field(gettext_lazy("Number of the letter"))
    dated = DayField(label=gettext_lazy("Date of the letter"))
    due = DayField(label=gettext_lazy("To be corrected by"))


class RemedyForm(forms.Form):
    """The paper proves the remedy; it stays with the Sở."""

    paper = number_field(gettext_lazy("Number of the report on the correction"))
    dated = DayField(label=gettext_lazy("Date of the report"))
    note = note_field()


class RecheckForm(forms.Form):
    met = forms.TypedChoiceField(
        label=gettext_lazy("What the check found"),
        coerce=lambda said: said == "yes",
        choices=[("yes", gettext_lazy("corrected")), ("no", gettext_lazy("not corrected"))],
        widget=forms.RadioSelect,
    )
    dated = DayField(label=gettext_lazy("Day of the check"))
    inspection_id = forms.TypedChoiceField(
        label=gettext_lazy("In the inspection"), coerce=int, required=False, empty_value=None
    )
    note = note_field()

    def __init__(self, data: Any = None, *, visits: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(data, **more)
        field = self.fields["inspection_id"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "–"), *visits]


class DecisionForm(forms.Form):
    kind = forms.TypedChoiceField(
        label=gettext_lazy("How it ends"),
        coerce=Outcome,
        choices=OUTCOME_LABELS,
        widget=forms.RadioSelect,
    )
    paper = number_field(gettext_lazy("Number of its paper"))
    dated = DayField(label=gettext_lazy("Date of its paper"))
    addressee = forms.TypedChoiceField(
        label=gettext_lazy("Referred to"),
        coerce=Addressee,
        choices=[("", "–"), *ADDRESSEE_LABELS.items()],
        required=False,
        empty_value=None,
    )
    outside_duty = forms.TypedChoiceField(
        label=gettext_lazy("Đ.2.2.k: is the act outside the state management given to the body?"),
        coerce=_ANSWERS.get,
        choices=[
            ("", gettext_lazy("not asked: no sanction")),
            ("yes", gettext_lazy("Yes, outside it")),
            ("no", gettext_lazy("No, part of it")),
        ],
        required=False,
        empty_value=None,
    )

    def __init__(self, data: Any = None, *, asks_duty: bool, **more: Any) -> None:
        super().__init__(data, **more)
        if not asks_duty:
            del self.fields["outside_duty"]


class ResultForm(forms.Form):
    paper = number_field(gettext_lazy("Number of the paper that ends it"))
    dated = DayField(label=gettext_lazy("Its date"))


class FineForm(ResultForm):
    amount_vnd = WholeField(label=gettext_lazy("Fine (đồng)"), required=False)
