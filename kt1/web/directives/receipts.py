"""Which bodies have said that they received a directive, and which have not."""

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.network.agencies.models import BLOC_LABELS, FAMILY_LABELS
from kt1.network.names.queries import called
from kt1.oversight.directives import permissions, receipts
from kt1.people.actor import NotAllowedError
from kt1.web.directives.lists import TITLE
from kt1.web.directives.pages import known_directive
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.parts.chips import Chip, Tone
from kt1.web.request import Request, signed_in


def _chip(row: Any) -> Chip:
    if row.received_at is None:
        return Chip(_("not yet"), Tone.UNCONFIRMED)
    return Chip(_("yes"), Tone.GOOD)


RECEIPTS: Listing[Any] = Listing(
    title=gettext_lazy("Who has received it"),
    order=("sort_key", "pk"),
    empty=gettext_lazy("It is addressed to none of the bodies you see."),
    columns=(
        Column(key="co-quan", label=gettext_lazy("Agency"), value=lambda row: row.name,
               under=lambda row: row.code, sort="sort_key", roomy=True,
               link=lambda row: reverse("agency", args=[row.code])),
        Column(key="khoi", label=gettext_lazy("Bloc"), wide_only=True,
               value=lambda row: row.get_bloc_display()),
        Column(key="nhan", label=gettext_lazy("Has it"), kind=Kind.CHIP, value=_chip),
        Column(key="luc", label=gettext_lazy("Said at"), kind=Kind.MOMENT,
               value=lambda row: row.received_at, sort="received_at"),
        Column(key="vb", label=gettext_lazy("By paper"), value=lambda row: row.received_paper),
    ),
    filters=(
        TextFilter(key="q", label=gettext_lazy("Agency"),
                   apply=lambda rows, text: rows.filter(called(text))),
        ChoiceFilter(key="khoi", label=gettext_lazy("Bloc"), field="bloc",
                     choices=list(BLOC_LABELS.items())),
        ChoiceFilter(key="loai", label=gettext_lazy("Kind of agency"), field="family",
                     choices=list(FAMILY_LABELS.items())),
        FlagFilter(key="chua", label=gettext_lazy("Not received yet"),
                   apply=lambda rows: rows.filter(received_at=None)),
        FlagFilter(key="giay", label=gettext_lazy("Works by paper"),
                   apply=lambda rows: rows.filter(works_on_paper=True)),
    ),
)  # fmt: skip


@require_GET
@signed_in
def received(request: Request, pk: int) -> HttpResponseBase:
    """The bodies of a directive that one follows, each with its word or the paper it sent."""
    found, actor = known_directive(request, pk), request.actor
    if reason := permissions.why_not_see_receipts(actor):
        raise NotAllowedError(reason)
    here = reverse("directive", args=[found.pk])
    context: dict[str, Any] = {
        "crumbs": [
            (TITLE, reverse("directives")),
            (str(found)[:60], here),
            (RECEIPTS.title, ""),
        ],
        "lead": _("%(title)s. A body that has said nothing is reminded day by day.")
        % {"title": found.title},
    }
    if permissions.why_not_enter_receipts(actor, found) is None:
        context |= {
            "act_url": reverse("directive_paper", args=[found.pk]),
            "act_label": _("Enter that a body has received it"),
        }
    return answer(request, RECEIPTS, receipts.bodies(found, actor), context=context)
