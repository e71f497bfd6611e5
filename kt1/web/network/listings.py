"""The lists of agencies, places and routes: columns, filters, order."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kt1.network.agencies import queries as agencies
from kt1.network.agencies.models import (
    ANNEX_LABELS,
    BLOC_LABELS,
    FAMILY_LABELS,
    LINE_LABELS,
    Agency,
)
from kt1.network.agencies.rules import Annex
from kt1.network.places import queries as places
from kt1.network.places.models import KIND_LABELS, Place
from kt1.network.places.rules import PlaceKind
from kt1.network.routes import queries as routes
from kt1.network.routes.models import ROUTE_KIND_LABELS, Route
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import Choice, ChoiceFilter, FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.words import Words


def _annex_of(row: Agency) -> Words:
    annex = getattr(row, "annex_now", None)
    return ANNEX_LABELS[Annex(annex)] if annex else _("none")


_AGENCY_COLUMNS: tuple[Column[Agency], ...] = (
    Column(
        key="ten",
        label=_("Name"),
        value=lambda row: row.name,
        sort="sort_key",
        link=lambda row: reverse("agency", args=[row.code]),
    ),
    Column(key="ma", label=_("Code"), value=lambda row: row.code, kind=Kind.CODE),
    Column(
        key="nhom",
        label=_("Family"),
        value=lambda row: row.get_family_display(),
        wide_only=True,
    ),
    Column(key="khoi", label=_("Bloc"), value=lambda row: row.get_bloc_display(), sort="bloc"),
    Column(
        key="tuyen",
        label=_("Line"),
        value=lambda row: row.get_line_display(),
        wide_only=True,
    ),
    Column(
        key="phu-luc",
        label=_("Annex"),
        value=_annex_of,
    ),
    Column(
        key="bc",
        label=_("Postcode"),
        value=lambda row: row.postcode,
        kind=Kind.CODE,
        sort="postcode",
        wide_only=True,
    ),
)


def agency_listing(on: date, provinces: list[Choice]) -> Listing[Agency]:
    """The directory of bodies; its rows come with `annex_now`."""
    return Listing(
        title=_("Agencies"),
        order=("sort_key", "pk"),
        empty=_("No agency is listed yet. Take in the annex of the directive first."),
        columns=_AGENCY_COLUMNS,
        filters=(
            TextFilter(key="q", label=_("Name or code"), apply=agencies.matching),
            ChoiceFilter(
                key="tinh", label=_("Province"), choices=provinces, field="province__code"
            ),
            ChoiceFilter(
                key="nhom", label=_("Family"), choices=list(FAMILY_LABELS.items()), field="family"
            ),
            ChoiceFilter(
                key="khoi", label=_("Bloc"), choices=list(BLOC_LABELS.items()), field="bloc"
            ),
            ChoiceFilter(
                key="tuyen", label=_("Line"), choices=list(LINE_LABELS.items()), field="line"
            ),
            FlagFilter(
                key="giay",
                label=_("Works on paper"),
                apply=lambda rows: rows.filter(works_on_paper=True),
            ),
            FlagFilter(
                key="khong-phu-luc",
                label=_("Under no annex"),
                apply=lambda rows: agencies.without_annex(rows, on),
            ),
            FlagFilter(
                key="khong-diem-phat",
                label=_("Without a delivery point"),
                apply=agencies.without_point,
            ),
        ),
    )


_PLACE_COLUMNS: tuple[Column[Place], ...] = (
    Column(
        key="ten",
        label=_("Name"),
        value=lambda row: row.name,
        sort="sort_key",
        link=lambda row: reverse("place", args=[row.code]),
        under=lambda row: row.address,
    ),
    Column(key="ma", label=_("Code"), value=lambda row: row.code, kind=Kind.CODE),
    Column(key="loai", label=_("Kind"), value=lambda row: row.get_kind_display(), sort="kind"),
    Column(
        key="thuoc",
        label=_("Belongs to"),
        value=lambda row: row.parent.name if row.parent else "",
        wide_only=True,
    ),
    Column(
        key="cong",
        label=_("At the duty gate only"),
        value=lambda row: True if row.gate_only else None,
        kind=Kind.YES_NO,
        wide_only=True,
    ),
)


def place_listing(on: date, provinces: list[Choice]) -> Listing[Place]:
    """Post offices, centres, vehicles, safes, doors."""
    return Listing(
        title=_("Places"),
        order=("sort_key", "pk"),
        empty=_("No place is listed yet."),
        columns=_PLACE_COLUMNS,
        filters=(
            TextFilter(key="q", label=_("Name, code or plate"), apply=places.matching),
            ChoiceFilter(
                key="loai",
                label=_("Kind"),
                choices=[
                    (kind, label)
                    for kind, label in KIND_LABELS.items()
                    if kind is not PlaceKind.AGENCY_DESK
                ],
                field="kind",
            ),
            ChoiceFilter(
                key="tinh", label=_("Province"), choices=provinces, field="province__code"
            ),
            FlagFilter(
                key="khong-tuyen",
                label=_("Passed by no delivery route"),
                apply=lambda rows: places.unvisited(rows, on),
            ),
        ),
    )


_ROUTE_COLUMNS: tuple[Column[Route], ...] = (
    Column(
        key="ten",
        label=_("Name"),
        value=lambda row: row.name,
        sort="sort_key",
        link=lambda row: reverse("route", args=[row.code]),
    ),
    Column(key="ma", label=_("Code"), value=lambda row: row.code, kind=Kind.CODE),
    Column(key="loai", label=_("Kind"), value=lambda row: row.get_kind_display(), sort="kind"),
    Column(key="tu", label=_("From"), value=lambda row: row.start.name, wide_only=True),
    Column(
        key="den",
        label=_("To"),
        value=lambda row: row.end.name if row.end else "",
        wide_only=True,
    ),
    Column(
        key="dung",
        label=_("Stops"),
        value=lambda row: getattr(row, "stop_count", 0),
        kind=Kind.NUMBER,
    ),
    Column(
        key="chuyen",
        label=_("Departures"),
        value=lambda row: getattr(row, "run_count", 0),
        kind=Kind.NUMBER,
    ),
)


def route_listing(provinces: list[Choice]) -> Listing[Route]:
    """Trunk, delivery and collection routes."""
    return Listing(
        title=_("Routes"),
        order=("sort_key", "pk"),
        empty=_("No route is listed yet."),
        columns=_ROUTE_COLUMNS,
        filters=(
            TextFilter(key="q", label=_("Name or code"), apply=routes.matching),
            ChoiceFilter(
                key="loai",
                label=_("Kind"),
                choices=list(ROUTE_KIND_LABELS.items()),
                field="kind",
            ),
            ChoiceFilter(
                key="tinh", label=_("Province"), choices=provinces, field="province__code"
            ),
        ),
    )
