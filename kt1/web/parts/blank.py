"""Forms that nobody filled in yet: the same for everybody, so their fields are drawn once."""

from functools import lru_cache

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language


def blank_fields(form: type[forms.Form], prefix: str) -> SafeString:
    """The fields of an empty form in the language of now.

    Only for forms whose fields depend on nothing but their class: drawing ten of them anew was a
    third of the time of an item's page.
    """
    return _drawn(form, prefix, get_language() or "vi")


@lru_cache(maxsize=256)
def _drawn(form: type[forms.Form], prefix: str, language: str) -> SafeString:
    del language  # part of the key only
    return SafeString(render_to_string("parts/fields.html", {"form": form(prefix=prefix)}))
