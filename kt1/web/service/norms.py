"""Every norm of every set that is entered, first those that a user of the service asks about."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.law.parameters.keys import Key
from kt1.law.parameters.models import LegalParameter
from kt1.people.accounts.rules import Role
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter
from kt1.web.lists.listing import Listing
from kt1.web.norms.labels import READERS
from kt1.web.request import Request, signed_in
from kt1.web.service.labels import (
    KEY_LABELS,
    norm_said,
    paper_said,
    scope_said,
    value_said,
)
from kt1.web.service.norm_labels import BOUNDS, OWN_LABELS, SEES_BOUNDS
from kt1.web.service.tables import (
    page,
    state_of,
    until_said,
)
from kt1.web.service.wayfinding import today

_KEYS = [*KEY_LABELS, *OWN_LABELS]
_KEY_ORDER = [When(key=key, then=Value(n)) for n, key in enumerate(_KEYS)]


def keys_for(role: Role) -> list[Key]:
    """The norms a person of this role reads here."""
    return [key for key in _KEYS if key not in BOUNDS or role in SEES_BOUNDS]


def norm_rows(on: date, keys: Collection[Key] = tuple(KEY_LABELS)) -> QuerySet[LegalParameter]:
    """Those in force on a day; the few that every user asks about when no others are named."""
    return (
        LegalParameter.objects.filter(key__in=list(keys), valid_from__lte=on)
        .filter(Q(valid_to=None) | Q(valid_to__gte=on))
        .select_related("instrument", "norm_set")
        .annotate(order=Case(*_KEY_ORDER, output_field=IntegerField()))
    )


def norm_listing(on: date, sets: Sequence[tuple[str, str]]) -> Listing[LegalParameter]:
    return Listing(
        title=gettext_lazy("Norms of the KT1 service"),
        order=("norm_set__pk", "order", "scope", "pk"),
        per_page=200,  # the figures of the service come after the general set's
        columns=(
            Column(key="bo", label=gettext_lazy("Norm set"), value=lambda row: row.norm_set.code,
                   kind=Kind.CODE),
            Column(key="chi-tieu", label=gettext_lazy("Norm"), roomy=True,
                   value=lambda row: norm_said(row.key),
                   under=lambda row: str(scope_said(row.scope))),
            Column(key="muc", label=gettext_lazy("Figure"),
                   value=lambda row: value_said(row.value, row.unit)),
            Column(key="tu", label=gettext_lazy("Valid from"), value=lambda row: row.valid_from,
                   kind=Kind.DAY, under=lambda row: until_said(row.valid_to)),
            Column(key="can-cu", label=gettext_lazy("Paper that says so"), roomy=True,
                   value=lambda row: paper_said(row.instrument, row.article, ""),
                   under=lambda row: row.note),
            Column(key="tin", label=gettext_lazy("Standing"), value=lambda row: state_of(row, on),
                   kind=Kind.CHIP, under=lambda row: str(row.get_evidence_display())),
        ),
        filters=(
            ChoiceFilter(key="bo", label=gettext_lazy("Norm set"), choices=sets,
                         field="norm_set__code"),
        ),
    )  # fmt: skip


@require_GET
@signed_in
def norms(request: Request) -> HttpResponseBase:
    on = today(request)
    rows = norm_rows(on, keys_for(request.actor.role))
    sets = list(rows.order_by().values_list("norm_set__code", "norm_set__title").distinct())
    lead = _(
        "Norms of TT 26/2026/TT-BKHCN have not been found; nothing stands in for them. Older"
        " sets are shown as what they are."
    )
    act = (_("Enter or confirm norms"), reverse("norm_sets"))
    keeps = request.actor.role in READERS
    return page(
        request,
        "service_norms",
        norm_listing(on, sorted(sets)),
        rows,
        lead=lead,
        act=act if keeps else None,
    )
