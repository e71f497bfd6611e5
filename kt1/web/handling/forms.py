"""Forms of bags, seals, hand-overs, runs and counts. They check shape; custody checks meaning."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.custody.deliveries.proposals import is_minutes_number
from kt1.law.screening.rules import screen
from kt1.web.errors import custody
from kt1.web.words import Words

Choices = Iterable[tuple[Any, Any]]
NUMBER_MAX = 20
CODE_ATTRS = {
    "class": "code-input",
    "autocomplete": "off",
    "autocapitalize": "characters",
    "spellcheck": "false",
    "data-takes-scan": "",
}


class NumberField(forms.CharField):
    """The number of a seal, a lock, a device or a sheet: capitals, as it stands on the thing."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("max_length", NUMBER_MAX)
        more.setdefault("widget", forms.TextInput(attrs=dict(CODE_ATTRS)))
        super().__init__(**more)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        return text.upper()


class MinutesField(forms.CharField):
    """The number of a biên bản: 12/BB-BC01."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("label", gettext_lazy("Number of the minutes"))
        more.setdefault("help_text", gettext_lazy("As it stands on the paper, such as 12/BB-BC01"))
        more.setdefault("max_length", 40)
        super().__init__(**more)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if text and not is_minutes_number(text):
            raise forms.ValidationError(
                _("Letters, digits, strokes and dashes only, such as 12/BB-BC01.")
            )
        return text


class ScreenedField(forms.CharField):
    """Free text that may not hold what this system must not keep."""

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if text and screen(text):
            raise forms.ValidationError(
                _("This text holds words that this system must not keep. It was not stored.")
            )
        return text


def choice(label: Words, choices: Choices, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(choices), **more)


def refused(form: forms.Form, reason: Exception | str, name: str | None = None) -> None:
    """Put what an act refused on the form, at its field or on top."""
    form.add_error(name, reason if isinstance(reason, str) else custody.said(reason))
