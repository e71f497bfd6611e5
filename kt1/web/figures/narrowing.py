"""Filters that narrow a list of bodies as a figure is narrowed: commune, delivery route, months.

The words of the address are those of the figures, but for the route: in a list of bodies `tuyen`
is the line they report on.
"""

from datetime import date

from django.forms import ValidationError
from django.utils.translation import gettext as _

from kt1.network.units.queries import communes
from kt1.oversight.figures.counting import routes_of
from kt1.web.figures.asking import AT_PROVINCE, NO_ROUTE, SINCE, UNTIL
from kt1.web.lists.filters import BadFilterError, ChoiceFilter, Filter, Rows, TextFilter
from kt1.web.tariff.forms import read_month

IN_COMMUNE, OF_BLOC, ON_ROUTE, WITH_TEXT, USED = "xa", "khoi", "tp", "q", "dung"


def of_place(province: int, on: date) -> tuple[Filter, ...]:
    """By commune and by delivery route. Four statements, however many there are."""
    units = sorted(communes(province, on), key=lambda unit: unit.code)
    ids = {unit.code: unit.id for unit in units}
    routes = routes_of(province, on)
    named = {route.code: route.name for each in routes.values() for route in each}

    def in_commune(rows: Rows, code: str) -> Rows:
        return rows.filter(commune=None if code == AT_PROVINCE else ids[code])

    def on_route(rows: Rows, code: str) -> Rows:
        if code == NO_ROUTE:
            return rows.exclude(pk__in=list(routes))
        on_it = [pk for pk, each in routes.items() if any(one.code == code for one in each)]
        return rows.filter(pk__in=on_it)

    return (
        ChoiceFilter(
            key=IN_COMMUNE,
            label=_("Commune"),
            choices=[
                (AT_PROVINCE, _("Bodies of the province")),
                *((unit.code, unit.title) for unit in units),
            ],
            apply=in_commune,
        ),
        ChoiceFilter(
            key=ON_ROUTE,
            label=_("Delivery route"),
            choices=[*sorted(named.items()), (NO_ROUTE, _("On no delivery route"))],
            apply=on_route,
        ),
    )


def of_months() -> tuple[Filter, ...]:
    """From which month to which: what is counted, not which bodies are listed."""
    return (
        TextFilter(key=SINCE, label=_("From month"), apply=_read, hint=_("mm/yyyy")),
        TextFilter(key=UNTIL, label=_("Until month"), apply=_read, hint=_("mm/yyyy")),
    )


def _read(rows: Rows, text: str) -> Rows:
    try:
        read_month(text)
    except ValidationError as fault:
        raise BadFilterError(" ".join(fault.messages)) from None
    return rows
