"""The catalogue: products, rules of wrapping and cover, prices, contacts.

Public figures and addresses: whoever is signed in reads them, of their own province.
"""

from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.law.catalogue.models import TOPIC_LABELS
from kt1.law.catalogue.rules import Topic, shown_phone
from kt1.law.modes.queries import current_mode
from kt1.law.services.labels import MARK_LABELS, MODE_LABELS, SCOPE_LABELS, URGENCY_LABELS
from kt1.law.services.rules import MARKS_IN_MODE, PRODUCTS, Mode, Scope
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter
from kt1.web.lists.listing import Listing
from kt1.web.request import Request, signed_in
from kt1.web.service.tables import Row, page, proof_columns, rows_on
from kt1.web.service.wayfinding import province_of, today
from kt1.web.words import Words

RULES = (Topic.DUTY, Topic.WRAPPING, Topic.COVER)


CONTACTS = (Topic.HOTLINE, Topic.COMPLAINT)


def _title(row: Row) -> Words:
    return row.title


def _text(row: Row) -> str:
    return row.text


def _listing(on: date, title: Words, *columns: Column[Row], **more: Any) -> Listing[Row]:
    return Listing(
        title=title,
        order=("order", "key", "pk"),
        columns=(*columns, *proof_columns(on)),
        per_page=100,
        **more,
    )


def products_of(mode: Mode) -> list[str]:
    """The codes of the products of an installation in this mode, in the order of the axes."""
    return [code for code, (mark, _urgency) in PRODUCTS.items() if mark in MARKS_IN_MODE[mode]]


def _axes(row: Row) -> str:
    mark, urgency = PRODUCTS[row.key]
    return f"{MARK_LABELS[mark]} · {URGENCY_LABELS[urgency]}"


def product_listing(on: date) -> Listing[Row]:
    mode = current_mode()
    return _listing(
        on,
        gettext_lazy("Products of the KT1 service"),
        Column(key="ma", label=gettext_lazy("Code"), value=lambda row: row.key, kind=Kind.CODE),
        Column(key="ten", label=gettext_lazy("Service"), value=_title, under=_text, roomy=True),
        Column(key="truc", label=gettext_lazy("Mark · urgency"), value=_axes),
        filters=(
            ChoiceFilter(
                key="che-do",
                label=gettext_lazy("In the mode"),
                choices=[(one.value, MODE_LABELS[one]) for one in Mode],
                apply=lambda rows, raw: rows.filter(key__in=products_of(Mode(raw))),
            ),
        ),
        empty=MODE_LABELS[mode],
    )


def product_rows(request: Request, on: date) -> QuerySet[Row]:
    """Those of this installation's mode, unless another mode is asked for."""
    rows = rows_on(on, "", Topic.PRODUCT)
    if not request.GET.get("che-do"):
        rows = rows.filter(key__in=products_of(current_mode()))
    order = [When(key=code, then=Value(n)) for n, code in enumerate(PRODUCTS)]
    return rows.annotate(order=Case(*order, default=Value(99), output_field=IntegerField()))


def rule_listing(on: date) -> Listing[Row]:
    return _listing(
        on,
        gettext_lazy("What goes by KT1, wrapping and cover"),
        Column(key="ve", label=gettext_lazy("About"),
               value=lambda row: TOPIC_LABELS[Topic(row.topic)]),
        Column(key="ten", label=gettext_lazy("What it says"), value=_title, under=_text,
               roomy=True),
        filters=(
            ChoiceFilter(
                key="ve",
                label=gettext_lazy("About"),
                choices=[(one.value, TOPIC_LABELS[one]) for one in RULES],
                field="topic",
            ),
        ),
    )  # fmt: skip


def contact_listing(on: date) -> Listing[Row]:
    return _listing(
        on,
        gettext_lazy("Whom to call about KT1"),
        Column(key="ve", label=gettext_lazy("About"),
               value=lambda row: TOPIC_LABELS[Topic(row.topic)]),
        Column(key="ten", label=gettext_lazy("Who"), value=_title, under=_text, roomy=True),
        Column(key="dt", label=gettext_lazy("Telephone"),
               value=lambda row: shown_phone(row.phone), kind=Kind.UNBROKEN,
               link=lambda row: f"tel:{row.phone}" if row.phone else None),
        empty=gettext_lazy("No number was published for this province yet."),
    )  # fmt: skip


@require_GET
@signed_in
def products(request: Request) -> HttpResponseBase:
    on = today(request)
    lead = _(
        "Three axes, chosen apart: mark, urgency, and scope, which is %(scopes)s for each of"
        " these. This installation keeps: %(mode)s."
    ) % {
        "scopes": ", ".join(str(SCOPE_LABELS[scope]) for scope in Scope),
        "mode": MODE_LABELS[current_mode()],
    }
    listing = product_listing(on)
    return page(request, "service_products", listing, product_rows(request, on), lead=lead,
                publishes=Topic.PRODUCT)  # fmt: skip


@require_GET
@signed_in
def cover_rules(request: Request) -> HttpResponseBase:
    on = today(request)
    return page(request, "service_rules", rule_listing(on), rows_on(on, "", *RULES),
                publishes=Topic.COVER)  # fmt: skip


@require_GET
@signed_in
def contacts(request: Request) -> HttpResponseBase:
    on = today(request)
    rows = rows_on(on, province_of(request.actor), *CONTACTS)
    lead = _("The KT1 telephone stands on every page, slip and label of the province.")
    return page(request, "service_contacts", contact_listing(on), rows, lead=lead,
                publishes=Topic.HOTLINE)  # fmt: skip
