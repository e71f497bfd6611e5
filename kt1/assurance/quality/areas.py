"""Communes of special geography, by the lists of each day (N17)."""

from datetime import date
from typing import Any

from django.db.models import Q

from kt1.law.geography.queries import periods
from kt1.network.units.models import AdminUnitVersion

Span = tuple[int, date, date]


def spans() -> list[Span]:
    """(commune, first day, last day) on which a list named it. One query; none without a list."""
    lists = periods()
    kinds = {kind for one in lists for kind in one.areas.kinds}
    codes = {code for one in lists for code in one.areas.codes}
    if not lists:
        return []
    rows = AdminUnitVersion.objects.filter(Q(kind__in=kinds) | Q(unit__code__in=codes))
    found = {
        (unit, max(since, one.first), min(until or date.max, one.last))
        for unit, code, kind, since, until in rows.values_list(
            "unit_id", "unit__code", "kind", "valid_from", "valid_to"
        )
        for one in lists
        if one.areas.named(code, kind) is not None
    }
    return sorted(span for span in found if span[1] <= span[2])


def given(found: list[Span]) -> list[Any]:
    """What the four places of `queries.GROUP` are filled with, in their order."""
    units = [unit for unit, _first, _last in found]
    return [
        sorted(set(units)),
        units,
        [first for _unit, first, _last in found],
        [last for _unit, _first, last in found],
    ]
