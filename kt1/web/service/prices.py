"""The price list of the catalogue: the table that prices items on the day, and no other."""

from datetime import date

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.custody.items.models import URGENCY_LABELS
from kt1.law.services.rules import Urgency
from kt1.law.tariffs.models import REACH_LABELS, TariffRate
from kt1.law.tariffs.queries import table, table_on
from kt1.law.tariffs.rules import NoTariffError, RateKind, Reach
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.listing import Listing
from kt1.web.numbers import number
from kt1.web.parts.chips import Chip
from kt1.web.request import Request, signed_in
from kt1.web.service.tables import page, until_said
from kt1.web.service.wayfinding import today
from kt1.web.tariff.shown import STANDING_CHIPS, banner

_ORDER = [RateKind.STEP, RateKind.FURTHER, RateKind.SURCHARGE]


def _for(row: TariffRate) -> str:
    if row.kind != RateKind.SURCHARGE:
        return str(REACH_LABELS[Reach(row.reach)])
    if row.key in set(Urgency):
        return _("Surcharge, %(name)s") % {"name": URGENCY_LABELS[Urgency(row.key)]}
    return _("Surcharge of the mark %(mark)s") % {"mark": row.key}


def _weight(row: TariffRate) -> str:
    said = {
        RateKind.STEP: _("up to %(grams)s g"),
        RateKind.FURTHER: _("each further %(grams)s g"),
        RateKind.SURCHARGE: "",
    }[RateKind(row.kind)]
    return said % {"grams": number(row.grams)} if said else ""


def _standing(row: TariffRate) -> Chip:
    return STANDING_CHIPS[table(row.tariff).standing]


def price_listing() -> Listing[TariffRate]:
    return Listing(
        title=gettext_lazy("Tariff of the KT1 service"),
        order=("order", "reach", "grams", "key", "pk"),
        columns=(
            Column(key="ten", label=gettext_lazy("For"), value=_for, under=lambda row: row.note,
                   roomy=True),
            Column(key="nac", label=gettext_lazy("Weight"), value=_weight, kind=Kind.UNBROKEN),
            Column(key="gia", label=gettext_lazy("Highest price, đồng"), kind=Kind.NUMBER,
                   value=lambda row: row.vnd, sort="vnd"),
            Column(key="thue", label=gettext_lazy("With VAT"), kind=Kind.YES_NO,
                   value=lambda row: row.tariff.with_tax),
            Column(key="tu", label=gettext_lazy("Valid from"), kind=Kind.DAY,
                   value=lambda row: row.tariff.valid_from,
                   under=lambda row: until_said(row.tariff.valid_to)),
            Column(key="can-cu", label=gettext_lazy("Paper that says so"), roomy=True,
                   value=lambda row: str(row.tariff.instrument or row.tariff.code)),
            Column(key="tin", label=gettext_lazy("Standing"), value=_standing, kind=Kind.CHIP),
        ),
        per_page=100,
        empty=gettext_lazy("No price of this day is known."),
    )  # fmt: skip


def price_rows(on: date) -> QuerySet[TariffRate]:
    """The amounts of the table that holds on the day; none where no table does."""
    rows = TariffRate.objects.select_related("tariff__instrument")
    order = [When(kind=kind.value, then=Value(n)) for n, kind in enumerate(_ORDER)]
    rows = rows.annotate(order=Case(*order, output_field=IntegerField()))
    rows = rows.prefetch_related("tariff__rates")
    try:
        return rows.filter(tariff=table_on(on).id)
    except NoTariffError:
        return rows.none()


@require_GET
@signed_in
def tariff(request: Request) -> HttpResponseBase:
    on = today(request)
    try:
        lead = banner(table_on(on))
    except NoTariffError:
        lead = ""
    lead = " ".join(filter(None, (lead, _("Items are priced by this table."))))
    return page(request, "service_tariff", price_listing(), price_rows(on), lead=lead,
                act=(_("Tables of prices"), reverse("tariff")))  # fmt: skip
