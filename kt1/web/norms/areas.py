"""Communes of special geography today: which lists name them, on which paper, and since when."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kt1.law.book.queries import ask_again
from kt1.law.geography.rules import Areas, areas, transit
from kt1.law.parameters import permissions
from kt1.law.parameters.keys import Key
from kt1.law.parameters.models import LegalParameter
from kt1.law.parameters.queries import active_code, own_norms
from kt1.law.parameters.wanted import GENERAL
from kt1.network.units.queries import provinces, versions_on
from kt1.network.units.rules import Level
from kt1.web.norms.labels import READERS
from kt1.web.norms.wayfinding import crumbs, tabs, today
from kt1.web.request import Request, acts_as
from kt1.web.service.labels import paper_said, value_said
from kt1.web.service.tables import state_of

LINES_MOST = 500


@dataclass(frozen=True, slots=True)
class Commune:
    code: str
    title: str
    province: str
    listed: str  # the set and the province of the list that names it


@require_GET
@acts_as(*READERS)
def norm_areas(request: Request) -> HttpResponseBase:
    """The lists in force and every commune they name, of one province where it is asked for."""
    ask_again()
    on = today(request)
    norms = own_norms(on)
    named = {one.code: one.title for one in provinces(on)}
    province = request.GET.get("tinh", "")
    way = transit(norms)
    found = _communes(areas(norms), on, province if province in named else "", named)
    active = active_code(on) or GENERAL
    context = {
        "lists": [_row(one, on, named) for one in _lists(norms.code, on)],
        "communes": found[:LINES_MOST],
        "number": len(found),
        "transit": value_said(way.value, "added_days") if way else "",
        "provinces": named.items(),
        "province": province,
        "set": active,
        "key": Key.SPECIAL_GEOGRAPHY.value,
        "may_enter": permissions.why_not_add(request.actor) is None,
        "tabs": tabs("norm_areas"),
        "crumbs": crumbs((_("Norm sets"), reverse("norm_sets")), (_("Special areas"), "")),
    }
    return render(request, "norms/areas.html", context)


def _lists(code: str, on: date) -> list[LegalParameter]:
    """In force on the day, of the set gone by and of the general one; its own go before."""
    rows = (
        LegalParameter.objects.filter(
            Q(valid_to=None) | Q(valid_to__gte=on),
            key=Key.SPECIAL_GEOGRAPHY,
            norm_set__code__in={code, GENERAL},
            valid_from__lte=on,
        )
        .select_related("norm_set", "instrument")
        .order_by("scope", "norm_set_id")
    )
    found = {one.scope: one for one in sorted(rows, key=lambda one: one.norm_set.code == code)}
    return [found[scope] for scope in sorted(found)]


def _row(one: LegalParameter, on: date, provinces: dict[str, str]) -> dict[str, Any]:
    return {
        "row": one,
        "where": provinces.get(one.scope, one.scope) if one.scope else _("all provinces"),
        "value": value_said(one.value, one.unit),
        "paper": paper_said(one.instrument, one.article, ""),
        "chip": state_of(one, on),
    }


def _communes(lists: Areas, on: date, province: str, provinces: dict[str, str]) -> list[Commune]:
    """Under their names of the day. One query."""
    rows = versions_on(on).filter(
        Q(kind__in=list(lists.kinds)) | Q(unit__code__in=list(lists.codes)),
        unit__level=Level.COMMUNE,
    )
    if province:
        rows = rows.filter(unit__parent__code=province)
    found = []
    for row in rows.select_related("unit__parent"):
        parent = row.unit.parent.code if row.unit.parent else ""
        if (listed := lists.named(row.unit.code, row.kind)) is not None:
            by = provinces.get(listed.scope, "") if listed.scope else _("all provinces")
            title = f"{row.kind} {row.name}"
            found.append(Commune(row.unit.code, title, provinces.get(parent, parent), by))
    return sorted(found, key=lambda one: (one.province, one.title))
