"""From a question to the lines of its table: counted, grouped, named, small cells hidden."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.http import Http404
from django.utils.translation import gettext as _

from kt1.assurance.adoption.permissions import lines_shown
from kt1.assurance.quality.permissions import READERS as QUALITY_READERS
from kt1.network.agencies.models import BLOC_LABELS, Agency
from kt1.network.agencies.rules import Bloc
from kt1.network.units import queries as units
from kt1.oversight.figures import counting, country
from kt1.oversight.figures.lines import Facts, Shown, share, share_sum, total_of
from kt1.oversight.figures.permissions import OF_LINES, WITHOUT_DUTIES
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.figures.asking import AT_PROVINCE, NO_ROUTE, PROVINCE, Asking
from kt1.web.figures.grouping import BY, Keyed, by_body, month_of, services
from kt1.web.figures.opening import NOWHERE, Opened, opened
from kt1.web.moments import ZONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the table; `url` opens what is behind it."""

    key: str
    label: str
    shown: Shown
    url: str = ""
    under: str = ""
    #: Where each of its figures opens.
    opened: Opened = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The lines, their sum, and whether the lines add up to it."""

    lines: list[Line]
    total: Shown
    adds_up: bool = True
    scope: str = ""  # what the table is narrowed to, in words
    #: What the lines know: bodies and duties only where they stand for bodies.
    of_bodies: bool = True
    #: Narrowed to the reader's own body.
    own: bool = False

    @property
    def hides(self) -> bool:
        return self.total.hides or any(line.shown.hides for line in self.lines)


def gathered(actor: Actor, one: Asking, at: datetime, least: int) -> Gathered:
    """What the actor asked for and may see."""
    if actor.role is Role.MINISTRY:
        return _of_country(actor, one, at, least)
    if actor.province_id is None:
        raise Http404
    return of_province(actor, actor.province_id, one, at, least)


def of_province(actor: Actor, province: int, one: Asking, at: datetime, least: int) -> Gathered:
    on = min(one.span.last, at.astimezone(ZONE).date())
    listed, scope = narrowed(actor, province, one, on)
    whole = not scope and actor.role not in OF_LINES
    if one.by == "thang":
        only = None if whole else [body.pk for body in listed]
        months = counting.of_months(province, one.span, at=at, only=only)
        own = _is_own(actor, one, listed)
        keyed = [month_of(one, month, facts, own=own) for month, facts in months.items()]
        found = _told(actor, one, keyed, least, scope=scope, of_bodies=False)
        return replace(found, own=own)
    if one.by == "dich-vu" and whole:
        keyed = services(province, one, opens=actor.role in QUALITY_READERS)
        return _told(actor, one, keyed, least, of_bodies=False)
    followed = () if actor.role in WITHOUT_DUTIES else lines_shown(actor.role)
    facts = counting.of_bodies(listed, province, one.span, at=at, followed=followed)
    total = total_of(facts.values())
    by = BY.get(one.by, by_body)
    keyed = by(actor, province, one, on, listed, facts)
    adds_up = one.by != "tuyen"
    found = _told(actor, one, keyed, least, scope=scope, total=total, adds_up=adds_up)
    return replace(found, own=_is_own(actor, one, listed))


def _is_own(actor: Actor, one: Asking, listed: list[Agency]) -> bool:
    return bool(one.body) and actor.is_of(listed[0].pk)


def narrowed(actor: Actor, province: int, one: Asking, on: date) -> tuple[list[Agency], str]:
    """The bodies asked about, and the question in words. A body that is not one's to see is none.

    Raises:
        Http404: the address names a commune, a route or a body that does not exist for the actor.
    """
    listed, said = counting.served(province, on), []
    lines = lines_shown(actor.role)
    if actor.role in OF_LINES:
        listed = [body for body in listed if body.line in lines]
    if one.commune:
        listed, name = _in_commune(listed, province, one.commune, on)
        said.append(name)
    if one.bloc:
        listed = [body for body in listed if body.bloc == one.bloc]
        said.append(str(BLOC_LABELS[Bloc(one.bloc)]))
    if one.route:
        listed, name = _on_route(listed, province, one.route, on)
        said.append(name)
    if one.body:
        listed = [body for body in listed if body.code == one.body and body.line in lines]
        if not listed:
            raise Http404
        said.append(listed[0].name)
    return listed, " · ".join(said)


def _in_commune(
    listed: Iterable[Agency], province: int, code: str, on: date
) -> tuple[list[Agency], str]:
    if code == AT_PROVINCE:
        return [body for body in listed if body.commune_id is None], _("Bodies of the province")
    found = next((unit for unit in units.communes(province, on) if unit.code == code), None)
    if found is None:
        raise Http404
    return [body for body in listed if body.commune_id == found.id], found.title


def _on_route(
    listed: Iterable[Agency], province: int, code: str, on: date
) -> tuple[list[Agency], str]:
    routes = counting.routes_of(province, on)
    if code == NO_ROUTE:
        return [body for body in listed if body.pk not in routes], _("On no delivery route")
    named = {route.code: route.name for each in routes.values() for route in each}
    if code not in named:
        raise Http404
    on_it = [
        body for body in listed if any(route.code == code for route in routes.get(body.pk, ()))
    ]
    return on_it, named[code]


def _told(
    actor: Actor,
    one: Asking,
    keyed: Collection[Keyed],
    least: int,
    *,
    scope: str = "",
    total: Facts | None = None,
    adds_up: bool = True,
    of_bodies: bool = True,
) -> Gathered:
    shown = share([line.facts for line in keyed], least)
    lines = [
        Line(
            key=line.key,
            label=line.label,
            shown=each,
            url=line.url,
            under=line.under,
            opened=_opened(actor, one, line),
        )
        for line, each in zip(keyed, shown, strict=True)
    ]
    whole = total_of(line.facts for line in keyed) if total is None else total
    return Gathered(
        lines=lines,
        total=share_sum(whole, least),
        adds_up=adds_up,
        scope=scope,
        of_bodies=of_bodies,
    )


def _opened(actor: Actor, one: Asking, line: Keyed) -> Opened:
    """The finer table where there is one; a cell of a service opens its quality alone."""
    if not line.narrow:
        whole = line.url if line.url.startswith("/") else ""
        return Opened(sent=whole, received=whole) if whole else NOWHERE
    return opened(actor, one, narrow=line.narrow, line=line.url, own=line.own)


def _of_country(actor: Actor, one: Asking, at: datetime, least: int) -> Gathered:
    """Province by province; one of them by bloc, service or month. No body is named."""
    on = min(one.span.last, at.astimezone(ZONE).date())
    known = units.provinces(on)
    if one.by == "tinh":
        facts = country.of_provinces(one.span, at=at)
        keyed = [
            Keyed(
                unit.code,
                unit.title[:1].upper() + unit.title[1:],
                facts[unit.id],
                one.address(theo="khoi", **{PROVINCE: unit.code}),
                narrow={PROVINCE: unit.code},
            )
            for unit in known
            if unit.id in facts
        ]
        return _told(actor, one, keyed, least)
    chosen = next((unit for unit in known if unit.code == one.province), None)
    if chosen is None:
        raise Http404
    if one.by == "thang":
        months = counting.of_months(chosen.id, one.span, at=at)
        keyed = [month_of(one, month, facts) for month, facts in months.items()]
    elif one.by == "dich-vu":
        keyed = services(chosen.id, one, opens=False)
    else:
        keyed = _blocs_of(chosen.id, one, at)
        return _told(actor, one, keyed, least, scope=chosen.title)
    return _told(actor, one, keyed, least, scope=chosen.title, of_bodies=False)


def _blocs_of(province: int, one: Asking, at: datetime) -> list[Keyed]:
    on = min(one.span.last, at.astimezone(ZONE).date())
    listed = counting.served(province, on)
    facts = counting.of_bodies(listed, province, one.span, at=at, followed=())
    return [
        Keyed(bloc.value, str(BLOC_LABELS[bloc]), total_of(within))
        for bloc in Bloc
        if (within := [facts[body.pk] for body in listed if body.bloc == bloc])
    ]
