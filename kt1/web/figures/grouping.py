"""Lines by commune, route, bloc, body, service or month, each with what opens it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.assurance.adoption.permissions import lines_shown
from kt1.custody.items.models import SCOPE_LABELS, URGENCY_LABELS
from kt1.law.services.rules import Scope, Urgency
from kt1.network.agencies.models import BLOC_LABELS, Agency
from kt1.network.agencies.rules import Bloc
from kt1.network.units import queries as units
from kt1.oversight.figures import counting
from kt1.oversight.figures.lines import Facts, total_of
from kt1.oversight.figures.queries import volumes
from kt1.oversight.figures.rules import Direction
from kt1.people.actor import Actor
from kt1.web.figures.asking import (
    AT_PROVINCE,
    BLOC,
    BODY,
    COMMUNE,
    NO_ROUTE,
    ROUTE,
    SINCE,
    UNTIL,
    Asking,
)
from kt1.web.tariff.forms import month_text

#: What the year before has, under the names of this one.
_AGO = {"sent": "sent_before", "received": "received_before"}


@dataclass(frozen=True, slots=True)
class Keyed:
    """One line before it is decided what of it may be shown."""

    key: str
    label: str
    facts: Facts
    url: str = ""
    under: str = ""
    #: What makes this line of the whole question, in the words of the address.
    narrow: Mapping[str, str] = field(default_factory=dict)
    #: Of the reader's own body.
    own: bool = False


_Listed = list[Agency]
_Facts = Mapping[int, Facts]
_Grouping = Callable[[Actor, int, Asking, date, _Listed, _Facts], list[Keyed]]


def by_body(
    actor: Actor, _province: int, one: Asking, _on: date, listed: _Listed, facts: _Facts
) -> list[Keyed]:
    """Each body of the lines that are the reader's; the others together, unnamed."""
    lines = lines_shown(actor.role)
    named = [body for body in listed if body.line in lines]
    keyed = [
        Keyed(
            body.code,
            body.name,
            facts[body.pk],
            one.address(theo="thang", **{BODY: body.code}),
            str(BLOC_LABELS[Bloc(body.bloc)]),
            {BODY: body.code},
            actor.is_of(body.pk),
        )
        for body in named
    ]
    others = total_of(facts[body.pk] for body in listed if body.line not in lines)
    if others.bodies:
        keyed.append(Keyed("", _("Bodies of other lines"), others))
    return keyed


def _by_bloc(
    _actor: Actor, _province: int, one: Asking, _on: date, listed: _Listed, facts: _Facts
) -> list[Keyed]:
    found = []
    for bloc in Bloc:
        within = [facts[body.pk] for body in listed if body.bloc == bloc]
        if within:
            url = one.address(theo="co-quan", **{BLOC: bloc.value})
            label = str(BLOC_LABELS[bloc])
            narrow = {BLOC: bloc.value}
            found.append(Keyed(bloc.value, label, total_of(within), url, narrow=narrow))
    return found


def _by_commune(
    _actor: Actor, province: int, one: Asking, on: date, listed: _Listed, facts: _Facts
) -> list[Keyed]:
    within: dict[int | None, list[Facts]] = {}
    for body in listed:
        within.setdefault(body.commune_id, []).append(facts[body.pk])
    places: list[tuple[int | None, str, str]] = [(None, AT_PROVINCE, _("Bodies of the province"))]
    places += [(unit.id, unit.code, unit.title) for unit in units.communes(province, on)]
    return [
        Keyed(
            code,
            label[:1].upper() + label[1:],
            total_of(within[unit]),
            one.address(theo="co-quan", **{COMMUNE: code}),
            narrow={COMMUNE: code},
        )
        for unit, code, label in places
        if unit in within
    ]


def _by_route(
    _actor: Actor, province: int, one: Asking, on: date, listed: _Listed, facts: _Facts
) -> list[Keyed]:
    routes = counting.routes_of(province, on)
    within: dict[str, list[Facts]] = {}
    named: dict[str, str] = {}
    nowhere: list[Facts] = []
    for body in listed:
        for route in routes.get(body.pk, ()):
            named[route.code] = route.name
            within.setdefault(route.code, []).append(facts[body.pk])
        if body.pk not in routes:
            nowhere.append(facts[body.pk])
    keyed = [
        Keyed(
            code,
            name,
            total_of(within[code]),
            one.address(theo="co-quan", **{ROUTE: code}),
            code,
            narrow={ROUTE: code},
        )
        for code, name in sorted(named.items())
    ]
    if nowhere:
        url = one.address(theo="co-quan", **{ROUTE: NO_ROUTE})
        label = _("On no delivery route")
        keyed.append(Keyed("", label, total_of(nowhere), url, narrow={ROUTE: NO_ROUTE}))
    return keyed


BY: Mapping[str, _Grouping] = {
    "xa": _by_commune,
    "khoi": _by_bloc,
    "tuyen": _by_route,
    "co-quan": by_body,
}


def services(province: int, one: Asking, *, opens: bool) -> list[Keyed]:
    """The six cells without marks, and the same days of the year before."""
    sums: dict[tuple[Urgency, Scope], dict[str, int]] = {
        (urgency, scope): {} for scope in Scope for urgency in Urgency
    }
    for span, names in (
        (one.span, {name: name for name in _AGO}),
        (one.span.year_before, _AGO),
    ):
        for volume in volumes(province_id=province, span=span):
            said = "sent" if volume.direction is Direction.SENT else "received"
            cell = sums[volume.urgency, volume.scope]
            cell[names[said]] = cell.get(names[said], 0) + volume.items
    return [
        Keyed(
            f"{urgency}.{scope}",
            f"{URGENCY_LABELS[urgency]} · {SCOPE_LABELS[scope]}",
            Facts(**counts),
            _quality(one, urgency, scope) if opens else "",
        )
        for (urgency, scope), counts in sums.items()
    ]


def _quality(one: Asking, urgency: Urgency, scope: Scope) -> str:
    """The quality of one of the six cells in the same months."""
    query = {"tu": one.typed["tu"], "den": one.typed["den"], "hoa-toc": urgency, "pham-vi": scope}
    return f"{reverse('quality')}?{urlencode(query)}"


def month_of(one: Asking, month: date, facts: Facts, *, own: bool = False) -> Keyed:
    """The line of one month: it opens to the blocs of that month."""
    only = {SINCE: month_text(month), UNTIL: month_text(month)}
    url = one.address(theo="khoi", **only)
    return Keyed(f"{month:%Y-%m}", month_text(month), facts, url, narrow=only, own=own)
