"""The catalogue: products, rules of wrapping and cover, norms, prices, contacts, points.

Public figures and addresses: whoever is signed in reads them, of their own province.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.law.catalogue import permissions, queries
from kt1.law.catalogue.models import TOPIC_LABELS, ServiceInformation
from kt1.law.catalogue.rules import Topic, shown_amounts, shown_phone, standing
from kt1.law.modes.queries import current_mode
from kt1.law.parameters.models import LegalParameter
from kt1.law.services.labels import MARK_LABELS, MODE_LABELS, SCOPE_LABELS, URGENCY_LABELS
from kt1.law.services.rules import MARKS_IN_MODE, PRODUCTS, Mode, Scope
from kt1.network.names.queries import called
from kt1.network.places.models import Place
from kt1.network.places.queries import in_force as places_in_force
from kt1.network.places.rules import PlaceKind
from kt1.web.lists.answer import answer
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.moments import day
from kt1.web.numbers import number
from kt1.web.parts.chips import Chip
from kt1.web.request import Request, signed_in
from kt1.web.service.labels import (
    KEY_LABELS,
    STANDING_CHIPS,
    paper_said,
    scope_said,
    value_said,
)
from kt1.web.service.wayfinding import TABS, crumbs, province_of, tabs, today, within
from kt1.web.words import Words

Row = ServiceInformation
RULES = (Topic.DUTY, Topic.WRAPPING, Topic.COVER)
CONTACTS = (Topic.HOTLINE, Topic.COMPLAINT)
SERVED_FROM = (PlaceKind.POST_OFFICE, PlaceKind.CENTRE)


def state_of(row: Row | LegalParameter, on: date) -> Chip:
    return STANDING_CHIPS[
        standing(
            on=on,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            evidence=row.evidence,
            confirmed=row.confirmed_at is not None,
        )
    ]


def _history(row: Row) -> str:
    return reverse("service_versions", args=[row.pk])


def until_said(last: date | None) -> str | None:
    """The last day, under the first; nothing where it goes on."""
    return _("until %(day)s") % {"day": day(last)} if last else None


def proof_columns(on: date) -> tuple[Column[Row], ...]:
    """Version, validity, paper and standing: the same behind every statement."""
    return (
        Column(key="pb", label=gettext_lazy("Version"), value=lambda row: row.version,
               kind=Kind.NUMBER, link=_history),
        Column(key="tu", label=gettext_lazy("Valid from"), value=lambda row: row.valid_from,
               kind=Kind.DAY, sort="valid_from", under=lambda row: until_said(row.valid_to)),
        Column(key="can-cu", label=gettext_lazy("Paper that says so"), roomy=True,
               value=lambda row: paper_said(row.instrument, row.article, row.paper),
               under=lambda row: row.note),
        Column(key="tin", label=gettext_lazy("Standing"), value=lambda row: state_of(row, on),
               kind=Kind.CHIP, under=lambda row: str(row.get_evidence_display())),
    )  # fmt: skip


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


def rows_on(on: date, province: str, *topics: Topic) -> QuerySet[Row]:
    """The versions of the day, in the order of the topics."""
    found = queries.in_force(queries.said(topics, province=province), on)
    places = [When(topic=topic.value, then=Value(n)) for n, topic in enumerate(topics)]
    return found.annotate(order=Case(*places, output_field=IntegerField()))


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


def _amount(row: Row) -> str:
    if row.amount_min is None or row.amount_max is None:
        return ""
    return shown_amounts(row.amount_min, row.amount_max)


def _weight(row: Row) -> str:
    if row.grams_from is None or row.grams_to is None:
        return ""
    return f"{number(row.grams_from)}–{number(row.grams_to)} g"


def tariff_listing(on: date) -> Listing[Row]:
    return _listing(
        on,
        gettext_lazy("Tariff of the KT1 service"),
        Column(key="ten", label=gettext_lazy("For"), value=_title, under=_text, roomy=True),
        Column(key="nac", label=gettext_lazy("Weight"), value=_weight, kind=Kind.UNBROKEN),
        Column(key="gia", label=gettext_lazy("Highest price, đồng"), value=_amount,
               kind=Kind.UNBROKEN),
        Column(key="thue", label=gettext_lazy("With VAT"), value=lambda row: row.with_tax,
               kind=Kind.YES_NO),
        empty=gettext_lazy("No price of this day is known."),
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


def _of_office(field: str, on: date, province: str) -> Subquery:
    said = rows_on(on, province, Topic.OFFICE).filter(key=OuterRef("code"))
    return Subquery(said.values(field)[:1])


def office_rows(on: date, province: str) -> QuerySet[Place]:
    """Points of the post with what was published of each; those of which nothing was, too."""
    said = {f"said_{name}": _of_office(name, on, province)
            for name in ("text", "phone", "version", "pk", "paper", "evidence")}  # fmt: skip
    return (
        places_in_force(on)
        .filter(province__code=province, kind__in=SERVED_FROM)
        .annotate(
            **said,
            said_from=_of_office("valid_from", on, province),
            said_confirmed=_of_office("confirmed_at", on, province),
        )
    )


def _said(name: str) -> Callable[[Place], Any]:
    return lambda row: getattr(row, f"said_{name}")


def _office_state(row: Place) -> Chip | None:
    if _said("pk")(row) is None:
        return None
    confirmed = _said("confirmed")(row) is not None
    return STANDING_CHIPS[
        standing(on=row.valid_from, valid_from=row.valid_from, valid_to=None,
                 evidence=_said("evidence")(row), confirmed=confirmed)
    ]  # fmt: skip


def _office_history(row: Place) -> str | None:
    pk = _said("pk")(row)
    return reverse("service_versions", args=[pk]) if pk else None


def _office_phone(row: Place) -> str:
    return shown_phone(_said("phone")(row) or "")


OFFICES: Listing[Place] = Listing(
    title=gettext_lazy("Points of the post"),
    order=("sort_key", "pk"),
    empty=gettext_lazy("No post office of this province is listed yet."),
    columns=(
        Column(key="ten", label=gettext_lazy("Name"), value=lambda row: row.name, sort="sort_key",
               under=lambda row: row.address, roomy=True),
        Column(key="ma", label=gettext_lazy("Code"), value=lambda row: row.code, kind=Kind.CODE),
        Column(key="loai", label=gettext_lazy("Kind"),
               value=lambda row: row.get_kind_display(), wide_only=True),
        Column(key="gio", label=gettext_lazy("Open"), value=lambda row: _said("text")(row) or ""),
        Column(key="dt", label=gettext_lazy("Telephone"), value=_office_phone,
               kind=Kind.UNBROKEN),
        Column(key="mo", label=gettext_lazy("In service from"),
               value=lambda row: row.valid_from, kind=Kind.DAY, wide_only=True),
        Column(key="pb", label=gettext_lazy("Version"), value=_said("version"),
               kind=Kind.NUMBER, link=_office_history),
        Column(key="can-cu", label=gettext_lazy("Paper that says so"),
               value=lambda row: _said("paper")(row) or "", wide_only=True),
        Column(key="tin", label=gettext_lazy("Standing"), value=_office_state, kind=Kind.CHIP),
    ),
    filters=(
        TextFilter(key="q", label=gettext_lazy("Name"),
                   apply=lambda rows, text: rows.filter(called(text))),
        FlagFilter(key="thieu", label=gettext_lazy("Hours or telephone not published"),
                   apply=lambda rows: rows.filter(Q(said_phone=None) | Q(said_phone="")
                                                  | Q(said_text=""))),
    ),
)  # fmt: skip


_KEY_ORDER = [When(key=key, then=Value(n)) for n, key in enumerate(KEY_LABELS)]


def norm_rows(on: date) -> QuerySet[LegalParameter]:
    return (
        LegalParameter.objects.filter(key__in=list(KEY_LABELS), valid_from__lte=on)
        .filter(Q(valid_to=None) | Q(valid_to__gte=on))
        .select_related("instrument", "norm_set")
        .annotate(order=Case(*_KEY_ORDER, output_field=IntegerField()))
    )


def norm_listing(on: date, sets: Sequence[tuple[str, str]]) -> Listing[LegalParameter]:
    return Listing(
        title=gettext_lazy("Norms of the KT1 service"),
        order=("norm_set__pk", "order", "scope", "pk"),
        per_page=100,
        columns=(
            Column(key="bo", label=gettext_lazy("Norm set"), value=lambda row: row.norm_set.code,
                   kind=Kind.CODE),
            Column(key="chi-tieu", label=gettext_lazy("Norm"), roomy=True,
                   value=lambda row: KEY_LABELS[row.key],
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


def page(
    request: Request,
    here: str,
    listing: Listing[Any],
    rows: QuerySet[Any, Any],
    *,
    lead: str = "",
    publishes: Topic | None = None,
) -> HttpResponseBase:
    """A list under the tabs of the catalogue, with the way to say something new."""
    label = next(label for name, label in TABS if name == here)
    context: dict[str, Any] = {
        "tabs": tabs(here),
        "crumbs": crumbs((label, "")),
        "lead": lead,
    }
    if publishes is not None and _may_publish(request, publishes):
        context["act_url"] = reverse("service_publish", args=[publishes.value])
        context["act_label"] = _("Publish")
    return answer(request, listing, rows, template="service/list.html", context=context)


def _may_publish(request: Request, topic: Topic) -> bool:
    reason = permissions.why_not_publish(
        request.actor,
        topic,
        province=province_of(request.actor),
        within=within(request.actor),
    )
    return reason is None


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
def norms(request: Request) -> HttpResponseBase:
    on = today(request)
    rows = norm_rows(on)
    sets = list(rows.order_by().values_list("norm_set__code", "norm_set__title").distinct())
    lead = _(
        "Norms of TT 26/2026/TT-BKHCN have not been found; nothing stands in for them. Older"
        " sets are shown as what they are."
    )
    return page(request, "service_norms", norm_listing(on, sorted(sets)), rows, lead=lead)


@require_GET
@signed_in
def tariff(request: Request) -> HttpResponseBase:
    on = today(request)
    lead = _(
        "For reference: no price is calculated from these rows before a paper in force is had."
    )
    return page(request, "service_tariff", tariff_listing(on), rows_on(on, "", Topic.TARIFF),
                lead=lead, publishes=Topic.TARIFF)  # fmt: skip


@require_GET
@signed_in
def contacts(request: Request) -> HttpResponseBase:
    on = today(request)
    rows = rows_on(on, province_of(request.actor), *CONTACTS)
    lead = _("The KT1 telephone stands on every page, slip and label of the province.")
    return page(request, "service_contacts", contact_listing(on), rows, lead=lead,
                publishes=Topic.HOTLINE)  # fmt: skip


@require_GET
@signed_in
def offices(request: Request) -> HttpResponseBase:
    on = today(request)
    rows = office_rows(on, province_of(request.actor))
    return page(request, "service_offices", OFFICES, rows, publishes=Topic.OFFICE)
