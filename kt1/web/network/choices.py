"""Codes by the names they have, so that nobody has to know a code by heart."""

from collections.abc import Mapping, Sequence
from datetime import date

from kt1.network.places import queries as places
from kt1.network.places.rules import SITES, PlaceKind
from kt1.network.sheets.tables import SheetName
from kt1.network.units import queries as units
from kt1.people.actor import Actor
from kt1.web.lists.filters import Choice
from kt1.web.network import permissions

Choices = Mapping[str, Sequence[Choice]]


def choices_for(actor: Actor, name: SheetName, on: date, *, province_id: int | None) -> Choices:
    """What the columns of a form offer.

    Args:
        province_id: the province the row belongs to, as far as the page knows it.
    """
    if name is SheetName.POINTS:
        return {"point": _places(actor, on, {PlaceKind.DELIVERY_POINT}, province_id)}
    if name is SheetName.ANNEX:
        return {}
    offered: dict[str, Sequence[Choice]] = {}
    if permissions.within(actor) is None:
        offered["province"] = [(unit.code, unit.title) for unit in units.provinces(on)]
    if name is SheetName.ROUTES:
        sites = _places(actor, on, SITES, None)
        return {**offered, "start": sites, "end": sites}
    if name is SheetName.PLACES:
        offered["parent"] = _places(actor, on, SITES, None)
    if province_id is not None:
        offered["commune"] = [(unit.code, unit.title) for unit in units.communes(province_id, on)]
    return offered


def _places(
    actor: Actor, on: date, kinds: frozenset[PlaceKind] | set[PlaceKind], province_id: int | None
) -> list[Choice]:
    rows = permissions.places_seen_by(actor, places.in_force(on)).filter(kind__in=kinds)
    if province_id is not None:
        rows = rows.filter(province_id=province_id)
    return list(rows.values_list("code", "name"))
