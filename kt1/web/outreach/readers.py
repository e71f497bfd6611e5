"""Which bodies have read a guide of the library, and which have not."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.network.agencies.models import BLOC_LABELS, FAMILY_LABELS
from kt1.network.names.queries import called
from kt1.oversight.outreach import permissions, queries, reading
from kt1.people.actor import NotAllowedError
from kt1.people.coverage.rules import day_of
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.outreach.library import TITLE
from kt1.web.parts.chips import Chip, Tone
from kt1.web.request import Request, signed_in


def _chip(row: Any) -> Chip:
    return (
        Chip(_("not yet"), Tone.UNCONFIRMED) if row.read_at is None else Chip(_("yes"), Tone.GOOD)
    )


READERS: Listing[Any] = Listing(
    title=gettext_lazy("Who has read it"),
    order=("sort_key", "pk"),
    empty=gettext_lazy("It is for none of the bodies you see."),
    columns=(
        Column(key="co-quan", label=gettext_lazy("Agency"), value=lambda row: row.name,
               under=lambda row: row.code, sort="sort_key", roomy=True,
               link=lambda row: reverse("agency", args=[row.code])),
        Column(key="khoi", label=gettext_lazy("Bloc"), wide_only=True,
               value=lambda row: row.get_bloc_display()),
        Column(key="doc", label=gettext_lazy("Has read it"), kind=Kind.CHIP, value=_chip),
        Column(key="luc", label=gettext_lazy("Said at"), kind=Kind.MOMENT,
               value=lambda row: row.read_at, sort="read_at"),
        Column(key="vb", label=gettext_lazy("By paper"), value=lambda row: row.read_paper),
    ),
    filters=(
        TextFilter(key="q", label=gettext_lazy("Agency"),
                   apply=lambda rows, text: rows.filter(called(text))),
        ChoiceFilter(key="khoi", label=gettext_lazy("Bloc"), field="bloc",
                     choices=list(BLOC_LABELS.items())),
        ChoiceFilter(key="loai", label=gettext_lazy("Kind of agency"), field="family",
                     choices=list(FAMILY_LABELS.items())),
        FlagFilter(key="chua", label=gettext_lazy("Not read yet"),
                   apply=lambda rows: rows.filter(read_at=None)),
        FlagFilter(key="giay", label=gettext_lazy("Works by paper"),
                   apply=lambda rows: rows.filter(works_on_paper=True)),
    ),
)  # fmt: skip


@require_GET
@signed_in
def readers(request: Request, pk: int) -> HttpResponseBase:
    """The bodies that a version is for and that one watches, each with when it read it."""
    actor = request.actor
    found = get_object_or_404(queries.versions_seen_by(actor), pk=pk)
    if reason := permissions.why_not_watch(actor):
        raise NotAllowedError(reason)
    here = reverse("material", args=[found.pk])
    context: dict[str, Any] = {
        "crumbs": [(TITLE, reverse("library")), (found.title, here), (READERS.title, "")],
        "lead": _("%(title)s, version %(n)d.") % {"title": found.title, "n": found.n},
    }
    if permissions.why_not_enter_reading(actor, found) is None:
        context |= {
            "act_url": reverse("material_paper", args=[found.pk]),
            "act_label": _("Enter that a body has read it"),
        }
    rows = reading.asked(found, actor, day_of(request.at))
    return answer(request, READERS, rows, context=context)
