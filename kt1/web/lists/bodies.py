"""Bodies that were asked to say one thing: who has, when, by which paper; and who has not."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.network.agencies.models import BLOC_LABELS, FAMILY_LABELS
from kt1.network.names.queries import called
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.parts.chips import Chip, Tone
from kt1.web.words import Words


def _chip(said_at: object) -> Chip:
    if said_at is None:
        return Chip(_("not yet"), Tone.UNCONFIRMED)
    return Chip(_("yes"), Tone.GOOD)


def saying(
    *, key: str, title: Words, empty: Words, said: Words, not_yet: Words, at: str, paper: str
) -> Listing[Any]:
    """A list over agencies annotated with `at` (when they said it, or None) and `paper`."""
    return Listing(
        title=title,
        order=("sort_key", "pk"),
        empty=empty,
        columns=(
            Column(key="co-quan", label=gettext_lazy("Agency"), value=lambda row: row.name,
                   under=lambda row: row.code, sort="sort_key", roomy=True,
                   link=lambda row: reverse("agency", args=[row.code])),
            Column(key="khoi", label=gettext_lazy("Bloc"), wide_only=True,
                   value=lambda row: row.get_bloc_display()),
            Column(key=key, label=said, kind=Kind.CHIP, value=lambda row: _chip(getattr(row, at))),
            Column(key="luc", label=gettext_lazy("Said at"), kind=Kind.MOMENT,
                   value=lambda row: getattr(row, at), sort=at),
            Column(key="vb", label=gettext_lazy("By paper"), value=lambda row: getattr(row, paper)),
        ),
        filters=(
            TextFilter(key="q", label=gettext_lazy("Agency"),
                       apply=lambda rows, text: rows.filter(called(text))),
            ChoiceFilter(key="khoi", label=gettext_lazy("Bloc"), field="bloc",
                         choices=list(BLOC_LABELS.items())),
            ChoiceFilter(key="loai", label=gettext_lazy("Kind of agency"), field="family",
                         choices=list(FAMILY_LABELS.items())),
            FlagFilter(key="chua", label=not_yet,
                       apply=lambda rows: rows.filter(**{at: None})),
            FlagFilter(key="giay", label=gettext_lazy("Works by paper"),
                       apply=lambda rows: rows.filter(works_on_paper=True)),
        ),
    )  # fmt: skip
