"""Points of the post, with the hours and telephone that were published of each."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kt1.law.catalogue.rules import Topic, shown_phone, standing
from kt1.network.names.queries import called
from kt1.network.places.models import Place
from kt1.network.places.queries import in_force as places_in_force
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.parts.chips import Chip
from kt1.web.request import Request, signed_in
from kt1.web.service.labels import (
    STANDING_CHIPS,
)
from kt1.web.service.tables import (
    SERVED_FROM,
    page,
    rows_on,
)
from kt1.web.service.wayfinding import province_of, today


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


@require_GET
@signed_in
def offices(request: Request) -> HttpResponseBase:
    on = today(request)
    rows = office_rows(on, province_of(request.actor))
    return page(request, "service_offices", OFFICES, rows, publishes=Topic.OFFICE)
