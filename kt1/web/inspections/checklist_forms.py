"""What is typed of a checklist: its name, its questions, the day from which it holds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kt1.law.instruments.queries import all_of_them
from kt1.oversight.inspections.rules import NUMBER_CHARS_MAX, TITLE_CHARS_MAX, WORDS_CHARS_MAX
from kt1.oversight.violations.models import AREA_LABELS
from kt1.oversight.violations.rules import Area
from kt1.web.fields import DayField, offer
from kt1.web.inspections.violation_forms import conduct_choices

_TITLE_MAX = 110


def _papers() -> list[tuple[str, str]]:
    """Every paper of the register, the newest first."""
    return [
        (str(one.pk), " · ".join(filter(None, (one.number or one.code, one.title)))[:_TITLE_MAX])
        for one in all_of_them()
    ]


class NameForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Name of the checklist"), max_length=TITLE_CHARS_MAX)
    instrument_id = forms.TypedChoiceField(
        label=gettext_lazy("Paper it rests on"), coerce=int, empty_value=None
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        offer(self, "instrument_id", _papers())


class QuestionForm(forms.Form):
    section = forms.CharField(
        label=gettext_lazy("Part of the checklist"),
        max_length=TITLE_CHARS_MAX,
        widget=forms.TextInput(attrs={"list": "parts-of-it", "autocomplete": "off"}),
    )
    words = forms.CharField(
        label=gettext_lazy("What is looked at"),
        max_length=WORDS_CHARS_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Never of what is in an item, nor of how secrets are kept."),
    )
    area = forms.TypedChoiceField(
        label=gettext_lazy("What it is about"),
        coerce=Area,
        choices=[(one, word) for one, word in AREA_LABELS.items() if one is not Area.SECRECY],
    )
    instrument_id = forms.TypedChoiceField(
        label=gettext_lazy("Paper it rests on"), coerce=int, required=False, empty_value=None
    )
    provision = forms.CharField(
        label=gettext_lazy("Article, clause, or another basis"),
        max_length=TITLE_CHARS_MAX,
        required=False,
        help_text=gettext_lazy("The paper, the provision, or both."),
    )
    conduct = forms.ChoiceField(
        label=gettext_lazy("Conduct of the table"),
        required=False,
        help_text=gettext_lazy("What a finding would be, if anything."),
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        offer(self, "instrument_id", [("", "–"), *_papers()])
        offer(self, "conduct", [("", "–"), *conduct_choices()])


class PublishForm(forms.Form):
    valid_from = DayField(label=gettext_lazy("In use from"))
    paper = forms.CharField(
        label=gettext_lazy("Number of the paper it comes with"),
        max_length=NUMBER_CHARS_MAX,
        required=False,
        help_text=gettext_lazy("As 05/QĐ-SKHCN; a public paper only."),
    )
