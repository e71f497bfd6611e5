"""The signed paper of a body that works on paper, as whoever follows its line types it."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.oversight.papers import NUMBER_CHARS_MAX, SignedPaper
from kt1.web.fields import DayField


class SignedPaperForm(forms.Form):
    """Number and date, both needed: they stand for what the body did not enter itself."""

    number = forms.CharField(
        label=gettext_lazy("Number of the body's paper"),
        max_length=NUMBER_CHARS_MAX,
        help_text=gettext_lazy("Of a public paper; none that is secret itself."),
    )
    dated = DayField(label=gettext_lazy("Date of the body's paper"))

    def signed(self) -> SignedPaper:
        """What was typed. Only of a form that is valid."""
        return SignedPaper(number=self.cleaned_data["number"], dated=self.cleaned_data["dated"])


class BodyPaperForm(SignedPaperForm):
    """The same for one of several bodies."""

    body = forms.TypedChoiceField(label=gettext_lazy("Body that works on paper"), coerce=int)
    field_order: tuple[str, ...] = ("body", "number", "dated")


def nobody() -> str:
    """What is said where no body is left to enter a paper for."""
    return _("No body of your line that works on paper is left here.")
