"""What is typed of a complaint and of a request of an authority."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.assurance.complaints.models import (
    CAUSE_LABELS,
    FOUND_LABELS,
    MATTER_LABELS,
    METHOD_LABELS,
    OUTCOME_LABELS,
    RESPONSIBLE_LABELS,
)
from kt1.assurance.complaints.rules import (
    NUMBER_CHARS_MAX,
    Cause,
    Found,
    Matter,
    Method,
    Outcome,
    Responsible,
)
from kt1.assurance.disclosures.rules import AUTHORITY_CHARS_MAX, BASIS_CHARS_MAX
from kt1.custody.units import codes
from kt1.law.screening.rules import LENGTH_MAX
from kt1.web.fields import DayField
from kt1.web.tariff.forms import WholeField

CODE_CHARS_MAX = 40
SENDER, RECEIVER = "gui", "nhan"


class CodeField(forms.CharField):
    """The number of an item as people type it; normalised."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return codes.parse(text)
        except codes.MalformedCodeError:
            raise forms.ValidationError(_("This is no number of an item.")) from None


def _note() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Remark"),
        max_length=LENGTH_MAX,
        required=False,
        help_text=gettext_lazy("Of the service only; never of what is in an item."),
    )


class ComplaintForm(forms.Form):
    code = CodeField(label=gettext_lazy("Number of the item"), max_length=CODE_CHARS_MAX)
    matter = forms.TypedChoiceField(
        label=gettext_lazy("What it is about"),
        coerce=Matter,
        choices=MATTER_LABELS,
        widget=forms.RadioSelect,
    )
    note = _note()


class PaperComplaintForm(ComplaintForm):
    """The signed complaint of a body that works on paper, entered by the post."""

    side = forms.ChoiceField(
        label=gettext_lazy("Who complains"),
        choices=(("", "–"), (SENDER, gettext_lazy("the sender")),
                 (RECEIVER, gettext_lazy("the receiver"))),
    )  # fmt: skip
    number = forms.CharField(label=gettext_lazy("Number of the paper"), max_length=NUMBER_CHARS_MAX)
    dated = DayField(label=gettext_lazy("Date of the paper"))
    came = DayField(
        label=gettext_lazy("Came on"),
        help_text=gettext_lazy("From this day the answer is owed, whenever it is entered."),
    )
    field_order = ("code", "side", "number", "dated", "came", "matter", "note")


class NoteForm(forms.Form):
    note = _note()


class PaperNoteForm(NoteForm):
    """What a body that works on paper decided, entered by the post."""

    paper = forms.CharField(
        label=gettext_lazy("Number and date of the agency's signed paper"),
        max_length=NUMBER_CHARS_MAX,
    )
    field_order = ("paper", "note")


class AnswerForm(forms.Form):
    outcome = forms.TypedChoiceField(
        label=gettext_lazy("Answer"),
        coerce=Outcome,
        choices=OUTCOME_LABELS,
        widget=forms.RadioSelect,
    )
    cause = forms.TypedChoiceField(
        label=gettext_lazy("Where it came about"), coerce=Cause, choices=CAUSE_LABELS
    )
    note = _note()


class LiabilityForm(forms.Form):
    """The contents that TT 02/2012 asks for, besides what the item says itself."""

    number = forms.CharField(
        label=gettext_lazy("Number of the minutes"), max_length=NUMBER_CHARS_MAX
    )
    dated = DayField(label=gettext_lazy("Date of the minutes"))
    cause = forms.TypedChoiceField(
        label=gettext_lazy("Where it came about"), coerce=Cause, choices=CAUSE_LABELS
    )
    responsible = forms.TypedChoiceField(
        label=gettext_lazy("Who is responsible"), coerce=Responsible, choices=RESPONSIBLE_LABELS
    )
    amount_vnd = WholeField(label=gettext_lazy("Compensation (đồng)"))
    method = forms.TypedChoiceField(
        label=gettext_lazy("How it is paid"), coerce=Method, choices=METHOD_LABELS
    )


class PaymentForm(forms.Form):
    paid_on = DayField(label=gettext_lazy("Paid on"))
    paper = forms.CharField(
        label=gettext_lazy("Number of the payment paper"), max_length=NUMBER_CHARS_MAX
    )


class FoundForm(forms.Form):
    """The payee is told and chooses; what is refused does not pass to the post."""

    found_on = DayField(label=gettext_lazy("Found on"))
    found = forms.TypedChoiceField(
        label=gettext_lazy("What the payee chose"),
        coerce=Found,
        choices=FOUND_LABELS,
        widget=forms.RadioSelect,
    )


class DisclosureForm(forms.Form):
    authority = forms.CharField(
        label=gettext_lazy("Authority that asked"), max_length=AUTHORITY_CHARS_MAX
    )
    basis = forms.CharField(
        label=gettext_lazy("Legal basis"),
        max_length=BASIS_CHARS_MAX,
        help_text=gettext_lazy(
            "Article and name of the public law; number and date of the written request."
        ),
    )
    number = forms.CharField(
        label=gettext_lazy("Number of the minutes"), max_length=NUMBER_CHARS_MAX
    )
    dated = DayField(label=gettext_lazy("Date of the minutes"))
    code = CodeField(
        label=gettext_lazy("Number of the item"),
        max_length=CODE_CHARS_MAX,
        required=False,
        help_text=gettext_lazy("Its records are held until the matter is ended here."),
    )
