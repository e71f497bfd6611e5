"""Fields that forms of several pages share."""

from collections.abc import Iterable
from typing import Any

from django import forms

from kt1.web.days import NotADayError, read_day
from kt1.web.words import Words


def offer(form: forms.Form, name: str, choices: Iterable[tuple[Any, Words]]) -> None:
    """Give a choice of the form its rows, which are known only when it is asked.

    `choices`: each value and what people read of it, in order. TypeError: that field is no choice.
    """
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{type(form).__name__}.{name} is not a choice")
    field.choices = list(choices)


class DayField(forms.CharField):
    """A day as people type it; a date, or None where nothing was typed."""

    width = "medium"

    def __init__(self, **more: Any) -> None:
        attrs = {"inputmode": "numeric", "placeholder": "dd/mm/yyyy", "autocomplete": "off"}
        super().__init__(**{"max_length": 12, "widget": forms.TextInput(attrs=attrs), **more})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return read_day(text) if text else None
        except NotADayError as fault:
            raise forms.ValidationError(str(fault)) from None
