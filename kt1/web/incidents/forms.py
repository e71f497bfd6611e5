"""What is typed of an incident. Coded where possible; words are few and screened."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.assurance.incidents.models import (
    ADDRESSEE_LABELS,
    CAUSE_LABELS,
    COVER_LABELS,
    ENDING_LABELS,
    KIND_LABELS,
    MEANS_LABELS,
    MEASURE_LABELS,
    STAGE_LABELS,
)
from kt1.assurance.incidents.rules import (
    NUMBER_CHARS_MAX,
    Addressee,
    Cause,
    Cover,
    Ending,
    Kind,
    Means,
    Measure,
    Stage,
)
from kt1.law.screening.rules import LENGTH_MAX
from kt1.web.complaints.forms import CODE_CHARS_MAX, CodeField
from kt1.web.fields import DayField
from kt1.web.moments import ZONE


def _note() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Remark"),
        max_length=LENGTH_MAX,
        required=False,
        help_text=gettext_lazy("Of the handling only; never of what is in an item."),
    )


def _number(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=NUMBER_CHARS_MAX)


class OpenForm(forms.Form):
    kind = forms.TypedChoiceField(
        label=gettext_lazy("Kind of incident"),
        coerce=Kind,
        choices=[(one, word) for one, word in KIND_LABELS.items() if one is not Kind.GAP],
        widget=forms.RadioSelect,
    )
    code = CodeField(label=gettext_lazy("Number of the item or bag"), max_length=CODE_CHARS_MAX)
    cover = forms.TypedChoiceField(
        label=gettext_lazy("State of the cover"), coerce=Cover, choices=COVER_LABELS
    )
    found_on = DayField(label=gettext_lazy("Day it was found"))
    found_at = forms.TimeField(
        label=gettext_lazy("Hour it was found"),
        input_formats=["%H:%M"],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "HH:MM"}),
    )
    note = _note()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day, hour = cleaned.get("found_on"), cleaned.get("found_at")
        if day is not None and isinstance(hour, time):
            cleaned["moment"] = datetime.combine(day, hour, ZONE)
        return cleaned


class TellForm(forms.Form):
    addressee = forms.TypedChoiceField(
        label=gettext_lazy("Who was told"), coerce=Addressee, choices=ADDRESSEE_LABELS
    )
    means = forms.TypedChoiceField(
        label=gettext_lazy("How"), coerce=Means, choices=MEANS_LABELS, widget=forms.RadioSelect
    )
    paper = forms.CharField(
        label=gettext_lazy("Number of the letter"),
        max_length=NUMBER_CHARS_MAX,
        required=False,
        help_text=gettext_lazy("Only where they were told by letter."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("means") is Means.PAPER and not cleaned.get("paper"):
            self.add_error("paper", _("A letter is entered with its number."))
        return cleaned


class AcknowledgeForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Number of your answer"),
        max_length=NUMBER_CHARS_MAX,
        required=False,
        help_text=gettext_lazy("If you answered by letter."),
    )


class InvestigateForm(forms.Form):
    cause = forms.TypedChoiceField(
        label=gettext_lazy("Where it came from"),
        coerce=Cause,
        choices=CAUSE_LABELS,
        widget=forms.RadioSelect,
    )
    note = _note()


class PaperForm(forms.Form):
    number = _number(gettext_lazy("Number of the paper"))
    dated = DayField(label=gettext_lazy("Date of the paper"))


class CloseForm(forms.Form):
    ending = forms.TypedChoiceField(
        label=gettext_lazy("How it ended"),
        coerce=Ending,
        choices=ENDING_LABELS,
        widget=forms.RadioSelect,
    )
    note = _note()


class LearnForm(forms.Form):
    measure = forms.TypedChoiceField(
        label=gettext_lazy("What changes"),
        coerce=Measure,
        choices=MEASURE_LABELS,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Lesson in one sentence"),
        max_length=LENGTH_MAX,
        required=False,
        help_text=gettext_lazy("Of the handling only; never of what is in an item."),
    )


class ReportForm(forms.Form):
    stage = forms.TypedChoiceField(
        label=gettext_lazy("Which report"),
        coerce=Stage,
        choices=STAGE_LABELS,
        widget=forms.RadioSelect,
    )
    number = _number(gettext_lazy("Number of the report"))
    dated = DayField(label=gettext_lazy("Date of the report"))


class SureForm(forms.Form):
    """Nothing is typed: the consequence is read, and the button pressed."""
