"""Fields that forms of several pages share."""

from typing import Any

from django import forms

from kt1.web.days import NotADayError, read_day


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
