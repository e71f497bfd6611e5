"""What is typed on the page of a month."""

from django import forms
from django.utils.translation import gettext_lazy

from kt1.law.screening.rules import LENGTH_MAX
from kt1.web.fields import DayField


class RemarkForm(forms.Form):
    text = forms.CharField(label=gettext_lazy("Remark"), max_length=LENGTH_MAX)
    difference = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)


class SignForm(forms.Form):
    surcharge = forms.IntegerField(
        label=gettext_lazy("Surcharge of marked covers, net"), min_value=0, required=False
    )


class PaperForm(forms.Form):
    number = forms.CharField(label=gettext_lazy("Number of the paper"), max_length=40)
    dated = DayField(label=gettext_lazy("Date of the paper"))
    signers = forms.CharField(label=gettext_lazy("Signers"), max_length=160)
    kept_at = forms.CharField(label=gettext_lazy("Where it is kept"), max_length=80)
